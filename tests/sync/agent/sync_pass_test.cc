#include <fstream>

#include "tests/sync/agent/sync_pass_fixture.h"

namespace foyer::agent {
namespace {

using testing::HasSubstr;

TEST_F(SyncPassTest, WaitsWhileNotEnrolledAndStartsOnceItIs) {
  submit(1);
  run_for(10'000);
  EXPECT_TRUE(transport_.requests.empty());
  auto other = store::KioskStore::open(dir_, clock_, random_);
  const auto done = agent::enrol(*other, transport_, clock_, {"https://foyer.example.org", "", "GOODCODE", "test"});
  ASSERT_TRUE(done.ok());
  run_for(kLookEveryMs + 100);
  EXPECT_EQ(centre_.ops.size(), 1u);
  EXPECT_EQ(counts().pending, 0);
}

TEST_F(SyncPassTest, AWrongCodeStoresNothing) {
  const auto done = agent::enrol(*store_, transport_, clock_, {"https://foyer.example.org", "", "BAD", "test"});
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().fault, Fault::refused);
  EXPECT_THAT(done.error().detail, HasSubstr("ask for a new code"));
  EXPECT_FALSE(state().enrolment.has_value());
}

TEST_F(SyncPassTest, DrainsOutboxAndAllPagesAtStart) {
  enrol();
  for (int i = 0; i < 250; ++i) submit(i);
  for (int i = 0; i < 120; ++i) centre_.add_contact(time_uuid(random_, i));
  centre_.page_rows = 50;
  run_for(3'000);
  EXPECT_EQ(centre_.ops.size(), 250u);
  EXPECT_EQ(counts().pending, 0);
  EXPECT_EQ(state().cursor_seq, centre_.head());
  EXPECT_EQ(state().last_fault, "");
  EXPECT_GT(told_kiosk_, 0);
}

TEST_F(SyncPassTest, PushesAtOnceWhileAPollIsHeldAndWithoutEndingIt) {
  enrol();
  run_for(3'000);
  ASSERT_TRUE(transport_.is_under_way(Lane::pull));
  bool was_polling = false;
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane == Lane::push) was_polling = transport_.is_under_way(Lane::pull);
    return std::nullopt;
  };
  submit(1);
  pass_->rung();
  run_for(2);
  EXPECT_EQ(centre_.ops.size(), 1u);
  EXPECT_TRUE(was_polling);
}

TEST_F(SyncPassTest, WhatComesDuringAPushGoesWithTheNext) {
  enrol();
  run_for(3'000);
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane == Lane::push && centre_.pushes.empty()) {
      submit(2);
      submit(3);
    }
    return std::nullopt;
  };
  submit(1);
  pass_->rung();
  run_for(50);
  EXPECT_EQ(centre_.push_sizes, (std::vector<std::size_t>{1, 2}));
}

TEST_F(SyncPassTest, OneDrainReadsWhatItsOwnPushAddedToTheFeed) {
  enrol();
  for (int i = 0; i < 3; ++i) submit(i);
  open(false);
  EXPECT_TRUE(drain_once(*pass_, transport_, clock_, -1).ok());
  EXPECT_EQ(centre_.head(), 3);
  EXPECT_EQ(state().cursor_seq, 3);
}

TEST_F(SyncPassTest, ALostReplyIsAskedAgainUnderTheSamePushId) {
  enrol();
  int lost = 0;
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane != Lane::push || ++lost > 3) return std::nullopt;
    (void)centre_.handle(request);  // it was done; the answer never came
    return Error{Fault::offline, "connection reset"};
  };
  submit(1);
  run_for(20'000);
  ASSERT_EQ(centre_.pushes.size(), 4u);
  for (const auto& push : centre_.pushes) EXPECT_EQ(push, centre_.pushes.front());
  EXPECT_EQ(centre_.ops.size(), 1u);
  EXPECT_EQ(centre_.applied_twice, 0);
  EXPECT_EQ(counts().pending, 0);
}

TEST_F(SyncPassTest, ResumesAfterAKillBetweenAnyTwoSteps) {
  enrol();
  for (int i = 0; i < 30; ++i) submit(i);
  for (int i = 0; i < 30; ++i) centre_.add_contact(time_uuid(random_, i));
  centre_.page_rows = 7;
  for (int steps = 0; steps < 60; ++steps) {
    open();
    if (steps % 5 == 0) submit(100 + steps);
    // The process dies after `steps % 9` actions or answers.
    for (int i = 0; i < steps % 9; ++i) {
      const Action action = next_action(pass_->facts());
      if (action.act != Act::wait) {
        pass_->carry_out(action);
      } else {
        for (const Exchange& exchange : transport_.wait(1, {})) pass_->finished(exchange);
      }
    }
  }
  open();
  run_for(10'000);
  EXPECT_EQ(centre_.ops.size(), 42u);
  EXPECT_EQ(counts().pending, 0);
  EXPECT_EQ(state().cursor_seq, centre_.head());
}

TEST_F(SyncPassTest, AFailingUploadDoesNotStopTheDownload) {
  enrol();
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane == Lane::push) return Error{Fault::offline, "connection reset"};
    return std::nullopt;
  };
  submit(1);
  for (int i = 0; i < 20; ++i) centre_.add_contact(time_uuid(random_, i));
  run_for(5'000);
  EXPECT_EQ(state().cursor_seq, 20);
  EXPECT_EQ(counts().pending, 1);
  EXPECT_THAT(state().last_fault, HasSubstr("connection reset"));
}

TEST_F(SyncPassTest, AFailingDownloadDoesNotStopTheUpload) {
  enrol();
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane == Lane::pull) return FakeCentre::error(503, "busy");
    return std::nullopt;
  };
  submit(1);
  pass_->rung();
  run_for(100);
  EXPECT_EQ(centre_.ops.size(), 1u);
}

}  // namespace
}  // namespace foyer::agent
