// What the organisation tells its tablets: a few hundred rows that one command replaces.
#include "sync/server/core/columns.h"
#include "sync/server/sqlite/sqlite_store.h"

namespace foyer::server {

Result<std::vector<StoredDocument>> SqliteStore::documents() {
  auto find = db_.prepare(std::string("SELECT ") + kDocumentColumns +
                          " FROM document WHERE org = ? AND body <> '' ORDER BY kind, name");
  find.bind(identity_.org);
  std::vector<StoredDocument> all;
  while (find.next()) all.push_back(read_document(find));
  if (auto done = find.end(); !done) return done.error();
  return all;
}

Result<void> SqliteStore::load_documents(const Keys& keys, Snapshot& snapshot) {
  auto find = db_.prepare(std::string("SELECT ") + kDocumentColumns + " FROM document WHERE org = ? AND id = ?");
  for (const Uuid& id : keys.documents) {
    find.bind(identity_.org).bind(id);
    if (find.next()) snapshot.documents[id] = read_document(find);
    if (auto done = find.end(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::save_documents(const Changes& changes) {
  auto save = db_.prepare(
      "INSERT INTO document (org, id, kind, name, body) VALUES (?, ?, ?, ?, ?) "
      "ON CONFLICT (org, id) DO UPDATE SET name = excluded.name, body = excluded.body");
  for (const StoredDocument& one : changes.documents) {
    save.bind(identity_.org).bind(one.id).bind(static_cast<int>(one.kind)).bind(one.name).bind(one.body);
    if (auto done = save.run(); !done) return done;
  }
  return {};
}

}  // namespace foyer::server
