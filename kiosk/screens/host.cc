#include "kiosk/screens/host.h"

#include "kiosk/screens/texts.h"
#include "shared/domain/field_rules.h"

namespace foyer::screens {

HostModel make_host() {
  HostModel model;
  model.form.screen = ScreenId::host;
  const domain::FieldRule& rule = domain::field_rule("host");
  model.form.fields.push_back({FieldKind::host, "host.name", texts::kHostName, false, std::nullopt,
                               keyboard::TextField(rule.characters_max, rule.bytes_max)});
  return model;
}

HostOutcome update(HostModel& model, const Action& action, std::int64_t now_ms) {
  if (action.gesture == Gesture::commit && action.target == "host.without_name") {
    model.form.fields.front().text.wipe();
    return HostOutcome::next;
  }
  switch (update_form(model.form, action, now_ms)) {
    case FormResult::ignored: return HostOutcome::ignored;
    case FormResult::stay: return HostOutcome::stay;
    case FormResult::complete: return HostOutcome::next;
  }
  return HostOutcome::ignored;
}

}  // namespace foyer::screens
