#include "shared/domain/op.h"

#include <utility>

#include "shared/domain/field_rules.h"

namespace foyer::domain {

Op make_check_in(const Uuid& id, const Instant& at, CheckIn body) {
  const Uuid chain = body.cid;
  return Op{id, chain, std::string(kCheckIn), 1, at, std::move(body)};
}

Op make_contact_edit(const Uuid& id, const Instant& at, ContactEdit body) {
  const Uuid chain = body.cid;
  return Op{id, chain, std::string(kContactEdit), 1, at, std::move(body)};
}

Op make_check_out(const Uuid& id, const Instant& at, CheckOut body) {
  return Op{id, id, std::string(kCheckOut), 1, at, std::move(body)};
}

Op make_void(const Uuid& id, const Uuid& chain, const Instant& at, VoidVisit body) {
  return Op{id, chain, std::string(kVoid), 1, at, body};
}

Op make_reopen(const Uuid& id, const Uuid& chain, const Instant& at, Reopen body) {
  return Op{id, chain, std::string(kReopen), 1, at, body};
}

Op make_consent(const Uuid& id, const Instant& at, Consent body) {
  const Uuid chain = body.cid;
  return Op{id, chain, std::string(kConsent), 1, at, std::move(body)};
}

Op make_agreement(const Uuid& id, const Instant& at, Agreement body) {
  const Uuid chain = body.cid;
  return Op{id, chain, std::string(kAgreement), 1, at, std::move(body)};
}

std::optional<AboutPerson> about_person(const OpBody& body) {
  if (const auto* check_in = std::get_if<CheckIn>(&body)) {
    return AboutPerson{&check_in->cid, &check_in->email, &check_in->fields};
  }
  if (const auto* edit = std::get_if<ContactEdit>(&body)) return AboutPerson{&edit->cid, &edit->email, &edit->fields};
  if (const auto* consent = std::get_if<Consent>(&body)) return AboutPerson{&consent->cid, &consent->email, nullptr};
  if (const auto* signed_one = std::get_if<Agreement>(&body)) {
    return AboutPerson{&signed_one->cid, &signed_one->email, nullptr};
  }
  return std::nullopt;
}

}  // namespace foyer::domain
