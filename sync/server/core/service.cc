#include "sync/server/core/service.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "shared/base/log.h"
#include "shared/domain/email.h"
#include "shared/wire/enrol.h"
#include "shared/wire/error_reply.h"
#include "shared/wire/json_text.h"
#include "shared/wire/op_json.h"
#include "sync/protocol/limits.h"
#include "sync/server/core/identity.h"
#include "sync/server/core/stamps.h"

namespace foyer::server {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::string_view kChunkPattern = "/v1/sync/snapshot/{id}/{n}";
constexpr std::int64_t kConfirmedMs = 24 * 60 * kMinuteMs;  // somebody who confirmed meant the centre of that day
constexpr std::int64_t kAnchorFreshMs = 10 * kMinuteMs;  // clocks of one boot drift apart by less than a second in it

// The address in an op, if it has one that is valid.
std::optional<domain::Email> email_of(const domain::Op& op) {
  std::optional<std::string> typed;
  if (const auto* check_in = std::get_if<domain::CheckIn>(&op.body)) typed = check_in->email;
  if (const auto* edit = std::get_if<domain::ContactEdit>(&op.body)) typed = edit->email;
  if (const auto* check_out = std::get_if<domain::CheckOut>(&op.body)) typed = check_out->email;
  if (!typed) return std::nullopt;
  auto email = domain::parse_email(*typed);
  return email ? std::optional(std::move(*email)) : std::nullopt;
}

Response revoked(const Device& device) {
  wire::ErrorReply reply;
  reply.error = "revoked";
  reply.detail = "staff revoked this tablet";
  reply.wipe = true;
  reply.proof = hex(tablet_mac(device.token_mac, std::string(wire::kWipeMessage) + device.id.text()));
  Response response;
  response.status = 403;
  response.body = to_json(reply);
  return response;
}

// What a tablet says of itself, as far as it is a version.
std::string version_text(const std::string& said) {
  const bool is_fine = said.size() <= protocol::kDeviceNameBytesMax && is_plain_line(said);
  return is_fine ? said : std::string();
}

Response unknown_code() { return error_response(401, "code", "this code is not known, was used or is too old"); }

}  // namespace

Service::Service(ServerStore& store, const Clock& clock, Random& random, ErasureKeeper& erasures,
                 ServiceOptions options)
    : store_(store),
      clock_(clock),
      random_(random),
      erasures_(erasures),
      staff_(store, clock, random, erasures),
      options_(std::move(options)),
      epoch_(store.identity().epoch.text()) {}

struct Service::Route {
  std::string_view method;
  std::string_view path;
  Response (Service::*open)(const Request&);                   // for anybody; null: for an enrolled tablet
  Response (Service::*tablet)(const Device&, const Request&);  // for that
};

const Service::Route Service::kRoutes[] = {
    {"GET", protocol::kHealthPath, &Service::health, nullptr},
    {"POST", protocol::kEnrolPath, &Service::enrol, nullptr},
    {"GET", protocol::kHelloPath, nullptr, &Service::hello},
    {"POST", protocol::kPushPath, nullptr, &Service::push},
    {"GET", protocol::kPullPath, nullptr, &Service::pull},
    {"GET", protocol::kSnapshotPath, nullptr, &Service::snapshot},
    {"GET", kChunkPattern, nullptr, &Service::snapshot_chunk},
    {"POST", protocol::kDeadLetterPath, nullptr, &Service::dead_letter},
};

const Service::Route* Service::find_route(std::string_view path) {
  if (protocol::parse_chunk_path(path)) path = kChunkPattern;
  const auto* const found = std::ranges::find(kRoutes, path, &Route::path);
  return found == std::end(kRoutes) ? nullptr : found;
}

std::vector<RouteName> Service::routes() {
  std::vector<RouteName> all = StaffApi::routes();
  for (const Route& route : kRoutes) all.push_back({route.method, route.path});
  return all;
}

