// What staff do to contacts (sync.md 3.5 and 3.8): an address that was typed wrong is corrected, two contacts become
// one or two again, a person is erased. Pure, as reconcile(): stored state and one act go in, rows to write come out.
// An act happens at its own stamp, under the organisation's lock; what tablets captured before it and bring later is
// told apart by the intervals of ownership. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "shared/base/result.h"
#include "shared/domain/email.h"
#include "sync/server/core/reconcile.h"
#include "sync/server/core/secrets.h"
#include "sync/server/core/snapshot.h"

namespace foyer::server {

// The hashes of an erased person's addresses are kept for the longest time that a tablet may be away.
inline constexpr std::int64_t kErasedKeysKeptMs = std::int64_t{180} * 24 * 60 * 60 * 1000;

// From now on the contact has this address instead of `old_key` (nothing: the one that is shown). When somebody has it
// already, the contact becomes part of that one. What was captured under the old address before stays with the contact;
// whoever writes it later is somebody else.
struct CorrectEmail {
  domain::Email email;
  std::optional<std::string> old_key;
};

// One person with two addresses: both stay theirs.
struct MergeContacts {
  Uuid with;
  std::optional<Uuid> primary;  // which of the two has the address that is shown; nothing: the one that stays
};

// Takes a merge back (nothing: the last one). Every visit and every value returns to the id that it was written under.
struct UnmergeContacts {
  std::optional<Uuid> merge;
};

struct EraseContact {};

// Staff write fields: a value stays until staff change it, a clearing lets visitors write again.
struct EditContact {
  domain::FieldWrites fields;
};

// Decides an open item of review.h.
struct SettleReview {
  std::string decision;
  std::optional<std::int64_t> seen_seq;  // refused when the item has changed since
};

struct StaffAct {
  Uuid id;       // by the caller: the same id is the same act
  Uuid contact;  // any id of the contact; of SettleReview: the item's
  std::variant<CorrectEmail, MergeContacts, UnmergeContacts, EraseContact, EditContact, SettleReview> what;
};

struct ActContext {
  std::int64_t head = 0;
  std::int64_t now_ms = 0;
  Stamp stamp = 0;
  Uuid actor;
  MacKey mac_key{};
};

struct Acted {
  Changes changes;
  Uuid root;                // of the contact afterwards
  std::optional<Uuid> cut;  // of the one that stands for itself again
};

// As wanted(snapshot, ops): what carry_out() would look at and was not asked for yet.
Keys wanted(const Snapshot& snapshot, const StaffAct& act);

// REQUIRES: wanted(snapshot, act) is empty, and before an erasure load_people_documents() was called. Fault::not_found:
// no such contact, or it was erased; conflict: it cannot be done as things are, `detail` says why; invalid: the act
// contradicts itself. Nothing is changed then.
Result<Acted> carry_out(Snapshot snapshot, const StaffAct& act, const ActContext& context);

}  // namespace foyer::server
