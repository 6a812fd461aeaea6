// When a visit ended and whether it was taken back, from what was said about it (rule I-08). Any order of facts leads
// to the same: of each kind the least counts. Pure over a Snapshot; any thread.
#pragma once

#include "sync/server/core/snapshot.h"

namespace foyer::server {

// Whether the visit is another one now.
bool take_fact(Visit& visit, const VisitFact& fact);

// A check-out by address ends every visit of that contact at the site that had begun by then. Whether the visit is
// another one now.
bool close_by_email(const Snapshot& snapshot, Visit& visit);

// The visit as all the facts of the snapshot make it, whatever it was before.
Visit ended_anew(const Snapshot& snapshot, Visit visit);

}  // namespace foyer::server
