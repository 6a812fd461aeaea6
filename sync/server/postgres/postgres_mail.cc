// Messages to hosts: a few waiting rows of many.
#include "sync/server/core/columns.h"
#include "sync/server/postgres/postgres_store.h"

namespace foyer::server {

Result<std::vector<HostMail>> PostgresStore::due_mails(std::int64_t now_ms, std::int64_t limit) {
  const auto rows = query(std::string("SELECT ") + kMailColumns +
                              " FROM host_mail WHERE org = $1 AND state = 0 AND next_try_ms <= $2 "
                              "ORDER BY next_try_ms, visit_id LIMIT $3",
                          org().add(now_ms).add(limit));
  if (!rows) return rows.error();
  std::vector<HostMail> due;
  for (const auto row : *rows) due.push_back(read_mail(row));
  return due;
}

Result<void> PostgresStore::add_mails(const Changes& changes) {
  postgres::Columns rows;
  for (const HostMail& mail : changes.new_mails) {
    rows.add(mail.visit_id, mail.host_id, mail.received_ms, mail.state, mail.attempts, mail.next_try_ms, mail.smtp_code,
             mail.done_ms);
  }
  return run_with(
      "INSERT INTO host_mail (org, visit_id, host_id, received_ms, state, attempts, next_try_ms, smtp_code, done_ms) "
      "SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9)",
      rows);
}

Result<void> PostgresStore::change_mails(const Changes& changes) {
  postgres::Columns rows;
  for (const HostMail& mail : changes.changed_mails) {
    rows.add(mail.visit_id, mail.state, mail.attempts, mail.next_try_ms, mail.smtp_code, mail.done_ms);
  }
  return run_with(
      "UPDATE host_mail m SET state = n.state, attempts = n.attempts, next_try_ms = n.next_try_ms, "
      "smtp_code = n.smtp_code, done_ms = n.done_ms "
      "FROM unnest($2, $3, $4, $5, $6, $7) AS n (visit_id, state, attempts, next_try_ms, smtp_code, done_ms) "
      "WHERE m.org = $1 AND m.visit_id = n.visit_id",
      rows);
}

}  // namespace foyer::server
