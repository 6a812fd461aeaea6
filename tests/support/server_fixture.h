// What tests of the centre share: a clock to turn, randomness from a seed, ops by hand, and a centre in memory with
// tablets on it. Values; one thread.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/domain/field_rules.h"
#include "shared/domain/op.h"
#include "shared/wire/enrol.h"
#include "shared/wire/op_json.h"
#include "shared/wire/pull.h"
#include "shared/wire/push.h"
#include "sync/server/core/prepare.h"
#include "sync/server/core/service.h"
#include "tests/support/memory_ledger.h"

namespace foyer::support {

inline constexpr std::int64_t kMorningMs = 1'772'528'400'000;  // 2026-03-03T09:00:00Z

class TurnableClock final : public Clock {
 public:
  Instant now() const override { return instant; }
  void turn(std::int64_t ms) {
    instant.mono_ms += ms;
    instant.wall_ms += ms;
  }
  Instant instant{Uuid(std::array<std::uint8_t, 16>{0xB0}), 1'000'000, kMorningMs};
};

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
  }

 private:
  std::mt19937_64 engine_;
};

// An id that tests can name: its number stands in the last bytes.
inline Uuid id_of(std::uint8_t kind, std::uint64_t number) {
  std::array<std::uint8_t, 16> bytes{};
  bytes[0] = kind;
  for (std::size_t i = 0; i < 8; ++i) bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return Uuid(bytes);
}
inline Uuid op_id(std::uint64_t number) { return id_of(0x10, number); }
inline Uuid cid_of(std::uint64_t number) { return id_of(0xC1, number); }
inline Uuid visit_id(std::uint64_t number) { return id_of(0xD1, number); }

// Ops by hand. `number` names the op, and the visit it opens.
inline domain::Op check_in(std::uint64_t number, const Uuid& cid, const std::string& email, const domain::Fields& set,
                           const Instant& at = {}) {
  domain::CheckIn body;
  body.cid = cid;
  if (!email.empty()) body.email = email;
  body.fields.set = set;
  body.visit.id = visit_id(number);
  return domain::make_check_in(op_id(number), at, std::move(body));
}
inline domain::Op contact_edit(std::uint64_t number, const Uuid& cid, const std::string& email,
                               const domain::FieldWrites& fields, const Instant& at = {}) {
  domain::ContactEdit body;
  body.cid = cid;
  if (!email.empty()) body.email = email;
  body.fields = fields;
  return domain::make_contact_edit(op_id(number), at, std::move(body));
}
inline domain::Op check_out(std::uint64_t number, const std::string& email, const Instant& at = {}) {
  return domain::make_check_out(op_id(number), at, {std::nullopt, email});
}
inline domain::Op check_out_visit(std::uint64_t number, const Uuid& visit, const Instant& at = {}) {
  return domain::make_check_out(op_id(number), at, {visit, std::nullopt});
}
inline domain::Op void_visit(std::uint64_t number, const Uuid& visit, const Instant& at = {}) {
  return domain::make_void(op_id(number), visit, at, {visit});
}

inline domain::Op reopen(std::uint64_t number, const Uuid& visit, const Uuid& check_out, const Instant& at = {}) {
  return domain::make_reopen(op_id(number), visit, at, {visit, check_out});
}
inline domain::Op consent(std::uint64_t number, const Uuid& cid, bool given, const std::string& email = {},
                          const Instant& at = {}) {
  const auto typed = email.empty() ? std::nullopt : std::optional(email);
  return domain::make_consent(op_id(number), at, {cid, typed, "marketing", given, "2026-03"});
}

// A tablet as the centre sees it.
struct Tablet {
  Uuid id;
  std::string token;
  std::string epoch;
  std::int64_t push_n = 0;
};

// The service over any store, spoken to as the tablets do.
struct TestCentre {
  explicit TestCentre(server::ServerStore& wanted_store, server::ServiceOptions options = {})
      : store(wanted_store),
        erasures(wanted_store, ledger, clock, random),
        service((static_cast<void>(server::secrets_open()), wanted_store), clock, random, erasures, options) {}

