// The screen that waits: brand, clock, an invitation in each of the kiosk's languages, and their names to touch. Only
// draws and reports; UI thread, never fails.
#pragma once

#include <cstdint>

#include "kiosk/screens/attract.h"
#include "kiosk/views/words.h"
#include "kiosk/widgets/ui.h"

namespace foyer::views {

// `wall_ms` is what the clock shows, in the machine's time zone.
void draw_attract(widgets::Ui& ui, const Words& words, const screens::AttractModel& model, std::int64_t wall_ms);

}  // namespace foyer::views
