#include "sync/server/core/erase_again.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "sync/server/core/class_view.h"
#include "sync/server/core/erasure.h"
#include "sync/server/core/feed_writer.h"
#include "sync/server/core/identity.h"
#include "sync/server/core/registers.h"
#include "sync/server/core/review.h"
#include "sync/server/core/visit_ends.h"

namespace foyer::server {
namespace {

class Again {
 public:
  Again(Snapshot snapshot, const ErasureLine& line, const AgainContext& context)
      : before_(std::move(snapshot)), s_(before_), line_(line), context_(context), feed_(context.head) {}

  Changes run() {
    home_ = erased_at(before_, line_.root) ? root_of(before_, line_.root) : line_.root;
    separate();
    move_what_hangs_on_ids();
    give_addresses_back();
    show_others();
    note_nodes();
    note_owners();
    note_visits();
    Forgetting how{line_.erase_id, line_.erased_at, line_.keep_until_ms, context_.mac_key};
    for (const ErasedInterval& interval : line_.keys) {
      if (interval.to == line_.erased_at) how.further.insert(interval.key_mac);
    }
    forget_class(s_, home_, how, changes_, feed_);
    add_intervals();
    changes_.feed = feed_.take();
    number_reviews(changes_.reviews, changes_.feed);
    return std::move(changes_);
  }

 private:
  bool is_gone(const Uuid& cid) const { return gone_.contains(cid); }
  // Was together with somebody who is erased, and is somebody else.
  bool is_other(const Uuid& cid) const {
    const auto node = before_.nodes.find(cid);
    return node != before_.nodes.end() && touched_.contains(node->second.root) && !is_gone(cid);
  }

  void separate() {
    std::set<Uuid> cids(line_.cids.begin(), line_.cids.end());
    cids.insert(line_.root);
    for (const Uuid& cid : cids) {
      const auto node = s_.nodes.find(cid);
      if (node != s_.nodes.end() && erased_at(before_, cid)) continue;
      gone_.insert(cid);
      if (node != s_.nodes.end()) {
        touched_.insert(node->second.root);
      } else {
        s_.nodes[cid] = {cid, std::nullopt, cid, std::nullopt, Uuid(), line_.erased_at, context_.head + 1};
      }
    }
    for (auto& [cid, node] : s_.nodes) {
      if (is_gone(cid)) {
        node.parent = cid == home_ ? std::nullopt : std::optional(home_);
        node.root = home_;
      } else if (is_other(cid) && node.parent && is_gone(*node.parent)) {
        node.parent.reset();
      }
    }
    for (auto& [cid, node] : s_.nodes) {
      if (is_other(cid)) node.root = top_of(cid);
    }
  }

  Uuid top_of(Uuid cid) const {
    for (auto node = s_.nodes.find(cid); node != s_.nodes.end() && node->second.parent; node = s_.nodes.find(cid)) {
      cid = *node->second.parent;
    }
    return cid;
  }

  void move_what_hangs_on_ids() {
    for (auto& [key, owners] : s_.owners) {
      for (EmailOwner& owner : owners) {
        if (is_gone(owner.cid) || is_other(owner.cid)) owner.root = root_of(s_, owner.cid);
      }
    }
    for (auto& [id, visit] : s_.visits) {
      if (visit.cid && (is_gone(*visit.cid) || is_other(*visit.cid))) visit.root = root_of(s_, *visit.cid);
    }
    for (auto& [id, review] : s_.reviews) {
      if (review.contact && is_gone(*review.contact)) review.contact = home_;
    }
  }

  // Who signed in under an address of the person after the erasure is somebody new, and the address is theirs.
  void give_addresses_back() {
    for (auto& [key, owners] : s_.owners) {
      std::optional<EmailOwner> fresh;
      for (EmailOwner& owner : owners) {
        if (owner.root != home_ || owner.to <= line_.erased_at) continue;
        const auto later = others_under(key);
        if (later.empty()) continue;
        const Uuid first = later.front();
        fresh = {key, first, root_of(s_, first), std::max(owner.from, line_.erased_at), owner.to, 0};
        for (const Uuid& cid : later) {
          const Uuid root = root_of(s_, cid);
          if (root != fresh->root) join_classes(s_, {root, first, fresh->root});
        }
        if (owner.from >= line_.erased_at) {
          owner = *fresh;
        } else {
          owner.to = line_.erased_at;  // nobody has two open intervals, not even for a moment
        }
      }
      const auto is_there = [&](const EmailOwner& owner) { return fresh && owner.from == fresh->from; };
      if (fresh && std::ranges::none_of(owners, is_there)) owners.push_back(*fresh);
    }
  }

