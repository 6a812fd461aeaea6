#include "sync/server/core/erasure_keeper.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "shared/base/log.h"
#include "sync/server/core/erase_again.h"
#include "sync/server/core/erasure.h"
#include "sync/server/core/people_documents.h"
#include "sync/server/core/secrets.h"
#include "sync/server/core/stamps.h"

namespace foyer::server {
namespace {

// An id, its class, its addresses: more rounds are a broken table.
constexpr int kLoadRoundsMax = 16;
constexpr std::int64_t kSettleEveryMs = 3'600'000;

// The erasures of the database as lines of the ledger. Ids that tablets brought under an erased address are of the
// erasure that they came after.
std::map<Uuid, ErasureLine> lines_of(const ErasedRows& rows) {
  std::map<Uuid, ErasureLine> lines;
  std::map<Uuid, const Node*> roots;
  for (const Node& node : rows.nodes) {
    if (node.erased_at) roots.emplace(node.cid, &node);
  }
  std::map<Uuid, std::tuple<std::int64_t, Uuid>> oldest;
  for (const Node& node : rows.nodes) {
    const auto root = roots.find(node.root);
    if (root == roots.end()) continue;
    const Node& erased = *root->second;
    ErasureLine& line = lines[erased.erase_id];
    line.cids.push_back(node.cid);
    const std::tuple age(erased.created_seq, erased.cid);
    const auto [known, is_first] = oldest.emplace(erased.erase_id, age);
    if (!is_first && known->second <= age) continue;
    known->second = age;
    line.erase_id = erased.erase_id;
    line.root = erased.cid;
    line.erased_at = *erased.erased_at;
    line.at_ms = stamp_ms(*erased.erased_at);
  }
  for (const ErasedRows::Key& key : rows.keys) {
    const auto line = lines.find(key.kept.erase_id);
    if (line == lines.end()) continue;
    line->second.root = key.kept.root;
    line->second.keys.push_back({key.kept.key_mac, key.kept.from, key.kept.to});
    line->second.keep_until_ms = std::max(line->second.keep_until_ms, key.keep_until_ms);
  }
  for (auto& [id, line] : lines) std::ranges::sort(line.cids);
  return lines;
}

}  // namespace

Result<void> ErasureKeeper::note(const Erasure& erasure, std::int64_t now_ms) {
  if (auto appended = ledger_.append(line_of(erasure, now_ms)); !appended) return appended;
  is_commit_open_ = true;
  return {};
}

void ErasureKeeper::committed() {
  is_commit_open_ = false;
  are_traces_left_ = true;
}

Result<int> ErasureKeeper::settle() {
  const std::int64_t mono_ms = clock_.now().mono_ms;
  const bool is_sure = !is_in_doubt_ && !is_commit_open_ && store_.connections() == connections_;
  if (is_sure && mono_ms - settled_mono_ms_ < kSettleEveryMs) return 0;
  const auto known = ledger_.read();
  if (!known) return known.error();
  ErasedRows rows;
  const auto read = store_.read([&]() -> Result<void> {
    auto erased = store_.erased();
    if (!erased) return erased.error();
    rows = std::move(*erased);
    return {};
  });
  if (!read) return read.error();
  const std::int64_t connections = store_.connections();
  std::set<Uuid> erased;
  for (const Node& node : rows.nodes) erased.insert(node.cid);
  std::vector<const ErasureLine*> missing;
  for (const ErasureLine& line : known->erasures) {
    const bool is_there = erased.contains(line.root) &&
                          std::ranges::all_of(line.cids, [&](const Uuid& cid) { return erased.contains(cid); });
    if (!is_there) missing.push_back(&line);
  }
  if (known->unreadable > 0) {
    const Error damaged{Fault::refused, ledger_.name() + ": " + std::to_string(known->unreadable) +
                                            " lines cannot be read; put them right, or take them out and erase those "
                                            "people again"};
    if (!missing.empty()) return damaged;  // they may be of people who are in this database again
    log_error("reading the ledger of erasures", damaged);
  }
  std::map<Mac, std::string> keys;
  if (!missing.empty()) {
    auto found = email_keys();
    if (!found) return found.error();
    keys = std::move(*found);
  }
  for (const ErasureLine* const line : missing) {
    if (auto done = carry_out(*line, keys); !done) return done.error();
    are_traces_left_ = true;
  }
  if (!missing.empty()) log_warning(std::to_string(missing.size()) + " erasures were carried out again");
  if (auto gone = let_hashes_go(rows); !gone) return gone.error();
  let_lines_go(*known);
  adopt(lines_of(rows), *known);
  is_in_doubt_ = false;
  is_commit_open_ = false;
  connections_ = connections;
  settled_mono_ms_ = mono_ms;
  clear_traces();
  return static_cast<int>(missing.size());
}

Result<std::map<Mac, std::string>> ErasureKeeper::email_keys() {
  std::map<Mac, std::string> keys;
  const auto read = store_.read([&]() -> Result<void> {
    auto found = store_.email_keys();
    if (!found) return found.error();
    for (std::string& key : *found) keys.emplace(keyed_mac(store_.identity().mac_key, key), std::move(key));
    return {};
  });
  if (!read) return read.error();
  return keys;
}

Result<void> ErasureKeeper::carry_out(const ErasureLine& line, const std::map<Mac, std::string>& email_keys) {
  return store_.write([&]() -> Result<void> {
    auto org = store_.head();
    if (!org) return org.error();
    Snapshot snapshot;
    for (int round = 0;; ++round) {
      const Keys keys = wanted(snapshot, line);
      if (keys.empty()) break;
      if (round == kLoadRoundsMax) return Error{Fault::corrupt, "the contacts refer to each other without end"};
      if (auto loaded = store_.load(keys, snapshot); !loaded) return loaded;
    }
    if (auto loaded = load_people_documents(store_, snapshot); !loaded) return loaded;
    const std::int64_t now_ms = clock_.now().wall_ms;
    const AgainContext context{org->seq, now_ms, store_.identity().mac_key, email_keys};
    const Changes changes = erase_again(std::move(snapshot), line, context);
    // Who signs in from now on comes after the erasure.
    org->hlc = std::max(org->hlc, line.erased_at);
    org->seq += changes.seqs();
    if (auto applied = store_.apply(changes); !applied) return applied;
    return store_.save_head(*org, random_nonce(random_), now_ms);
  });
}

void ErasureKeeper::adopt(const Lines& erased, const ErasureLedger::Contents& known) {
  Lines lines;
  for (const ErasureLine& line : known.erasures) lines.emplace(line.erase_id, line);
  for (const auto& [id, there] : erased) {
    const auto [line, is_new] = lines.emplace(id, there);
    std::set<Uuid> cids(line->second.cids.begin(), line->second.cids.end());
    cids.insert(there.cids.begin(), there.cids.end());
    if (!is_new && cids.size() == line->second.cids.size()) continue;
    line->second.cids.assign(cids.begin(), cids.end());
    if (auto kept = ledger_.append(line->second); !kept) {
      return log_error("adding to the ledger of erasures what other servers erased", kept.error());
    }
  }
}

// Who has not read the feed as far as those erasures would still bring what is to be forgotten.
Result<void> ErasureKeeper::let_hashes_go(const ErasedRows& rows) {
  const std::int64_t now_ms = clock_.now().wall_ms;
  const auto is_over = [&](const ErasedRows::Key& key) { return key.keep_until_ms <= now_ms; };
  if (std::ranges::none_of(rows.keys, is_over)) return {};
  are_traces_left_ = true;
  return store_.write([&]() -> Result<void> {
    auto org = store_.head();
    if (!org) return org.error();
    auto read_until = store_.drop_erased_keys(now_ms);
    if (!read_until) return read_until.error();
    org->min_seq = std::max(org->min_seq, *read_until);
    return store_.save_head(*org, std::nullopt, now_ms);
  });
}

// The ids stay: an old backup may hold them.
void ErasureKeeper::let_lines_go(ErasureLedger::Contents known) {
  const std::int64_t now_ms = clock_.now().wall_ms;
  bool is_changed = false;
  for (ErasureLine& line : known.erasures) {
    if (line.keys.empty() || line.keep_until_ms > now_ms) continue;
    line.keys.clear();
    is_changed = true;
  }
  if (!is_changed || known.unreadable > 0) return;
  if (auto done = ledger_.rewrite(known.erasures); !done) {
    log_error("taking old hashes out of the ledger of erasures", done.error());
  }
}

void ErasureKeeper::clear_traces() {
  if (!are_traces_left_) return;
  const auto done = store_.erase_traces();
  are_traces_left_ = !done.ok();
  if (!done && done.error().fault != Fault::busy) {
    log_error("emptying the database's log after an erasure", done.error());
  }
}

}  // namespace foyer::server
