#include "shared/store/side_tables.h"

#include <string>

#include "shared/wire/document.h"

namespace foyer::store {
namespace {

// Each with the columns of its key.
struct Table {
  const char* name;
  const char* key;
};
constexpr Table kShown[] = {
    {"contact", "root"}, {"alias", "cid"}, {"visit", "id"}, {"document", "id"}, {"raw", "kind, entity"}};
constexpr Table kErased = {"erased", "root"};

}  // namespace

Result<void> SideTables::keep_raw(const wire::FeedRow& row, std::string_view error) {
  return db_.prepare("INSERT OR REPLACE INTO n_raw (kind, entity, seq, json, error) VALUES (?, ?, ?, ?, ?)")
      .bind(row.kind)
      .bind(row.id)
      .bind(row.seq)
      .bind(row.d)
      .bind(error)
      .run();
}

Result<void> SideTables::put(const wire::FeedRow& row) {
  if (row.kind == wire::kContactKind) {
    const auto contact = wire::parse_contact_row(row);
    if (!contact) return keep_raw(row, contact.error().detail);
    auto add = db_.prepare("INSERT OR REPLACE INTO n_contact (root, email_key, d, seq) VALUES (?, ?, ?, ?)");
    return add.bind(contact->root).bind(contact->email_key).bind(row.d).bind(row.seq).run();
  }
  if (row.kind == wire::kAliasKind) {
    const auto alias = wire::parse_alias_row(row);
    if (!alias) return keep_raw(row, alias.error().detail);
    auto add = db_.prepare("INSERT OR REPLACE INTO n_alias (cid, root, seq) VALUES (?, ?, ?)");
    return add.bind(alias->cid).bind(alias->root).bind(row.seq).run();
  }
  if (row.kind == wire::kVisitKind) {
    const auto visit = wire::parse_visit_row(row);
    if (!visit) return keep_raw(row, visit.error().detail);
    auto add = db_.prepare(
        "INSERT OR REPLACE INTO n_visit (id, contact, checked_in_at, checked_out_at, voided, d, seq)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)");
    add.bind(visit->id).bind(visit->contact).bind(visit->checked_in_at).bind(visit->checked_out_at);
    return add.bind(visit->voided).bind(row.d).bind(row.seq).run();
  }
  if (row.kind == wire::kErasedKind) {
    const auto erased = wire::parse_erased_row(row);
    if (!erased) return keep_raw(row, erased.error().detail);
    auto add = db_.prepare("INSERT OR REPLACE INTO n_erased (root, d, seq) VALUES (?, ?, ?)");
    return add.bind(erased->root).bind(row.d).bind(row.seq).run();
  }
  if (!domain::parse_document_kind(row.kind)) return keep_raw(row, "unknown kind");
  const auto document = wire::parse_document_row(row);
  if (!document) return keep_raw(row, document.error().detail);
  if (document->is_deleted) return keep_raw(row, "a tombstone");
  auto add = db_.prepare("INSERT OR REPLACE INTO n_document (id, kind, d, seq) VALUES (?, ?, ?, ?)");
  return add.bind(document->id).bind(row.kind).bind(row.d).bind(row.seq).run();
}

Result<wire::FeedDigest> SideTables::digest() {
  wire::FeedDigest digest;
  for (const auto& [kind, sql] : {std::pair(wire::kContactKind, "SELECT root, seq FROM n_contact"),
                                  std::pair(wire::kAliasKind, "SELECT cid, seq FROM n_alias"),
                                  std::pair(wire::kVisitKind, "SELECT id, seq FROM n_visit"),
                                  std::pair(wire::kErasedKind, "SELECT root, seq FROM n_erased")}) {
    auto find = db_.prepare(sql);
    while (find.next()) digest.add(kind, find.id(0).text(), find.integer(1));
    if (auto done = find.end(); !done) return done.error();
  }
  auto documents = db_.prepare("SELECT kind, id, seq FROM n_document");
  while (documents.next()) digest.add(documents.text(0), documents.id(1).text(), documents.integer(2));
  if (auto done = documents.end(); !done) return done.error();
  auto raw = db_.prepare("SELECT kind, entity, seq FROM n_raw");
  while (raw.next()) digest.add(raw.text(0), raw.text(1), raw.integer(2));
  if (auto done = raw.end(); !done) return done.error();
  return digest;
}

Result<std::vector<wire::FeedRow>> SideTables::erased() {
  std::vector<wire::FeedRow> rows;
  auto find = db_.prepare("SELECT root, seq, d FROM n_erased ORDER BY seq");
  while (find.next()) {
    rows.push_back({std::string(wire::kErasedKind), find.id(0).text(), find.integer(1), find.text(2)});
  }
  if (auto done = find.end(); !done) return done.error();
  return rows;
}

Result<domain::Removal> SideTables::removal() {
  const auto gone = db_.integer(
      "SELECT COUNT(*) FROM s_contact AS s WHERE NOT EXISTS (SELECT 1 FROM n_contact AS n WHERE n.root = s.root)"
      " AND NOT EXISTS (SELECT 1 FROM n_alias AS a WHERE a.cid = s.root)"
      " AND NOT EXISTS (SELECT 1 FROM n_erased AS e WHERE e.root = s.root)");
  if (!gone) return gone.error();
  const auto all = db_.integer("SELECT COUNT(*) FROM s_contact");
  if (!all) return all.error();
  return domain::Removal{*gone, *all};
}

Result<void> SideTables::take_over() {
  std::string sql;
  for (const Table& table : kShown) {
    const std::string name = table.name;
    sql += "ALTER TABLE s_" + name + " RENAME TO x_" + name + "; ALTER TABLE n_" + name + " RENAME TO s_" + name +
           "; ALTER TABLE x_" + name + " RENAME TO n_" + name + ";";
  }
  return db_.exec(sql);
}

Result<bool> SideTables::sweep(std::int64_t rows_max) {
  std::int64_t left = rows_max;
  const auto clear = [&](const Table& table) -> Result<void> {
    const std::string name = std::string("n_") + table.name;
    const std::string key = table.key;
    auto drop =
        db_.prepare("DELETE FROM " + name + " WHERE (" + key + ") IN (SELECT " + key + " FROM " + name + " LIMIT ?)");
    if (auto done = drop.bind(left).run(); !done) return done;
    left -= db_.changes();
    return {};
  };
  for (const Table& table : kShown) {
    if (auto done = clear(table); !done) return done.error();
  }
  if (auto done = clear(kErased); !done) return done.error();
  return left > 0;
}

}  // namespace foyer::store
