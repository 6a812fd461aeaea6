// What has happened: a tick, one sentence, what comes next, and the bar that says when the screen clears. Only draws
// and reports; UI thread, never fails.
#pragma once

#include <cstdint>

#include "kiosk/screens/done.h"
#include "kiosk/views/words.h"
#include "kiosk/widgets/ui.h"

namespace foyer::views {

void draw_done(widgets::Ui& ui, const Words& words, const screens::DoneModel& model, std::int64_t seconds_left,
               std::int64_t now_ms);

}  // namespace foyer::views
