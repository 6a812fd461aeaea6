#include "kiosk/screens/details.h"

#include "kiosk/screens/texts.h"
#include "shared/domain/field_rules.h"

namespace foyer::screens {
namespace {

Field make_field(FieldKind kind, const char* name, Text label, bool is_required, std::optional<Text> why) {
  const domain::FieldRule& rule = domain::field_rule(name);
  return {kind,  std::string("details.") + name,
          label, is_required,
          why,   keyboard::TextField(rule.characters_max, rule.bytes_max)};
}

}  // namespace

Text DetailsModel::title() const {
  return purpose == Purpose::leave_contacts ? texts::kLeaveDetailsTitle : texts::kDetailsTitle;
}

DetailsModel make_details(Purpose purpose) {
  DetailsModel model;
  model.purpose = purpose;
  model.form.screen = ScreenId::details;
  std::vector<Field>& fields = model.form.fields;
  fields.push_back(make_field(FieldKind::name, "name", texts::kFullName, true, std::nullopt));
  fields.push_back(make_field(FieldKind::email, "email", texts::kEmail, true, texts::kWhyEmail));
  if (purpose == Purpose::tour || purpose == Purpose::leave_contacts) {
    fields.push_back(make_field(FieldKind::phone, "phone", texts::kPhoneOptional, false, std::nullopt));
  }
  if (purpose == Purpose::leave_contacts) {
    fields.push_back(make_field(FieldKind::company, "company", texts::kCompanyOptional, false, std::nullopt));
  }
  return model;
}

DetailsOutcome update(DetailsModel& model, const Action& action, std::int64_t now_ms) {
  switch (update_form(model.form, action, now_ms)) {
    case FormResult::ignored: return DetailsOutcome::ignored;
    case FormResult::stay: return DetailsOutcome::stay;
    case FormResult::complete: return DetailsOutcome::next;
  }
  return DetailsOutcome::ignored;
}

}  // namespace foyer::screens
