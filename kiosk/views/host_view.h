// Who are you meeting? One optional name, and a way on without it. Only draws and reports; UI thread, never fails.
#pragma once

#include "kiosk/screens/host.h"
#include "kiosk/views/words.h"
#include "kiosk/widgets/ui.h"

namespace foyer::views {

void draw_host(widgets::Ui& ui, const Words& words, const screens::HostModel& model);

}  // namespace foyer::views
