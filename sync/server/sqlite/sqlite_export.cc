// Contacts and visits, row by row in constant memory.
#include "sync/server/sqlite/sqlite_store.h"

namespace foyer::server {
namespace {

std::optional<std::string> shown(const std::map<std::string, FieldValue>& fields, const char* name) {
  const auto field = fields.find(name);
  if (field == fields.end() || field->second.kind == RegisterKind::clear) return std::nullopt;
  return field->second.value;
}

}  // namespace

Result<void> SqliteStore::each_contact(const std::function<void(const wire::ContactLine&)>& visit) {
  auto find = db_.prepare(
      "SELECT root, email_key, fields, visits, created_ms FROM contact_view WHERE org = ? ORDER BY created_ms, root");
  find.bind(identity_.org);
  while (find.next()) {
    const auto fields = view_fields(find.id(0), find.blob(2));
    if (!fields) return fields.error();
    wire::ContactLine line;
    line.id = find.id(0);
    line.email_key = find.maybe_text(1);
    line.email = shown(*fields, kEmailField);
    line.name = shown(*fields, "name");
    line.company = shown(*fields, "company");
    line.phone = shown(*fields, "phone");
    line.address = shown(*fields, "address");
    line.visits = find.integer(3);
    line.created_at = find.integer(4);
    visit(line);
  }
  return find.end();
}

// A visit that was taken back ("That is not me") is none.
Result<void> SqliteStore::each_visit(const std::function<void(const wire::VisitLine&)>& visit) {
  auto find = db_.prepare(
      "SELECT v.id, v.root, c.fields, v.reason, v.host, d.name, v.occurred_ms, v.closed_stamp, v.closed_ms, "
      "v.time_quality FROM visit v "
      "LEFT JOIN contact_view c ON c.org = v.org AND c.root = v.root "
      "LEFT JOIN device d ON d.org = v.org AND d.id = v.device "
      "WHERE v.org = ? AND v.voided_by IS NULL ORDER BY v.occurred_ms, v.id");
  find.bind(identity_.org);
  while (find.next()) {
    const auto fields = view_fields(find.maybe_id(1).value_or(Uuid()), find.blob(2));
    if (!fields) return fields.error();
    wire::VisitLine line;
    line.id = find.id(0);
    line.contact_id = find.maybe_id(1);
    line.email = shown(*fields, kEmailField);
    line.reason = static_cast<domain::Reason>(find.integer(3));
    line.host = find.maybe_text(4);
    line.kiosk = find.text(5);
    line.checked_in_at = find.integer(6);
    if (find.integer(7) != kStampMax) line.checked_out_at = find.integer(8);
    line.time_quality = static_cast<domain::TimeQuality>(find.integer(9));
    visit(line);
  }
  return find.end();
}

}  // namespace foyer::server
