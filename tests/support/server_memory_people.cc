// ServerMemoryStore: all there is about a contact, and what staff did with it.
#include <algorithm>

#include "sync/server/core/identity.h"
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

void ServerMemoryStore::erase(const server::Erasure& erasure) {
  const std::set<Uuid> cids(erasure.cids.begin(), erasure.cids.end());
  std::erase_if(tables.registers, [&](const auto& row) { return cids.contains(row.first.first); });
  std::erase_if(tables.declarations, [&](const server::Declaration& row) { return cids.contains(row.cid); });
  std::erase_if(tables.history, [&](const server::Writing& row) { return cids.contains(row.cid); });
  std::erase_if(tables.owners, [&](const server::EmailOwner& owner) { return owner.root == erasure.root; });
  tables.views.erase(erasure.root);
  for (auto& [id, visit] : tables.visits) {
    if (visit.root != erasure.root) continue;
    visit.cid.reset();
    visit.root.reset();
    visit.email_key.clear();
    visit.host.reset();
    visit.snapshot.clear();
  }
  for (auto& [id, review] : tables.reviews) {
    if (!review.contact || !cids.contains(*review.contact)) continue;
    review.contact.reset();
    review.detail.clear();
  }
  for (auto& [id, receipt] : tables.receipts) {
    if (!receipt.cid || !cids.contains(*receipt.cid)) continue;
    receipt.cid.reset();
    receipt.anonymised = true;
  }
  for (const server::Erasure::Key& key : erasure.keys) {
    tables.erased_keys[key.email_key].push_back(key.kept);
    std::erase_if(tables.facts, [&](const auto& row) {
      return row.second.email_key == key.email_key && key.kept.from <= row.second.stamp &&
             row.second.stamp < key.kept.to;
    });
  }
  std::erase_if(tables.dead_letters, [&](const auto& row) {
    const server::DeadLetter& letter = row.second;
    return (letter.cid && cids.contains(*letter.cid)) ||
           std::ranges::any_of(erasure.keys, [&](const auto& key) { return letter.key_mac == key.kept.key_mac; });
  });
  for (auto& [id, device] : tables.devices) device.push_answer.clear();
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
