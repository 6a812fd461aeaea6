#include "sync/server/core/erasure.h"

#include <algorithm>
#include <utility>

#include "sync/server/core/identity.h"
#include "sync/server/core/people_documents.h"
#include "sync/server/core/review.h"

namespace foyer::server {

namespace {

// Bookings and their like under the addresses that nobody else has now. They move before the erasure does: when a
// tablet hears of that, it leaves no byte of what it knew.
void forget_documents(const Snapshot& snapshot, const Erasure& erasure, const Forgetting& how, Changes& changes,
                      FeedWriter& feed) {
  std::set<Mac> theirs = how.further;
  for (const Erasure::Key& key : erasure.keys) {
    const EmailOwner* const now = owner_as_of(snapshot, key.email_key, kStampMax - 1);
    if (now == nullptr || now->root == erasure.root) theirs.insert(key.kept.key_mac);
  }
  const auto is_theirs = [&](const std::string& key) { return theirs.contains(keyed_mac(how.mac_key, key)); };
  for (const auto& [id, document] : snapshot.documents) {
    auto bare = without_person(document, is_theirs);
    if (!bare) continue;
    feed.move(feed_kind(bare->kind), id);
    changes.documents.push_back(std::move(*bare));
  }
}

}  // namespace

void forget_class(const Snapshot& snapshot, const Uuid& root, const Forgetting& how, Changes& changes,
                  FeedWriter& feed) {
  Erasure erasure{how.erase_id, how.erased_at, root, members_of(snapshot, root), {}, how.keep_until_ms};
  for (const auto& [key, owners] : snapshot.owners) {
    for (const EmailOwner& owner : owners) {
      const Stamp to = std::min(owner.to, how.erased_at);
      if (owner.root != root || owner.from >= to) continue;
      const ErasedKey kept{keyed_mac(how.mac_key, key), owner.from, to, how.erased_at, how.erase_id, root};
      erasure.keys.push_back({key, kept});
    }
  }
  forget_documents(snapshot, erasure, how, changes, feed);
  Node node = snapshot.nodes.at(root);
  if (!node.erased_at) {
    node.erased_at = how.erased_at;
    node.erase_id = how.erase_id;
  }
  changes.nodes.push_back(node);
  changes.erasure = std::move(erasure);
  feed.move(FeedKind::erased, root);
  for (const auto& [id, review] : snapshot.reviews) {
    if (review.contact != root || review.state != ReviewState::open) continue;
    changes.reviews.push_back(withdrawn(review));
    feed.move(FeedKind::review, id);
  }
  for (const auto& [id, visit] : snapshot.visits) {
    if (visit.root == root) feed.move(FeedKind::visit, id);
  }
}

ErasureLine line_of(const Erasure& erasure, std::int64_t at_ms) {
  ErasureLine line;
  line.erase_id = erasure.erase_id;
  line.root = erasure.root;
  line.cids = erasure.cids;
  for (const Erasure::Key& key : erasure.keys) line.keys.push_back({key.kept.key_mac, key.kept.from, key.kept.to});
  line.erased_at = erasure.erased_at;
  line.at_ms = at_ms;
  line.keep_until_ms = erasure.keep_until_ms;
  return line;
}

}  // namespace foyer::server
