// A tablet whose centre lost a part of its history: what it remembers, shows and pushes again (sync.md 3.9).
#include <gtest/gtest.h>

#include "tests/shared/store/kiosk_fixture.h"

namespace foyer::store {
namespace {

class KioskHistoryTest : public KioskFixture {
 protected:
  static std::string commit(std::int64_t seq, const std::string& nonce = "00aa") {
    return wire::to_text({"e1", seq, nonce});
  }
  // Pushes what is pending; the centre's commit of it is at `seq`.
  Push pushed(std::int64_t seq) {
    auto push = *store_.begin_push();
    answered(push, seq);
    return push;
  }
  PushSummary answered(const Push& push, std::int64_t seq, const std::string& nonce = "00aa") {
    auto reply = reply_to(push, seq);
    for (auto& result : reply.results) result.seq = seq;
    reply.head = seq;
    reply.commit = commit(seq, nonce);
    return *store_.record_results(push.push_id, reply);
  }
  bool is_shown(const domain::Op& op) { return store_.visit(visit_of(op))->has_value(); }
};

TEST_F(KioskHistoryTest, TheCommitOfAPushIsRememberedAndShownWithTheNext) {
  submitted(check_in("ann@example.com"));
  pushed(3);
  EXPECT_EQ(store_.sync_state()->known, commit(3));
  submitted(check_in("bob@example.com"));
  EXPECT_EQ(store_.begin_push()->known, commit(3));
  ASSERT_TRUE(store_.restart_feed("e1").ok());
  EXPECT_EQ(store_.sync_state()->known, "");
}

TEST_F(KioskHistoryTest, AnAnswerFromBeforeTheRollbackIsNotTaken) {
  submitted(check_in("ann@example.com"));
  const auto push = *store_.begin_push();
  ASSERT_TRUE(store_.restart_feed("e1").ok());  // the pull beside it has noticed
  EXPECT_EQ(store_.record_results(push.push_id, reply_to(push, 3)).error().fault, Fault::conflict);
  EXPECT_EQ(store_.counts()->pending, 1);
  EXPECT_EQ(store_.begin_push()->ops.size(), 1U);
}

// The centre took the push, was rolled back, and answered the pull from its other history before the push's answer
// came.
TEST_F(KioskHistoryTest, I8_a_visit_stays_in_view_when_the_feed_ran_past_it_in_another_history) {
  const auto op = submitted(check_in("ann@example.com"));
  const auto push = *store_.begin_push();
  ASSERT_TRUE(apply(page({}, 7)).ok());
  EXPECT_TRUE(answered(push, 5, "bb00").unsettled);
  EXPECT_TRUE(is_shown(op));
  ASSERT_TRUE(store_.restart_feed("e1").ok());
  EXPECT_TRUE(is_shown(op));
  EXPECT_EQ(store_.counts()->pending, 1);
}

TEST_F(KioskHistoryTest, I8_a_page_asked_for_before_the_push_was_answered_settles_nothing) {
  const auto op = submitted(check_in("ann@example.com"));
  pushed(5);
  const auto summary = store_.apply_page(page({}, 7), "", "");
  EXPECT_TRUE(summary->unsettled);
  EXPECT_TRUE(is_shown(op));
  const auto next = store_.apply_page(page({}, 8), store_.sync_state()->cursor, commit(5));
  EXPECT_FALSE(next->unsettled);
  EXPECT_FALSE(is_shown(op)) << "the feed has passed it and brought no such visit";
}

TEST_F(KioskHistoryTest, APageThatEndsWithThePushItselfSettlesIt) {
  const auto op = submitted(check_in("ann@example.com"));
  pushed(5);
  const auto summary = store_.apply_page(page({visit_row(visit_of(op), std::nullopt, 1, {}, 5)}, 5), "", "");
  EXPECT_FALSE(summary->unsettled);
  EXPECT_FALSE((*store_.visit(visit_of(op)))->local);
}

TEST_F(KioskHistoryTest, DeadLettersAreShownToARolledBackCentreAgain) {
  const auto op = submitted(check_in("ann@example.com"));
  ASSERT_TRUE(store_.park(op.id, kServerError).ok());
  ASSERT_TRUE(store_.mark_reported(op.id).ok());
  ASSERT_FALSE(store_.next_dead_letter()->has_value());
  ASSERT_TRUE(store_.restart_feed("e1").ok());
  EXPECT_TRUE(store_.next_dead_letter()->has_value());
}

TEST_F(KioskHistoryTest, EnrollingAtARestoredCentrePushesEverythingAgain) {
  Enrolment who{new_id(), new_id(), "Org", "Front desk", "", std::string(64, 'a'), "https://foyer.example.org", ""};
  ASSERT_TRUE(store_.enrol(who, "e1", 1).ok());
  submitted(check_in("ann@example.com"));
  pushed(5);
  ASSERT_EQ(store_.counts()->acked, 1);
  who.device = new_id();
  ASSERT_TRUE(store_.enrol(who, "e2", 2).ok());
  EXPECT_EQ(store_.counts()->pending, 1);
}

}  // namespace
}  // namespace foyer::store
