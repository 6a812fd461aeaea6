// I am leaving: the email that was used, and Check out, which is always on the screen. Only draws and reports; UI
// thread, never fails.
#pragma once

#include "kiosk/screens/leaving.h"
#include "kiosk/views/words.h"
#include "kiosk/widgets/ui.h"

namespace foyer::views {

void draw_leaving(widgets::Ui& ui, const Words& words, const screens::LeavingModel& model);

}  // namespace foyer::views
