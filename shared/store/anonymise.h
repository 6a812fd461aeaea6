// What a tablet forgets of somebody who was erased at the centre. An op that the centre does not have yet, or whose
// visit is on the screen until the feed brings it, stays and says nothing about the person any more. Inside of the
// caller's transaction; thread: that of the Database.
#pragma once

#include <cstdint>

#include "shared/base/result.h"
#include "shared/store/database.h"
#include "shared/store/op_row.h"

namespace foyer::store {

Result<void> anonymise(Database& db, OpRow row);

// The centre has just taken op `n` for somebody who was erased. Call KioskStore::erase_traces() soon.
Result<void> forget_erased_op(Database& db, std::int64_t n);

// Somebody was erased at `stamp`; call it where the feed is at its head. A check-out names an address and no contact:
// what the centre has of those by an address that nobody has any more goes as well, once nothing of them is shown.
Result<void> note_erasure(Database& db, std::int64_t stamp);
Result<void> forget_check_outs_of_nobody(Database& db);

}  // namespace foyer::store
