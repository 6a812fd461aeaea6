#include "shared/wire/op_json.h"

#include "shared/domain/field_rules.h"
#include "shared/wire/json_reader.h"
#include "shared/wire/json_text.h"
#include "shared/wire/rows.h"

namespace foyer::wire {
namespace {

using domain::CheckIn;
using domain::CheckOut;
using domain::ContactEdit;
using domain::UnknownBody;
using domain::VoidVisit;

std::optional<std::string> text_of(const std::optional<Uuid>& id) {
  return id ? std::optional(id->text()) : std::nullopt;
}

// The members that check_in and contact_edit share.
template <typename Body>
JsonObject person_to_json(const Body& body) {
  JsonArray clear;
  for (const auto& field : body.fields.clear) clear.text(field);
  return JsonObject()
      .text("cid", body.cid.text())
      .maybe_text("email", body.email)
      .raw("set", fields_to_json(body.fields.set))
      .raw("clear", clear.str())
      .maybe_number("seen_seq", body.seen_seq);
}

// The members that consent and agreement share.
template <typename Body>
JsonObject declared_to_json(const Body& body) {
  return JsonObject()
      .text("cid", body.cid.text())
      .maybe_text("email", body.email)
      .text("kind", std::string_view(body.kind))
      .text("wording", std::string_view(body.wording));
}

struct BodyWriter {
  std::string operator()(const CheckIn& body) const {
    JsonObject visit;
    visit.text("id", body.visit.id.text())
        .text("reason", domain::reason_name(body.visit.reason))
        .maybe_text("host", body.visit.host)
        .maybe_text("pass", text_of(body.visit.pass));
    if (body.visit.host_id) visit.text("host_id", body.visit.host_id->text());
    return person_to_json(body).raw("visit", visit.str()).str();
  }
  std::string operator()(const ContactEdit& body) const { return person_to_json(body).str(); }
  std::string operator()(const CheckOut& body) const {
    return JsonObject().maybe_text("visit_id", text_of(body.visit_id)).maybe_text("email", body.email).str();
  }
  std::string operator()(const VoidVisit& body) const {
    return JsonObject().text("visit_id", body.visit_id.text()).str();
  }
  std::string operator()(const domain::Reopen& body) const {
    return JsonObject().text("visit_id", body.visit_id.text()).text("check_out", body.check_out.text()).str();
  }
  std::string operator()(const domain::Consent& body) const {
    return declared_to_json(body).boolean("given", body.given).str();
  }
  std::string operator()(const domain::Agreement& body) const {
    return declared_to_json(body).text("signature", std::string_view(body.signature)).str();
  }
  std::string operator()(const UnknownBody& body) const { return body.json; }
};

template <typename Body>
void read_person(Members& members, Body& body) {
  body.cid = members.id("cid");
  body.email = members.maybe_text("email");
  body.seen_seq = members.maybe_number("seen_seq");
  if (members.object("set") == nullptr || members.array("clear") == nullptr) return;
  body.fields = members.writes();
}

CheckIn read_check_in(Members& members) {
  CheckIn body;
  read_person(members, body);
  const Json* const visit = members.object("visit");
  if (visit == nullptr) return body;
  Members inner(*visit);
  body.visit.id = inner.id("id");
  const auto reason = domain::parse_reason(inner.text("reason"));
  if (!reason) inner.fail("reason", "unknown word");
  body.visit.reason = reason.value_or(domain::Reason::drop_in);
  body.visit.host = inner.maybe_text("host");
  body.visit.host_id = inner.maybe_id("host_id");
  body.visit.pass = inner.maybe_id("pass");
  if (!inner.ok()) members.fail("visit", inner.error().detail);
  return body;
}

template <typename Body>
Body read_declared(Members& members) {
  Body body;
  body.cid = members.id("cid");
  body.email = members.maybe_text("email");
  body.kind = members.text("kind");
  body.wording = members.text("wording");
  return body;
}

domain::Consent read_consent(Members& members) {
  auto body = read_declared<domain::Consent>(members);
  body.given = members.boolean("given");
  return body;
}

domain::Agreement read_agreement(Members& members) {
  auto body = read_declared<domain::Agreement>(members);
  body.signature = members.maybe_text("signature").value_or("");
  return body;
}

Result<domain::OpBody> read_body(std::string_view type, int v, const Json& json) {
  Members members(json);
  domain::OpBody body;
  if (v != 1) {
    body = UnknownBody{std::string(json.raw)};
  } else if (type == domain::kCheckIn) {
    body = read_check_in(members);
  } else if (type == domain::kContactEdit) {
    ContactEdit edit;
    read_person(members, edit);
    body = std::move(edit);
  } else if (type == domain::kCheckOut) {
    CheckOut out{members.maybe_id("visit_id"), members.maybe_text("email")};
    if (!out.visit_id && !out.email) members.fail("check_out", "names neither a visit nor an email");
    body = std::move(out);
  } else if (type == domain::kVoid) {
    body = VoidVisit{members.id("visit_id")};
  } else if (type == domain::kReopen) {
    body = domain::Reopen{members.id("visit_id"), members.id("check_out")};
  } else if (type == domain::kConsent) {
    body = read_consent(members);
  } else if (type == domain::kAgreement) {
    body = read_agreement(members);
  } else {
    body = UnknownBody{std::string(json.raw)};
  }
  if (!members.ok()) return members.error();
  return body;
}

}  // namespace

std::string body_to_json(const domain::OpBody& body) { return std::visit(BodyWriter{}, body); }

std::string to_json(const domain::Op& op) {
  return JsonObject()
      .text("id", op.id.text())
      .text("chain", op.chain.text())
      .text("type", op.type)
      .number("v", op.v)
      .raw("at", instant_to_json(op.at))
      .raw("body", body_to_json(op.body))
      .str();
}

Result<domain::OpBody> parse_body(std::string_view type, int v, std::string_view json) {
  auto tree = read_json(json, kOpBytesMax, kDepthMax);
  if (!tree) return tree.error();
  return read_body(type, v, *tree);
}

std::string with_proof(std::string op_json, std::string_view proof) {
  if (proof.empty()) return op_json;
  op_json.pop_back();
  return op_json + ",\"proof\":" + quote(proof) + "}";
}

Result<domain::Op> parse_op(std::string_view json) {
  auto tree = read_json(json, kOpBytesMax, kDepthMax);
  if (!tree) return tree.error();
  return op_from(*tree);
}

Result<domain::Op> op_from(const Json& json) {
  Members members(json);
  domain::Op op;
  op.id = members.id("id");
  op.chain = members.id("chain");
  op.type = members.text("type");
  const std::int64_t v = members.number("v");
  op.at = members.instant("at");
  const Json* const body = members.object("body");
  if (op.type.empty() || op.type.size() > 64) members.fail("type", "not a word");
  if (v < 1 || v > 1'000'000) members.fail("v", "not a version");
  if (op.id.is_nil()) members.fail("id", "nil");
  if (!members.ok()) return members.error();
  op.v = static_cast<int>(v);
  auto read = read_body(op.type, op.v, *body);
  if (!read) return read.error();
  op.body = std::move(*read);
  return op;
}

}  // namespace foyer::wire
