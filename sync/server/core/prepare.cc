#include "sync/server/core/prepare.h"

#include "shared/domain/field_rules.h"

namespace foyer::server {
namespace {

bool writes_email(const domain::FieldWrites& writes) {
  return writes.set.contains(kEmailField) || writes.clear.contains(kEmailField);
}

// The first rule that the body breaks, or null. Fills in what is worked out on the way.
const char* check(PreparedOp& prepared) {
  if (!domain::check_op(prepared.op)) return kBadField;
  const std::optional<std::string>* email = nullptr;
  if (auto* check_in = std::get_if<domain::CheckIn>(&prepared.op.body)) {
    if (check_in->cid.is_nil() || check_in->visit.id.is_nil()) return kMalformed;
    if (writes_email(check_in->fields)) return kBadField;
    email = &check_in->email;
  } else if (auto* edit = std::get_if<domain::ContactEdit>(&prepared.op.body)) {
    if (edit->cid.is_nil()) return kMalformed;
    if (writes_email(edit->fields)) return kBadField;
    email = &edit->email;
  } else if (auto* check_out = std::get_if<domain::CheckOut>(&prepared.op.body)) {
    if (!check_out->visit_id) email = &check_out->email;
  } else if (auto* undo = std::get_if<domain::VoidVisit>(&prepared.op.body)) {
    if (undo->visit_id.is_nil()) return kMalformed;
  }
  if (email == nullptr || !*email) return nullptr;
  auto parsed = domain::parse_email(**email);
  if (!parsed) return kBadEmail;
  prepared.email = std::move(*parsed);
  return nullptr;
}

}  // namespace

wire::OpResult rejected(const std::optional<Uuid>& id, const char* code) {
  wire::OpResult result;
  result.id = id;
  result.outcome = wire::OpOutcome::rejected;
  result.code = code;
  return result;
}

std::variant<PreparedOp, wire::OpResult> prepare(const wire::PushedOp& pushed, const MacKey& mac_key) {
  if (!pushed.op || pushed.op->id.is_nil()) return rejected(pushed.id, kMalformed);
  if (std::holds_alternative<domain::UnknownBody>(pushed.op->body)) {
    wire::OpResult result;
    result.id = pushed.op->id;
    result.outcome = wire::OpOutcome::unsupported;
    result.min_proto = wire::kProto + 1;
    return result;
  }
  PreparedOp prepared;
  prepared.op = domain::canonical(*pushed.op);
  if (const char* code = check(prepared)) return rejected(prepared.op.id, code);
  prepared.body_mac = body_mac(mac_key, prepared.op);
  return prepared;
}

}  // namespace foyer::server
