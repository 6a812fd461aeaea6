#include <gtest/gtest.h>

#include "shared/store/op_row.h"
#include "tests/shared/store/kiosk_fixture.h"

namespace foyer::store {
namespace {

using KioskPushTest = KioskFixture;
using wire::OpOutcome;

TEST_F(KioskPushTest, NothingToPushIsNoPush) {
  const auto push = store_.begin_push();
  ASSERT_TRUE(push.ok());
  EXPECT_TRUE(push->ops.empty());
  EXPECT_EQ(store_.sync_state()->push_n, 0);
}

TEST_F(KioskPushTest, ARepeatAfterACrashIsTheSamePush) {
  const auto first = submitted(check_in("ann@example.com"));
  const auto push = *store_.begin_push();
  submitted(check_in("bob@example.com"));
  auto agent = KioskStore::open(dir_.path(), clock_, random_);  // the agent was killed and starts again
  const auto again = *agent->begin_push();
  EXPECT_EQ(again.push_n, push.push_n);
  EXPECT_EQ(again.push_id, push.push_id);
  EXPECT_EQ(again.ops, push.ops);
  EXPECT_EQ(again.ids, std::vector<Uuid>{first.id});
}

TEST_F(KioskPushTest, EachPushCountsOnAndCarriesWhatCameMeanwhile) {
  submitted(check_in("ann@example.com"));
  const auto first = *store_.begin_push();
  const auto second = submitted(check_in("bob@example.com"));
  ASSERT_TRUE(store_.record_results(first.push_id, reply_to(first, 1)).ok());
  const auto next = *store_.begin_push();
  EXPECT_EQ(next.push_n, first.push_n + 1);
  EXPECT_NE(next.push_id, first.push_id);
  EXPECT_EQ(next.ids, std::vector<Uuid>{second.id});
}

TEST_F(KioskPushTest, StaysWithinTheLimits) {
  for (int i = 0; i < 10; ++i) submitted(check_in("p" + std::to_string(i) + "@example.com"));
  EXPECT_EQ(store_.begin_push({4, 1'000'000})->ops.size(), 4U);
  ASSERT_TRUE(store_.cancel_push().ok());
  const auto small = *store_.begin_push({200, 2500});
  std::size_t bytes = 0;
  for (const auto& op : small.ops) bytes += op.size();
  EXPECT_GT(small.ops.size(), 1U);
  EXPECT_LT(bytes, 2500U);
  ASSERT_TRUE(store_.cancel_push().ok());
  EXPECT_EQ(store_.begin_push({200, 1})->ops.size(), 1U);  // one at least, or nothing would ever move
}

TEST_F(KioskPushTest, ResultsMoveOpsToTheirStates) {
  const OpOutcome outcomes[] = {OpOutcome::applied,  OpOutcome::duplicate,   OpOutcome::anonymised,
                                OpOutcome::rejected, OpOutcome::unsupported, OpOutcome::deferred};
  for (int i = 0; i < 6; ++i) submitted(check_in("p" + std::to_string(i) + "@example.com"));
  const auto push = *store_.begin_push();
  auto reply = reply_to(push, 1);
  for (std::size_t i = 0; i < 6; ++i) reply.results[i].outcome = outcomes[i];
  reply.results[3].code = "bad_email";
  reply.results[4].min_proto = 4;
  reply.results[5].retry_ms = 4000;
  const auto summary = *store_.record_results(push.push_id, reply);
  EXPECT_EQ(summary.acked, 3U);
  EXPECT_EQ(summary.deferred, 1U);
  EXPECT_EQ(*store_.pending_wait(), 4000);
  const auto counts = *store_.counts();
  EXPECT_EQ(counts.acked, 3);
  EXPECT_EQ(counts.dead, 1);
  EXPECT_EQ(counts.held, 1);
  EXPECT_EQ(counts.pending, 1);
  EXPECT_EQ(store_.dead_ops()->at(0).code, "bad_email");
  ASSERT_TRUE(store_.retry_held(3).ok());
  EXPECT_EQ(store_.counts()->held, 1);
  ASSERT_TRUE(store_.retry_held(4).ok());
  EXPECT_EQ(store_.counts()->held, 0);
}

TEST_F(KioskPushTest, ADeadOpHoldsItsChainAndNoOther) {
  const auto bad = submitted(check_in("ann@example.com"));
  submitted(void_of(bad));
  submitted(check_in("bob@example.com"));
  const auto push = *store_.begin_push({1, 1'000'000});
  auto reply = reply_to(push, 1, OpOutcome::rejected);
  ASSERT_TRUE(store_.record_results(push.push_id, reply).ok());
  submitted(void_of(bad));
  EXPECT_EQ(store_.counts()->held, 2);
  EXPECT_EQ(store_.begin_push()->ops.size(), 1U);
  ASSERT_TRUE(store_.retry_dead(bad.id).ok());
  EXPECT_EQ(store_.counts()->held, 0);
  EXPECT_EQ(store_.counts()->pending, 4);
}

TEST_F(KioskPushTest, AnOpBehindADeadOneKeepsItsOwnResult) {
  const auto bad = submitted(check_in("ann@example.com"));
  submitted(void_of(bad));
  const auto push = *store_.begin_push();
  auto reply = reply_to(push, 1);
  reply.results[0].outcome = OpOutcome::rejected;
  ASSERT_TRUE(store_.record_results(push.push_id, reply).ok());
  EXPECT_EQ(store_.counts()->dead, 1);
  EXPECT_EQ(store_.counts()->acked, 1);
  EXPECT_EQ(store_.counts()->held, 0);
}

TEST_F(KioskPushTest, AnAnswerToAnotherPushChangesNothing) {
  submitted(check_in("ann@example.com"));
  const auto push = *store_.begin_push();
  const auto done = store_.record_results(new_id(), reply_to(push, 1));
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().fault, Fault::conflict);
  EXPECT_EQ(store_.counts()->pending, 1);
  ASSERT_TRUE(store_.record_results(push.push_id, reply_to(push, 1)).ok());
  EXPECT_FALSE(store_.record_results(push.push_id, reply_to(push, 1)).ok());
}

TEST_F(KioskPushTest, AnOpWithoutAResultIsPendingAgain) {
  submitted(check_in("ann@example.com"));
  submitted(check_in("bob@example.com"));
  const auto push = *store_.begin_push();
  auto reply = reply_to(push, 1);
  reply.results.pop_back();
  ASSERT_TRUE(store_.record_results(push.push_id, reply).ok());
  EXPECT_EQ(store_.counts()->pending, 1);
  EXPECT_EQ(store_.begin_push()->ids, std::vector<Uuid>{push.ids[1]});
}

TEST_F(KioskPushTest, AParkedOpIsDeadAndTheRestGoesOn) {
  const auto poison = submitted(check_in("ann@example.com"));
  submitted(check_in("bob@example.com"));
  static_cast<void>(store_.begin_push());
  ASSERT_TRUE(store_.cancel_push().ok());
  ASSERT_TRUE(store_.park(poison.id, "malformed").ok());
  EXPECT_EQ(store_.begin_push()->ops.size(), 1U);
  EXPECT_EQ(store_.dead_ops()->at(0).code, "malformed");
  EXPECT_FALSE(store_.park(new_id(), "malformed").ok());
}

TEST_F(KioskPushTest, ARowThatWasDamagedOnDiskIsSetAsideAlone) {
  const auto op = submitted(check_in("ann@example.com", {{"name", "Ann"}}));
  submitted(void_of(op));
  submitted(check_in("bob@example.com"));
  {
    auto db = Database::open(dir_.path() + "/kiosk.db");
    ASSERT_TRUE(db->prepare("UPDATE op SET body = replace(body, 'Ann', 'Bnn') WHERE op_id = ?").bind(op.id).run().ok());
  }
  EXPECT_EQ(store_.begin_push()->ops.size(), 1U);
  EXPECT_EQ(store_.counts()->dead, 1);
  EXPECT_EQ(store_.counts()->held, 1);
  EXPECT_EQ(store_.dead_ops()->at(0).json, "");
}

TEST_F(KioskPushTest, AcknowledgedOpsAreKeptUntilTheyAreInABackup) {
  submitted(check_in("ann@example.com"));
  submitted(check_in("bob@example.com"));
  const auto push = *store_.begin_push();
  auto reply = reply_to(push, 10);
  reply.backup_seq = 10;
  ASSERT_TRUE(store_.record_results(push.push_id, reply).ok());
  EXPECT_EQ(*store_.clean_up(), 0);  // still shown: the feed has not brought them
  ASSERT_TRUE(apply(page({}, 11)).ok());
  EXPECT_EQ(*store_.clean_up(), 1);
  EXPECT_EQ(store_.counts()->acked, 1);
  clock_.advance(31LL * 24 * 3600 * 1000);
  ASSERT_TRUE(store_.record_contact(clock_.now().wall_ms).ok());
  EXPECT_EQ(*store_.clean_up(), 1);
}

// A check-out of somebody who is not known yet moves nothing in the feed: its seq may be the very beginning.
TEST_F(KioskPushTest, WithoutABackupNothingIsForgottenSoon) {
  submitted(check_in("ann@example.com"));
  const auto push = *store_.begin_push();
  ASSERT_TRUE(store_.record_results(push.push_id, reply_to(push, 0)).ok());
  EXPECT_EQ(*store_.clean_up(), 0);
  EXPECT_EQ(store_.counts()->acked, 1);
}

TEST_F(KioskPushTest, ATabletClockInTheFutureForgetsNothing) {
  submitted(check_in("ann@example.com"));
  const auto push = *store_.begin_push();
  ASSERT_TRUE(store_.record_results(push.push_id, reply_to(push, 10)).ok());
  ASSERT_TRUE(apply(page({}, 11)).ok());
  const std::int64_t server_ms = clock_.now().wall_ms;
  clock_.set_wall(4'000'000'000'000);
  ASSERT_TRUE(store_.record_contact(server_ms).ok());
  EXPECT_EQ(*store_.clean_up(), 0);
}

TEST_F(KioskPushTest, ACentreThatWasRestoredGetsEverythingAgain) {
  const auto op = submitted(check_in("ann@example.com"));
  const auto push = *store_.begin_push();
  ASSERT_TRUE(store_.record_results(push.push_id, reply_to(push, 10)).ok());
  ASSERT_TRUE(apply(page({contact_row(cid_of(op), "ann@example.com", {}, 1, 10)}, 11)).ok());
  ASSERT_TRUE(store_.restart_feed("e2").ok());
  EXPECT_EQ(store_.counts()->pending, 1);
  EXPECT_EQ(store_.sync_state()->cursor, "");
  EXPECT_EQ(store_.begin_push()->ops, push.ops);
  EXPECT_EQ(store_.contacts()->size(), 1U);  // still in view while the feed is read again
}

TEST_F(KioskPushTest, CrcIsTheUsualOne) { EXPECT_EQ(crc32("123456789"), 0xCBF43926U); }

}  // namespace
}  // namespace foyer::store
