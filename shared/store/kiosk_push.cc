// KioskStore: the outbox on its way to the centre.
#include <algorithm>
#include <map>
#include <set>

#include "shared/store/anonymise.h"
#include "shared/store/kiosk_store.h"
#include "shared/store/meta.h"
#include "shared/store/op_row.h"

namespace foyer::store {
namespace {

constexpr std::size_t kHeadBytes = 1024;  // of a push request without its ops, generously

struct Sent {
  std::int64_t n;
  Uuid id;
  Uuid chain;
};

constexpr std::int64_t kDeferMs = 5'000;  // when the centre does not say
constexpr std::int64_t kDeferMinMs = 100;
constexpr std::int64_t kDeferMaxMs = 300'000;

Result<std::vector<OpRow>> read_inflight(Database& db) {
  std::vector<OpRow> rows;
  auto find = db.prepare("SELECT " + std::string(kOpColumns) + ", proof FROM op WHERE state = 'inflight' ORDER BY n");
  while (find.next()) {
    rows.push_back(read_op_row(find));
    rows.back().proof = find.text(10);
  }
  if (auto done = find.end(); !done) return done.error();
  return rows;
}

struct DueRow {
  OpRow row;
  bool was_refused = false;
};

Result<std::vector<DueRow>> read_due(Database& db, std::int64_t now, std::size_t count_max) {
  std::vector<DueRow> rows;
  auto find =
      db.prepare("SELECT " + std::string(kOpColumns) + ", refusals, proof FROM op WHERE state = 'pending' AND " +
                 std::string(kIsDue) + " ORDER BY n LIMIT ?2");
  find.bind(now).bind(static_cast<std::int64_t>(count_max));
  while (find.next()) {
    rows.push_back({read_op_row(find), find.integer(10) > 0});
    rows.back().row.proof = find.text(11);
  }
  if (auto done = find.end(); !done) return done.error();
  return rows;
}

Result<std::vector<Sent>> read_sent(Database& db) {
  std::vector<Sent> sent;
  auto find = db.prepare(
      "SELECT n, op_id, chain FROM op WHERE push_n IS NOT NULL AND state IN ('inflight', 'held')"
      " ORDER BY n");
  while (find.next()) sent.push_back({find.integer(0), find.id(1), find.id(2)});
  if (auto done = find.end(); !done) return done.error();
  return sent;
}

Result<void> set_state(Database& db, std::int64_t n, std::string_view state, std::optional<std::string> code,
                       std::optional<int> min_proto = std::nullopt) {
  return db.prepare("UPDATE op SET state = ?, code = ?, min_proto = ?, push_n = NULL WHERE n = ?")
      .bind(state)
      .bind(code)
      .bind(min_proto)
      .bind(n)
      .run();
}

// Takes as many pending ops as fit, oldest first. A row that was damaged on disk is dead and its chain waits. One that
// was refused before goes alone, so that it never takes others with it.
Result<Push> gather(Database& db, const wire::PushLimits& limits, std::int64_t now) {
  auto rows = read_due(db, now, limits.max_ops);
  if (!rows) return rows.error();
  Push push;
  std::size_t bytes = kHeadBytes;
  std::set<Uuid> stuck;
  bool is_alone = false;
  for (const auto& [row, was_refused] : *rows) {
    if (is_alone) break;
    if (stuck.contains(row.chain)) continue;
    is_alone = was_refused && push.ops.empty();
    if (was_refused && !is_alone) {
      stuck.insert(row.chain);
      continue;
    }
    if (!row.is_intact()) {
      if (auto done = set_state(db, row.n, "dead", "damaged"); !done) return done.error();
      if (auto done = hold_behind(db, row.chain, row.n); !done) return done.error();
      stuck.insert(row.chain);
      continue;
    }
    std::string json = row.json();
    bytes += json.size() + 1;
    if (bytes > limits.max_bytes && !push.ops.empty()) break;
    push.ids.push_back(row.id);
    push.ops.push_back(std::move(json));
  }
  return push;
}

Result<void> mark_inflight(Database& db, const Push& push) {
  for (const Uuid& id : push.ids) {
    auto done =
        db.prepare("UPDATE op SET state = 'inflight', push_n = ? WHERE op_id = ?").bind(push.push_n).bind(id).run();
    if (!done) return done;
  }
  return {};
}

// Everything that one answer changes. `settled`: how far the feed was read in the very history that the answer is of.
// What the feed brought while the push was under way may be of another one.
class Recorder {
 public:
  Recorder(Database& db, const wire::PushReply& reply, std::int64_t settled, std::int64_t now)
      : db_(db), reply_(reply), settled_(settled), now_(now) {
    for (const auto& result : reply.results) {
      if (result.id) by_id_[*result.id] = &result;
    }
  }

