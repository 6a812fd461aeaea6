// Messages to hosts: a few waiting rows of many.
#include "sync/server/core/columns.h"
#include "sync/server/sqlite/sqlite_store.h"

namespace foyer::server {

Result<std::vector<HostMail>> SqliteStore::due_mails(std::int64_t now_ms, std::int64_t limit) {
  auto find = db_.prepare(std::string("SELECT ") + kMailColumns +
                          " FROM host_mail WHERE org = ? AND state = 0 AND next_try_ms <= ? "
                          "ORDER BY next_try_ms, visit_id LIMIT ?");
  find.bind(identity_.org).bind(now_ms).bind(limit);
  std::vector<HostMail> due;
  while (find.next()) due.push_back(read_mail(find));
  if (auto done = find.end(); !done) return done.error();
  return due;
}

Result<void> SqliteStore::add_mails(const Changes& changes) {
  auto add = db_.prepare(
      "INSERT INTO host_mail (org, visit_id, host_id, received_ms, state, attempts, next_try_ms, smtp_code, done_ms) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const HostMail& mail : changes.new_mails) {
    add.bind(identity_.org).bind(mail.visit_id).bind(mail.host_id).bind(mail.received_ms);
    add.bind(static_cast<int>(mail.state)).bind(mail.attempts).bind(mail.next_try_ms);
    if (auto done = add.bind(mail.smtp_code).bind(mail.done_ms).run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::change_mails(const Changes& changes) {
  auto save = db_.prepare(
      "UPDATE host_mail SET state = ?, attempts = ?, next_try_ms = ?, smtp_code = ?, done_ms = ? "
      "WHERE org = ? AND visit_id = ?");
  for (const HostMail& mail : changes.changed_mails) {
    save.bind(static_cast<int>(mail.state)).bind(mail.attempts).bind(mail.next_try_ms).bind(mail.smtp_code);
    if (auto done = save.bind(mail.done_ms).bind(identity_.org).bind(mail.visit_id).run(); !done) return done;
  }
  return {};
}

}  // namespace foyer::server
