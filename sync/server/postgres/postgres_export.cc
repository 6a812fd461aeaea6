// Contacts and visits, a few rows at a time in constant memory.
#include "sync/server/core/columns.h"
#include "sync/server/postgres/postgres_store.h"

namespace foyer::server {

using postgres::Row;

Result<void> PostgresStore::each_row(const std::string& name, std::string_view declare,
                                     const std::function<Result<void>(const Row&)>& visit) {
  if (auto declared = run(declare, org()); !declared) return declared;
  while (true) {
    const auto rows = query("FETCH 500 FROM " + name, {});
    if (!rows) return rows.error();
    if (rows->empty()) break;
    for (const Row row : *rows) {
      if (auto visited = visit(row); !visited) return visited;
    }
  }
  return db_->exec("CLOSE " + name);
}

Result<void> PostgresStore::each_contact(const std::function<void(const wire::ContactLine&)>& visit) {
  return each_row("contact_line",
                  "DECLARE contact_line NO SCROLL CURSOR FOR "
                  "SELECT root, email_key, fields, visits, created_ms FROM contact_view WHERE org = $1 "
                  "ORDER BY created_ms, root",
                  [&](const Row& row) -> Result<void> {
                    const auto fields = view_fields(row.id(0), row.blob(2));
                    if (!fields) return fields.error();
                    visit(read_contact_line(row, *fields));
                    return {};
                  });
}

// A visit that was taken back ("That is not me") is none.
Result<void> PostgresStore::each_visit(const std::function<void(const wire::VisitLine&)>& visit) {
  return each_row("visit_line",
                  std::string("DECLARE visit_line NO SCROLL CURSOR FOR SELECT ") + kVisitLineColumns +
                      " FROM visit v "
                      "LEFT JOIN contact_view c ON c.org = v.org AND c.root = v.root "
                      "LEFT JOIN device d ON d.org = v.org AND d.id = v.device "
                      "WHERE v.org = $1 AND v.voided_by IS NULL ORDER BY v.occurred_ms, v.id",
                  [&](const Row& row) -> Result<void> {
                    const auto fields = view_fields(row.id(1), row.blob(2));
                    if (!fields) return fields.error();
                    visit(read_visit_line(row, *fields));
                    return {};
                  });
}

}  // namespace foyer::server
