// Forgetting one person: every table that could name them. What is added to the schema and can, is added here.
#include <algorithm>

#include "sync/server/core/columns.h"
#include "sync/server/sqlite/sqlite_store.h"

namespace foyer::server {

Result<void> SqliteStore::erase(const Changes& changes) {
  if (!changes.erasure) return {};
  const Erasure& erasure = *changes.erasure;
  if (auto done = erase_contact(erasure.root); !done) return done;
  for (const Uuid& cid : erasure.cids) {
    if (auto done = erase_id(cid); !done) return done;
  }
  for (const Erasure::Key& key : erasure.keys) {
    if (auto done = erase_key(key, erasure.keep_until_ms); !done) return done;
  }
  // An answer that is kept for a lost reply names contacts; without it the push is carried out once more, which changes
  // nothing.
  auto answers = db_.prepare("UPDATE device SET push_answer = '' WHERE org = ? AND push_answer <> ''");
  return answers.bind(identity_.org).run();
}

Result<void> SqliteStore::erase_contact(const Uuid& root) {
  auto owners = db_.prepare("DELETE FROM email_owner WHERE org = ? AND root = ?");
  if (auto done = owners.bind(identity_.org).bind(root).run(); !done) return done;
  // The visits still count.
  auto visits = db_.prepare(
      "UPDATE visit SET cid = NULL, root = NULL, email_key = NULL, host = NULL, snapshot = '' WHERE org = ? AND root = "
      "?");
  return visits.bind(identity_.org).bind(root).run();
}

Result<void> SqliteStore::erase_id(const Uuid& cid) {
  auto view = db_.prepare("DELETE FROM contact_view WHERE org = ? AND root = ?");
  if (auto done = view.bind(identity_.org).bind(cid).run(); !done) return done;
  auto registers = db_.prepare("DELETE FROM contact_reg WHERE org = ? AND cid = ?");
  if (auto done = registers.bind(identity_.org).bind(cid).run(); !done) return done;
  auto history = db_.prepare("DELETE FROM contact_history WHERE org = ? AND cid = ?");
  if (auto done = history.bind(identity_.org).bind(cid).run(); !done) return done;
  auto declared = db_.prepare("DELETE FROM declaration WHERE org = ? AND cid = ?");
  if (auto done = declared.bind(identity_.org).bind(cid).run(); !done) return done;
  auto reviews = db_.prepare("UPDATE review SET contact = NULL, detail = '' WHERE org = ? AND contact = ?");
  if (auto done = reviews.bind(identity_.org).bind(cid).run(); !done) return done;
  auto receipts = db_.prepare("UPDATE op_receipt SET cid = NULL, anonymised = 1 WHERE org = ? AND cid = ?");
  if (auto done = receipts.bind(identity_.org).bind(cid).run(); !done) return done;
  const std::string text = cid.text();
  auto letters =
      db_.prepare("DELETE FROM dead_letter WHERE org = ? AND (cid = ? OR instr(lower(CAST(raw AS TEXT)), ?) > 0)");
  return letters.bind(identity_.org).bind(cid).bind(text).run();
}

Result<void> SqliteStore::erase_key(const Erasure::Key& key, std::int64_t keep_until_ms) {
  const ErasedKey& kept = key.kept;
  auto facts = db_.prepare("DELETE FROM visit_fact WHERE org = ? AND email_key = ? AND stamp >= ? AND stamp < ?");
  if (auto done = facts.bind(identity_.org).bind(key.email_key).bind(kept.from).bind(kept.to).run(); !done) return done;
  auto letters = db_.prepare(
      "DELETE FROM dead_letter WHERE org = ?1 AND "
      "(key_mac = ?2 OR (?3 <> '' AND instr(lower(CAST(raw AS TEXT)), lower(?3)) > 0))");
  letters.bind(identity_.org).bind(std::span<const std::uint8_t>(kept.key_mac));
  if (auto done = letters.bind(key.email_key).run(); !done) return done;
  auto keep = db_.prepare(
      "INSERT INTO erased_key (org, key_mac, from_stamp, to_stamp, erased_at, erase_id, root, keep_until_ms) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (org, key_mac, from_stamp) DO UPDATE SET "
      "to_stamp = excluded.to_stamp, erased_at = excluded.erased_at, erase_id = excluded.erase_id, "
      "root = excluded.root, keep_until_ms = excluded.keep_until_ms");
  keep.bind(identity_.org).bind(std::span<const std::uint8_t>(kept.key_mac)).bind(kept.from).bind(kept.to);
  return keep.bind(kept.erased_at).bind(kept.erase_id).bind(kept.root).bind(keep_until_ms).run();
}

Result<ErasedRows> SqliteStore::erased() {
  ErasedRows erased;
  Keys roots;
  auto find = db_.prepare("SELECT cid FROM contact_node WHERE org = ? AND erased_at IS NOT NULL");
  find.bind(identity_.org);
  while (find.next()) roots.members.insert(find.id(0));
  if (auto done = find.end(); !done) return done.error();
  Snapshot classes;
  if (auto loaded = load_members(roots, classes); !loaded) return loaded.error();
  for (const auto& [cid, node] : classes.nodes) erased.nodes.push_back(node);
  auto keys = db_.prepare(
      "SELECT key_mac, from_stamp, to_stamp, erased_at, erase_id, root, keep_until_ms FROM erased_key WHERE org = ?");
  keys.bind(identity_.org);
  while (keys.next()) erased.keys.push_back(read_kept_key(keys));
  if (auto done = keys.end(); !done) return done.error();
  return erased;
}

Result<std::vector<std::string>> SqliteStore::email_keys() {
  auto find = db_.prepare(
      "SELECT email_key FROM email_owner WHERE org = ?1 "
      "UNION SELECT email_key FROM visit_fact WHERE org = ?1 AND email_key IS NOT NULL");
  find.bind(identity_.org);
  std::vector<std::string> keys;
  while (find.next()) keys.push_back(find.text(0));
  if (auto done = find.end(); !done) return done.error();
  return keys;
}

Result<std::int64_t> SqliteStore::drop_erased_keys(std::int64_t now_ms) {
  auto last = db_.prepare(
      "SELECT MAX(f.seq) FROM erased_key k JOIN feed f ON f.org = k.org AND f.kind = ? AND f.entity = k.root "
      "WHERE k.org = ? AND k.keep_until_ms <= ?");
  last.bind(static_cast<int>(FeedKind::erased)).bind(identity_.org).bind(now_ms);
  const std::int64_t seq = last.next() ? last.integer(0) : 0;
  if (auto done = last.end(); !done) return done.error();
  auto drop = db_.prepare("DELETE FROM erased_key WHERE org = ? AND keep_until_ms <= ?");
  if (auto done = drop.bind(identity_.org).bind(now_ms).run(); !done) return done.error();
  return seq;
}

Result<void> SqliteStore::erase_traces() { return db_.checkpoint_and_truncate(); }

}  // namespace foyer::server
