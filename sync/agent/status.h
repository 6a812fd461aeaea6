// What `foyer-sync status --json` prints: one JSON object with exactly pending, held, dead, acked, cursor,
// last_contact, clock_offset_ms and last_fault; "standing" and "removal" only while staff have to act on them. Pure;
// any thread.
#pragma once

#include <string>

#include "shared/store/kiosk_store.h"

namespace foyer::agent {

// cursor: the seq up to which the centre's feed was read. last_contact: UTC text or null. clock_offset_ms: the centre's
// clock minus the tablet's, or null. last_fault: "fault: what happened" or null; a database that was set aside shows
// here while there is nothing newer to say.
std::string status_json(const store::OutboxCounts& counts, const store::SyncState& state);

// The same for people, one line each.
std::string status_text(const store::OutboxCounts& counts, const store::SyncState& state);

}  // namespace foyer::agent