  Result<void> record(const std::vector<Sent>& sent) {
    for (std::size_t i = 0; i < sent.size(); ++i) {
      const wire::OpResult* const result = find(sent, i);
      auto done = result == nullptr ? unanswered(sent[i]) : answered(sent[i], *result);
      if (!done) return done;
    }
    return {};
  }
  const PushSummary& summary() const { return summary_; }

 private:
  // An op whose id the centre could not read is answered by position.
  const wire::OpResult* find(const std::vector<Sent>& sent, std::size_t i) const {
    if (const auto found = by_id_.find(sent[i].id); found != by_id_.end()) return found->second;
    const bool aligned = reply_.results.size() == sent.size() && !reply_.results[i].id;
    return aligned ? &reply_.results[i] : nullptr;
  }

  Result<void> unanswered(const Sent& op) {
    return db_
        .prepare(
            "UPDATE op SET state = CASE state WHEN 'inflight' THEN 'pending' ELSE state END, push_n = NULL"
            " WHERE n = ?")
        .bind(op.n)
        .run();
  }

  Result<void> answered(const Sent& op, const wire::OpResult& result) {
    switch (result.outcome) {
      case wire::OpOutcome::applied:
      case wire::OpOutcome::duplicate: ++summary_.acked; return acknowledge(op, result);
      case wire::OpOutcome::anonymised: {
        ++summary_.acked;
        if (auto done = acknowledge(op, result); !done) return done;
        return forget_erased_op(db_, op.n);
      }
      case wire::OpOutcome::rejected:
        if (result.retry) return defer(op, result);
        ++summary_.dead;
        return stop(op, "dead", result.code.empty() ? "rejected" : result.code, std::nullopt);
      case wire::OpOutcome::unsupported:
        ++summary_.held;
        return stop(op, "held", "unsupported", result.min_proto.value_or(wire::kProto + 1));
      case wire::OpOutcome::deferred: return defer(op, result);
    }
    return {};
  }

  Result<void> acknowledge(const Sent& op, const wire::OpResult& result) {
    const std::int64_t seq = result.seq.value_or(reply_.head);
    std::optional<std::int64_t> stamp;
    if (result.stamp) stamp = static_cast<std::int64_t>(*result.stamp);
    return db_
        .prepare(
            "UPDATE op SET state = ?, code = NULL, push_n = NULL, acked_seq = ?, acked_at = ?,"
            " stamp = COALESCE(?, stamp), proof = COALESCE(proof, NULLIF(?, '')) WHERE n = ?")
        .bind(seq > settled_ ? "acked" : "retained")
        .bind(seq)
        .bind(reply_.server_ms)
        .bind(stamp)
        .bind(result.proof)
        .bind(op.n)
        .run();
  }

  Result<void> stop(const Sent& op, std::string_view state, const std::string& code, std::optional<int> min_proto) {
    if (auto done = set_state(db_, op.n, state, code, min_proto); !done) return done;
    // Those of the same push keep their push_n: their own results follow.
    return db_
        .prepare(
            "UPDATE op SET state = 'held', code = 'chain' WHERE chain = ? AND n > ?"
            " AND state IN ('pending', 'inflight')")
        .bind(op.chain)
        .bind(op.n)
        .run();
  }

