// The merge: stored state and a batch of stamped ops go in, the rows to write and one result for each op come out.
// Nothing else decides what the centre holds. For ops with fixed stamps the state afterwards does not depend on the
// order in which they arrive, nor on repeats (rules I-01, I-04, I-08; tests/sync/server/core). Pure; any thread; it
// cannot fail: what cannot be carried out is refused op by op.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "shared/wire/push.h"
#include "sync/server/core/snapshot.h"

namespace foyer::server {

// Rows to write. Each is the whole new row; a key stands in a list once.
struct Changes {
  std::vector<Receipt> receipts;                                 // new
  std::vector<Node> nodes;                                       // new or replaced
  std::vector<EmailOwner> owners;                                // new or replaced, by key and from
  std::map<std::pair<Uuid, std::string>, FieldValue> registers;  // (cid, field): the later of stored and this
  std::vector<Writing> history;                                  // new
  std::vector<ContactView> views;                                // new or replaced
  std::vector<Visit> new_visits;
  std::vector<Visit> changed_visits;      // only their ending, voiding, root or host_told
  std::vector<VisitFact> facts;           // new
  std::vector<Join> joins;                // in this order
  std::vector<Declaration> declarations;  // new
  std::vector<StoredDocument> documents;  // new or replaced
  std::vector<HostMail> new_mails;
  std::vector<HostMail> changed_mails;  // all but visit_id, host_id and received_ms
  std::vector<Review> reviews;          // new or replaced
  std::vector<FeedEntry> feed;          // gap-free from head + 1

  // Of staff alone (staff_acts.h):
  std::vector<VisitMove> visit_moves;
  std::vector<MergeRecord> merges;  // new, or undone now
  std::optional<Erasure> erasure;   // last of all
  std::optional<StaffActRecord> act;

  bool empty() const { return receipts.empty() && feed.empty(); }
  // How far the head moves. Receipts move it even when nothing in the feed changes: then their commit has a seq and a
  // nonce of its own, by which a tablet notices when it is lost.
  std::int64_t seqs() const { return feed.empty() && !receipts.empty() ? 1 : static_cast<std::int64_t>(feed.size()); }
};

struct BatchContext {
  std::int64_t head = 0;  // seq of the last row of the feed
  std::int64_t now_ms = 0;
  Uuid device;
  std::string site;
  bool tells_hosts = false;  // there is a mail server
};

struct Reconciled {
  Changes changes;
  std::vector<wire::OpResult> results;  // one for each op, in order
};

// REQUIRES: wanted(snapshot, ops) is empty, and snapshot.receipts holds every receipt there is for these ops.
Reconciled reconcile(Snapshot snapshot, std::span<const PreparedOp> ops, const BatchContext& context);

}  // namespace foyer::server
