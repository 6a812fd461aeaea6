// Rules I-05 and I-07: what staff are asked to look at, and what they decide.
#include "sync/server/core/review.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/server/core/registers.h"
#include "tests/sync/server/core/arrivals.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::cid_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Reviews : public ::testing::Test {
 protected:
  void take(const domain::Op& op, std::int64_t at_ms) { centre_.take({stamped(op, at_ms)}); }
  void name(std::uint64_t number, std::int64_t at_ms, const std::string& text, std::uint64_t cid = 1) {
    take(check_in(number, cid_of(cid), "ann@example.com", {{"name", text}}), at_ms);
  }
  Result<Acted> act(const Uuid& contact, decltype(StaffAct::what) what, std::int64_t at_ms) {
    return centre_.act({support::id_of(0xAC, ++acts_), contact, std::move(what)}, at_ms);
  }
  Result<Acted> settle(const Review& review, std::string_view decision, std::int64_t at_ms) {
    return act(review.id, SettleReview{std::string(decision), std::nullopt}, at_ms);
  }
  std::vector<Review> rows(ReviewState state = ReviewState::open) const {
    std::vector<Review> found;
    for (const auto& [id, review] : centre_.store.tables.reviews) {
      if (review.state == state) found.push_back(review);
    }
    return found;
  }
  std::string shown(const std::string& field) const {
    const auto root = centre_.root_of_key("ann@example.com").value();
    return shown_field(centre_.store.tables.views.at(root).fields, field).value_or("(nothing)");
  }

  Arrivals centre_;
  std::uint64_t acts_ = 0;
};

TEST_F(Reviews, I05_a_clearly_different_name_updates_and_opens_one_item_that_names_both) {
  name(1, 10, "Ann Lee");
  name(2, 20, "ann LÉE-Smith");
  EXPECT_THAT(rows(), IsEmpty()) << "a word in common";
  name(3, 30, "Bob Stone", 3);
  EXPECT_EQ(shown("name"), "Bob Stone");
  ASSERT_EQ(rows().size(), 1U);
  const Review review = rows()[0];
  EXPECT_EQ(review.kind, ReviewKind::name_mismatch);
  EXPECT_EQ(review.contact, cid_of(1));
  EXPECT_THAT(review.detail,
              HasSubstr(R"("before":{"name":"Ann Lee","at":)" + std::to_string(support::kMorningMs + 10)));
  EXPECT_THAT(review.detail, HasSubstr(R"("after":{"name":"Bob Stone","at":)"));
  EXPECT_THAT(review.detail, HasSubstr(support::op_id(3).text()));
  EXPECT_EQ(centre_.store.tables.feed.at({FeedKind::review, review.id}), review.seq);
  name(4, 40, "Bob Stone", 4);
  name(5, 50, "Cat", 5);
  ASSERT_EQ(rows().size(), 1U) << "however often";
  EXPECT_EQ(rows()[0], review);
}

