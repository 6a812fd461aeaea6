#include "sync/server/core/staff_acts.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "sync/server/core/class_view.h"
#include "sync/server/core/erasure.h"
#include "sync/server/core/extras.h"
#include "sync/server/core/feed_writer.h"
#include "sync/server/core/identity.h"
#include "sync/server/core/registers.h"
#include "sync/server/core/review.h"
#include "sync/server/core/visit_ends.h"

namespace foyer::server {
namespace {

class Actor {
 public:
  Actor(Snapshot snapshot, const StaffAct& act, const ActContext& context)
      : s_(std::move(snapshot)), act_(act), context_(context), feed_(context.head) {}

  Result<Acted> run() {
    // By this very act, whose answer was lost or which the ledger has carried out.
    if (is_erased_by_this()) return out_;
    if (auto found = std::holds_alternative<SettleReview>(act_.what) ? find_review() : find_contact(); !found) {
      return found.error();
    }
    auto done = std::visit([this](const auto& what) { return carry_out(what); }, act_.what);
    if (!done) return done.error();
    for (auto& [id, review] : reviews_) {
      feed_.move(FeedKind::review, id);
      out_.changes.reviews.push_back(std::move(review));
    }
    out_.changes.feed = feed_.take();
    number_reviews(out_.changes.reviews, out_.changes.feed);
    return std::move(out_);
  }

 private:
  bool is_erased_by_this() {
    const auto node = s_.nodes.find(act_.contact);
    if (!std::holds_alternative<EraseContact>(act_.what) || node == s_.nodes.end()) return false;
    out_.root = node->second.root;
    return erased_at(s_, out_.root) && s_.nodes.at(out_.root).erase_id == act_.id;
  }

  Result<void> find_contact() {
    const auto node = s_.nodes.find(act_.contact);
    if (node == s_.nodes.end()) return Error{Fault::not_found, "there is no such contact"};
    if (erased_at(s_, act_.contact)) return Error{Fault::not_found, "this contact was erased"};
    out_.root = node->second.root;
    return {};
  }

  Result<void> find_review() {
    const auto review = s_.reviews.find(act_.contact);
    if (review == s_.reviews.end()) return Error{Fault::not_found, "there is no such item"};
    if (review->second.contact && !s_.nodes.contains(*review->second.contact)) {
      return Error{Fault::corrupt, "the item is about nobody"};
    }
    out_.root = review->second.contact ? root_of(s_, *review->second.contact) : review->second.subject;
    return {};
  }

  Result<void> carry_out(const CorrectEmail& correct) {
    const std::string& key = correct.email.key;
    const EmailOwner* const old = old_owner(correct);
    if (old == nullptr && correct.old_key) return Error{Fault::conflict, "the contact does not have that address"};
    const Uuid cid = old != nullptr ? old->cid : out_.root;
    write_address(cid, correct.email);
    if (old != nullptr && old->email_key == key) {
      show(out_.root);
      return {};
    }
    const Stamp primary_at = old != nullptr ? old->primary_at : 0;
    if (old != nullptr) close(*old);
    const EmailOwner* const taken = owner_as_of(s_, key, context_.stamp);
    if (taken == nullptr) {
      EmailOwner fresh = interval_for(s_, key, cid, out_.root, context_.stamp);
      fresh.primary_at = primary_at;
      put(fresh);
    } else if (taken->root != out_.root) {
      EmailOwner first = *taken;
      first.primary_at = context_.stamp;
      put(first);
      return join({out_.root, first.cid, first.root}, MergeReason::email_correct);
    }
    show(out_.root);
    return {};
  }

  Result<void> carry_out(const MergeContacts& merge) {
    if (!s_.nodes.contains(merge.with)) return Error{Fault::not_found, "there is no contact to merge with"};
    if (erased_at(s_, merge.with)) return Error{Fault::not_found, "the contact to merge with was erased"};
    const Uuid other = root_of(s_, merge.with);
    const Uuid mine = out_.root;
    if (other == mine) return Error{Fault::conflict, "the two are one contact already"};
    const auto age = [this](const Uuid& root) { return std::tuple(s_.nodes.at(root).created_seq, root); };
    const bool stays = age(mine) < age(other);
    const Uuid winner = stays ? mine : other;
    Uuid primary = winner;
    if (merge.primary) {
      primary = root_of(s_, *merge.primary);
      if (primary != mine && primary != other) return Error{Fault::invalid, "primary: is neither of the two"};
    }
    const EmailOwner* address = shown_owner(s_, primary);
    if (address == nullptr) address = shown_owner(s_, primary == mine ? other : mine);
    if (address != nullptr) {
      EmailOwner first = *address;
      first.primary_at = context_.stamp;
      put(first);
    }
    return join({stays ? other : mine, winner, winner}, MergeReason::staff_merge);
  }