  // The others who wrote with this address since the erasure, the first of them first.
  std::vector<Uuid> others_under(const std::string& key) const {
    std::set<std::pair<Stamp, Uuid>> later;
    for (const auto& [root, person] : s_.people) {
      for (const auto& [where, value] : person.registers) {
        const bool is_later = value.stamp >= line_.erased_at && where.second == email_register(key);
        if (is_later && is_other(where.first)) later.emplace(value.stamp, where.first);
      }
    }
    std::vector<Uuid> cids;
    for (const auto& [stamp, cid] : later) cids.push_back(cid);
    return cids;
  }

  void show_others() {
    std::set<Uuid> roots;
    for (const auto& [cid, node] : s_.nodes) {
      if (is_other(cid)) roots.insert(node.root);
    }
    for (const Uuid& root : roots) {
      s_.views[root] = class_view(s_, root);
      s_.histories[root].clear();
    }
    for (const auto& [whose, history] : before_.histories) {
      for (const Writing& writing : history) {
        if (is_other(writing.cid)) s_.histories[root_of(s_, writing.cid)].push_back(writing);
      }
    }
    for (auto& [id, visit] : s_.visits) {
      if (!visit.root || !roots.contains(*visit.root)) continue;
      Visit anew = ended_anew(s_, visit);
      if (anew == visit) continue;
      visit = anew;
      changes_.changed_visits.push_back(visit);
      feed_.move(FeedKind::visit, id);
    }
    for (const Uuid& root : roots) {
      for (Review& review : review_again(s_, root)) {
        feed_.move(FeedKind::review, review.id);
        changes_.reviews.push_back(std::move(review));
      }
      changes_.views.push_back(s_.views.at(root));
      feed_.move(FeedKind::contact, root);
    }
  }

  // The root of the erased class is noted with the erasure.
  void note_nodes() {
    for (const auto& [cid, node] : s_.nodes) {
      const auto old = before_.nodes.find(cid);
      if (cid == home_ || (old != before_.nodes.end() && old->second == node)) continue;
      changes_.nodes.push_back(node);
      if (is_other(cid)) feed_.move(FeedKind::alias, cid);
    }
  }

  void note_owners() {
    for (const auto& [key, owners] : s_.owners) {
      const auto old = before_.owners.find(key);
      for (const EmailOwner& owner : owners) {
        const bool is_old = old != before_.owners.end() && std::ranges::find(old->second, owner) != old->second.end();
        if (!is_old) changes_.owners.push_back(owner);
      }
    }
  }

  void note_visits() {
    std::set<std::tuple<Uuid, Uuid, Uuid>> moves;
    for (const auto& [id, visit] : s_.visits) {
      const Visit& old = before_.visits.at(id);
      if (!visit.cid || visit.root == old.root) continue;
      moves.emplace(*visit.cid, *old.root, *visit.root);
      feed_.move(FeedKind::visit, id);
    }
    for (const auto& [cid, from, to] : moves) changes_.visit_moves.push_back({cid, from, to});
  }

  // As they were when it was carried out first; what the database owns beyond them goes as well.
  void add_intervals() {
    std::vector<Erasure::Key>& keys = changes_.erasure->keys;
    for (const ErasedInterval& interval : line_.keys) {
      const ErasedKey kept{interval.key_mac, interval.from, interval.to, line_.erased_at, line_.erase_id, home_};
      const auto same = std::ranges::find_if(keys, [&](const Erasure::Key& key) {
        return key.kept.key_mac == kept.key_mac && key.kept.from == kept.from;
      });
      const auto known = context_.email_keys.find(interval.key_mac);
      if (same != keys.end()) {
        same->kept = kept;
      } else {
        keys.push_back({known == context_.email_keys.end() ? std::string() : known->second, kept});
      }
    }
  }

  const Snapshot before_;
  Snapshot s_;
  const ErasureLine& line_;
  const AgainContext& context_;
  FeedWriter feed_;
  Uuid home_;               // the root of the erased class
  std::set<Uuid> gone_;     // the ids that are erased now
  std::set<Uuid> touched_;  // the roots that they had
  Changes changes_;
};

}  // namespace

Keys wanted(const Snapshot& snapshot, const ErasureLine& line) {
  Keys keys;
  want_person(snapshot, line.root, keys);
  for (const Uuid& cid : line.cids) want_person(snapshot, cid, keys);
  return keys;
}

Changes erase_again(Snapshot snapshot, const ErasureLine& line, const AgainContext& context) {
  return Again(std::move(snapshot), line, context).run();
}

}  // namespace foyer::server
