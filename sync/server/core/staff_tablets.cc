// StaffApi: the tablets, and what they could not get accepted.
#include <algorithm>
#include <map>

#include "shared/base/log.h"
#include "shared/wire/json_text.h"
#include "shared/wire/staff.h"
#include "sync/server/core/secrets.h"
#include "sync/server/core/staff_api.h"
#include "sync/server/core/stamps.h"

namespace foyer::server {
namespace {

constexpr std::int64_t kLettersMax = 100;

}  // namespace

// {"head":N,"tablets":[{"id","name","site","status":"active"|"revoked","enrolled_at":MS,"last_seen_at":MS,"cursor":N,
//   "app_version","proto":N,"removal":{"contacts":N,"of":N}?},…]}. How far a tablet is behind is head - cursor.
Response StaffApi::list_tablets(const Call&) {
  wire::JsonArray tablets;
  std::int64_t head = 0;
  const auto done = store_.read([&]() -> Result<void> {
    const auto row = store_.head();
    if (!row) return row.error();
    head = row->seq;
    const auto devices = store_.devices();
    if (!devices) return devices.error();
    for (const Device& device : *devices) {
      wire::JsonObject tablet;
      tablet.text("id", device.id.text()).text("name", device.name).text("site", device.site);
      tablet.text("status", device.status == DeviceStatus::active ? "active" : "revoked");
      tablet.number("enrolled_at", device.enrolled_ms).number("last_seen_at", device.last_seen_ms);
      tablet.number("cursor", device.cursor_seq).text("app_version", device.app_version).number("proto", device.proto);
      if (device.removal.contacts > 0) {
        const auto removal = wire::JsonObject().number("contacts", device.removal.contacts);
        tablet.raw("removal", wire::JsonObject(removal).number("of", device.removal.of).str());
      }
      tablets.raw(tablet.str());
    }
    return {};
  });
  if (!done) return unavailable("listing the tablets", done.error());
  Response response;
  response.body = wire::JsonObject().number("head", head).raw("tablets", tablets.str()).str();
  return response;
}

// The tablet may lose so many contacts: what it asks for must be named, so that nobody confirms what they have not
// looked at. In the book of acts, and asked again it is answered again. {"ok":true,"contacts":N}
Response StaffApi::confirm_removal(const Call& call) {
  const auto request = wire::parse_confirm_removal(call.request.body);
  if (!request) return error_response(400, "malformed", request.error().detail);
  const Mac body_mac = keyed_mac(store_.identity().mac_key, call.request.path + "\n" + call.request.body);
  Response response;
  response.body = wire::JsonObject().boolean("ok", true).number("contacts", request->contacts).str();
  const auto done = store_.write([&]() -> Result<void> {
    const auto seen = store_.staff_act(request->act);
    if (!seen) return seen.error();
    if (*seen && (*seen)->body_mac == body_mac) return {};
    if (*seen) return Error{Fault::conflict, "act: this id was used for something else"};
    auto device = store_.device(call.id);
    if (!device) return device.error();
    if (!*device) return Error{Fault::not_found, "there is no such tablet"};
    Device& tablet = **device;
    if (tablet.removal.contacts == 0 || tablet.removal.contacts != request->contacts) {
      return Error{Fault::conflict, "contacts: the tablet waits with " + std::to_string(tablet.removal.contacts)};
    }
    auto org = store_.head();
    if (!org) return org.error();
    const std::int64_t now_ms = clock_.now().wall_ms;
    org->hlc = std::max(org->hlc, stamp_floor(now_ms)) + 1;
    tablet.removal_confirmed = request->contacts;
    tablet.removal_confirmed_ms = now_ms;
    if (auto saved = store_.save_removal(tablet); !saved) return saved;
    Changes changes;
    changes.act = StaffActRecord{request->act, body_mac, call.who.id, org->hlc, now_ms, response.body};
    if (auto applied = store_.apply(changes); !applied) return applied;
    return store_.save_head(*org, std::nullopt, now_ms);
  });
  if (done) {
    log_warning("the removal of " + std::to_string(request->contacts) + " contacts from tablet " + call.id.text() +
                " was confirmed by the token " + call.who.id.text());
    return response;
  }
  if (done.error().fault == Fault::not_found) return error_response(404, "not_found", done.error().detail);
  if (done.error().fault == Fault::conflict) return error_response(409, "conflict", done.error().detail);
  return unavailable("confirming a removal", done.error());
}

// {"letters":[{"id","tablet":NAME,"at":MS,"raw":TEXT},…],"more":BOOL}, the longest waiting first. raw is what the
// tablet sent, so that somebody can read what was meant and enter it by hand.
Response StaffApi::list_dead_letters(const Call&) {
  wire::JsonArray letters;
  bool is_more = false;
  const auto done = store_.read([&]() -> Result<void> {
    const auto devices = store_.devices();
    if (!devices) return devices.error();
    std::map<Uuid, std::string> names;
    for (const Device& device : *devices) names.emplace(device.id, device.name);
    const auto rows = store_.dead_letters(kLettersMax + 1);
    if (!rows) return rows.error();
    is_more = std::ssize(*rows) > kLettersMax;
    for (std::int64_t i = 0; i < std::min(std::ssize(*rows), kLettersMax); ++i) {
      const DeadLetter& row = (*rows)[static_cast<std::size_t>(i)];
      wire::JsonObject letter;
      letter.text("id", row.id.text()).text("tablet", names[row.device]).number("at", row.at_ms);
      letters.raw(letter.text("raw", row.raw).str());
    }
    return {};
  });
  if (!done) return unavailable("listing dead letters", done.error());
  Response response;
  response.body = wire::JsonObject().raw("letters", letters.str()).boolean("more", is_more).str();
  return response;
}

// The letter is gone, from every tablet that sent it. Asking again changes nothing: {"ok":true,"settled":BOOL}.
Response StaffApi::settle_dead_letter(const Call& call) {
  bool is_settled = false;
  const auto done = store_.write([&]() -> Result<void> {
    const auto dropped = store_.drop_dead_letter(call.id);
    if (!dropped) return dropped.error();
    is_settled = *dropped;
    return {};
  });
  if (!done) return unavailable("settling a dead letter", done.error());
  if (is_settled) log_info("dead letter " + call.id.text() + " was settled by the token " + call.who.id.text());
  if (is_settled) erasures_.leave_traces();
  Response response;
  response.body = wire::JsonObject().boolean("ok", true).boolean("settled", is_settled).str();
  return response;
}

}  // namespace foyer::server
