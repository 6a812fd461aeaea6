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
  auto view = db_.prepare("DELETE FROM contact_view WHERE org = ? AND root = ?");
  if (auto done = view.bind(identity_.org).bind(root).run(); !done) return done;
  auto owners = db_.prepare("DELETE FROM email_owner WHERE org = ? AND root = ?");
  if (auto done = owners.bind(identity_.org).bind(root).run(); !done) return done;
  // The visits still count.
  auto visits = db_.prepare(
      "UPDATE visit SET cid = NULL, root = NULL, email_key = NULL, host = NULL, snapshot = '' WHERE org = ? AND root = "
      "?");
  return visits.bind(identity_.org).bind(root).run();
}

Result<void> SqliteStore::erase_id(const Uuid& cid) {
  auto registers = db_.prepare("DELETE FROM contact_reg WHERE org = ? AND cid = ?");
  if (auto done = registers.bind(identity_.org).bind(cid).run(); !done) return done;
  auto history = db_.prepare("DELETE FROM contact_history WHERE org = ? AND cid = ?");
  if (auto done = history.bind(identity_.org).bind(cid).run(); !done) return done;
  auto declared = db_.prepare("DELETE FROM declaration WHERE org = ? AND cid = ?");
  if (auto done = declared.bind(identity_.org).bind(cid).run(); !done) return done;
  auto reviews = db_.prepare("UPDATE review SET contact = NULL, detail = '' WHERE org = ? AND contact = ?");
  if (auto done = reviews.bind(identity_.org).bind(cid).run(); !done) return done;
  // No index: erasures are rare, and every push would pay for one.
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
      "DELETE FROM dead_letter WHERE org = ? AND (key_mac = ? OR instr(lower(CAST(raw AS TEXT)), lower(?)) > 0)");
  letters.bind(identity_.org).bind(std::span<const std::uint8_t>(kept.key_mac));
  if (auto done = letters.bind(key.email_key).run(); !done) return done;
  auto keep = db_.prepare(
      "INSERT INTO erased_key (org, key_mac, from_stamp, to_stamp, erased_at, erase_id, root, keep_until_ms) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  keep.bind(identity_.org).bind(std::span<const std::uint8_t>(kept.key_mac)).bind(kept.from).bind(kept.to);
  return keep.bind(kept.erased_at).bind(kept.erase_id).bind(kept.root).bind(keep_until_ms).run();
}

Result<void> SqliteStore::erase_traces() { return db_.checkpoint_and_truncate(); }

}  // namespace foyer::server
