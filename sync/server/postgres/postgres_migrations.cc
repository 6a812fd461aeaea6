#include "sync/server/postgres/postgres_migrations.h"

#include <functional>
#include <string>

namespace foyer::server::postgres {
namespace {

// 0 before the first step.
Result<std::int64_t> version_of(Connection& db) {
  // to_regclass() would remember, while we wait for the lock, that there was none.
  auto known =
      db.query("SELECT EXISTS (SELECT FROM pg_class WHERE relname = 'schema_version' AND pg_table_is_visible(oid))");
  if (!known) return known.error();
  if (known->front().integer(0) == 0) return std::int64_t{0};
  auto rows = db.query("SELECT version FROM schema_version");
  if (!rows) return rows.error();
  return rows->empty() ? std::int64_t{0} : rows->front().integer(0);
}

Result<void> take(Connection& db, const store::Migration& step) {
  if (auto locked = lock_schema(db); !locked) return locked;
  const auto now = version_of(db);
  if (!now) return now.error();
  if (*now >= step.version) return {};  // another process took it while we waited
  if (auto made = db.exec(step.sql); !made) return made;
  return db.exec(
      "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL);"
      "DELETE FROM schema_version; INSERT INTO schema_version VALUES (" +
      std::to_string(step.version) + ")");
}

}  // namespace

Result<void> lock_schema(Connection& db) {
  constexpr std::int64_t kLock = 0x466F796572;  // "Foyer"
  // A step of another process takes as long as it takes.
  if (auto patient = db.exec("SET LOCAL lock_timeout = 0"); !patient) return patient;
  const auto locked = db.query("SELECT pg_advisory_xact_lock($1)", Parameters().add(kLock));
  return locked ? Result<void>() : locked.error();
}

Result<void> migrate(Connection& db, std::span<const store::Migration> steps) {
  const auto version = version_of(db);
  if (!version) return version.error();
  const auto last = static_cast<std::int64_t>(steps.size());
  if (*version > last) {
    return Error{Fault::outdated, "the database has version " + std::to_string(*version) + ", this program knows " +
                                      std::to_string(last) + ": install the newer program again"};
  }
  for (const store::Migration& step : steps) {
    if (step.version <= *version) continue;
    if (auto begun = db.exec("BEGIN"); !begun) return begun;
    Result<void> done = take(db, step);
    if (done) done = db.commit();
    if (!done) {
      db.rollback();
      return done;
    }
  }
  return {};
}

}  // namespace foyer::server::postgres
