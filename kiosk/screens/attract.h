// The screen that waits. Any touch goes home; a touch on a language goes home in it. Pure; UI thread; never fails.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/screens/screen.h"

namespace foyer::screens {

struct AttractModel {
  std::vector<std::string> languages;  // "attract.language.<code>" each, in the organisation's order
};

struct AttractOutcome {
  bool is_start = false;
  std::optional<std::string> language{};  // chosen with the same touch
};
AttractOutcome update(const AttractModel& model, const Action& action);

}  // namespace foyer::screens
