// The screens that lie over another one and give it back with everything that was typed: language, accessibility,
// privacy, "still there?" and trouble. Pure; UI thread; never fails.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/screens/screen.h"
#include "kiosk/screens/text.h"
#include "shared/base/result.h"

namespace foyer::screens {

struct LanguageModel {
  std::vector<std::string> languages;  // "language.<code>", label: the language's own name
};
struct LanguageOutcome {
  bool is_closed = false;
  std::optional<std::string> language{};
};
LanguageOutcome update(const LanguageModel& model, const Action& action);

// A language's name in itself ("Deutsch"); its code when unknown.
std::string native_name(std::string_view language);

enum class Look : std::uint8_t { light, dark, high_contrast };
enum class TextSize : std::uint8_t { normal, large, largest };

// Each choice applies at once and ends with the visit.
struct AccessibilityModel {
  Look look = Look::light;
  TextSize text_size = TextSize::normal;
  bool has_more_time = false;  // every limit three times as long
  bool is_still = false;       // nothing moves
};
struct AccessibilityChoice {
  const char* id;  // "accessibility.dark"
  Text label;
  bool is_checked;
};
// The rows of the panel: three text sizes, three looks, more time, no motion.
std::vector<AccessibilityChoice> choices(const AccessibilityModel& model);

enum class OverlayOutcome : std::uint8_t { ignored, stay, close };
OverlayOutcome update(AccessibilityModel& model, const Action& action);
OverlayOutcome update_privacy(const Action& action);

struct StillThereModel {
  std::int64_t clears_at_ms = 0;
  std::int64_t shown_ms = 0;  // the whole of the bar
};
enum class StillThereOutcome : std::uint8_t { ignored, stay, finish };
// Any touch but "still_there.finish" stays.
StillThereOutcome update(const StillThereModel& model, const Action& action);

struct TroubleModel {
  Fault fault = Fault::corrupt;
  bool is_saving = false;
  bool is_slow = false;  // no answer yet, so nothing to choose: the answer moves the screen on. Implies is_saving

  Text title() const;
  Text text() const;
};
enum class TroubleOutcome : std::uint8_t { ignored, retry, cancel };
TroubleOutcome update(const TroubleModel& model, const Action& action);

}  // namespace foyer::screens
