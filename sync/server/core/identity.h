// Who is meant: from a contact id and an email key, as of a stamp, to one contact (sync.md 3.5, rules I-01 and I-06).
// Contact ids form classes (union-find); the key's owner is looked up as of the op's stamp, and a new owner's interval
// reaches back to the end of the previous one, which is what makes the outcome independent of the order of arrival.
// Pure over a Snapshot; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.h"
#include "sync/server/core/snapshot.h"

namespace foyer::server {

// The root of the class of `cid`; `cid` itself when it is not known.
Uuid root_of(const Snapshot& snapshot, const Uuid& cid);

// The id under which a person writes again after an erasure: the same from every tablet that knew the old id.
Uuid reborn_cid(const Uuid& cid, const Uuid& erase_id);

// `cid`, or what it was reborn as when its person was erased not later than `stamp`.
Uuid living_cid(const Snapshot& snapshot, const Uuid& cid, Stamp stamp);

// The stamp of erasure of the class of `cid`, if it was erased.
std::optional<Stamp> erased_at(const Snapshot& snapshot, const Uuid& cid);

const EmailOwner* owner_as_of(const Snapshot& snapshot, const std::string& key, Stamp stamp);
const ErasedKey* erased_as_of(const Snapshot& snapshot, const std::string& key, Stamp stamp);

// The ids of the class, in order. REQUIRES: they are in the snapshot (Keys::members)
std::vector<Uuid> members_of(const Snapshot& snapshot, const Uuid& root);

// Whether the class of `root` owns the key from now on.
bool owns_now(const Snapshot& snapshot, const std::string& key, const Uuid& root);

// The interval that a new owner of the key gets: it reaches back to the end of the previous one.
EmailOwner interval_for(const Snapshot& snapshot, const std::string& key, const Uuid& cid, const Uuid& root,
                        Stamp stamp);

// Hangs the class of `join.loser` under `join.parent`, in the snapshot's nodes, owners, visits and histories. Registers
// stay where they are; only what is derived moves.
void join_classes(Snapshot& snapshot, const Join& join);

struct Resolved {
  Uuid cid;  // reborn where that applies
  Uuid root;
  bool is_anonymous = false;            // the person was erased after this was captured
  bool is_mismatch = false;             // the id belongs to a contact with another address: nothing was changed
  std::optional<Node> new_node;         // written now
  std::optional<EmailOwner> new_owner;  // written now
  std::optional<Join> joined;           // a class that became part of `root` now
};

// Finds or makes the contact, and updates the snapshot's nodes, owners, views and visits accordingly. `key` is empty
// for an op without an email. `created_seq` is that of the transaction.
Resolved resolve(Snapshot& snapshot, const Uuid& cid, const std::string& key, Stamp stamp, std::int64_t created_seq);

}  // namespace foyer::server
