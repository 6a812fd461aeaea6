// What brings you here? A tile for each reason, leaving below them, and where help is. Only draws and reports; UI
// thread, never fails.
#pragma once

#include "kiosk/screens/home.h"
#include "kiosk/views/words.h"
#include "kiosk/widgets/ui.h"

namespace foyer::views {

void draw_home(widgets::Ui& ui, const Words& words, const screens::HomeModel& model);

}  // namespace foyer::views