Response Service::handle(const Request& request) {
  if (request.path != protocol::kHealthPath) {
    const auto settled = erasures_.settle();
    if (!settled) return unavailable("erasing people again", settled.error());
    if (*settled > 0) tidy();
  }
  epoch_ = store_.identity().epoch.text();  // another process may have restored the database
  if (StaffApi::is_for(request)) {
    Response response = staff_.handle(request);
    if (request.method != "GET") tidy();  // somebody may have been erased
    return response;
  }
  const Route* const route = find_route(request.path);
  if (route == nullptr || route->open == nullptr) return signed_in(request);
  return request.method == route->method ? (this->*route->open)(request) : wrong_method(route->method);
}

Response Service::health(const Request&) {
  Response response;
  response.body = wire::JsonObject().boolean("ok", true).str();
  return response;
}

// The token comes first: without one nobody learns which paths there are.
Response Service::signed_in(const Request& request) {
  std::optional<Device> device;
  const Mac mac = token_mac(request.token);
  const auto found = store_.read([&]() -> Result<void> {
    auto row = store_.device_by_token(mac);
    if (!row) return row.error();
    device = std::move(*row);
    return {};
  });
  if (!found) return unavailable("looking up a token", found.error());
  if (request.token.empty() || !device || !equal_in_constant_time(device->token_mac, mac)) {
    return error_response(401, "token", "this tablet is not enrolled here");
  }
  // It still hands in what people did at it, and learns nothing.
  const bool is_handing_in = request.path == protocol::kPushPath || request.path == protocol::kDeadLetterPath;
  if (device->status == DeviceStatus::revoked && !is_handing_in) return revoked(*device);
  const Route* const route = find_route(request.path);
  if (route == nullptr) return error_response(404, "not_found", "there is nothing under this path");
  if (request.method != route->method) return wrong_method(route->method);
  return (this->*route->tablet)(*device, request);
}

bool Service::is_enrolling_too_fast(std::int64_t now_ms) {
  while (!wrong_codes_ms_.empty() && wrong_codes_ms_.front() <= now_ms - kMinuteMs) wrong_codes_ms_.pop_front();
  return wrong_codes_ms_.size() >= static_cast<std::size_t>(protocol::kEnrolTriesPerMinute);
}

Response Service::enrol(const Request& request) {
  const std::int64_t now_ms = clock_.now().wall_ms;
  if (is_enrolling_too_fast(now_ms)) return error_response(429, "busy", "too many wrong codes; wait a minute");
  const auto parsed = wire::parse_enrol_request(request.body);
  if (!parsed) return error_response(400, "malformed", parsed.error().detail);
  const Mac code_mac = keyed_mac(store_.identity().mac_key, normal_code(parsed->code));
  wire::EnrolReply reply;
  bool is_known = false;
  const auto done = store_.write([&]() -> Result<void> {
    auto code = store_.take_code(code_mac, now_ms);
    if (!code) return code.error();
    if (!*code) return {};
    is_known = true;
    reply.token = random_token(random_);
    Device device;
    device.id = time_uuid(random_, now_ms);
    device.name = (*code)->kiosk;
    device.site = (*code)->site;
    device.token_mac = token_mac(reply.token);
    device.enrolled_ms = now_ms;
    device.last_seen_ms = now_ms;
    device.app_version = version_text(parsed->app_version);
    device.proto = parsed->proto;
    reply.device = device.id;
    reply.kiosk = device.name;
    reply.site = device.site;
    if (auto added = store_.add_device(device); !added) return added;
    return store_.save_anchors(device.id, std::array{Anchor{parsed->clock, now_ms}});
  });
  if (!done) return unavailable("enrolling a tablet", done.error());
  if (!is_known) {
    wrong_codes_ms_.push_back(now_ms);
    return unknown_code();
  }
  reply.org = store_.identity().org;
  reply.org_name = options_.organisation;
  reply.epoch = epoch_;
  reply.server_ms = now_ms;
  reply.limits = options_.limits;
  Response response;
  response.body = to_json(reply);
  return response;
}

// An anchor for this boot, unless a fresh one is there: a hello should not cost a flush each time.
Result<void> Service::note_clock(const Device& device, const Instant& clock) {
  const std::int64_t now_ms = clock_.now().wall_ms;
  return store_.write([&]() -> Result<void> {
    auto anchors = store_.anchors(device.id);
    if (!anchors) return anchors.error();
    for (const Anchor& anchor : *anchors) {
      const std::int64_t age_ms = now_ms - anchor.server_ms;
      if (anchor.device.boot == clock.boot && age_ms >= 0 && age_ms < kAnchorFreshMs) return {};
    }
    return store_.save_anchors(device.id, with_anchor(std::move(*anchors), {clock, now_ms}));
  });
}