TEST_F(Reviews, I05_two_addresses_of_one_person_may_have_two_names) {
  name(1, 10, "Ann Lee");
  take(check_in(2, cid_of(2), "ann@work.example", {{"name", "Dr. Stone"}}), 20);
  ASSERT_TRUE(act(cid_of(1), MergeContacts{cid_of(2), {}}, 100));
  EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(Reviews, I05_names_that_meet_when_two_ids_become_one_are_compared) {
  take(support::contact_edit(1, cid_of(1), "", {{{"name", "Ann"}}, {}}), 10);
  name(2, 20, "Bob", 2);
  take(support::contact_edit(3, cid_of(1), "ann@example.com", {}), 30);
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_THAT(rows()[0].detail, HasSubstr(R"("before":{"name":"Ann")"));
  EXPECT_EQ(rows()[0].contact, centre_.root_of_key("ann@example.com"));
}

TEST_F(Reviews, I05_staff_settle_either_way_and_the_same_names_open_nothing_again) {
  for (const auto decision : {kBefore, kAfter, kDismiss}) {
    SCOPED_TRACE(decision);
    centre_.store.tables = {};
    name(1, 10, "Ann Lee");
    name(2, 20, "Bob Stone");
    ASSERT_EQ(rows().size(), 1U);
    ASSERT_TRUE(settle(rows()[0], decision, 100));
    EXPECT_EQ(shown("name"), decision == kBefore ? "Ann Lee" : "Bob Stone");
    EXPECT_THAT(rows(), IsEmpty());
    const auto decided = rows(ReviewState::settled);
    ASSERT_EQ(decided.size(), 1U);
    EXPECT_EQ(decided[0].decision, decision);
    EXPECT_EQ(decided[0].settled_by, support::id_of(0x57, 1));
    EXPECT_EQ(decided[0].settled_ms, support::kMorningMs + 100);
    EXPECT_EQ(decided[0].detail, "");
    name(3, 15, "Ann Lee");
    EXPECT_THAT(rows(), IsEmpty());
    EXPECT_EQ(rows(ReviewState::settled), decided);
  }
}

TEST_F(Reviews, I05_a_new_name_after_a_decision_opens_another_item) {
  name(1, 10, "Ann Lee");
  name(2, 20, "Bob Stone");
  ASSERT_TRUE(settle(rows().at(0), kDismiss, 100));
  name(3, 110, "Ann Lee");
  name(4, 120, "Bob Stone");
  EXPECT_THAT(rows(), IsEmpty()) << "a shared mailbox";
  name(5, 130, "Cat");
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_THAT(rows()[0].detail, HasSubstr(R"("after":{"name":"Cat")"));
  EXPECT_EQ(rows(ReviewState::settled).size(), 1U);
}

TEST_F(Reviews, I07_what_is_typed_over_staffs_value_is_a_suggestion_and_nothing_else) {
  name(1, 10, "Ann");
  ASSERT_TRUE(act(cid_of(1), EditContact{{{{"phone", "17"}}, {}}}, 100));
  take(check_in(2, cid_of(2), "ann@example.com", {{"phone", " 17 "}}), 110);
  EXPECT_THAT(rows(), IsEmpty()) << "what is shown";
  take(check_in(3, cid_of(3), "ann@example.com", {{"phone", "16"}}), 50);
  EXPECT_THAT(rows(), IsEmpty()) << "typed before staff wrote";
  take(check_in(4, cid_of(4), "ann@example.com", {{"phone", "18"}}), 120);
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_EQ(rows()[0].detail, R"({"field":"phone","shown":"17","typed":"18","at":)" +
                                  std::to_string(support::kMorningMs + 120) + R"(,"op":")" + support::op_id(4).text() +
                                  "\"}");
  EXPECT_EQ(shown("phone"), "17");
  const Uuid id = rows()[0].id;
  take(check_in(5, cid_of(5), "ann@example.com", {{"phone", "19"}}), 130);
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_EQ(rows()[0].id, id);
  EXPECT_THAT(rows()[0].detail, HasSubstr(R"("typed":"19")"));
  take(check_in(6, cid_of(6), "ann@example.com", {{"phone", "17"}}), 140);
  EXPECT_THAT(rows(), IsEmpty()) << "typed as shown after all";
  EXPECT_EQ(rows(ReviewState::withdrawn).at(0).detail, "");
}

TEST_F(Reviews, I07_staff_accept_or_dismiss_a_suggestion) {
  name(1, 10, "Ann");
  ASSERT_TRUE(act(cid_of(1), EditContact{{{{"phone", "17"}, {"company", "ACME"}}, {}}}, 100));
  take(check_in(2, cid_of(2), "ann@example.com", {{"phone", "18"}, {"company", "Other"}}), 110);
  ASSERT_EQ(rows().size(), 2U);
  for (const Review& review : rows()) {
    const bool is_phone = review.detail.find("phone") != std::string::npos;
    ASSERT_TRUE(settle(review, is_phone ? kAccept : kDismiss, 200));
  }
  EXPECT_EQ(shown("phone"), "18");
  EXPECT_EQ(shown("company"), "ACME");
  EXPECT_THAT(rows(), IsEmpty());
  take(check_in(3, cid_of(3), "ann@example.com", {{"phone", "16"}, {"company", "Other"}}), 150);
  EXPECT_THAT(rows(), IsEmpty()) << "typed before the decision";
  take(check_in(4, cid_of(4), "ann@example.com", {{"company", "Other"}}), 210);
  EXPECT_EQ(rows().size(), 1U) << "typed again";
  EXPECT_EQ(rows(ReviewState::settled).size(), 2U);
  EXPECT_EQ(shown("phone"), "18");
}

TEST_F(Reviews, I07_a_clearing_is_a_suggestion_too) {
  ASSERT_NO_FATAL_FAILURE(name(1, 10, "Ann"));
  ASSERT_TRUE(act(cid_of(1), EditContact{{{{"phone", "17"}}, {}}}, 100));
  take(support::contact_edit(2, cid_of(1), "ann@example.com", {{}, {"phone"}}), 110);
  EXPECT_EQ(shown("phone"), "17");
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_THAT(rows()[0].detail, HasSubstr(R"("typed":null)"));
  ASSERT_TRUE(settle(rows()[0], kAccept, 200));
  EXPECT_EQ(shown("phone"), "(nothing)");
}

