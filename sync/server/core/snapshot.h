// What reconcile() needs to know about the stored state, and nothing more: the rows that a batch of ops can touch. A
// store fills it in sets; wanted() says which rows are still missing, so that no rule of identity lives in a store.
// Values; any thread.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "shared/base/id.h"
#include "shared/domain/email.h"
#include "shared/domain/op.h"
#include "sync/server/core/records.h"
#include "sync/server/core/stamps.h"

namespace foyer::server {

// An op that passed the checks of prepare.h.
struct PreparedOp {
  domain::Op op;
  std::optional<domain::Email> email;
  Mac body_mac{};
  std::string proof;  // as the tablet sent it, see proof.h
  // From the receipt of an op that was here before, or from a proof of one, else made now.
  Stamp stamp = 0;
  Timed time;
};

// Names rows to load. Each member is a set of keys of one table; loading a row that does not exist is no failure.
struct Keys {
  std::unordered_set<Uuid> nodes;  // contact ids
  std::unordered_set<Uuid> views;  // roots
  std::unordered_set<Uuid> visits;
  std::unordered_set<Uuid> facts;       // visit ids: what was said about them
  std::map<std::string, Stamp> emails;  // owners, erased intervals, and check-outs by this address from the stamp on
  std::unordered_map<Uuid, Stamp> closing;  // root -> its visits that had not ended by then
  std::unordered_set<Uuid> members;         // roots: the nodes of their classes
  std::unordered_set<Uuid> people;          // roots: all there is about them, see Person

  std::unordered_set<Uuid> histories;  // roots: every writing to them, and their open reviews
  std::unordered_set<Uuid> reviews;
  std::unordered_set<Uuid> documents;

  bool empty() const {
    return nodes.empty() && views.empty() && visits.empty() && facts.empty() && emails.empty() && closing.empty() &&
           members.empty() && people.empty() && histories.empty() && reviews.empty() && documents.empty();
  }
};

// All there is about one contact beside its visits, which stand in Snapshot::visits, and its nodes.
struct Person {
  std::map<std::pair<Uuid, std::string>, FieldValue> registers;  // (cid, field)
  std::set<std::string> email_keys;                              // owned now or once
  std::vector<Declaration> declarations;
  std::vector<MergeRecord> merges;  // not undone, whose loser is of this class
};

struct Snapshot {
  std::unordered_map<Uuid, Receipt> receipts;
  std::unordered_map<Uuid, Node> nodes;
  std::unordered_map<Uuid, ContactView> views;
  std::unordered_map<Uuid, Visit> visits;
  std::unordered_map<Uuid, std::vector<VisitFact>> facts_by_visit;
  std::unordered_map<std::string, std::vector<VisitFact>> facts_by_email;
  std::unordered_map<std::string, std::vector<EmailOwner>> owners;
  std::unordered_map<std::string, std::vector<ErasedKey>> erased_keys;
  std::unordered_map<Uuid, StoredDocument> documents;
  std::unordered_map<Uuid, Person> people;                   // by root
  std::unordered_map<Uuid, std::vector<Writing>> histories;  // by root, in no order
  std::unordered_map<Uuid, Review> reviews;
  Keys loaded;  // asked for so far, found or not
};

// What reconcile() of `ops` would look at and the snapshot was not yet asked for. Empty: go ahead. A loader that
// repeats `load(wanted(…))` ends after a handful of rounds.
Keys wanted(const Snapshot& snapshot, std::span<const PreparedOp> ops);

// Adds `keys` to snapshot.loaded. Every ServerStore calls it after loading.
void mark_loaded(Snapshot& snapshot, const Keys& keys);

}  // namespace foyer::server
