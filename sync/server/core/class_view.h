// A contact made anew from what is stored of its ids: the same as what reconcile() keeps up to date op by op (A6).
// Pure over a Snapshot that has Keys::people of the root; any thread.
#pragma once

#include "sync/server/core/snapshot.h"

namespace foyer::server {

// The open interval of the address that is shown; null when the class owns none now.
const EmailOwner* shown_owner(const Snapshot& snapshot, const Uuid& root);

// REQUIRES: the nodes, registers, owners and visits of the class are in the snapshot.
ContactView class_view(const Snapshot& snapshot, const Uuid& root);

// Adds to `keys` what is missing of the class of `cid` and of everything that hangs on it.
void want_person(const Snapshot& snapshot, const Uuid& cid, Keys& keys);

}  // namespace foyer::server
