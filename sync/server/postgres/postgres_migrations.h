// The schema's numbered steps in PostgreSQL (the table schema_version), as shared/store/migrations.h does it in SQLite.
// Each step commits together with its number, under an advisory lock of the database: of programs that start at once,
// one makes the step and the others find it made. Thread: that of the Connection.
#pragma once

#include <span>

#include "shared/base/result.h"
#include "shared/store/migrations.h"
#include "sync/server/postgres/connection.h"

namespace foyer::server::postgres {

// Fault::outdated when the database is newer than the last step: an older program must not write to it.
Result<void> migrate(Connection& db, std::span<const store::Migration> steps);

// Takes the lock until the end of the transaction.
Result<void> lock_schema(Connection& db);

}  // namespace foyer::server::postgres