  server::Response call(const std::string& method, std::string_view path, const std::string& body = {},
                        const std::string& token = {}, const std::string& query = {}, bool may_wait = false) {
    return service.handle({method, std::string(path), query, token, body, may_wait});
  }

  std::string make_code(const std::string& kiosk, std::int64_t life_ms = 600'000) {
    const std::string code = server::random_code(random);
    const server::Mac mac = server::keyed_mac(store.identity().mac_key, code);
    const auto done = store.write([&] { return store.add_code({mac, kiosk, "", clock.instant.wall_ms + life_ms}); });
    return done ? code : std::string();
  }

  // Of `foyer-server api-token`.
  std::string staff_token(const std::string& name, server::StaffRole role = server::StaffRole::staff) {
    const std::string token = server::random_token(random);
    const server::ApiToken row{random_uuid(random), name, role, server::token_mac(token), clock.now().wall_ms, {}};
    const auto done = store.write([&] { return store.add_api_token(row); });
    return done ? token : std::string();
  }

  // An act of staff on a contact, under an id of its own; `more` are further members of the body.
  server::Response act(const Uuid& contact, const std::string& what, const std::string& more = {}) {
    return act(random_uuid(random), contact, what, more);
  }
  server::Response act(const Uuid& id, const Uuid& contact, const std::string& what, const std::string& more) {
    clock.turn(1000);
    if (staff_token_.empty()) staff_token_ = staff_token("Reception");
    return call("POST", std::string(protocol::kStaffPrefix) + "contacts/" + contact.text() + "/" + what,
                R"({"act":")" + id.text() + "\"" + more + "}", staff_token_);
  }

  server::Response enrol_with(const std::string& code) {
    return call("POST", protocol::kEnrolPath, to_json(wire::EnrolRequest{wire::kProto, code, "test", clock.now()}));
  }

  Tablet enrol(const std::string& kiosk) {
    const auto reply = wire::parse_enrol_reply(enrol_with(make_code(kiosk)).body);
    return reply ? Tablet{reply->device, reply->token, reply->epoch, 0} : Tablet{};
  }

  wire::PushRequest request(const Tablet& tablet, const std::vector<domain::Op>& ops) {
    wire::PushRequest push;
    push.head.device = tablet.id;
    push.head.push_n = tablet.push_n;
    push.head.push_id = random_uuid(random);
    push.head.epoch = tablet.epoch;
    push.head.clock = clock.now();
    for (const domain::Op& op : ops) push.ops.push_back(wire::to_json(op));
    return push;
  }

  server::Response send(const Tablet& tablet, const wire::PushRequest& push) {
    return call("POST", protocol::kPushPath, to_lines(push), tablet.token);
  }

  // The reply, or an empty one when the centre refused.
  wire::PushReply push(Tablet& tablet, const std::vector<domain::Op>& ops) {
    ++tablet.push_n;
    auto reply = wire::parse_push_reply(send(tablet, request(tablet, ops)).body);
    return reply ? std::move(*reply) : wire::PushReply{};
  }

  server::Response pull(const Tablet& tablet, const std::string& query, bool may_wait = false) {
    return call("GET", protocol::kPullPath, {}, tablet.token, query, may_wait);
  }
  wire::PullPage page(const Tablet& tablet, const std::string& query) {
    auto parsed = wire::parse_pull_page(pull(tablet, query).body);
    return parsed ? std::move(*parsed) : wire::PullPage{};
  }

  std::vector<wire::ContactLine> contacts() {
    std::vector<wire::ContactLine> lines;
    static_cast<void>(store.read([&] { return store.each_contact([&](const auto& line) { lines.push_back(line); }); }));
    return lines;
  }
  std::vector<wire::VisitLine> visits() {
    std::vector<wire::VisitLine> lines;
    static_cast<void>(store.read([&] { return store.each_visit([&](const auto& line) { lines.push_back(line); }); }));
    return lines;
  }

  server::ServerStore& store;
  TurnableClock clock;
  SeededRandom random{1};
  MemoryLedger ledger;
  server::ErasureKeeper erasures;
  server::Service service;

 private:
  std::string staff_token_;
};

}  // namespace foyer::support
