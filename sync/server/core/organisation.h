// `foyer-server apply` and POST /v1/staff/apply: brings what the organisation tells its tablets to what a file says
// (shared/wire/organisation_file.h). Only what differs moves in the feed; what a section does not name any more becomes
// a tombstone. All of the file or, when anything in it is wrong, nothing. The caller's thread; PINs are hashed before
// the organisation is locked and never leave this file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/wire/organisation_file.h"
#include "sync/server/core/server_store.h"

namespace foyer::server {

struct Applied {
  std::vector<wire::FileProblem> problems;  // any: nothing was applied
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t removed = 0;
  std::int64_t unchanged = 0;
  std::int64_t head = 0;  // of the feed afterwards
};

enum class ApplyMode { apply, dry_run };

// Fails only as the store fails. `text` may be wiped afterwards: nothing refers to it.
Result<Applied> apply_organisation(ServerStore& store, const Clock& clock, Random& random, std::string_view text,
                                   ApplyMode mode);

// "2 added, 1 changed, 0 removed, 7 unchanged"
std::string summary_of(const Applied& applied);

}  // namespace foyer::server
