// ServerMemoryStore: all there is about a contact, and what staff did with it.
#include <algorithm>

#include "tests/support/server_memory_store.h"

namespace foyer::support {

Result<std::vector<server::Review>> ServerMemoryStore::open_reviews(std::int64_t after_seq, std::int64_t limit) {
  std::vector<server::Review> open;
  for (const auto& [id, row] : tables.reviews) {
    if (row.state == server::ReviewState::open && row.seq > after_seq) open.push_back(row);
  }
  std::ranges::sort(open, {}, &server::Review::seq);
  if (std::ssize(open) > limit) open.resize(static_cast<std::size_t>(limit));
  return open;
}

void ServerMemoryStore::apply_staff(const server::Changes& changes) {
  for (const server::VisitMove& move : changes.visit_moves) {
    for (auto& [id, visit] : tables.visits) {
      if (visit.cid == move.cid && visit.root == move.from) visit.root = move.to;
    }
  }
  for (const server::MergeRecord& row : changes.merges) tables.merges[row.id] = row;
  if (changes.erasure) erase(*changes.erasure);
  if (changes.act) tables.acts[changes.act->id] = *changes.act;
}

void ServerMemoryStore::load_people(const Keys& keys, Snapshot& snapshot) {
  for (const auto& [cid, node] : tables.nodes) {
    if (keys.members.contains(node.root)) snapshot.nodes[cid] = node;
  }
  for (const server::Writing& row : tables.history) {
    const Uuid& root = tables.nodes.at(row.cid).root;
    if (keys.histories.contains(root)) snapshot.histories[root].push_back(row);
  }
  for (const auto& [id, review] : tables.reviews) {
    const bool is_theirs = review.contact && keys.histories.contains(*review.contact);
    if (keys.reviews.contains(id) || (is_theirs && review.state == server::ReviewState::open)) {
      snapshot.reviews.try_emplace(id, review);
    }
  }
  for (const Uuid& root : keys.people) {
    server::Person& person = snapshot.people[root];
    for (const auto& [where, value] : tables.registers) {
      if (tables.nodes.at(where.first).root == root) person.registers[where] = value;
    }
    for (const server::EmailOwner& owner : tables.owners) {
      if (owner.root == root) person.email_keys.insert(owner.email_key);
    }
    for (const server::Declaration& row : tables.declarations) {
      if (tables.nodes.at(row.cid).root == root) person.declarations.push_back(row);
    }
    for (const auto& [id, merge] : tables.merges) {
      if (!merge.undone_ms && tables.nodes.at(merge.loser).root == root) person.merges.push_back(merge);
    }
    for (const auto& [id, visit] : tables.visits) {
      if (visit.root == root) snapshot.visits.try_emplace(id, visit);
    }
  }
}

Result<std::optional<server::StaffActRecord>> ServerMemoryStore::staff_act(const Uuid& id) {
  const auto row = tables.acts.find(id);
  return row == tables.acts.end() ? std::optional<server::StaffActRecord>() : std::optional(row->second);
}

void ServerMemoryStore::join(const server::Join& join) {
  tables.nodes.at(join.loser).parent = join.parent;
  for (auto& [cid, node] : tables.nodes) {
    if (node.root == join.loser) node.root = join.root;
  }
  for (server::EmailOwner& owner : tables.owners) {
    if (owner.root == join.loser) owner.root = join.root;
  }
  for (auto& [id, visit] : tables.visits) {
    if (visit.root == join.loser) visit.root = join.root;
  }
  tables.views.erase(join.loser);
}

}  // namespace foyer::support
