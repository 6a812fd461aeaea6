#include "sync/server/core/identity.h"

#include <algorithm>
#include <iterator>

#include "sync/server/core/secrets.h"

namespace foyer::server {
namespace {

bool ever_owned(const Snapshot& snapshot, const std::string& key, const Uuid& root) {
  const auto found = snapshot.owners.find(key);
  return found != snapshot.owners.end() &&
         std::ranges::any_of(found->second, [&](const EmailOwner& owner) { return owner.root == root; });
}

void own(Snapshot& snapshot, Resolved& resolved, const std::string& key, Stamp stamp) {
  resolved.new_owner = interval_for(snapshot, key, resolved.root, resolved.root, stamp);
  snapshot.owners[key].push_back(*resolved.new_owner);
}

// A contact that had no address so far and now names one.
void claim(Snapshot& snapshot, Resolved& resolved, const std::string& key, Stamp stamp) {
  // Whoever had it then was erased since, and nothing brings the address back: the op counts without a person.
  if (const ErasedKey* erased = erased_as_of(snapshot, key, stamp)) {
    resolved.root = erased->root;
    resolved.is_anonymous = true;
    return;
  }
  if (const EmailOwner* owner = owner_as_of(snapshot, key, stamp)) {
    resolved.joined = Join{resolved.root, owner->cid, owner->root};
    resolved.root = owner->root;
    join_classes(snapshot, *resolved.joined);
    return;
  }
  own(snapshot, resolved, key, stamp);
}

void resolve_known(Snapshot& snapshot, Resolved& resolved, const std::string& key, Stamp stamp) {
  resolved.root = root_of(snapshot, resolved.cid);
  if (erased_at(snapshot, resolved.cid)) {
    resolved.is_anonymous = true;
    return;
  }
  if (key.empty() || ever_owned(snapshot, key, resolved.root)) return;
  const auto view = snapshot.views.find(resolved.root);
  if (view != snapshot.views.end() && !view->second.email_key.empty()) {
    resolved.is_mismatch = true;
    return;
  }
  claim(snapshot, resolved, key, stamp);
}

void resolve_new(Snapshot& snapshot, Resolved& resolved, const std::string& key, Stamp stamp,
                 std::int64_t created_seq) {
  Node node{resolved.cid, std::nullopt, resolved.cid, std::nullopt, Uuid(), stamp, created_seq};
  resolved.root = resolved.cid;
  if (!key.empty()) {
    if (const ErasedKey* erased = erased_as_of(snapshot, key, stamp)) {
      node.erased_at = erased->erased_at;
      node.erase_id = erased->erase_id;
      resolved.is_anonymous = true;
    } else if (const EmailOwner* owner = owner_as_of(snapshot, key, stamp)) {
      node.parent = owner->cid;  // whom it stays with when staff separate the class again
      node.root = owner->root;
      resolved.root = owner->root;
    } else {
      own(snapshot, resolved, key, stamp);
    }
  }
  snapshot.nodes.emplace(node.cid, node);
  resolved.new_node = node;
}

}  // namespace

Uuid root_of(const Snapshot& snapshot, const Uuid& cid) {
  const auto node = snapshot.nodes.find(cid);
  return node == snapshot.nodes.end() ? cid : node->second.root;
}

Uuid reborn_cid(const Uuid& cid, const Uuid& erase_id) { return derived_uuid(cid, erase_id); }

std::optional<Stamp> erased_at(const Snapshot& snapshot, const Uuid& cid) {
  const auto root = snapshot.nodes.find(root_of(snapshot, cid));
  return root == snapshot.nodes.end() ? std::nullopt : root->second.erased_at;
}

Uuid living_cid(const Snapshot& snapshot, const Uuid& cid, Stamp stamp) {
  Uuid living = cid;
  for (auto erased = erased_at(snapshot, living); erased && stamp >= *erased; erased = erased_at(snapshot, living)) {
    living = reborn_cid(living, snapshot.nodes.at(root_of(snapshot, living)).erase_id);
  }
  return living;
}

const EmailOwner* owner_as_of(const Snapshot& snapshot, const std::string& key, Stamp stamp) {
  const auto found = snapshot.owners.find(key);
  if (found == snapshot.owners.end()) return nullptr;
  for (const EmailOwner& owner : found->second) {
    if (owner.from <= stamp && stamp < owner.to) return &owner;
  }
  return nullptr;
}

const ErasedKey* erased_as_of(const Snapshot& snapshot, const std::string& key, Stamp stamp) {
  const auto found = snapshot.erased_keys.find(key);
  if (found == snapshot.erased_keys.end()) return nullptr;
  const ErasedKey* latest = nullptr;
  for (const ErasedKey& erased : found->second) {
    if (stamp < erased.from || stamp >= erased.to) continue;
    if (latest == nullptr || erased.erased_at > latest->erased_at) latest = &erased;
  }
  return latest;
}

std::vector<Uuid> members_of(const Snapshot& snapshot, const Uuid& root) {
  std::vector<Uuid> cids;
  for (const auto& [cid, node] : snapshot.nodes) {
    if (node.root == root) cids.push_back(cid);
  }
  std::ranges::sort(cids);
  return cids;
}

bool owns_now(const Snapshot& snapshot, const std::string& key, const Uuid& root) {
  const EmailOwner* const owner = owner_as_of(snapshot, key, kStampMax - 1);
  return owner != nullptr && owner->is_open() && owner->root == root;
}

EmailOwner interval_for(const Snapshot& snapshot, const std::string& key, const Uuid& cid, const Uuid& root,
                        Stamp stamp) {
  EmailOwner owner{key, cid, root, kStampMin, kStampMax, 0};
  if (const auto found = snapshot.owners.find(key); found != snapshot.owners.end()) {
    for (const EmailOwner& other : found->second) {
      if (other.to <= stamp) owner.from = std::max(owner.from, other.to);
      if (other.from > stamp) owner.to = std::min(owner.to, other.from);
    }
  }
  if (const auto found = snapshot.erased_keys.find(key); found != snapshot.erased_keys.end()) {
    for (const ErasedKey& other : found->second) {
      if (other.to <= stamp) owner.from = std::max(owner.from, other.to);
      if (other.from > stamp) owner.to = std::min(owner.to, other.from);
    }
  }
  return owner;
}

void join_classes(Snapshot& snapshot, const Join& join) {
  if (auto history = snapshot.histories.extract(join.loser); !history.empty()) {
    const auto joined = snapshot.histories.find(join.root);
    if (joined != snapshot.histories.end()) std::ranges::move(history.mapped(), std::back_inserter(joined->second));
  }
  for (auto& [cid, node] : snapshot.nodes) {
    if (cid == join.loser) node.parent = join.parent;
    if (node.root == join.loser) node.root = join.root;
  }
  for (auto& [key, owners] : snapshot.owners) {
    for (EmailOwner& owner : owners) {
      if (owner.root == join.loser) owner.root = join.root;
    }
  }
  for (auto& [id, visit] : snapshot.visits) {
    if (visit.root == join.loser) visit.root = join.root;
  }
}

Resolved resolve(Snapshot& snapshot, const Uuid& cid, const std::string& key, Stamp stamp, std::int64_t created_seq) {
  Resolved resolved;
  resolved.cid = living_cid(snapshot, cid, stamp);
  if (snapshot.nodes.contains(resolved.cid)) {
    resolve_known(snapshot, resolved, key, stamp);
  } else {
    resolve_new(snapshot, resolved, key, stamp, created_seq);
  }
  return resolved;
}

}  // namespace foyer::server
