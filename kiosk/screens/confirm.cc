#include "kiosk/screens/confirm.h"

#include "kiosk/screens/texts.h"

namespace foyer::screens {
namespace {

Text purpose_text(Purpose purpose) {
  switch (purpose) {
    case Purpose::drop_in: return texts::kDropIn;
    case Purpose::meeting: return texts::kMeeting;
    case Purpose::tour: return texts::kTour;
    case Purpose::leave_contacts: return texts::kLeaveContacts;
  }
  return texts::kDropIn;
}

SummaryRow row_of(const Field& field) {
  switch (field.kind) {
    case FieldKind::name: return {"confirm.row.name", texts::kRowName, field.text.text()};
    case FieldKind::email: return {"confirm.row.email", texts::kRowEmail, field.text.text()};
    case FieldKind::phone: return {"confirm.row.phone", texts::kRowPhone, field.text.text()};
    case FieldKind::company: return {"confirm.row.company", texts::kRowCompany, field.text.text()};
    case FieldKind::host: return {"confirm.row.host", texts::kRowHost, field.text.text()};
  }
  return {"confirm.row.name", texts::kRowName, field.text.text()};
}

}  // namespace

std::vector<SummaryRow> summary(const HostModel& host, const DetailsModel& details) {
  std::vector<SummaryRow> rows;
  if (details.purpose != Purpose::leave_contacts) {
    rows.push_back({"confirm.row.reason", texts::kRowReason, {}, purpose_text(details.purpose)});
  }
  if (details.purpose == Purpose::meeting) {
    for (const Field& field : host.form.fields) {
      if (!field.text.empty()) rows.push_back(row_of(field));
    }
  }
  for (const Field& field : details.form.fields) {
    if (!field.text.empty()) rows.push_back(row_of(field));
  }
  return rows;
}

const char* submit_id(Purpose purpose) {
  return purpose == Purpose::leave_contacts ? "confirm.leave_details" : "confirm.check_in";
}

Text submit_label(Purpose purpose) {
  return purpose == Purpose::leave_contacts ? texts::kLeaveDetails : texts::kCheckIn;
}

Text notice(Purpose purpose) { return purpose == Purpose::leave_contacts ? texts::kNoticeContact : texts::kNotice; }

ConfirmOutcome update(const ConfirmModel& model, Purpose purpose, const Action& action) {
  // While the disk works a second tap is the same check-in, and nothing under it may change.
  if (model.is_saving || action.gesture != Gesture::commit) return ConfirmOutcome::ignored;
  if (action.target == submit_id(purpose)) return ConfirmOutcome::submit;
  if (action.target == "confirm.change") return ConfirmOutcome::change;
  return ConfirmOutcome::ignored;
}

}  // namespace foyer::screens
