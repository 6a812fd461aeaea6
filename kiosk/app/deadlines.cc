#include "kiosk/app/deadlines.h"

#include <algorithm>

#include "kiosk/app/update.h"

namespace foyer::app {
namespace {

using screens::ScreenId;
constexpr std::int64_t kSecondMs = 1000;

// The end of a countdown that is on the screen.
std::optional<std::int64_t> countdown_end(const AppState& state) {
  if (state.still_there) return state.still_there->clears_at_ms;
  if (state.base == ScreenId::done) return state.session.done.clears_at_ms;
  return std::nullopt;
}

// When a form has something to do by itself: close its accents, ask about a domain.
std::optional<std::int64_t> forms_tick(const AppState& state) {
  std::optional<std::int64_t> soonest;
  for (const screens::Form* form : state.session.forms()) {
    const auto due = screens::next_tick(*form);
    if (due && (!soonest || *due < *soonest)) soonest = due;
  }
  return soonest;
}

}  // namespace

std::int64_t extended(const AppState& state, std::int64_t limit_ms) {
  return state.session.accessibility.has_more_time ? kMoreTimeFactor * limit_ms : limit_ms;
}

std::int64_t idle_limit_ms(const AppState& state) {
  const config::Timeouts& limits = state.config.timeouts;
  switch (state.base) {
    case ScreenId::home: return extended(state, limits.home_ms);
    case ScreenId::host:
    case ScreenId::details:
    case ScreenId::leaving: return extended(state, limits.form_ms);
    case ScreenId::confirm: return extended(state, state.trouble || state.overlay ? limits.form_ms : limits.confirm_ms);
    case ScreenId::attract:
    case ScreenId::done:
    case ScreenId::language:
    case ScreenId::accessibility:
    case ScreenId::privacy:
    case ScreenId::still_there:
    case ScreenId::trouble: return 0;
  }
  return 0;
}

std::optional<std::int64_t> next_deadline(const AppState& state) {
  if (state.awaited_op) {
    if (state.trouble && state.trouble->is_slow) return std::nullopt;
    return state.saving_since_ms + state.config.timeouts.saving_ms;
  }
  if (const auto end = countdown_end(state)) {
    const std::int64_t left = *end - state.now_ms;
    return left <= 0 ? *end : *end - (left - 1) / kSecondMs * kSecondMs;
  }
  const std::int64_t limit = idle_limit_ms(state);
  if (limit == 0) return std::nullopt;
  const std::int64_t idle = state.last_touch_ms + limit;
  const auto forms = forms_tick(state);
  return forms ? std::min(*forms, idle) : idle;
}

std::int64_t seconds_left(const AppState& state, std::int64_t now_ms) {
  const auto end = countdown_end(state);
  if (!end) return 0;
  return std::max<std::int64_t>(0, (*end - now_ms + kSecondMs - 1) / kSecondMs);
}

}  // namespace foyer::app
