#include "kiosk/screens/leaving.h"

#include "kiosk/screens/suggestion.h"
#include "kiosk/screens/texts.h"
#include "shared/domain/field_rules.h"

namespace foyer::screens {

LeavingModel make_leaving() {
  LeavingModel model;
  model.form.screen = ScreenId::leaving;
  const domain::FieldRule& rule = domain::field_rule("email");
  model.form.fields.push_back({FieldKind::email, "leaving.email", texts::kLeavingEmail, true, std::nullopt,
                               keyboard::TextField(rule.characters_max, rule.bytes_max)});
  return model;
}

LeavingOutcome update(LeavingModel& model, const Action& action, std::int64_t now_ms) {
  if (model.is_saving) return LeavingOutcome::ignored;
  if (action.gesture == Gesture::commit && action.target == "leaving.check_out") {
    if (ask_first(model.form)) return LeavingOutcome::stay;
    return validate(model.form) ? LeavingOutcome::submit : LeavingOutcome::stay;
  }
  switch (update_form(model.form, action, now_ms)) {
    case FormResult::ignored: return LeavingOutcome::ignored;
    case FormResult::stay: return LeavingOutcome::stay;
    case FormResult::complete: model.form.is_keyboard_shown = false; return LeavingOutcome::stay;
  }
  return LeavingOutcome::ignored;
}

}  // namespace foyer::screens