std::int64_t Service::head() {
  std::int64_t seq = 0;
  const auto done = store_.read([&]() -> Result<void> {
    auto row = store_.head();
    if (!row) return row.error();
    seq = row->seq;
    return {};
  });
  return done ? seq : 0;
}

Response Service::hello(const Device& device, const Request& request) {
  if (const auto clock = protocol::parse_hello_clock(request.query)) {
    if (auto noted = note_clock(device, *clock); !noted) return unavailable("keeping a tablet's clocks", noted.error());
  }
  Device asking = device;
  const auto removal = protocol::parse_hello_removal(request.query).value_or(domain::Removal{});
  if (auto noted = note_removal(asking, removal); !noted) return unavailable("noting a removal", noted.error());
  OrgHead head;
  const auto done = store_.read([&]() -> Result<void> {
    auto row = store_.head();
    if (!row) return row.error();
    head = *row;
    return {};
  });
  if (!done) return unavailable("answering a hello", done.error());
  const bool is_confirmed = removal.contacts > 0 && asking.removal_confirmed >= removal.contacts &&
                            clock_.now().wall_ms - asking.removal_confirmed_ms < kConfirmedMs;
  const std::string limits = wire::JsonObject()
                                 .number("max_ops", static_cast<std::int64_t>(options_.limits.max_ops))
                                 .number("max_bytes", static_cast<std::int64_t>(options_.limits.max_bytes))
                                 .str();
  wire::JsonObject answer;
  if (is_confirmed) answer.number("may_remove", asking.removal_confirmed);
  Response response;
  response.head = head.seq;
  response.body = answer.boolean("ok", true)
                      .number("proto", protocol::kProto)
                      .text("kiosk", std::string_view(device.name))
                      .text("epoch", std::string_view(epoch_))
                      .number("server_ms", clock_.now().wall_ms)
                      .number("head", head.seq)
                      .raw("limits", limits)
                      .str();
  return response;
}

// What the tablet waits with, for staff to see; a confirmation is for what was asked when it was given, or less.
Result<void> Service::note_removal(Device& device, const domain::Removal& removal) {
  if (device.removal == removal) return {};
  const bool is_less = removal.contacts > 0 && removal.contacts <= device.removal_confirmed;
  device.removal = removal;
  if (!is_less) device.removal_confirmed = device.removal_confirmed_ms = 0;
  if (removal.contacts > 0) {
    log_warning("tablet " + device.id.text() + " would lose " + std::to_string(removal.contacts) + " of " +
                std::to_string(removal.of) + " contacts and waits until an administrator confirms that");
  }
  return store_.write([&] { return store_.save_removal(device); });
}

// Of a person who was erased nothing is kept, whoever still brings it.
Response Service::dead_letter(const Device& device, const Request& request) {
  DeadLetter letter{Uuid(), device.id, request.body, clock_.now().wall_ms, std::nullopt, std::nullopt};
  Keys keys;
  if (const auto op = wire::parse_op(request.body)) {
    letter.cid = op->chain;
    keys.nodes = {op->chain};
    const auto email = email_of(*op);
    if (email) {
      letter.key_mac = keyed_mac(store_.identity().mac_key, email->key);
      keys.emails[email->key] = kStampMax;
    }
  }
  const auto done = store_.write([&]() -> Result<void> {
    Snapshot snapshot;
    for (int round = 0; round < 2; ++round) {  // the id, then its root
      if (auto loaded = store_.load(keys, snapshot); !loaded) return loaded;
      keys.nodes = {letter.cid ? root_of(snapshot, *letter.cid) : Uuid()};
    }
    const bool is_erased =
        (letter.cid && erased_at(snapshot, *letter.cid)) || (snapshot.owners.empty() && !snapshot.erased_keys.empty());
    return is_erased ? Result<void>() : store_.add_dead_letter(letter);
  });
  if (!done) return unavailable("keeping a dead letter", done.error());
  Response response;
  response.body = wire::JsonObject().boolean("ok", true).str();
  return response;
}

}  // namespace foyer::server
