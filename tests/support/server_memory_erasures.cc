// Who was erased, in memory.
#include <algorithm>
#include <set>

#include "tests/support/server_memory_store.h"

namespace foyer::support {

void ServerMemoryStore::erase(const server::Erasure& erasure) {
  const std::set<Uuid> cids(erasure.cids.begin(), erasure.cids.end());
  std::erase_if(tables.registers, [&](const auto& row) { return cids.contains(row.first.first); });
  std::erase_if(tables.declarations, [&](const server::Declaration& row) { return cids.contains(row.cid); });
  std::erase_if(tables.history, [&](const server::Writing& row) { return cids.contains(row.cid); });
  std::erase_if(tables.owners, [&](const server::EmailOwner& owner) { return owner.root == erasure.root; });
  for (const Uuid& cid : cids) tables.views.erase(cid);
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
    auto& kept = tables.erased_keys[key.kept.key_mac];
    std::erase_if(kept, [&](const auto& row) { return row.kept.from == key.kept.from; });
    kept.push_back({key.kept, erasure.keep_until_ms});
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

Result<server::ErasedRows> ServerMemoryStore::erased() {
  server::ErasedRows erased;
  for (const auto& [cid, node] : tables.nodes) {
    if (tables.nodes.at(node.root).erased_at) erased.nodes.push_back(node);
  }
  for (const auto& [mac, rows] : tables.erased_keys) erased.keys.insert(erased.keys.end(), rows.begin(), rows.end());
  return erased;
}

Result<std::vector<std::string>> ServerMemoryStore::email_keys() {
  std::set<std::string> keys;
  for (const server::EmailOwner& owner : tables.owners) keys.insert(owner.email_key);
  for (const auto& [id, fact] : tables.facts) {
    if (!fact.email_key.empty()) keys.insert(fact.email_key);
  }
  return std::vector<std::string>(keys.begin(), keys.end());
}

Result<std::int64_t> ServerMemoryStore::drop_erased_keys(std::int64_t now_ms) {
  std::int64_t seq = 0;
  for (auto& [mac, rows] : tables.erased_keys) {
    for (const auto& row : rows) {
      const auto told = tables.feed.find({server::FeedKind::erased, row.kept.root});
      if (row.keep_until_ms <= now_ms && told != tables.feed.end()) seq = std::max(seq, told->second);
    }
    std::erase_if(rows, [&](const auto& row) { return row.keep_until_ms <= now_ms; });
  }
  std::erase_if(tables.erased_keys, [](const auto& row) { return row.second.empty(); });
  return seq;
}

}  // namespace foyer::support
