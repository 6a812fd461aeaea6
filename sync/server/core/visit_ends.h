// When a visit ended and whether it was taken back, from what was said about it (rule I-08). Any order of facts leads
// to the same: of each kind the least counts, without the check-outs that a reopen takes back. Pure over a Snapshot;
// any thread.
#pragma once

#include "sync/server/core/snapshot.h"

namespace foyer::server {

// Whether the visit is another one now. REQUIRES: the snapshot has every fact about the visit, this one too
bool take_fact(const Snapshot& snapshot, Visit& visit, const VisitFact& fact);

// A check-out by address ends every visit of that contact at the site that had begun by then. Whether the visit is
// another one now.
bool close_by_email(const Snapshot& snapshot, Visit& visit);

// The visit as all the facts of the snapshot make it, whatever it was before.
Visit ended_anew(const Snapshot& snapshot, Visit visit);

}  // namespace foyer::server
