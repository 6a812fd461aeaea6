#include "sync/server/core/prepare.h"

#include <algorithm>
#include <utility>

#include "shared/domain/field_rules.h"
#include "sync/server/core/registers.h"

namespace foyer::server {
namespace {

constexpr std::int64_t kRetryMs = 60'000;

struct Refusal {
  const char* code = nullptr;  // null: none
  std::string detail;
};

// The first rule that the body breaks. Fills in what is worked out on the way.
Refusal check(PreparedOp& prepared) {
  if (auto fine = domain::check_op(prepared.op); !fine) return {kBadField, fine.error().detail};
  const Refusal reserved{kBadField, "a field of this name is the centre's own; an email stands beside the fields"};
  const std::optional<std::string>* email = nullptr;
  if (const auto person = domain::about_person(prepared.op.body)) {
    if (person->cid->is_nil()) return {kMalformed, "body.cid: nil"};
    if (person->fields != nullptr && writes_reserved(*person->fields)) return reserved;
    email = person->email;
  }
  if (const auto* check_in = std::get_if<domain::CheckIn>(&prepared.op.body)) {
    if (check_in->visit.id.is_nil()) return {kMalformed, "body.visit.id: nil"};
  } else if (const auto* check_out = std::get_if<domain::CheckOut>(&prepared.op.body)) {
    if (!check_out->visit_id) email = &check_out->email;
  } else if (const auto* undo = std::get_if<domain::VoidVisit>(&prepared.op.body)) {
    if (undo->visit_id.is_nil()) return {kMalformed, "body.visit_id: nil"};
  } else if (const auto* reopen = std::get_if<domain::Reopen>(&prepared.op.body)) {
    if (reopen->visit_id.is_nil() || reopen->check_out.is_nil()) return {kMalformed, "body: an id is nil"};
  }
  if (email == nullptr || !*email) return {};
  auto parsed = domain::parse_email(**email);
  if (!parsed) return {kBadEmail, parsed.error().detail};
  prepared.email = std::move(*parsed);
  return {};
}

}  // namespace

bool writes_reserved(const domain::FieldWrites& writes) {
  return std::ranges::any_of(writes.set, [](const auto& field) { return is_reserved_register(field.first); }) ||
         std::ranges::any_of(writes.clear, [](const auto& name) { return is_reserved_register(name); });
}

wire::OpResult rejected(const std::optional<Uuid>& id, const char* code, std::string detail) {
  wire::OpResult result;
  result.id = id;
  result.outcome = wire::OpOutcome::rejected;
  result.code = code;
  result.detail = std::move(detail);
  return result;
}

wire::OpResult deferred(const Uuid& id, const char* code) {
  wire::OpResult result;
  result.id = id;
  result.outcome = wire::OpOutcome::deferred;
  result.code = code;
  result.retry = true;
  result.retry_ms = kRetryMs;
  return result;
}

std::variant<PreparedOp, wire::OpResult> prepare(const wire::PushedOp& pushed, const MacKey& mac_key) {
  if (!pushed.op) return rejected(pushed.id, kMalformed, pushed.op.error().detail);
  if (pushed.op->id.is_nil()) return rejected(pushed.id, kMalformed, "id: nil");
  if (std::holds_alternative<domain::UnknownBody>(pushed.op->body)) {
    wire::OpResult result;
    result.id = pushed.op->id;
    result.outcome = wire::OpOutcome::unsupported;
    result.min_proto = wire::kProto + 1;
    return result;
  }
  PreparedOp prepared;
  prepared.op = domain::canonical(*pushed.op);
  if (auto refusal = check(prepared); refusal.code != nullptr) {
    return rejected(prepared.op.id, refusal.code, std::move(refusal.detail));
  }
  prepared.body_mac = body_mac(mac_key, prepared.op);
  prepared.proof = pushed.proof;
  return prepared;
}

}  // namespace foyer::server
