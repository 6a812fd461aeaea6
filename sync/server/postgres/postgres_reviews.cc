// What was ever written to contacts, and what staff are asked to look at.
#include "sync/server/core/columns.h"
#include "sync/server/postgres/postgres_store.h"

namespace foyer::server {

using postgres::column_of;
using postgres::Columns;

Result<void> PostgresStore::load_histories(const Keys& keys, Snapshot& snapshot) {
  if (keys.histories.empty()) return {};
  const auto roots = org().add(column_of(keys.histories));
  const auto writings = query(
      "SELECT h.cid, h.stamp, h.op_id, h.by_whom, h.fields, n.root FROM contact_history h "
      "JOIN contact_node n ON n.org = h.org AND n.cid = h.cid WHERE h.org = $1 AND n.root = ANY($2)",
      roots);
  if (!writings) return writings.error();
  for (const auto row : *writings) snapshot.histories[row.id(5)].push_back(read_writing(row));
  const auto reviews =
      query(std::string("SELECT ") + kReviewColumns + " FROM review WHERE org = $1 AND contact = ANY($2) AND state = 0",
            roots);
  if (!reviews) return reviews.error();
  for (const auto row : *reviews) snapshot.reviews.try_emplace(row.id(0), read_review(row));
  return {};
}

Result<void> PostgresStore::load_reviews(const Keys& keys, Snapshot& snapshot) {
  if (keys.reviews.empty()) return {};
  const auto rows = query(std::string("SELECT ") + kReviewColumns + " FROM review WHERE org = $1 AND id = ANY($2)",
                          org().add(column_of(keys.reviews)));
  if (!rows) return rows.error();
  for (const auto row : *rows) snapshot.reviews.try_emplace(row.id(0), read_review(row));
  return {};
}

Result<std::vector<Review>> PostgresStore::open_reviews(std::int64_t after_seq, std::int64_t limit) {
  const auto rows = query(std::string("SELECT ") + kReviewColumns +
                              " FROM review WHERE org = $1 AND state = 0 AND seq > $2 ORDER BY seq LIMIT $3",
                          org().add(after_seq).add(limit));
  if (!rows) return rows.error();
  std::vector<Review> reviews;
  for (const auto row : *rows) reviews.push_back(read_review(row));
  return reviews;
}

Result<void> PostgresStore::add_history(const Changes& changes) {
  Columns rows;
  for (const Writing& writing : changes.history) {
    rows.add(writing.cid, writing.stamp, writing.op_id, writing.by, written_to_json(writing));
  }
  return run_with(
      "INSERT INTO contact_history (org, cid, stamp, op_id, by_whom, fields) "
      "SELECT $1, * FROM unnest($2, $3, $4, $5, $6)",
      rows);
}

Result<void> PostgresStore::save_reviews(const Changes& changes) {
  Columns rows;
  for (const Review& review : changes.reviews) {
    rows.add(review.id, review.kind, review.state, review.contact, review.subject, review.since_ms, review.detail,
             review.decision, review.settled_by, review.settled_ms, review.seq);
  }
  return run_with(
      "INSERT INTO review (org, id, kind, state, contact, subject, since_ms, detail, decision, settled_by, settled_ms, "
      "seq) SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
      "ON CONFLICT (org, id) DO UPDATE SET state = excluded.state, contact = excluded.contact, "
      "since_ms = excluded.since_ms, detail = excluded.detail, decision = excluded.decision, "
      "settled_by = excluded.settled_by, settled_ms = excluded.settled_ms, seq = excluded.seq",
      rows);
}

}  // namespace foyer::server
