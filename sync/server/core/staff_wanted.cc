// What an act of staff has to look at (staff_acts.h).
#include "sync/server/core/class_view.h"
#include "sync/server/core/identity.h"
#include "sync/server/core/staff_acts.h"

namespace foyer::server {

Keys wanted(const Snapshot& snapshot, const StaffAct& act) {
  Keys keys;
  if (std::holds_alternative<SettleReview>(act.what)) {
    const auto review = snapshot.reviews.find(act.contact);
    if (!snapshot.loaded.reviews.contains(act.contact)) keys.reviews.insert(act.contact);
    if (review != snapshot.reviews.end() && review->second.contact)
      want_person(snapshot, *review->second.contact, keys);
    return keys;
  }
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

}  // namespace foyer::server
