// What was ever written to contacts, and what staff are asked to look at.
#include "sync/server/core/columns.h"
#include "sync/server/sqlite/sqlite_store.h"

namespace foyer::server {

Result<void> SqliteStore::load_histories(const Keys& keys, Snapshot& snapshot) {
  auto writings = db_.prepare(std::string("SELECT ") + kWritingColumns +
                              " FROM contact_history WHERE org = ?1 AND cid IN (SELECT ?2 UNION ALL "
                              "SELECT cid FROM contact_node WHERE org = ?1 AND root = ?2 AND parent IS NOT NULL)");
  auto reviews =
      db_.prepare(std::string("SELECT ") + kReviewColumns + " FROM review WHERE org = ? AND contact = ? AND state = 0");
  for (const Uuid& root : keys.histories) {
    auto& history = snapshot.histories[root];
    writings.bind(identity_.org).bind(root);
    while (writings.next()) history.push_back(read_writing(writings));
    if (auto done = writings.end(); !done) return done;
    reviews.bind(identity_.org).bind(root);
    while (reviews.next()) {
      Review review = read_review(reviews);
      snapshot.reviews.try_emplace(review.id, std::move(review));
    }
    if (auto done = reviews.end(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::load_reviews(const Keys& keys, Snapshot& snapshot) {
  auto find = db_.prepare(std::string("SELECT ") + kReviewColumns + " FROM review WHERE org = ? AND id = ?");
  for (const Uuid& id : keys.reviews) {
    find.bind(identity_.org).bind(id);
    if (find.next()) snapshot.reviews.try_emplace(id, read_review(find));
    if (auto done = find.end(); !done) return done;
  }
  return {};
}

Result<std::vector<Review>> SqliteStore::open_reviews(std::int64_t after_seq, std::int64_t limit) {
  auto find = db_.prepare(std::string("SELECT ") + kReviewColumns +
                          " FROM review WHERE org = ? AND state = 0 AND seq > ? ORDER BY seq LIMIT ?");
  find.bind(identity_.org).bind(after_seq).bind(limit);
  std::vector<Review> reviews;
  while (find.next()) reviews.push_back(read_review(find));
  if (auto done = find.end(); !done) return done.error();
  return reviews;
}

Result<void> SqliteStore::add_history(const Changes& changes) {
  auto add =
      db_.prepare("INSERT INTO contact_history (org, cid, stamp, op_id, by_whom, fields) VALUES (?, ?, ?, ?, ?, ?)");
  for (const Writing& writing : changes.history) {
    add.bind(identity_.org).bind(writing.cid).bind(writing.stamp).bind(writing.op_id).bind(writing.by);
    if (auto done = add.bind(written_to_json(writing)).run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::save_reviews(const Changes& changes) {
  auto save = db_.prepare(
      "INSERT INTO review (org, id, kind, state, contact, subject, since_ms, detail, decision, settled_by, settled_ms, "
      "seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (org, id) DO UPDATE SET state = excluded.state, "
      "contact = excluded.contact, since_ms = excluded.since_ms, detail = excluded.detail, "
      "decision = excluded.decision, settled_by = excluded.settled_by, settled_ms = excluded.settled_ms, "
      "seq = excluded.seq");
  for (const Review& review : changes.reviews) {
    save.bind(identity_.org).bind(review.id).bind(static_cast<int>(review.kind)).bind(static_cast<int>(review.state));
    save.bind(review.contact).bind(review.subject).bind(review.since_ms).bind(review.detail).bind(review.decision);
    if (auto done = save.bind(review.settled_by).bind(review.settled_ms).bind(review.seq).run(); !done) return done;
  }
  return {};
}

}  // namespace foyer::server
