#include "sync/server/core/snapshot.h"

#include <algorithm>

#include "sync/server/core/identity.h"
#include "sync/server/core/registers.h"
#include "sync/server/core/review.h"

namespace foyer::server {
namespace {

template <typename Map, typename Key>
void lower(Map& from_stamps, const Key& key, Stamp from) {
  const auto [known, is_new] = from_stamps.emplace(key, from);
  if (!is_new && from < known->second) known->second = from;
}

// Collects what is missing; each function is quiet about what was asked for before.
class Wishes {
 public:
  explicit Wishes(const Snapshot& snapshot) : snapshot_(snapshot) {}

  // `first` is the stamp of the earliest op of this contact id in the batch: its visit may have no address of its own.
  void person(const PreparedOp& op, const Uuid& cid, const std::string& key, Stamp first) {
    const Stamp stamp = op.stamp;
    const Uuid living = living_cid(snapshot_, cid, stamp);
    node(cid);
    node(living);
    contact(root_of(snapshot_, living), stamp);
    std::set<Uuid> meant = {root_of(snapshot_, living)};
    if (!key.empty()) address(living, key, stamp, first, meant);
    reviews(op, living, first, meant);
  }

  void check_out_of(const std::string& key, Stamp stamp) {
    email(key, stamp);
    const EmailOwner* owner = owner_as_of(snapshot_, key, stamp);
    if (owner == nullptr) return;
    contact(owner->root, stamp);
    closing(owner->root, stamp);
    facts_of_visits(owner->root);
  }

  void visit(const Uuid& id) {
    if (!snapshot_.loaded.visits.contains(id)) keys_.visits.insert(id);
    if (!snapshot_.loaded.facts.contains(id)) keys_.facts.insert(id);
    const auto found = snapshot_.visits.find(id);
    if (found != snapshot_.visits.end() && found->second.root) contact(*found->second.root, found->second.stamp);
  }

  Keys take() { return std::move(keys_); }

 private:
  void address(const Uuid& living, const std::string& key, Stamp stamp, Stamp first, std::set<Uuid>& meant) {
    email(key, first);
    const auto view = snapshot_.views.find(root_of(snapshot_, living));
    // A contact that gets its first address takes its visits along, and they may have been ended by that address.
    if (view != snapshot_.views.end() && view->second.email_key.empty()) {
      closing(view->first, kStampMin);
      facts_of_visits(view->first);
      email(key, kStampMin);
    }
    const auto owners = snapshot_.owners.find(key);
    if (owners == snapshot_.owners.end()) return;
    for (const EmailOwner& owner : owners->second) {
      contact(owner.root, stamp);
      meant.insert(owner.root);
    }
  }

  // What is open for staff about one of these contacts may be another thing after the op.
  void reviews(const PreparedOp& op, const Uuid& living, Stamp first, const std::set<Uuid>& meant) {
    const domain::FieldWrites* const fields = domain::about_person(op.op.body)->fields;
    const auto is_stored = [&](const Uuid& root) { return snapshot_.views.contains(root); };
    const Uuid root = root_of(snapshot_, living);
    // It may become part of a contact that another op of the batch makes.
    const bool gets_address = op.email && is_stored(root) && snapshot_.views.at(root).email_key.empty();
    const bool is_from_batch = op.stamp > first && !is_stored(root);
    const bool may_join = gets_address || std::ranges::count_if(meant, is_stored) + (is_from_batch ? 1 : 0) > 1;
    for (const Uuid& one : meant) {
      if (!is_stored(one) || snapshot_.loaded.histories.contains(one)) continue;
      if (may_join || (fields != nullptr && may_change_reviews(snapshot_.views.at(one), *fields, op.stamp)))
        keys_.histories.insert(one);
    }
  }

