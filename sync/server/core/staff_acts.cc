#include "sync/server/core/staff_acts.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "sync/server/core/class_view.h"
#include "sync/server/core/extras.h"
#include "sync/server/core/feed_writer.h"
#include "sync/server/core/identity.h"
#include "sync/server/core/registers.h"
#include "sync/server/core/visit_ends.h"

namespace foyer::server {
namespace {

class Actor {
 public:
  Actor(Snapshot snapshot, const StaffAct& act, const ActContext& context)
      : s_(std::move(snapshot)), act_(act), context_(context), feed_(context.head) {}

  Result<Acted> run() {
    const auto node = s_.nodes.find(act_.contact);
    if (node == s_.nodes.end()) return Error{Fault::not_found, "there is no such contact"};
    if (erased_at(s_, act_.contact)) return Error{Fault::not_found, "this contact was erased"};
    out_.root = node->second.root;
    auto done = std::visit([this](const auto& what) { return carry_out(what); }, act_.what);
    if (!done) return done.error();
    out_.changes.feed = feed_.take();
    return std::move(out_);
  }

 private:
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
    Erasure erasure;
    erasure.root = out_.root;
    erasure.cids = members_of(s_, out_.root);
    erasure.keep_until_ms = context_.now_ms + kErasedKeysKeptMs;
    for (const auto& [key, owners] : s_.owners) {
      for (const EmailOwner& owner : owners) {
        if (owner.root != out_.root) continue;
        const ErasedKey kept{keyed_mac(context_.mac_key, key),
                             owner.from,
                             std::min(owner.to, context_.stamp),
                             context_.stamp,
                             act_.id,
                             out_.root};
        erasure.keys.push_back({key, kept});
      }
    }
    Node root = s_.nodes.at(out_.root);
    root.erased_at = context_.stamp;
    root.erase_id = act_.id;
    out_.changes.nodes.push_back(root);
    out_.changes.erasure = std::move(erasure);
    feed_.move(FeedKind::erased, out_.root);
    for (const auto& [id, visit] : s_.visits) {
      if (visit.root == out_.root) feed_.move(FeedKind::visit, id);
    }
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

  void keep(const Uuid& cid, const std::string& name, const FieldValue& value) {
    out_.changes.registers[{cid, name}] = value;
    s_.people[out_.root].registers[{cid, name}] = value;
    auto& history = out_.changes.history;
    if (history.empty()) history.push_back({cid, context_.stamp, act_.id, context_.actor, {}});
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
    }
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

  // The contact anew, and the visits whose end the others' addresses decide now.
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
    out_.changes.views.push_back(s_.views.at(root));
    feed_.move(FeedKind::contact, root);
  }

  Snapshot s_;
  const StaffAct& act_;
  const ActContext& context_;
  FeedWriter feed_;
  Acted out_;
};

// The class of the id with everything that hangs on it.
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

}  // namespace

Keys wanted(const Snapshot& snapshot, const StaffAct& act) {
  Keys keys;
  want_person(snapshot, act.contact, keys);
  if (const auto* merge = std::get_if<MergeContacts>(&act.what)) {
    want_person(snapshot, merge->with, keys);
    if (merge->primary && !snapshot.loaded.nodes.contains(*merge->primary)) keys.nodes.insert(*merge->primary);
  }
  if (const auto* correct = std::get_if<CorrectEmail>(&act.what)) {
    const auto asked = snapshot.loaded.emails.find(correct->email.key);
    if (asked == snapshot.loaded.emails.end() || asked->second > kStampMin) keys.emails[correct->email.key] = kStampMin;
    const auto owners = snapshot.owners.find(correct->email.key);
    if (owners != snapshot.owners.end()) {
      for (const EmailOwner& owner : owners->second) {
        if (owner.is_open()) want_person(snapshot, owner.cid, keys);
      }
    }
    if (correct->old_key && !snapshot.loaded.emails.contains(*correct->old_key))
      keys.emails[*correct->old_key] = kStampMin;
  }
  return keys;
}

Result<Acted> carry_out(Snapshot snapshot, const StaffAct& act, const ActContext& context) {
  return Actor(std::move(snapshot), act, context).run();
}

}  // namespace foyer::server
