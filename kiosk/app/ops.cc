#include "kiosk/app/ops.h"

#include <utility>

#include "kiosk/app/effect.h"
#include "shared/base/check.h"
#include "shared/base/text.h"
#include "shared/domain/field_rules.h"

namespace foyer::app {
namespace {

using screens::FieldKind;

const char* field_name(FieldKind kind) {
  switch (kind) {
    case FieldKind::name: return "name";
    case FieldKind::phone: return "phone";
    case FieldKind::company: return "company";
    case FieldKind::email:
    case FieldKind::host: return nullptr;  // not contact fields: the email is the identity, the host is of the visit
  }
  return nullptr;
}

domain::FieldWrites typed_fields(const screens::Form& form) {
  domain::FieldWrites writes;
  for (const screens::Field& field : form.fields) {
    const char* name = field_name(field.kind);
    if (name != nullptr && !field.text.empty()) writes.set[name] = trimmed(field.text.text());
  }
  return writes;
}

std::optional<std::string> typed_text(const screens::Form& form, FieldKind kind) {
  const screens::Field* field = form.find(kind);
  if (field == nullptr) return std::nullopt;
  std::string text = trimmed(field->text.text());
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace

std::unique_ptr<domain::Op> details_op(const Session& session) {
  FOYER_CHECK(session.ids.captured_at.has_value());
  const screens::DetailsModel& details = session.details;
  if (details.purpose == screens::Purpose::leave_contacts) {
    domain::ContactEdit body;
    body.cid = session.ids.cid;
    body.email = typed_text(details.form, FieldKind::email);
    body.fields = typed_fields(details.form);
    return std::make_unique<domain::Op>(
        domain::make_contact_edit(session.ids.op, *session.ids.captured_at, std::move(body)));
  }
  domain::CheckIn body;
  body.cid = session.ids.cid;
  body.email = typed_text(details.form, FieldKind::email);
  body.fields = typed_fields(details.form);
  body.visit.id = session.ids.visit;
  body.visit.reason = screens::reason_of(details.purpose);
  if (details.purpose == screens::Purpose::meeting) body.visit.host = typed_text(session.host.form, FieldKind::host);
  return std::make_unique<domain::Op>(domain::make_check_in(session.ids.op, *session.ids.captured_at, std::move(body)));
}

std::unique_ptr<domain::Op> check_out_op(const Session& session) {
  FOYER_CHECK(session.ids.captured_at.has_value());
  domain::CheckOut body;
  body.email = typed_text(session.leaving.form, FieldKind::email);
  return std::make_unique<domain::Op>(
      domain::make_check_out(session.ids.op, *session.ids.captured_at, std::move(body)));
}

std::unique_ptr<domain::Op> undo_op(const Session& session, const Instant& at) {
  return std::make_unique<domain::Op>(
      domain::make_void(session.ids.undo, session.ids.cid, at, domain::VoidVisit{session.ids.visit}));
}

namespace {

void wipe_text(std::optional<std::string>& text) {
  if (text) foyer::wipe(*text);
  text.reset();
}

void wipe_fields(domain::FieldWrites& fields) {
  for (auto& [name, value] : fields.set) foyer::wipe(value);
  fields.set.clear();
}

struct BodyWiper {
  void operator()(domain::CheckIn& body) const {
    wipe_text(body.email);
    wipe_text(body.visit.host);
    wipe_fields(body.fields);
  }
  void operator()(domain::ContactEdit& body) const {
    wipe_text(body.email);
    wipe_fields(body.fields);
  }
  void operator()(domain::CheckOut& body) const { wipe_text(body.email); }
  void operator()(domain::VoidVisit&) const {}
  void operator()(domain::Reopen&) const {}
  void operator()(domain::Consent& body) const { wipe_text(body.email); }
  void operator()(domain::Agreement& body) const { wipe_text(body.email); }
  void operator()(domain::UnknownBody& body) const { foyer::wipe(body.json); }
};

}  // namespace

void wipe(domain::Op& op) { std::visit(BodyWiper{}, op.body); }

}  // namespace foyer::app
