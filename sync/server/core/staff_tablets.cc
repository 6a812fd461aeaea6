// StaffApi: the tablets, and what they could not get accepted.
#include <algorithm>
#include <map>

#include "shared/base/log.h"
#include "shared/wire/json_text.h"
#include "sync/server/core/staff_api.h"

namespace foyer::server {
namespace {

constexpr std::int64_t kLettersMax = 100;

}  // namespace

// {"head":N,"tablets":[{"id","name","site","status":"active"|"revoked","enrolled_at":MS,"last_seen_at":MS,"cursor":N,
//   "app_version","proto":N},…]}. How far a tablet is behind is head - cursor.
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
      tablets.raw(tablet.str());
    }
    return {};
  });
  if (!done) return unavailable("listing the tablets", done.error());
  Response response;
  response.body = wire::JsonObject().number("head", head).raw("tablets", tablets.str()).str();
  return response;
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
  are_traces_left_ = are_traces_left_ || is_settled;
  Response response;
  response.body = wire::JsonObject().boolean("ok", true).boolean("settled", is_settled).str();
  return response;
}

}  // namespace foyer::server
