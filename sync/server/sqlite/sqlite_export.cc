// Contacts and visits, row by row in constant memory.
#include "sync/server/core/columns.h"
#include "sync/server/sqlite/sqlite_store.h"

namespace foyer::server {

Result<void> SqliteStore::each_contact(const std::function<void(const wire::ContactLine&)>& visit) {
  auto find = db_.prepare(
      "SELECT root, email_key, fields, visits, created_ms FROM contact_view WHERE org = ? ORDER BY created_ms, root");
  find.bind(identity_.org);
  while (find.next()) {
    const auto fields = view_fields(find.id(0), find.blob(2));
    if (!fields) return fields.error();
    visit(read_contact_line(find, *fields));
  }
  return find.end();
}

// A visit that was taken back ("That is not me") is none.
Result<void> SqliteStore::each_visit(const std::function<void(const wire::VisitLine&)>& visit) {
  auto find = db_.prepare(std::string("SELECT ") + kVisitLineColumns +
                          " FROM visit v "
                          "LEFT JOIN contact_view c ON c.org = v.org AND c.root = v.root "
                          "LEFT JOIN device d ON d.org = v.org AND d.id = v.device "
                          "WHERE v.org = ? AND v.voided_by IS NULL ORDER BY v.occurred_ms, v.id");
  find.bind(identity_.org);
  while (find.next()) {
    const auto fields = view_fields(find.maybe_id(1).value_or(Uuid()), find.blob(2));
    if (!fields) return fields.error();
    visit(read_visit_line(find, *fields));
  }
  return find.end();
}

}  // namespace foyer::server
