// What happens next: the only code that changes screens. Pure but for the ids it mints from the state's Random: no
// clock, no disk, no pixels. UI thread; never fails, what makes no sense on the present screen is ignored.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "kiosk/app/app_state.h"
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"
#include "shared/base/clock.h"

namespace foyer::app {

std::vector<Effect> update(AppState& state, const Event& event, const Instant& now);

// When the next Tick is due, in Instant::mono_ms; nothing while only a touch can change anything. While a countdown is
// on the screen it is due once a second.
std::optional<std::int64_t> next_deadline(const AppState& state);

// Seconds left of the countdown on the screen (done, still_there), rounded up; 0 elsewhere.
std::int64_t seconds_left(const AppState& state, std::int64_t now_ms);

}  // namespace foyer::app