  Result<void> carry_out(const UnmergeContacts& unmerge) {
    const auto person = s_.people.find(out_.root);
    const MergeRecord* found = nullptr;
    if (person != s_.people.end()) {
      for (const MergeRecord& record : person->second.merges) {
        if (unmerge.merge && record.id != *unmerge.merge) continue;
        if (found == nullptr || std::tie(record.at_ms, record.id) > std::tie(found->at_ms, found->id)) found = &record;
      }
    }
    if (found == nullptr) return Error{Fault::conflict, "there is no such merge to take back"};
    MergeRecord undone = *found;
    undone.undone_ms = context_.now_ms;
    out_.changes.merges.push_back(undone);
    cut(undone.loser);
    return {};
  }

  Result<void> carry_out(const EraseContact&) {
    const Forgetting how{act_.id, context_.stamp, context_.now_ms + kErasedKeysKeptMs, context_.mac_key};
    forget_class(s_, out_.root, how, out_.changes, feed_);
    return {};
  }

  Result<void> carry_out(const EditContact& edit) {
    ContactView after = class_view(s_, out_.root);
    Extras before;
    before.take(after);
    const auto write = [&](const std::string& field, RegisterKind kind, const std::string& text) {
      const FieldValue value{kind, text, context_.stamp, act_.id};
      keep(out_.root, staff_register(field), value);
      write_register(after.fields, staff_register(field), value);
    };
    for (const auto& [name, text] : edit.fields.set) write(name, RegisterKind::set, text);
    for (const auto& name : edit.fields.clear) write(name, RegisterKind::clear, {});
    Extras extras;
    extras.take(after);
    if (extras.exceed(before)) return Error{Fault::conflict, "that are more fields than one contact may have"};
    show(out_.root);
    return {};
  }

  Result<void> carry_out(const SettleReview& settle) {
    const Review review = s_.reviews.at(act_.contact);
    if (review.state != ReviewState::open) return Error{Fault::conflict, "this item is not open any more"};
    if (settle.seen_seq && *settle.seen_seq != review.seq) return Error{Fault::conflict, "this item has changed since"};
    if (!is_decision(review.kind, settle.decision)) return Error{Fault::invalid, "decision: not one for this kind"};
    s_.reviews[review.id] = settled(review, settle.decision, context_.actor, context_.now_ms);
    reviews_[review.id] = s_.reviews[review.id];
    if (!review.contact) return {};
    s_.views[out_.root] = class_view(s_, out_.root);
    if (review.kind == ReviewKind::suggestion) decide_suggestion(review.id, settle.decision);
    if (review.kind == ReviewKind::name_mismatch) decide_name(review.id, settle.decision);
    return {};
  }

  // Dismissed or accepted, staff's value is written anew, where it stands: what was typed before is decided.
  void decide_suggestion(const Uuid& id, std::string_view decision) {
    for (const Suggestion& suggestion : suggestions_of(s_.views.at(out_.root))) {
      if (suggestion.id() != id) continue;
      FieldValue value = decision == kAccept ? suggestion.typed : suggestion.staff;
      value.stamp = context_.stamp;
      value.op_id = act_.id;
      keep(holder_of(staff_register(suggestion.field), suggestion.staff), staff_register(suggestion.field), value);
    }
    show(out_.root);
  }

  void decide_name(const Uuid& id, std::string_view decision) {
    const auto mismatch = name_mismatch_of(s_.views.at(out_.root), s_.histories.at(out_.root));
    if (mismatch && mismatch->id() == id) {
      const NameMismatch::Write& write = decision == kBefore ? mismatch->before : mismatch->after;
      const bool is_dismissed = decision == kDismiss;
      keep(write.cid, is_dismissed ? std::string(kSettledName) : staff_register("name"),
           {RegisterKind::set, is_dismissed ? std::string(kDismiss) : write.name, context_.stamp, act_.id});
    }
    show(out_.root);
  }

  // The id under which this value stands, so that it goes with that one when contacts are separated.
  Uuid holder_of(const std::string& name, const FieldValue& value) const {
    for (const auto& [where, stored] : s_.people.at(out_.root).registers) {
      if (where.second == name && stored == value) return where.first;
    }
    return out_.root;
  }

  void keep(const Uuid& cid, const std::string& name, const FieldValue& value) {
    out_.changes.registers[{cid, name}] = value;
    s_.people[out_.root].registers[{cid, name}] = value;
    auto& history = out_.changes.history;
    if (history.empty() || history.back().cid != cid)
      history.push_back({cid, context_.stamp, act_.id, context_.actor, {}});
    history.back().fields[name] = value.kind == RegisterKind::set ? std::optional(value.value) : std::nullopt;
  }

