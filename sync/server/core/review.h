// What staff are asked to look at: somebody typed a clearly different name under one address (rule I-05), or another
// value in a field that staff wrote (rule I-07); a pass was used too often; staff at a tablet ask for something. One
// item of a kind for one subject is open at a time: its id is made from the two, so that a cause that comes again, or
// from two tablets, is one item. The first two kinds follow from what stands in a contact's registers and history,
// whatever order that arrived in: reviews_of() says which are open, and one that no longer applies is withdrawn. The
// others are opened with open_review() and stay open until staff settle them.
//
// An item that is settled keeps what was decided, by whom and when, but not its detail: only open ones name a person.
// Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/domain/op.h"
#include "sync/server/core/records.h"
#include "sync/server/core/snapshot.h"

namespace foyer::server {

const char* review_kind_name(ReviewKind kind);
const char* review_state_name(ReviewState state);

// Whether staff may settle an item of that kind with this word.
bool is_decision(ReviewKind kind, std::string_view word);
// Of a suggestion: what was typed becomes staff's value. Of a name: the earlier or the later one is staff's from now
// on. Anything may be dismissed: all stays as it is.
inline constexpr std::string_view kAccept = "accept";
inline constexpr std::string_view kBefore = "before";
inline constexpr std::string_view kAfter = "after";
inline constexpr std::string_view kDismiss = "dismiss";

// The same subject can be looked at again under another id once `about` is another one.
Uuid review_id(ReviewKind kind, const Uuid& subject, std::string_view about = {});
// `detail` is a JSON object; its personal data goes when the item is settled or `contact` is erased.
Review open_review(ReviewKind kind, const Uuid& id, const Uuid& subject, const std::optional<Uuid>& contact,
                   std::int64_t since_ms, std::string detail);
// The item without what it says about a person.
Review withdrawn(Review review);
Review settled(Review review, std::string_view decision, const Uuid& by, std::int64_t now_ms);

// A value that was typed over one of staff's, after staff had written it.
struct Suggestion {
  std::string field;
  FieldValue staff;
  FieldValue typed;  // a clearing is one too

  Uuid id() const { return review_id(ReviewKind::suggestion, staff.op_id, field); }
};
std::vector<Suggestion> suggestions_of(const ContactView& view);

// The first name since staff last decided that has no word in common with one before it under the same address, and
// the first such one. Both as they were first written.
struct NameMismatch {
  struct Write {
    Uuid cid;
    Stamp stamp = 0;
    Uuid op_id;
    std::string name;
  };
  Write before;
  Write after;

  Uuid id() const { return review_id(ReviewKind::name_mismatch, after.op_id); }
};
// `history`: every writing to the contact.
std::optional<NameMismatch> name_mismatch_of(const ContactView& view, const std::vector<Writing>& history);

// The open items of the first two kinds. REQUIRES: snapshot.histories and snapshot.views have the root
std::vector<Review> reviews_of(const Snapshot& snapshot, const Uuid& root);

// Whether such writes to the contact, as it is stored, can change what reviews_of() says. When not, neither its history
// nor its items need to be loaded.
bool may_change_reviews(const ContactView& stored, const domain::FieldWrites& writes, Stamp stamp);

// The rows that make the stored items of the contact those of reviews_of(). The snapshot has them afterwards.
std::vector<Review> review_again(Snapshot& snapshot, const Uuid& root);

// The seq that each of them moved to.
void number_reviews(std::vector<Review>& reviews, const std::vector<FeedEntry>& feed);

}  // namespace foyer::server