  Result<void> defer(const Sent& op, const wire::OpResult& result) {
    ++summary_.deferred;
    const std::int64_t wait = std::clamp(result.retry_ms.value_or(kDeferMs), kDeferMinMs, kDeferMaxMs);
    auto set = db_.prepare("UPDATE op SET tried_at = ?, next_try = ? WHERE n = ?")
                   .bind(now_)
                   .bind(now_ + wait)
                   .bind(op.n)
                   .run();
    return set ? unanswered(op) : set;
  }

  Database& db_;
  const wire::PushReply& reply_;
  std::int64_t settled_;
  std::int64_t now_;
  std::map<Uuid, const wire::OpResult*> by_id_;
  PushSummary summary_;
};

}  // namespace

Result<Push> KioskStore::begin_push(const wire::PushLimits& limits) {
  if (auto fine = ready(); !fine) return fine.error();
  Push push;
  auto done = transact([&]() -> Result<void> {
    Meta values(db_);
    const Uuid device = values.id(meta::kDevice);
    push.device = device;
    push.push_id = values.id(meta::kPushId);
    push.push_n = values.number(meta::kPushN);
    push.cursor = values.text(meta::kCursor);
    push.known = values.text(meta::kKnown);
    values.set(meta::kPushSettled, values.number(meta::kSettledSeq));
    if (auto read = values.result(); !read) return read;
    if (!push.push_id.is_nil()) {
      auto rows = read_inflight(db_);
      if (!rows) return rows.error();
      for (const OpRow& row : *rows) {
        push.ids.push_back(row.id);
        push.ops.push_back(row.json());
      }
      if (!push.ops.empty()) return {};
    }
    auto gathered = gather(db_, limits, clock_->now().wall_ms);
    if (!gathered) return gathered.error();
    if (gathered->ops.empty()) {
      push = Push{};
      return {};
    }
    gathered->device = device;
    gathered->cursor = push.cursor;
    gathered->known = push.known;
    gathered->push_n = push.push_n + 1;
    gathered->push_id = random_uuid(*random_);
    push = std::move(*gathered);
    values.set(meta::kPushN, push.push_n);
    values.set(meta::kPushId, push.push_id);
    if (auto written = values.result(); !written) return written;
    return mark_inflight(db_, push);
  });
  if (!done) return done.error();
  return push;
}

Result<PushSummary> KioskStore::record_results(const Uuid& push_id, const wire::PushReply& reply) {
  PushSummary summary;
  auto done = transact([&]() -> Result<void> {
    Meta values(db_);
    const Uuid under_way = values.id(meta::kPushId);
    const bool is_at_its_commit = !reply.commit.empty() && values.text(meta::kCursor) == reply.commit;
    const std::int64_t settled = values.number(is_at_its_commit ? meta::kSettledSeq : meta::kPushSettled);
    const std::int64_t cursor_seq = values.number(meta::kCursorSeq);
    if (auto read = values.result(); !read) return read;
    if (push_id.is_nil() || under_way != push_id) return Error{Fault::conflict, "not the push under way"};
    auto sent = read_sent(db_);
    if (!sent) return sent.error();
    const std::int64_t now = clock_->now().wall_ms;
    Recorder recorder(db_, reply, settled, now);
    if (auto recorded = recorder.record(*sent); !recorded) return recorded;
    summary = recorder.summary();
    summary.unsettled = summary.acked > 0 && settled < cursor_seq;
    values.set(meta::kPushId, Uuid());
    if (!reply.commit.empty()) values.set(meta::kKnown, reply.commit);
    if (summary.acked > 0) values.set(meta::kAcceptedAt, now);
    note_contact(values, reply.server_ms, reply.backup_seq);
    return values.result();
  });
  if (!done) return done.error();
  return summary;
}

Result<void> KioskStore::take_back() {
  return db_.exec(
      "UPDATE op SET state = 'pending' WHERE state = 'inflight';"
      "UPDATE op SET push_n = NULL WHERE push_n IS NOT NULL;");
}

Result<void> KioskStore::cancel_push() {
  return transact([&]() -> Result<void> {
    Meta values(db_);
    values.set(meta::kPushId, Uuid());
    if (auto written = values.result(); !written) return written;
    return take_back();
  });
}

}  // namespace foyer::store
