#include "shared/wire/staff.h"

#include "shared/wire/json_reader.h"
#include "shared/wire/json_text.h"

namespace foyer::wire {
namespace {

constexpr std::size_t kStaffBytesMax = std::size_t{64} * 1024;
constexpr int kStaffDepthMax = 8;

// Reads one object with `read(members, request)`.
template <typename Request, typename Read>
Result<Request> parse(std::string_view json, const Read& read) {
  auto tree = read_json(json, kStaffBytesMax, kStaffDepthMax);
  if (!tree) return tree.error();
  Members members(*tree);
  Request request;
  read(members, request);
  if (!members.ok()) return members.error();
  return request;
}

Uuid act_of(Members& members) {
  const Uuid act = members.id("act");
  if (members.ok() && act.is_nil()) members.fail("act", "nil");
  return act;
}

}  // namespace

Result<CorrectEmailRequest> parse_correct_email(std::string_view json) {
  return parse<CorrectEmailRequest>(json, [](Members& members, CorrectEmailRequest& request) {
    request = {act_of(members), members.text("email"), members.maybe_text("old")};
  });
}

Result<MergeRequest> parse_merge(std::string_view json) {
  return parse<MergeRequest>(json, [](Members& members, MergeRequest& request) {
    request = {act_of(members), members.id("with"), members.maybe_id("primary")};
  });
}

Result<UnmergeRequest> parse_unmerge(std::string_view json) {
  return parse<UnmergeRequest>(json, [](Members& members, UnmergeRequest& request) {
    request = {act_of(members), members.maybe_id("merge")};
  });
}

Result<EraseRequest> parse_erase(std::string_view json) {
  return parse<EraseRequest>(json, [](Members& members, EraseRequest& request) { request.act = act_of(members); });
}

Result<EditRequest> parse_edit(std::string_view json) {
  return parse<EditRequest>(json, [](Members& members, EditRequest& request) {
    request = {act_of(members), members.writes()};
  });
}

Result<SettleRequest> parse_settle(std::string_view json) {
  return parse<SettleRequest>(json, [](Members& members, SettleRequest& request) {
    request = {act_of(members), members.text("decision"), members.maybe_number("seq")};
  });
}

Result<ConfirmRemovalRequest> parse_confirm_removal(std::string_view json) {
  return parse<ConfirmRemovalRequest>(json, [](Members& members, ConfirmRemovalRequest& request) {
    request = {act_of(members), members.number("contacts")};
  });
}

Result<std::string> parse_find(std::string_view json) {
  return parse<std::string>(json, [](Members& members, std::string& email) { email = members.text("email"); });
}

std::string to_json(const ActReply& reply) {
  JsonObject out;
  out.boolean("ok", true).text("act", reply.act.text()).text("root", reply.root.text());
  if (reply.cut) out.text("cut", reply.cut->text());
  return out.number("seq", reply.seq).str();
}

std::string to_json(const ContactDetail& contact) {
  JsonArray cids;
  for (const Uuid& cid : contact.cids) cids.text(cid.text());
  JsonArray keys;
  for (const std::string& key : contact.email_keys) keys.text(key);
  const auto dated = [](JsonObject& object, const Declared& declared) {
    object.number("at", declared.at).text("time_quality", domain::time_quality_name(declared.time_quality));
    return object.str();
  };
  JsonArray consents;
  for (const Declared& one : contact.consents) {
    JsonObject consent;
    consent.text("kind", one.kind).boolean("given", one.given).text("wording", one.wording);
    consents.raw(dated(consent, one));
  }
  JsonArray agreements;
  for (const Declared& one : contact.agreements) {
    JsonObject agreement;
    agreement.text("kind", one.kind).text("wording", one.wording).maybe_text("signature", one.signature);
    agreements.raw(dated(agreement, one));
  }
  return JsonObject()
      .text("root", contact.row.root.text())
      .raw("cids", cids.str())
      .maybe_text("email", contact.row.email)
      .raw("email_keys", keys.str())
      .raw("fields", fields_to_json(contact.row.fields))
      .number("visits", contact.row.visits)
      .number("created_at", contact.row.created_at)
      .raw("consents", consents.str())
      .raw("agreements", agreements.str())
      .str();
}

}  // namespace foyer::wire
