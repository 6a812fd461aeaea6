// Backups of the centre's SQLite database. A backup is one ordinary SQLite file (no -wal beside it) with the
// application_id of a Foyer backup, mode 0600. back_up() may run beside the server; restore() may not: its caller holds
// the folder's lock. Failures say in `detail` what to do; after one nothing is changed but a `FILE.part` that was
// removed. Any thread.
#pragma once

#include <cstdint>
#include <string>

#include "shared/base/random.h"
#include "shared/base/result.h"

namespace foyer::server {

struct BackedUp {
  std::int64_t seq = 0;  // the head of the copy: tablets may forget what is not above it
};

// Copies the database `database` as it is at one moment to `file`, checks the copy from end to end, and only then
// writes into the database that everything up to the copy's head is in a backup. An older backup under that name is
// replaced at the end, in one step; Fault::refused for any other file.
Result<BackedUp> back_up(const std::string& database, const std::string& file);

struct Restored {
  std::int64_t seq = 0;
  std::string kept_as;  // the replaced database; empty: there was none
};

// Puts the backup `file` in the place of `database` in one step, with a new epoch, so that every tablet notices, and
// with its own head as what is in a backup. The replaced database stays beside it, as `database`.before-`mark`.
// Fault::invalid: not a backup of Foyer. corrupt: a damaged one. outdated: a newer program made it.
Result<Restored> restore(const std::string& file, const std::string& database, const std::string& mark, Random& random);

}  // namespace foyer::server
