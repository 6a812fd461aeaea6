#include "sync/server/core/review.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "shared/base/text.h"
#include "shared/domain/field_rules.h"
#include "shared/wire/json_text.h"
#include "sync/server/core/identity.h"
#include "sync/server/core/registers.h"
#include "sync/server/core/stamps.h"

namespace foyer::server {
namespace {

// The space of the ids. It never changes: tablets and staff know items by them.
constexpr std::array<std::uint8_t, 16> kReviewSpace = {0x5a, 0x1d, 0x0c, 0x7e, 0x93, 0x42, 0x4b, 0x6f,
                                                       0x8e, 0x27, 0xd1, 0x3b, 0x60, 0xf4, 0xa9, 0x15};
constexpr const char* kName = "name";

std::optional<std::string> text_of(const FieldValue& value) {
  return value.kind == RegisterKind::set ? std::optional(value.value) : std::nullopt;
}

Review review_of(const Suggestion& suggestion, const Uuid& root) {
  const std::int64_t at = stamp_ms(suggestion.typed.stamp);
  wire::JsonObject detail;
  detail.text("field", std::string_view(suggestion.field)).text("shown", std::string_view(suggestion.staff.value));
  detail.maybe_text("typed", text_of(suggestion.typed)).number("at", at).text("op", suggestion.typed.op_id.text());
  return open_review(ReviewKind::suggestion, suggestion.id(), suggestion.staff.op_id, root, at, detail.str());
}

Review review_of(const NameMismatch& mismatch, const Uuid& root) {
  const auto told = [](const NameMismatch::Write& write) {
    return wire::JsonObject()
        .text("name", std::string_view(write.name))
        .number("at", stamp_ms(write.stamp))
        .text("op", write.op_id.text())
        .str();
  };
  const std::string detail =
      wire::JsonObject().raw("before", told(mismatch.before)).raw("after", told(mismatch.after)).str();
  return open_review(ReviewKind::name_mismatch, mismatch.id(), mismatch.after.op_id, root,
                     stamp_ms(mismatch.after.stamp), detail);
}

// What each id of a contact has in common with others: the address it was first written with, else the id itself.
std::map<Uuid, std::string> addresses_of(const std::vector<Writing>& history) {
  std::map<Uuid, std::pair<std::pair<Stamp, Uuid>, std::string>> first;
  for (const Writing& writing : history) {
    auto [known, is_new] = first.try_emplace(writing.cid, std::pair(kStampMax, Uuid()), writing.cid.text());
    const auto address = writing.fields.lower_bound(std::string(kEmailPrefix));
    if (address == writing.fields.end() || !address->first.starts_with(kEmailPrefix)) continue;
    const std::pair when(writing.stamp, writing.op_id);
    if (when < known->second.first) known->second = {when, address->first};
  }
  std::map<Uuid, std::string> addresses;
  for (auto& [cid, found] : first) addresses.emplace(cid, std::move(found.second));
  return addresses;
}

bool is_derived(ReviewKind kind) { return kind == ReviewKind::name_mismatch || kind == ReviewKind::suggestion; }

}  // namespace

const char* review_kind_name(ReviewKind kind) {
  switch (kind) {
    case ReviewKind::name_mismatch: return "name_mismatch";
    case ReviewKind::suggestion: return "suggestion";
    case ReviewKind::overdraft: return "overdraft";
    case ReviewKind::staff_request: return "staff_request";
  }
  return "";
}

const char* review_state_name(ReviewState state) {
  switch (state) {
    case ReviewState::open: return "open";
    case ReviewState::settled: return "settled";
    case ReviewState::withdrawn: return "withdrawn";
  }
  return "";
}

bool is_decision(ReviewKind kind, std::string_view word) {
  switch (kind) {
    case ReviewKind::name_mismatch: return word == kBefore || word == kAfter || word == kDismiss;
    case ReviewKind::suggestion: return word == kAccept || word == kDismiss;
    case ReviewKind::overdraft: return word == "waive" || word == "charge" || word == "void";
    case ReviewKind::staff_request: return word == kAccept || word == kDismiss;
  }
  return false;
}

Uuid review_id(ReviewKind kind, const Uuid& subject, std::string_view about) {
  return named_uuid(Uuid(kReviewSpace),
                    std::string(review_kind_name(kind)) + "\n" + subject.text() + "\n" + std::string(about));
}

Review open_review(ReviewKind kind, const Uuid& id, const Uuid& subject, const std::optional<Uuid>& contact,
                   std::int64_t since_ms, std::string detail) {
  Review review;
  review.id = id;
  review.kind = kind;
  review.subject = subject;
  review.contact = contact;
  review.since_ms = since_ms;
  review.detail = std::move(detail);
  return review;
}

Review withdrawn(Review review) {
  review.state = ReviewState::withdrawn;
  review.detail.clear();
  review.contact.reset();
  return review;
}

Review settled(Review review, std::string_view decision, const Uuid& by, std::int64_t now_ms) {
  review.state = ReviewState::settled;
  review.detail.clear();
  review.contact.reset();
  review.decision = decision;
  review.settled_by = by;
  review.settled_ms = now_ms;
  return review;
}

std::vector<Suggestion> suggestions_of(const ContactView& view) {
  std::vector<Suggestion> suggestions;
  const std::string prefix(kStaffFieldPrefix);
  for (auto staff = view.fields.lower_bound(prefix);
       staff != view.fields.end() && staff->first.starts_with(kStaffFieldPrefix); ++staff) {
    if (staff->second.kind != RegisterKind::set) continue;
    const std::string field(field_of(staff->first));
    const auto typed = view.fields.find(field);
    if (typed == view.fields.end() || !is_later(typed->second, staff->second)) continue;
    const bool is_same =
        typed->second.kind == RegisterKind::set && collapsed(typed->second.value) == collapsed(staff->second.value);
    if (!is_same) suggestions.push_back({field, staff->second, typed->second});
  }
  return suggestions;
}

std::optional<NameMismatch> name_mismatch_of(const ContactView& view, const std::vector<Writing>& history) {
  Stamp decided = kStampMin;
  if (const auto staff = view.fields.find(staff_register(kName)); staff != view.fields.end()) {
    if (staff->second.kind == RegisterKind::set) return std::nullopt;
    decided = staff->second.stamp;
  }
  if (const auto settled = view.fields.find(std::string(kSettledName)); settled != view.fields.end()) {
    decided = std::max(decided, settled->second.stamp);
  }
  if (history.size() < 2) return std::nullopt;
  const std::map<Uuid, std::string> addresses = addresses_of(history);
  // Each name of an address once, as it was first written.
  std::map<std::pair<std::string, std::set<std::string>>, NameMismatch::Write> first;
  for (const Writing& writing : history) {
    const auto name = writing.fields.find(kName);
    if (name == writing.fields.end() || !name->second) continue;
    const NameMismatch::Write write{writing.cid, writing.stamp, writing.op_id, *name->second};
    const auto [known, is_new] = first.try_emplace({addresses.at(writing.cid), domain::name_words(write.name)}, write);
    if (!is_new && std::tie(write.stamp, write.op_id) < std::tie(known->second.stamp, known->second.op_id)) {
      known->second = write;
    }
  }
  std::vector<decltype(first)::const_pointer> names;
  for (const auto& name : first) {
    if (!name.first.second.empty()) names.push_back(&name);
  }
  std::ranges::sort(names, {}, [](const auto* name) { return std::tie(name->second.stamp, name->second.op_id); });
  for (std::size_t after = 1; after < names.size(); ++after) {
    const auto& [address, words] = names[after]->first;
    if (names[after]->second.stamp <= decided) continue;
    for (std::size_t before = 0; before < after; ++before) {
      const auto& other = names[before]->first;
      if (other.first != address || domain::have_common_word(other.second, words)) continue;
      return NameMismatch{names[before]->second, names[after]->second};
    }
  }
  return std::nullopt;
}

std::vector<Review> reviews_of(const Snapshot& snapshot, const Uuid& root) {
  std::vector<Review> reviews;
  const auto view = snapshot.views.find(root);
  if (view == snapshot.views.end()) return reviews;
  for (const Suggestion& suggestion : suggestions_of(view->second)) reviews.push_back(review_of(suggestion, root));
  if (const auto mismatch = name_mismatch_of(view->second, snapshot.histories.at(root))) {
    reviews.push_back(review_of(*mismatch, root));
  }
  return reviews;
}

bool may_change_reviews(const ContactView& stored, const domain::FieldWrites& writes, Stamp stamp) {
  const auto is_pinned = [&](const std::string& field) {
    const auto staff = stored.fields.find(staff_register(field));
    return staff != stored.fields.end() && staff->second.kind == RegisterKind::set;
  };
  for (const auto& [field, text] : writes.set) {
    if (is_pinned(field)) return true;
  }
  for (const auto& field : writes.clear) {
    if (is_pinned(field)) return true;
  }
  const auto written = writes.set.find(kName);
  const auto last = stored.fields.find(kName);
  if (written == writes.set.end()) return false;
  if (last == stored.fields.end()) return true;  // another op of the batch may write one as well
  const FieldValue& name = last->second;
  if (name.kind == RegisterKind::clear || stamp < name.stamp) return true;
  return written->second != name.value && domain::name_words(written->second) != domain::name_words(name.value);
}

std::vector<Review> review_again(Snapshot& snapshot, const Uuid& root) {
  std::vector<Review> rows;
  std::set<Uuid> wanted;
  for (Review& review : reviews_of(snapshot, root)) {
    wanted.insert(review.id);
    const auto stored = snapshot.reviews.find(review.id);
    if (stored != snapshot.reviews.end()) {
      review.seq = stored->second.seq;
      if (stored->second.state == ReviewState::settled || stored->second == review) continue;
    }
    snapshot.reviews[review.id] = review;
    rows.push_back(std::move(review));
  }
  for (auto& [id, review] : snapshot.reviews) {
    if (review.state != ReviewState::open || !review.contact || wanted.contains(id)) continue;
    if (root_of(snapshot, *review.contact) != root) continue;
    if (is_derived(review.kind)) {
      review = withdrawn(std::move(review));
    } else if (review.contact != root) {
      review.contact = root;
    } else {
      continue;
    }
    rows.push_back(review);
  }
  std::ranges::sort(rows, {}, &Review::id);
  return rows;
}

void number_reviews(std::vector<Review>& reviews, const std::vector<FeedEntry>& feed) {
  for (const FeedEntry& entry : feed) {
    if (entry.kind != FeedKind::review) continue;
    const auto moved = std::ranges::find(reviews, entry.entity, &Review::id);
    if (moved != reviews.end()) moved->seq = entry.seq;
  }
}

}  // namespace foyer::server