  const EmailOwner* old_owner(const CorrectEmail& correct) const {
    if (!correct.old_key) return shown_owner(s_, out_.root);
    const EmailOwner* const owner = owner_as_of(s_, *correct.old_key, context_.stamp);
    return owner != nullptr && owner->root == out_.root ? owner : nullptr;
  }

  void write_address(const Uuid& cid, const domain::Email& email) {
    const FieldValue value{RegisterKind::set, email.display, context_.stamp, act_.id};
    keep(cid, email_register(email.key), value);
  }

  void close(EmailOwner owner) {
    owner.to = context_.stamp;
    put(owner);
  }

  void put(const EmailOwner& owner) {
    auto& owners = s_.owners[owner.email_key];
    std::erase_if(owners, [&](const EmailOwner& other) { return other.from == owner.from; });
    owners.push_back(owner);
    out_.changes.owners.push_back(owner);
  }

  Result<void> join(const Join& join, MergeReason reason) {
    if (overfills(join)) return Error{Fault::conflict, "together they have more fields than one contact may have"};
    for (const Uuid& cid : members_of(s_, join.loser)) feed_.move(FeedKind::alias, cid);
    join_classes(s_, join);
    s_.views.erase(join.loser);
    out_.changes.joins.push_back(join);
    out_.changes.merges.push_back(
        {act_.id, join.loser, join.root, reason, context_.actor, context_.now_ms, std::nullopt});
    out_.root = join.root;
    show(join.root);
    return {};
  }

  bool overfills(const Join& join) const {
    Extras extras;
    Extras before;
    for (const Uuid& root : {join.loser, join.root}) {
      Extras there;
      there.take(class_view(s_, root));
      extras.take(there);
      before.grow_to(there);
    }
    return extras.exceed(before);
  }

  // The ids that hang under `loser` become a class of their own again.
  void cut(const Uuid& loser) {
    const Uuid before = out_.root;
    s_.nodes.at(loser).parent.reset();
    auto& history = s_.histories[loser];
    std::set<Uuid> part;
    for (const Uuid& cid : members_of(s_, before)) {
      if (hangs_under(cid, loser)) part.insert(cid);
    }
    for (const Uuid& cid : part) {
      Node& node = s_.nodes.at(cid);
      node.root = loser;
      out_.changes.nodes.push_back(node);
      out_.changes.visit_moves.push_back({cid, before, loser});
      feed_.move(FeedKind::alias, cid);
      for (const Writing& writing : s_.histories.at(before)) {
        if (writing.cid == cid) history.push_back(writing);
      }
    }
    std::erase_if(s_.histories.at(before), [&](const Writing& writing) { return part.contains(writing.cid); });
    for (auto& [key, owners] : s_.owners) {
      for (EmailOwner& owner : owners) {
        if (!part.contains(owner.cid)) continue;
        owner.root = loser;
        out_.changes.owners.push_back(owner);
      }
    }
    for (auto& [id, visit] : s_.visits) {
      if (!visit.cid || !part.contains(*visit.cid)) continue;
      visit.root = loser;
      feed_.move(FeedKind::visit, id);
    }
    out_.cut = loser;
    show(before);
    show(loser);
  }

  bool hangs_under(Uuid cid, const Uuid& ancestor) const {
    while (cid != ancestor) {
      const auto node = s_.nodes.find(cid);
      if (node == s_.nodes.end() || !node->second.parent) return false;
      cid = *node->second.parent;
    }
    return true;
  }

  // The contact anew, what is open for staff about it, and the visits whose end the others' addresses decide now.
  void show(const Uuid& root) {
    s_.views[root] = class_view(s_, root);
    for (auto& [id, visit] : s_.visits) {
      if (visit.root != root) continue;
      Visit anew = ended_anew(s_, visit);
      if (anew == visit) continue;
      visit = anew;
      out_.changes.changed_visits.push_back(visit);
      feed_.move(FeedKind::visit, id);
    }
    for (const Review& review : review_again(s_, root)) reviews_[review.id] = review;
    out_.changes.views.push_back(s_.views.at(root));
    feed_.move(FeedKind::contact, root);
  }

  Snapshot s_;
  const StaffAct& act_;
  const ActContext& context_;
  FeedWriter feed_;
  std::map<Uuid, Review> reviews_;  // new or replaced
  Acted out_;
};

}  // namespace

Result<Acted> carry_out(Snapshot snapshot, const StaffAct& act, const ActContext& context) {
  return Actor(std::move(snapshot), act, context).run();
}

}  // namespace foyer::server
