#include "kiosk/screens/overlays.h"

#include <algorithm>

#include "kiosk/screens/texts.h"

namespace foyer::screens {
namespace {

struct NativeName {
  std::string_view language;
  std::string_view name;
};
constexpr NativeName kNativeNames[] = {
    {"cs", "Čeština"},    {"da", "Dansk"},      {"de", "Deutsch"},   {"en", "English"},  {"es", "Español"},
    {"fi", "Suomi"},      {"fr", "Français"},   {"hu", "Magyar"},    {"it", "Italiano"}, {"nb", "Norsk bokmål"},
    {"nl", "Nederlands"}, {"pl", "Polski"},     {"pt", "Português"}, {"ro", "Română"},   {"sv", "Svenska"},
    {"tr", "Türkçe"},     {"uk", "Українська"},
};

struct LookChoice {
  const char* id;
  Text label;
  Look look;
};
constexpr LookChoice kLooks[] = {
    {"accessibility.light", texts::kLight, Look::light},
    {"accessibility.dark", texts::kDark, Look::dark},
    {"accessibility.high_contrast", texts::kHighContrast, Look::high_contrast},
};
struct SizeChoice {
  const char* id;
  Text label;
  TextSize size;
};
constexpr SizeChoice kSizes[] = {
    {"accessibility.text_normal", texts::kTextNormal, TextSize::normal},
    {"accessibility.text_large", texts::kTextLarge, TextSize::large},
    {"accessibility.text_largest", texts::kTextLargest, TextSize::largest},
};
constexpr const char* kMoreTimeId = "accessibility.more_time";
constexpr const char* kReduceMotionId = "accessibility.reduce_motion";

}  // namespace

LanguageOutcome update(const LanguageModel& model, const Action& action) {
  if (action.gesture != Gesture::commit) return {};
  if (action.target == "language.close") return {true};
  const std::string language(own_part(ScreenId::language, action.target));
  const bool is_known = std::find(model.languages.begin(), model.languages.end(), language) != model.languages.end();
  if (!is_known) return {};
  return {true, language};
}

std::string native_name(std::string_view language) {
  for (const NativeName& known : kNativeNames) {
    if (known.language == language) return std::string(known.name);
  }
  return std::string(language);
}

std::vector<AccessibilityChoice> choices(const AccessibilityModel& model) {
  std::vector<AccessibilityChoice> out;
  for (const SizeChoice& choice : kSizes) out.push_back({choice.id, choice.label, model.text_size == choice.size});
  for (const LookChoice& choice : kLooks) out.push_back({choice.id, choice.label, model.look == choice.look});
  out.push_back({kMoreTimeId, texts::kMoreTime, model.has_more_time});
  out.push_back({kReduceMotionId, texts::kReduceMotion, model.is_still});
  return out;
}

OverlayOutcome update(AccessibilityModel& model, const Action& action) {
  if (action.gesture != Gesture::commit) return OverlayOutcome::ignored;
  if (action.target == "accessibility.close") return OverlayOutcome::close;
  for (const SizeChoice& choice : kSizes) {
    if (action.target != choice.id) continue;
    model.text_size = choice.size;
    return OverlayOutcome::stay;
  }
  for (const LookChoice& choice : kLooks) {
    if (action.target != choice.id) continue;
    model.look = choice.look;
    return OverlayOutcome::stay;
  }
  if (action.target == kMoreTimeId) {
    model.has_more_time = !model.has_more_time;
  } else if (action.target == kReduceMotionId) {
    model.is_still = !model.is_still;
  } else {
    return OverlayOutcome::ignored;
  }
  return OverlayOutcome::stay;
}

OverlayOutcome update_privacy(const Action& action) {
  if (action.gesture != Gesture::commit) return OverlayOutcome::ignored;
  return action.target == "privacy.close" ? OverlayOutcome::close : OverlayOutcome::ignored;
}

StillThereOutcome update(const StillThereModel&, const Action& action) {
  if (action.gesture != Gesture::commit) return StillThereOutcome::ignored;
  return action.target == "still_there.finish" ? StillThereOutcome::finish : StillThereOutcome::stay;
}

Text TroubleModel::title() const { return is_slow ? texts::kStillSavingTitle : texts::kTroubleTitle; }

Text TroubleModel::text() const {
  if (is_slow) return texts::kStillSavingText;
  return fault == Fault::full ? texts::kTroubleFull : texts::kTroubleText;
}

TroubleOutcome update(const TroubleModel& model, const Action& action) {
  if (model.is_saving || action.gesture != Gesture::commit) return TroubleOutcome::ignored;
  if (action.target == "trouble.retry") return TroubleOutcome::retry;
  if (action.target == "trouble.cancel") return TroubleOutcome::cancel;
  return TroubleOutcome::ignored;
}

}  // namespace foyer::screens