TEST_F(Reviews, FollowAContactThatIsMergedAndSeparated) {
  name(1, 10, "Ann");
  take(check_in(2, cid_of(2), "ann@work.example", {}), 20);
  ASSERT_TRUE(act(cid_of(2), EditContact{{{{"phone", "17"}}, {}}}, 100));
  take(check_in(3, cid_of(2), "ann@work.example", {{"phone", "18"}}), 110);
  ASSERT_EQ(rows().size(), 1U);
  ASSERT_TRUE(act(cid_of(1), MergeContacts{cid_of(2), {}}, 120));
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_EQ(rows()[0].contact, cid_of(1));
  ASSERT_TRUE(act(cid_of(1), UnmergeContacts{}, 130));
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_EQ(rows()[0].contact, cid_of(2));
  ASSERT_TRUE(settle(rows()[0], kDismiss, 140));
  EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(Reviews, OfAnErasedPersonSayNothing) {
  name(1, 10, "Ann Lee");
  name(2, 20, "Bob Stone");
  ASSERT_TRUE(act(cid_of(1), EditContact{{{{"phone", "17"}}, {}}}, 100));
  take(check_in(3, cid_of(3), "ann@example.com", {{"phone", "18"}}), 110);
  ASSERT_EQ(rows().size(), 2U);
  const auto acted = act(cid_of(1), EraseContact{}, 200);
  ASSERT_TRUE(acted);
  for (const auto& [id, review] : centre_.store.tables.reviews) {
    EXPECT_EQ(review.state, ReviewState::withdrawn);
    EXPECT_EQ(review.detail, "");
    EXPECT_FALSE(review.contact);
    EXPECT_EQ(centre_.store.tables.feed.at({FeedKind::review, id}), review.seq) << "tablets hear of it";
    EXPECT_GT(review.seq, 0);
  }
}

TEST_F(Reviews, RefuseWhatDoesNotFit) {
  name(1, 10, "Ann Lee");
  name(2, 20, "Bob Stone");
  const Review review = rows().at(0);
  EXPECT_EQ(settle(review, kAccept, 100).error().fault, Fault::invalid);
  EXPECT_EQ(act(review.id, SettleReview{std::string(kDismiss), review.seq - 1}, 100).error().fault, Fault::conflict);
  EXPECT_EQ(act(cid_of(9), SettleReview{std::string(kDismiss), {}}, 100).error().fault, Fault::not_found);
  EXPECT_EQ(rows().at(0), review);
  ASSERT_TRUE(act(review.id, SettleReview{std::string(kDismiss), review.seq}, 100));
  EXPECT_EQ(settle(review, kBefore, 110).error().fault, Fault::conflict);
}

TEST_F(Reviews, OfOtherKindsFollowTheirContactInTheFeed) {
  name(1, 10, "Ann");
  take(check_in(2, cid_of(2), "ann@work.example", {}), 20);
  Changes changes;
  const Uuid pass = support::id_of(0xAA, 1);
  changes.reviews = {open_review(ReviewKind::overdraft, review_id(ReviewKind::overdraft, pass), pass, cid_of(2), 1,
                                 R"({"balance":-1})")};
  ASSERT_TRUE(centre_.store.apply(changes));
  ASSERT_TRUE(act(cid_of(1), MergeContacts{cid_of(2), {}}, 100));
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_EQ(rows()[0].contact, cid_of(1));
  EXPECT_EQ(centre_.store.tables.feed.at({FeedKind::review, rows()[0].id}), rows()[0].seq);
}

TEST_F(Reviews, OfOtherKindsStayOpenUntilTheyAreSettled) {
  name(1, 10, "Ann");
  Changes changes;
  const Uuid pass = support::id_of(0xAA, 1);
  const Uuid id = review_id(ReviewKind::overdraft, pass);
  changes.reviews = {open_review(ReviewKind::overdraft, id, pass, cid_of(1), 1, R"({"balance":-1})")};
  ASSERT_TRUE(centre_.store.apply(changes));
  name(2, 20, "Bob");
  ASSERT_TRUE(act(cid_of(1), EditContact{{{{"name", "Ann"}}, {}}}, 100));
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_EQ(settle(rows()[0], kDismiss, 110).error().fault, Fault::invalid);
  ASSERT_TRUE(settle(rows()[0], "waive", 110));
  EXPECT_EQ(rows(ReviewState::settled).at(0).decision, "waive");
}

}  // namespace
}  // namespace foyer::server
