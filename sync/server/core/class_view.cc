#include "sync/server/core/class_view.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "sync/server/core/identity.h"
#include "sync/server/core/registers.h"
#include "sync/server/core/stamps.h"

namespace foyer::server {

const EmailOwner* shown_owner(const Snapshot& snapshot, const Uuid& root) {
  const EmailOwner* shown = nullptr;
  for (const auto& [key, owners] : snapshot.owners) {
    for (const EmailOwner& owner : owners) {
      if (owner.root != root || !owner.is_open()) continue;
      if (shown == nullptr ||
          std::tie(owner.primary_at, owner.email_key) > std::tie(shown->primary_at, shown->email_key)) {
        shown = &owner;
      }
    }
  }
  return shown;
}

ContactView class_view(const Snapshot& snapshot, const Uuid& root) {
  ContactView view;
  view.root = root;
  if (const EmailOwner* const owner = shown_owner(snapshot, root)) view.email_key = owner->email_key;
  view.created_ms = std::numeric_limits<std::int64_t>::max();
  for (const auto& [cid, node] : snapshot.nodes) {
    if (node.root == root) view.created_ms = std::min(view.created_ms, stamp_ms(node.born));
  }
  for (const auto& [whose, person] : snapshot.people) {
    for (const auto& [where, value] : person.registers) {
      const auto node = snapshot.nodes.find(where.first);
      if (node != snapshot.nodes.end() && node->second.root == root) write_register(view.fields, where.second, value);
    }
  }
  for (const auto& [id, visit] : snapshot.visits) {
    if (visit.root == root && !visit.voided_by) ++view.visits;
  }
  return view;
}

void want_person(const Snapshot& snapshot, const Uuid& cid, Keys& keys) {
  if (!snapshot.loaded.nodes.contains(cid)) {
    keys.nodes.insert(cid);
    return;
  }
  if (!snapshot.nodes.contains(cid)) return;
  const Uuid root = root_of(snapshot, cid);
  if (!snapshot.loaded.people.contains(root)) {
    keys.people.insert(root);
    keys.members.insert(root);
    keys.histories.insert(root);
    return;
  }
  for (const std::string& key : snapshot.people.at(root).email_keys) {
    const auto asked = snapshot.loaded.emails.find(key);
    if (asked == snapshot.loaded.emails.end() || asked->second > kStampMin) keys.emails[key] = kStampMin;
  }
  for (const auto& [id, visit] : snapshot.visits) {
    if (visit.root == root && !snapshot.loaded.facts.contains(id)) keys.facts.insert(id);
  }
}

}  // namespace foyer::server
