#include "kiosk/screens/attract.h"

#include <algorithm>

namespace foyer::screens {

AttractOutcome update(const AttractModel& model, const Action& action) {
  if (action.gesture != Gesture::commit) return {};
  constexpr std::string_view kPrefix = "language.";
  const std::string_view part = own_part(ScreenId::attract, action.target);
  if (part.substr(0, kPrefix.size()) != kPrefix) return {true};
  const std::string language(part.substr(kPrefix.size()));
  const bool is_known = std::find(model.languages.begin(), model.languages.end(), language) != model.languages.end();
  return {true, is_known ? std::optional(language) : std::nullopt};
}

}  // namespace foyer::screens
