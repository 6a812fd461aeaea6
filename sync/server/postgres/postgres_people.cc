// All there is about a contact, what staff did with it, and forgetting it.
#include "sync/server/core/columns.h"
#include "sync/server/postgres/postgres_store.h"

namespace foyer::server {

using postgres::column_of;
using postgres::Columns;

Result<void> PostgresStore::load_members(const Keys& keys, Snapshot& snapshot) {
  if (keys.members.empty()) return {};
  const auto rows = query(
      "SELECT cid, parent, root, erased_at, erase_id, born, created_seq FROM contact_node "
      "WHERE org = $1 AND root = ANY($2)",
      org().add(column_of(keys.members)));
  if (!rows) return rows.error();
  for (const auto row : *rows) {
    snapshot.nodes[row.id(0)] = {row.id(0), row.maybe_id(1), row.id(2),     row.maybe_integer(3),
                                 row.id(4), row.integer(5),  row.integer(6)};
  }
  return {};
}

Result<void> PostgresStore::load_people(const Keys& keys, Snapshot& snapshot) {
  if (keys.people.empty()) return {};
  const auto wanted = org().add(column_of(keys.people));
  for (const Uuid& root : keys.people) snapshot.people[root];
  const auto registers = query(
      "SELECT r.cid, r.field, r.kind, r.value, r.stamp, r.op_id, n.root FROM contact_reg r "
      "JOIN contact_node n ON n.org = r.org AND n.cid = r.cid WHERE r.org = $1 AND n.root = ANY($2)",
      wanted);
  if (!registers) return registers.error();
  for (const auto row : *registers) {
    const auto kind = row.integer(2) == 0 ? RegisterKind::set : RegisterKind::clear;
    snapshot.people[row.id(6)].registers[{row.id(0), row.text(1)}] = {kind, row.text(3), row.integer(4), row.id(5)};
  }
  const auto owners = query("SELECT root, email_key FROM email_owner WHERE org = $1 AND root = ANY($2)", wanted);
  if (!owners) return owners.error();
  for (const auto row : *owners) snapshot.people[row.id(0)].email_keys.insert(row.text(1));
  const auto merges = query(
      "SELECT m.id, m.loser, m.winner, m.reason, m.actor, m.at_ms, n.root FROM merge_log m "
      "JOIN contact_node n ON n.org = m.org AND n.cid = m.loser "
      "WHERE m.org = $1 AND m.undone_ms IS NULL AND n.root = ANY($2)",
      wanted);
  if (!merges) return merges.error();
  for (const auto row : *merges) {
    snapshot.people[row.id(6)].merges.push_back({row.id(0), row.id(1), row.id(2),
                                                 static_cast<MergeReason>(row.integer(3)), row.id(4), row.integer(5),
                                                 std::nullopt});
  }
  const auto declared = query(
      "SELECT d.op_id, d.cid, d.kind, d.about, d.given, d.wording, d.signature, d.stamp, d.time_quality, d.device, "
      "n.root FROM declaration d JOIN contact_node n ON n.org = d.org AND n.cid = d.cid "
      "WHERE d.org = $1 AND n.root = ANY($2)",
      wanted);
  if (!declared) return declared.error();
  for (const auto row : *declared) snapshot.people[row.id(10)].declarations.push_back(read_declaration(row));
  const auto visits =
      query(std::string("SELECT ") + kVisitColumns + " FROM visit WHERE org = $1 AND root = ANY($2)", wanted);
  if (!visits) return visits.error();
  for (const auto row : *visits) snapshot.visits.try_emplace(row.id(0), read_visit(row));
  return {};
}

Result<void> PostgresStore::add_declarations(const Changes& changes) {
  Columns rows;
  for (const Declaration& one : changes.declarations) {
    rows.add(one.op_id, one.cid, one.kind, one.about, one.given, one.wording, one.signature, one.stamp, one.quality,
             one.device);
  }
  return run_with(
      "INSERT INTO declaration (org, op_id, cid, kind, about, given, wording, signature, stamp, time_quality, device) "
      "SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      rows);
}

Result<void> PostgresStore::save_merges(const Changes& changes) {
  Columns rows;
  for (const MergeRecord& merge : changes.merges) {
    rows.add(merge.id, merge.loser, merge.winner, merge.reason, or_null(merge.actor), merge.at_ms, merge.undone_ms);
  }
  return run_with(
      "INSERT INTO merge_log (org, id, loser, winner, reason, actor, at_ms, undone_ms) "
      "SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8) "
      "ON CONFLICT (org, id) DO UPDATE SET undone_ms = excluded.undone_ms",
      rows);
}

Result<void> PostgresStore::move_visits(const Changes& changes) {
  Columns rows;
  for (const VisitMove& move : changes.visit_moves) rows.add(move.cid, move.from, move.to);
  return run_with(
      "UPDATE visit v SET root = m.target FROM unnest($2, $3, $4) AS m (moved, source, target) "
      "WHERE v.org = $1 AND v.root = m.source AND v.cid = m.moved",
      rows);
}

Result<void> PostgresStore::add_act(const Changes& changes) {
  if (!changes.act) return {};
  const StaffActRecord& act = *changes.act;
  return run(
      "INSERT INTO staff_act (org, id, body_mac, actor, stamp, at_ms, answer) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      org().add(act.id).add(act.body_mac).add(act.actor).add(act.stamp).add(act.at_ms).add(act.answer));
}

Result<std::optional<StaffActRecord>> PostgresStore::staff_act(const Uuid& id) {
  const auto rows =
      query("SELECT body_mac, actor, stamp, at_ms, answer FROM staff_act WHERE org = $1 AND id = $2", org().add(id));
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<StaffActRecord>();
  const auto row = rows->front();
  return std::optional(StaffActRecord{id, read_mac(row, 0), row.id(1), row.integer(2), row.integer(3), row.text(4)});
}

// Every table that could name the person. What is added to the schema and can, is added here.
Result<void> PostgresStore::erase(const Changes& changes) {
  if (!changes.erasure) return {};
  const Erasure& erasure = *changes.erasure;
  for (const char* sql : {"DELETE FROM email_owner WHERE org = $1 AND root = $2",
                          "UPDATE visit SET cid = NULL, root = NULL, email_key = NULL, host = NULL, snapshot = '' "
                          "WHERE org = $1 AND root = $2"}) {
    if (auto done = run(sql, org().add(erasure.root)); !done) return done;
  }
  Columns cids;
  for (const Uuid& cid : erasure.cids) cids.add(cid, cid.text());
  for (const char* sql :
       {"DELETE FROM contact_view v USING unnest($2, $3) AS p (gone, word) WHERE v.org = $1 AND v.root = p.gone",
        "DELETE FROM contact_reg r USING unnest($2, $3) AS p (gone, word) WHERE r.org = $1 AND r.cid = p.gone",
        "DELETE FROM contact_history h USING unnest($2, $3) AS p (gone, word) WHERE h.org = $1 AND h.cid = p.gone",
        "DELETE FROM declaration d USING unnest($2, $3) AS p (gone, word) WHERE d.org = $1 AND d.cid = p.gone",
        "UPDATE review r SET contact = NULL, detail = '' FROM unnest($2, $3) AS p (gone, word) "
        "WHERE r.org = $1 AND r.contact = p.gone",
        "UPDATE op_receipt r SET cid = NULL, anonymised = TRUE FROM unnest($2, $3) AS p (gone, word) "
        "WHERE r.org = $1 AND r.cid = p.gone",
        "DELETE FROM dead_letter d USING unnest($2, $3) AS p (gone, word) WHERE d.org = $1 AND "
        "(d.cid = p.gone OR position(convert_to(p.word, 'UTF8') IN d.raw) > 0)"}) {
    if (auto done = run_with(sql, cids); !done) return done;
  }
  if (auto done = erase_keys(erasure); !done) return done;
  return run("UPDATE device SET push_answer = '' WHERE org = $1 AND push_answer <> ''", org());
}

Result<void> PostgresStore::erase_keys(const Erasure& erasure) {
  Columns keys;
  for (const Erasure::Key& key : erasure.keys) {
    const ErasedKey& kept = key.kept;
    keys.add(key.email_key, kept.key_mac, kept.from, kept.to, kept.erased_at, kept.erase_id, kept.root,
             erasure.keep_until_ms);
  }
  constexpr const char* kRows =
      " unnest($2, $3, $4, $5, $6, $7, $8, $9) AS k (word, mac, since, until, at, act, whose, kept) ";
  for (const std::string& sql :
       {std::string("DELETE FROM visit_fact f USING") + kRows +
            "WHERE f.org = $1 AND f.email_key = k.word AND f.stamp >= k.since AND f.stamp < k.until",
        std::string("DELETE FROM dead_letter d USING") + kRows +
            "WHERE d.org = $1 AND (d.key_mac = k.mac OR "
            "(k.word <> '' AND position(convert_to(k.word, 'UTF8') IN d.raw) > 0))",
        std::string("INSERT INTO erased_key (org, key_mac, from_stamp, to_stamp, erased_at, erase_id, root, "
                    "keep_until_ms) SELECT $1, k.mac, k.since, k.until, k.at, k.act, k.whose, k.kept FROM") +
            kRows +
            "ON CONFLICT (org, key_mac, from_stamp) DO UPDATE SET to_stamp = excluded.to_stamp, "
            "erased_at = excluded.erased_at, erase_id = excluded.erase_id, root = excluded.root, "
            "keep_until_ms = excluded.keep_until_ms"}) {
    if (auto done = run_with(sql, keys); !done) return done;
  }
  return {};
}

Result<ErasedRows> PostgresStore::erased() {
  const auto nodes = query(
      "SELECT n.cid, n.parent, n.root, n.erased_at, n.erase_id, n.born, n.created_seq FROM contact_node r "
      "JOIN contact_node n ON n.org = r.org AND (n.cid = r.cid OR (n.root = r.cid AND n.parent IS NOT NULL)) "
      "WHERE r.org = $1 AND r.erased_at IS NOT NULL",
      org());
  if (!nodes) return nodes.error();
  ErasedRows erased;
  for (const auto row : *nodes) {
    erased.nodes.push_back(
        {row.id(0), row.maybe_id(1), row.id(2), row.maybe_integer(3), row.id(4), row.integer(5), row.integer(6)});
  }
  const auto keys = query(
      "SELECT key_mac, from_stamp, to_stamp, erased_at, erase_id, root, keep_until_ms FROM erased_key WHERE org = $1",
      org());
  if (!keys) return keys.error();
  for (const auto row : *keys) erased.keys.push_back(read_kept_key(row));
  return erased;
}

Result<std::vector<std::string>> PostgresStore::email_keys() {
  const auto rows = query(
      "SELECT email_key FROM email_owner WHERE org = $1 "
      "UNION SELECT email_key FROM visit_fact WHERE org = $1 AND email_key IS NOT NULL",
      org());
  if (!rows) return rows.error();
  std::vector<std::string> keys;
  for (const auto row : *rows) keys.push_back(row.text(0));
  return keys;
}

Result<std::int64_t> PostgresStore::drop_erased_keys(std::int64_t now_ms) {
  const auto last = query(
      "SELECT max(f.seq) FROM erased_key k JOIN feed f ON f.org = k.org AND f.kind = $2 AND f.entity = k.root "
      "WHERE k.org = $1 AND k.keep_until_ms <= $3",
      org().add(FeedKind::erased).add(now_ms));
  if (!last) return last.error();
  auto dropped = run("DELETE FROM erased_key WHERE org = $1 AND keep_until_ms <= $2", org().add(now_ms));
  if (!dropped) return dropped.error();
  return last->front().integer(0);
}

}  // namespace foyer::server