  // Whether a check-out of the person ends a visit depends on what was said about that visit.
  void facts_of_visits(const Uuid& root) {
    for (const auto& [id, visit] : snapshot_.visits) {
      if (visit.root == root && !snapshot_.loaded.facts.contains(id)) keys_.facts.insert(id);
    }
  }
  void node(const Uuid& cid) {
    if (!snapshot_.loaded.nodes.contains(cid)) keys_.nodes.insert(cid);
  }
  // The root's node says whether it was erased, its view what it shows.
  void contact(const Uuid& root, Stamp stamp) {
    node(root);
    if (snapshot_.nodes.contains(root) && !snapshot_.loaded.views.contains(root)) keys_.views.insert(root);
    const auto view = snapshot_.views.find(root);
    if (view == snapshot_.views.end()) return;
    for (const std::string& key : email_keys(view->second)) email(key, stamp);
  }
  void email(const std::string& key, Stamp from) { ask(snapshot_.loaded.emails, keys_.emails, key, from); }
  void closing(const Uuid& root, Stamp from) { ask(snapshot_.loaded.closing, keys_.closing, root, from); }

  template <typename Map, typename Key>
  static void ask(const Map& loaded, Map& wishes, const Key& key, Stamp from) {
    const auto asked = loaded.find(key);
    if (asked != loaded.end() && asked->second <= from) return;
    lower(wishes, key, from);
  }

  const Snapshot& snapshot_;
  Keys keys_;
};

}  // namespace

Keys wanted(const Snapshot& snapshot, std::span<const PreparedOp> ops) {
  std::unordered_map<Uuid, Stamp> first;
  for (const PreparedOp& prepared : ops) {
    if (const auto person = domain::about_person(prepared.op.body)) lower(first, *person->cid, prepared.stamp);
  }
  Wishes wishes(snapshot);
  for (const PreparedOp& prepared : ops) {
    const std::string key = prepared.email ? prepared.email->key : std::string();
    if (const auto person = domain::about_person(prepared.op.body)) {
      wishes.person(prepared, *person->cid, key, first.at(*person->cid));
    }
    if (const auto* check_in = std::get_if<domain::CheckIn>(&prepared.op.body)) {
      wishes.visit(check_in->visit.id);
    } else if (const auto* check_out = std::get_if<domain::CheckOut>(&prepared.op.body)) {
      if (check_out->visit_id) wishes.visit(*check_out->visit_id);
      if (!check_out->visit_id && !key.empty()) wishes.check_out_of(key, prepared.stamp);
    } else if (const auto* undo = std::get_if<domain::VoidVisit>(&prepared.op.body)) {
      wishes.visit(undo->visit_id);
    } else if (const auto* reopen = std::get_if<domain::Reopen>(&prepared.op.body)) {
      wishes.visit(reopen->visit_id);
    }
  }
  return wishes.take();
}

void mark_loaded(Snapshot& snapshot, const Keys& keys) {
  snapshot.loaded.nodes.insert(keys.nodes.begin(), keys.nodes.end());
  snapshot.loaded.views.insert(keys.views.begin(), keys.views.end());
  snapshot.loaded.visits.insert(keys.visits.begin(), keys.visits.end());
  snapshot.loaded.facts.insert(keys.facts.begin(), keys.facts.end());
  snapshot.loaded.documents.insert(keys.documents.begin(), keys.documents.end());
  snapshot.loaded.members.insert(keys.members.begin(), keys.members.end());
  snapshot.loaded.people.insert(keys.people.begin(), keys.people.end());
  snapshot.loaded.histories.insert(keys.histories.begin(), keys.histories.end());
  snapshot.loaded.reviews.insert(keys.reviews.begin(), keys.reviews.end());
  for (const Uuid& root : keys.histories) snapshot.histories[root];
  for (const auto& [key, from] : keys.emails) lower(snapshot.loaded.emails, key, from);
  for (const auto& [root, from] : keys.closing) lower(snapshot.loaded.closing, root, from);
}

}  // namespace foyer::server
