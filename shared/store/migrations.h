// Numbered steps of a database's schema (PRAGMA user_version). Steps are SQL files in a folder schema/, embedded by
// foyer_embed_sql() in CMake; a released step is never edited. Each step commits together with its number, so a crash
// between steps resumes at the next start. Thread: that of the Database.
#pragma once

#include <span>
#include <string_view>

#include "shared/base/result.h"
#include "shared/store/database.h"

namespace foyer::store {

struct Migration {
  int version;  // 1, 2, 3 … without gaps
  const char* sql;
};

// Fault::outdated when the database is newer than the last step: an older program must not write to it.
Result<void> migrate(Database& db, std::span<const Migration> steps);

}  // namespace foyer::store
