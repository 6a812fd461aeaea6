// KioskStore: the visitor's ops on their way into the outbox, and what staff do with those that did not get through.
#include "shared/domain/email.h"
#include "shared/domain/field_rules.h"
#include "shared/store/kiosk_store.h"
#include "shared/store/op_row.h"
#include "shared/wire/op_json.h"

namespace foyer::store {
namespace {

// What the overlay and the chain rules look ops up by.
struct Lookup {
  std::optional<Uuid> cid;
  std::optional<std::string> email;
  std::optional<Uuid> visit_id;
};

Lookup lookup_of(const domain::OpBody& body) {
  if (const auto person = domain::about_person(body)) {
    const auto* check_in = std::get_if<domain::CheckIn>(&body);
    return {*person->cid, *person->email, check_in != nullptr ? std::optional(check_in->visit.id) : std::nullopt};
  }
  if (const auto* out = std::get_if<domain::CheckOut>(&body)) return {std::nullopt, out->email, out->visit_id};
  if (const auto* undo = std::get_if<domain::VoidVisit>(&body)) return {std::nullopt, std::nullopt, undo->visit_id};
  if (const auto* again = std::get_if<domain::Reopen>(&body)) return {std::nullopt, std::nullopt, again->visit_id};
  return {};
}

OpRow row_of(const domain::Op& op) {
  OpRow row;
  row.id = op.id;
  row.chain = op.chain;
  row.type = op.type;
  row.v = op.v;
  row.at = op.at;
  row.body = wire::body_to_json(op.body);
  row.crc = row.expected_crc();
  return row;
}

Result<bool> chain_is_stuck(Database& db, const Uuid& chain) {
  auto find = db.prepare("SELECT 1 FROM op WHERE chain = ? AND state IN ('held', 'dead') LIMIT 1");
  find.bind(chain);
  const bool stuck = find.next();
  if (auto done = find.end(); !done) return done.error();
  return stuck;
}

// The new row's number; nothing when the op was there already.
Result<std::optional<std::int64_t>> insert_op(Database& db, const OpRow& row, const Lookup& lookup,
                                              const std::optional<std::string>& email_key) {
  auto stuck = chain_is_stuck(db, row.chain);
  if (!stuck) return stuck.error();
  auto insert = db.prepare(
      "INSERT INTO op (op_id, chain, type, v, boot, mono_ms, wall_ms, body, crc, state, code, cid, email_key, visit_id)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (op_id) DO NOTHING");
  insert.bind(row.id).bind(row.chain).bind(row.type).bind(row.v).bind(row.at.boot).bind(row.at.mono_ms);
  insert.bind(row.at.wall_ms).bind(row.body).bind(row.crc);
  insert.bind(*stuck ? "held" : "pending").bind(*stuck ? std::optional<std::string>("chain") : std::nullopt);
  insert.bind(lookup.cid).bind(email_key).bind(lookup.visit_id);
  if (auto done = insert.run(); !done) return done.error();
  if (db.changes() == 0) return std::optional<std::int64_t>();
  return std::optional(db.last_row_id());
}

Result<void> insert_visit(Database& db, std::int64_t n, const domain::Op& op, const domain::CheckIn& body,
                          const std::optional<std::string>& email_key) {
  return db
      .prepare(
          "INSERT INTO local_visit (id, op_n, cid, email_key, reason, host, checked_in_at)"
          " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING")
      .bind(body.visit.id)
      .bind(n)
      .bind(body.cid)
      .bind(email_key)
      .bind(domain::reason_name(body.visit.reason))
      .bind(body.visit.host)
      .bind(op.at.wall_ms)
      .run();
}

}  // namespace

Result<void> KioskStore::submit(const domain::Op& submitted) {
  const domain::Op op = domain::canonical(submitted);
  if (auto fine = domain::check_op(op); !fine) return fine;
  if (op.id.is_nil()) return Error{Fault::invalid, "op: has no id"};
  const Lookup lookup = lookup_of(op.body);
  std::optional<std::string> email_key;
  if (lookup.email) {
    auto email = domain::parse_email(*lookup.email);
    if (!email) return email.error();
    email_key = email->key;
  }
  const OpRow row = row_of(op);
  if (row.body.size() > wire::kOpBytesMax / 2) return Error{Fault::invalid, "op: too large"};
  if (auto fine = wire::parse_body(row.type, row.v, row.body); !fine) return fine.error();
  return transact([&]() -> Result<void> {
    auto n = insert_op(db_, row, lookup, email_key);
    if (!n) return n.error();
    const auto* const check_in = std::get_if<domain::CheckIn>(&op.body);
    if (!*n || check_in == nullptr) return {};
    return insert_visit(db_, **n, op, *check_in, email_key);
  });
}

Result<OutboxCounts> KioskStore::counts() {
  if (auto fine = ready(); !fine) return fine.error();
  OutboxCounts counts;
  auto count = db_.prepare("SELECT state, COUNT(*) FROM op GROUP BY state");
  while (count.next()) {
    const std::string state = count.text(0);
    if (state == "pending" || state == "inflight") counts.pending += count.integer(1);
    if (state == "held") counts.held += count.integer(1);
    if (state == "dead") counts.dead += count.integer(1);
    if (state == "acked" || state == "retained") counts.acked += count.integer(1);
  }
  if (auto done = count.end(); !done) return done.error();
  return counts;
}

Result<bool> KioskStore::has_pending() {
  if (auto fine = ready(); !fine) return fine.error();
  auto find = db_.prepare("SELECT 1 FROM op WHERE state IN ('pending', 'inflight') LIMIT 1");
  const bool found = find.next();
  if (auto done = find.end(); !done) return done.error();
  return found;
}

Result<std::vector<DeadOp>> KioskStore::dead_ops(std::size_t count_max) {
  if (auto fine = ready(); !fine) return fine.error();
  std::vector<DeadOp> dead;
  auto find =
      db_.prepare("SELECT " + std::string(kOpColumns) + ", code FROM op WHERE state = 'dead' ORDER BY n LIMIT ?");
  find.bind(static_cast<std::int64_t>(count_max));
  while (find.next()) {
    const OpRow row = read_op_row(find);
    dead.push_back({row.id, row.type, find.text(10), row.is_intact() ? row.json() : std::string()});
  }
  if (auto done = find.end(); !done) return done.error();
  return dead;
}

Result<void> KioskStore::park(const Uuid& op_id, std::string_view code) {
  return transact([&]() -> Result<void> {
    auto find = db_.prepare("SELECT n, chain FROM op WHERE op_id = ? AND state IN ('pending', 'inflight', 'held')");
    find.bind(op_id);
    if (!find.next()) {
      if (auto done = find.end(); !done) return done;
      return Error{Fault::not_found, "no such op waits"};
    }
    const std::int64_t n = find.integer(0);
    const Uuid chain = find.id(1);
    if (auto done = find.end(); !done) return done;
    auto set =
        db_.prepare("UPDATE op SET state = 'dead', code = ?, push_n = NULL WHERE n = ?").bind(code).bind(n).run();
    return set ? hold_behind(db_, chain, n) : set;
  });
}

Result<void> KioskStore::retry_dead(const Uuid& op_id) {
  return transact([&]() -> Result<void> {
    auto set = db_.prepare("UPDATE op SET state = 'held', code = 'chain' WHERE op_id = ? AND state = 'dead'")
                   .bind(op_id)
                   .run();
    return set ? release_chains(db_) : set;
  });
}

Result<void> KioskStore::retry_held(int server_proto) {
  if (auto fine = ready(); !fine) return fine;
  auto find = db_.prepare("SELECT 1 FROM op WHERE state = 'held' AND min_proto <= ? LIMIT 1");
  const bool found = find.bind(server_proto).next();
  if (auto done = find.end(); !done || !found) return done;
  return transact([&]() -> Result<void> {
    auto set = db_.prepare(
                      "UPDATE op SET code = 'chain', min_proto = NULL"
                      " WHERE state = 'held' AND min_proto IS NOT NULL AND min_proto <= ?")
                   .bind(server_proto)
                   .run();
    return set ? release_chains(db_) : set;
  });
}

}  // namespace foyer::store
