// What the organisation tells its tablets: a few hundred rows that one command replaces.
#include "sync/server/core/columns.h"
#include "sync/server/postgres/postgres_store.h"

namespace foyer::server {

Result<std::vector<StoredDocument>> PostgresStore::documents() {
  const auto rows = query(
      std::string("SELECT ") + kDocumentColumns + " FROM document WHERE org = $1 AND body <> '' ORDER BY kind, name",
      org());
  if (!rows) return rows.error();
  std::vector<StoredDocument> all;
  for (const auto row : *rows) all.push_back(read_document(row));
  return all;
}

Result<void> PostgresStore::load_documents(const Keys& keys, Snapshot& snapshot) {
  if (keys.documents.empty()) return {};
  postgres::Column ids;
  for (const Uuid& id : keys.documents) ids.add(id);
  const auto rows = query(std::string("SELECT ") + kDocumentColumns + " FROM document WHERE org = $1 AND id = ANY($2)",
                          org().add(ids));
  if (!rows) return rows.error();
  for (const auto row : *rows) snapshot.documents[row.id(0)] = read_document(row);
  return {};
}

Result<void> PostgresStore::save_documents(const Changes& changes) {
  postgres::Columns rows;
  for (const StoredDocument& one : changes.documents) rows.add(one.id, one.kind, one.name, one.body);
  return run_with(
      "INSERT INTO document (org, id, kind, name, body) SELECT $1, * FROM unnest($2, $3, $4, $5) "
      "ON CONFLICT (org, id) DO UPDATE SET name = excluded.name, body = excluded.body",
      rows);
}

}  // namespace foyer::server
