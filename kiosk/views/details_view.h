// Your details: the fields, the chips, the keyboard. Back stands at the top because the keyboard is below.
#pragma once

#include "kiosk/screens/details.h"
#include "kiosk/views/words.h"
#include "kiosk/widgets/ui.h"

namespace foyer::views {

void draw_details(widgets::Ui& ui, const Words& words, const screens::DetailsModel& model);

}  // namespace foyer::views
