// StaffApi: contacts.
#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "shared/base/log.h"
#include "shared/domain/field_rules.h"
#include "shared/wire/json_text.h"
#include "shared/wire/staff.h"
#include "sync/server/core/contact_history.h"
#include "sync/server/core/declarations.h"
#include "sync/server/core/feed_rows.h"
#include "sync/server/core/identity.h"
#include "sync/server/core/people_documents.h"
#include "sync/server/core/prepare.h"
#include "sync/server/core/registers.h"
#include "sync/server/core/staff_acts.h"
#include "sync/server/core/staff_api.h"
#include "sync/server/core/stamps.h"

namespace foyer::server {
namespace {

// An id, its class, its addresses, their owners and their classes: more rounds are a broken table.
constexpr int kLoadRoundsMax = 16;

constexpr std::size_t kWritingsShownMax = 500;  // 2 MiB of an answer at most, in practice far less

wire::Declared declared(const Declaration& one) {
  const auto signature = one.signature.empty() ? std::nullopt : std::optional(one.signature);
  return {one.about, one.given, one.wording, signature, stamp_ms(one.stamp), one.quality};
}

}  // namespace

// One transaction under the organisation's lock. The same act again gets the same answer; another act under its id is
// refused.
Response StaffApi::act(const Call& call, StaffAct act) {
  const Mac body_mac = keyed_mac(store_.identity().mac_key, call.request.path + "\n" + call.request.body);
  act.contact = call.id;
  Response response;
  const auto done = store_.write([&]() -> Result<void> {
    auto seen = store_.staff_act(act.id);
    if (!seen) return seen.error();
    if (*seen) {
      if ((*seen)->body_mac != body_mac) return Error{Fault::conflict, "act: this id was used for something else"};
      response.body = (*seen)->answer;
      return {};
    }
    return carry_out(call, act, body_mac, response);
  });
  if (done && std::holds_alternative<EraseContact>(act.what)) erasures_.committed();
  if (done || response.status != 200) return response;
  return act_refused(done.error(), "an act of staff");
}

Result<void> StaffApi::carry_out(const Call& call, const StaffAct& act, const Mac& body_mac, Response& response) {
  auto org = store_.head();
  if (!org) return org.error();
  Snapshot snapshot;
  for (int round = 0;; ++round) {
    const Keys keys = wanted(snapshot, act);
    if (keys.empty()) break;
    if (round == kLoadRoundsMax) return Error{Fault::corrupt, "the contacts refer to each other without end"};
    if (auto loaded = store_.load(keys, snapshot); !loaded) return loaded;
  }
  if (std::holds_alternative<EraseContact>(act.what)) {
    if (auto loaded = load_people_documents(store_, snapshot); !loaded) return loaded;
  }
  const std::int64_t now_ms = clock_.now().wall_ms;
  org->hlc = std::max(org->hlc, stamp_floor(now_ms)) + 1;
  const ActContext context{org->seq, now_ms, org->hlc, call.who.id, store_.identity().mac_key};
  auto acted = server::carry_out(std::move(snapshot), act, context);
  if (!acted) return acted.error();
  Changes& changes = acted->changes;
  if (changes.erasure) {
    if (auto noted = erasures_.note(*changes.erasure, now_ms); !noted) {
      log_error("adding to the ledger of erasures", noted.error());
      response = error_response(503, "ledger",
                                "nobody was erased: the ledger of erasures cannot be written; the log says why");
      return noted;
    }
  }
  org->seq += std::ssize(changes.feed);
  response.head = org->seq;
  response.body = to_json(wire::ActReply{act.id, acted->root, acted->cut, org->seq});
  changes.act = StaffActRecord{act.id, body_mac, call.who.id, org->hlc, now_ms, response.body};
  if (auto applied = store_.apply(changes); !applied) return applied;
  return store_.save_head(*org, changes.feed.empty() ? std::nullopt : std::optional(random_nonce(random_)), now_ms);
}

Response StaffApi::correct_email(const Call& call) {
  const auto request = wire::parse_correct_email(call.request.body);
  if (!request) return malformed_request(request.error());
  auto email = domain::parse_email(request->email);
  if (!email) return error_response(400, "bad_email", email.error().detail);
  CorrectEmail correct{std::move(*email), std::nullopt};
  if (request->old) {
    auto old = domain::parse_email(*request->old);
    if (!old) return error_response(400, "bad_email", old.error().detail);
    correct.old_key = old->key;
  }
  return act(call, {request->act, Uuid(), std::move(correct)});
}

Response StaffApi::merge(const Call& call) {
  const auto request = wire::parse_merge(call.request.body);
  if (!request) return malformed_request(request.error());
  return act(call, {request->act, Uuid(), MergeContacts{request->with, request->primary}});
}

Response StaffApi::unmerge(const Call& call) {
  const auto request = wire::parse_unmerge(call.request.body);
  if (!request) return malformed_request(request.error());
  return act(call, {request->act, Uuid(), UnmergeContacts{request->merge}});
}

Response StaffApi::erase(const Call& call) {
  const auto request = wire::parse_erase(call.request.body);
  if (!request) return malformed_request(request.error());
  return act(call, {request->act, Uuid(), EraseContact{}});
}

Response StaffApi::edit(const Call& call) {
  auto request = wire::parse_edit(call.request.body);
  if (!request) return malformed_request(request.error());
  domain::ContactEdit edit;
  edit.fields = domain::canonical(std::move(request->fields));
  if (edit.fields.set.empty() && edit.fields.clear.empty()) {
    return error_response(400, "malformed", "set, clear: nothing to write");
  }
  if (auto fine = domain::check_op(domain::make_contact_edit(request->act, {}, edit)); !fine) {
    return error_response(400, "bad_field", fine.error().detail);
  }
  if (writes_reserved(edit.fields)) {
    return error_response(400, "bad_field", "a field of this name is the centre's own; an address has correct-email");
  }
  return act(call, {request->act, Uuid(), EditContact{std::move(edit.fields)}});
}

Response StaffApi::find_contacts(const Call& call) {
  const auto typed = wire::parse_find(call.request.body);
  if (!typed) return malformed_request(typed.error());
  const auto email = domain::parse_email(*typed);
  if (!email) return error_response(400, "bad_email", email.error().detail);
  wire::JsonArray contacts;
  const auto done = store_.read([&]() -> Result<void> {
    Snapshot snapshot;
    Keys keys;
    keys.emails[email->key] = kStampMax;
    if (auto loaded = store_.load(keys, snapshot); !loaded) return loaded;
    const EmailOwner* const owner = owner_as_of(snapshot, email->key, kStampMax - 1);
    return owner != nullptr ? add_contact(owner->root, contacts) : Result<void>();
  });
  if (!done) return act_refused(done.error(), "finding a contact");
  Response response;
  response.body = wire::JsonObject().raw("contacts", contacts.str()).str();
  return response;
}

Response StaffApi::show_contact(const Call& call) {
  wire::JsonArray contacts;
  const auto done = store_.read([&]() -> Result<void> {
    Snapshot snapshot;
    Keys keys;
    keys.nodes = {call.id};
    if (auto loaded = store_.load(keys, snapshot); !loaded) return loaded;
    if (snapshot.nodes.contains(call.id)) return add_contact(root_of(snapshot, call.id), contacts);
    return Error{Fault::not_found, "there is no such contact"};
  });
  if (!done) return act_refused(done.error(), "showing a contact");
  Response response;
  response.body = wire::JsonObject().raw("contacts", contacts.str()).str();
  return response;
}

Response StaffApi::show_history(const Call& call) {
  std::vector<Writing> history;
  const auto done = store_.read([&]() -> Result<void> {
    Snapshot snapshot;
    Keys keys;
    keys.nodes = {call.id};
    if (auto loaded = store_.load(keys, snapshot); !loaded) return loaded;
    if (!snapshot.nodes.contains(call.id)) return Error{Fault::not_found, "there is no such contact"};
    Keys histories;
    histories.histories = {root_of(snapshot, call.id)};
    if (auto loaded = store_.load(histories, snapshot); !loaded) return loaded;
    history = std::move(snapshot.histories.at(root_of(snapshot, call.id)));
    return {};
  });
  if (!done) return act_refused(done.error(), "showing what was written about a contact");
  const auto latest_first = [](const Writing& a, const Writing& b) {
    return std::tie(a.stamp, a.op_id) > std::tie(b.stamp, b.op_id);
  };
  std::ranges::sort(history, latest_first);
  const std::size_t shown = std::min(history.size(), kWritingsShownMax);
  wire::JsonArray writes;
  for (const Writing& writing : std::span(history).first(shown)) {
    const auto by = writing.by ? std::optional(writing.by->text()) : std::nullopt;
    writes.raw(wire::JsonObject()
                   .text("id", writing.op_id.text())
                   .text("cid", writing.cid.text())
                   .number("at", stamp_ms(writing.stamp))
                   .maybe_text("by", by)
                   .raw("fields", written_to_json(writing))
                   .str());
  }
  Response response;
  response.body = wire::JsonObject()
                      .raw("writes", writes.str())
                      .number("older", static_cast<std::int64_t>(history.size() - shown))
                      .str();
  return response;
}

// Nothing for a contact that was erased.
Result<void> StaffApi::add_contact(const Uuid& root, wire::JsonArray& contacts) {
  Snapshot snapshot;
  Keys keys;
  keys.views = {root};
  keys.members = {root};
  keys.people = {root};
  if (auto loaded = store_.load(keys, snapshot); !loaded) return loaded;
  const auto view = snapshot.views.find(root);
  if (view == snapshot.views.end()) return {};
  wire::ContactDetail contact;
  contact.row = contact_row(view->second);
  contact.cids = members_of(snapshot, root);
  contact.email_keys = email_keys(view->second);
  const auto& declarations = snapshot.people.at(root).declarations;
  for (const Declaration& one : consents_in_force(declarations)) contact.consents.push_back(declared(one));
  for (const Declaration& one : agreements_of(declarations)) contact.agreements.push_back(declared(one));
  contacts.raw(to_json(contact));
  return {};
}

}  // namespace foyer::server
