// How long each screen waits (ux: no limit is shorter than its warning, every touch starts it anew). Pure; UI thread.
#pragma once

#include <cstdint>

#include "kiosk/app/app_state.h"

namespace foyer::app {

// "More time" makes every limit this many times as long.
inline constexpr std::int64_t kMoreTimeFactor = 3;

// `limit_ms` for this visitor.
std::int64_t extended(const AppState& state, std::int64_t limit_ms);

// Idle time before the present screen ends; 0 when it waits for ever or counts by itself (attract, done, still_there).
std::int64_t idle_limit_ms(const AppState& state);

}  // namespace foyer::app
