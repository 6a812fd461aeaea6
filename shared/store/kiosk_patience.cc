// KioskStore: ops that the centre does not take now: how long each waits, when one is given up, and how staff at the
// centre get to see it.
#include <algorithm>

#include "shared/store/kiosk_store.h"
#include "shared/store/meta.h"
#include "shared/store/op_row.h"

namespace foyer::store {
namespace {

constexpr int kRefusalsMin = 5;
constexpr std::int64_t kRefusedForMs = 3'600'000;
// While nothing shows that it is the op: soon, for it was probably the centre.
constexpr std::int64_t kDoubtFirstMs = 5'000;
constexpr std::int64_t kDoubtMaxMs = 60'000;  // as the agent waits after a failure at most
constexpr int kDoublingsMax = 6;
// Once the centre took others meanwhile.
constexpr std::int64_t kProvenWaitMs = 900'000;

constexpr std::string_view kParked = "state = 'dead' AND code IN ('push_malformed', 'push_too_large', 'server_error')";

struct Refused {
  std::int64_t n = 0;
  Uuid chain;
  std::int64_t refusals = 0;
  std::int64_t since = 0;
};

Result<Refused> read_refused(Database& db, const Uuid& op_id) {
  auto find = db.prepare(
      "SELECT n, chain, refusals, COALESCE(refused_since, 0) FROM op WHERE op_id = ?"
      " AND state IN ('pending', 'inflight')");
  find.bind(op_id);
  const bool found = find.next();
  Refused out;
  if (found) out = {find.integer(0), find.id(1), find.integer(2), find.integer(3)};
  if (auto done = find.end(); !done) return done.error();
  if (!found) return Error{Fault::not_found, "no such op waits"};
  return out;
}

Result<bool> any(Database& db, const std::string& sql, std::optional<std::int64_t> parameter = std::nullopt) {
  auto find = db.prepare(sql);
  if (parameter) find.bind(*parameter);
  const bool found = find.next();
  if (auto done = find.end(); !done) return done.error();
  return found;
}

}  // namespace

Result<std::optional<std::int64_t>> KioskStore::pending_wait() {
  if (auto fine = ready(); !fine) return fine.error();
  using Wait = std::optional<std::int64_t>;
  const auto inflight = any(db_, "SELECT 1 FROM op WHERE state = 'inflight' LIMIT 1");
  if (!inflight) return inflight.error();
  if (*inflight) return Wait(0);
  const std::int64_t now = clock_->now().wall_ms;
  const auto due = any(db_, "SELECT 1 FROM op WHERE state = 'pending' AND " + std::string(kIsDue) + " LIMIT 1", now);
  if (!due) return due.error();
  if (*due) return Wait(0);
  auto find = db_.prepare("SELECT MIN(next_try) FROM op WHERE state = 'pending' AND tried_at <= ?1 AND next_try > ?1");
  find.bind(now);
  Wait wait;
  if (find.next() && !find.is_null(0)) wait = find.integer(0) - now;
  if (auto done = find.end(); !done) return done.error();
  return wait;
}

Result<bool> KioskStore::refuse(const Uuid& op_id, std::string_view code) {
  bool is_parked = false;
  auto done = transact([&]() -> Result<void> {
    Meta values(db_);
    values.set(meta::kPushId, Uuid());
    const std::int64_t accepted_at = values.number(meta::kAcceptedAt);
    if (auto read = values.result(); !read) return read;
    if (auto back = take_back(); !back) return back;
    auto op = read_refused(db_, op_id);
    if (!op) return op.error();
    const std::int64_t now = clock_->now().wall_ms;
    if (op->refusals == 0 || now < op->since) *op = {op->n, op->chain, 0, now};
    ++op->refusals;
    const bool is_proven = op->since <= accepted_at && accepted_at <= now;
    is_parked = is_proven && op->refusals >= kRefusalsMin && now - op->since >= kRefusedForMs;
    const std::int64_t doublings = std::min<std::int64_t>(op->refusals - 1, kDoublingsMax);
    std::int64_t wait = is_proven ? kProvenWaitMs : std::min(kDoubtMaxMs, kDoubtFirstMs << doublings);
    wait += static_cast<std::int64_t>(random_->below(static_cast<std::uint64_t>(wait / 5 + 1)));
    auto set = db_.prepare(
                      "UPDATE op SET refusals = ?, refused_since = ?, tried_at = ?, next_try = ?, state = ?, code = ?"
                      " WHERE n = ?")
                   .bind(op->refusals)
                   .bind(op->since)
                   .bind(now)
                   .bind(now + wait)
                   .bind(is_parked ? "dead" : "pending")
                   .bind(code)
                   .bind(op->n)
                   .run();
    if (!set || !is_parked) return set;
    return hold_behind(db_, op->chain, op->n);
  });
  if (!done) return done.error();
  return is_parked;
}

Result<std::int64_t> KioskStore::parked() {
  if (auto fine = ready(); !fine) return fine.error();
  return db_.integer("SELECT COUNT(*) FROM op WHERE " + std::string(kParked));
}

Result<void> KioskStore::retry_parked() {
  auto some = parked();
  if (!some) return some.error();
  if (*some == 0) return {};
  return transact([&]() -> Result<void> {
    auto set = db_.exec("UPDATE op SET state = 'held', code = 'chain', next_try = NULL WHERE " + std::string(kParked));
    return set ? release_chains(db_) : set;
  });
}

Result<std::optional<DeadOp>> KioskStore::next_dead_letter() {
  if (auto fine = ready(); !fine) return fine.error();
  std::optional<DeadOp> letter;
  Meta values(db_);
  const bool is_revoked = values.number(meta::kRevoked) != 0;
  if (auto read = values.result(); !read) return read.error();
  auto find = db_.prepare("SELECT " + std::string(kOpColumns) +
                          ", code FROM op WHERE (state = 'dead' OR (?1 AND state = 'held')) AND reported IS NULL"
                          " ORDER BY n LIMIT 1");
  find.bind(is_revoked);
  if (find.next()) {
    const OpRow row = read_op_row(find);
    letter = DeadOp{row.id, row.type, find.text(10), row.json()};
  }
  if (auto done = find.end(); !done) return done.error();
  return letter;
}

Result<void> KioskStore::mark_reported(const Uuid& op_id) {
  return transact(
      [&]() -> Result<void> { return db_.prepare("UPDATE op SET reported = 1 WHERE op_id = ?").bind(op_id).run(); });
}

}  // namespace foyer::store
