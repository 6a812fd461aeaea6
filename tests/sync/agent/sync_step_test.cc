#include "sync/agent/sync_step.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace foyer::agent {
namespace {

constexpr std::int64_t kNow = 100'000;

Facts online() {
  Facts facts;
  facts.now = kNow;
  facts.is_enrolled = true;
  facts.is_at_head = true;
  facts.last_sign = kNow;
  facts.next_look = kNow + 700;
  return facts;
}

Facts polling() {
  Facts facts = online();
  facts.pull.is_in_flight = true;
  return facts;
}

struct Row {
  std::string name;
  void (*change)(Facts&);
  Action expected;
};

void expect_table(Facts (*start)(), const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    Facts facts = start();
    row.change(facts);
    EXPECT_EQ(next_action(facts), row.expected) << row.name;
  }
}

void pending(Facts& f) { f.has_pending = true; }

TEST(SyncStep, WhileAllIsWell) {
  expect_table(&online,
               {
                   {"at head, nothing to do: waits for news", [](Facts&) {}, {Act::poll, 0}},
                   {"time to look", [](Facts& f) { f.next_look = kNow; }, {Act::look, 0}},
                   {"pages are drained without waiting", [](Facts& f) { f.is_at_head = false; }, {Act::pull, 0}},
                   {"pending goes before pulling", [](Facts& f) { pending(f), f.is_at_head = false; }, {Act::push, 0}},
                   {"not enrolled", [](Facts& f) { pending(f), f.is_enrolled = false; }, {Act::wait, kNow + 700}},
                   {"a single drain asks hello first",
                    [](Facts& f) { pending(f), f.may_poll = f.has_greeted = false; },
                    {Act::hello, 0}},
                   {"a single drain does not poll", [](Facts& f) { f.may_poll = false; }, {Act::wait, kNow + 700}},
               });
}

TEST(SyncStep, OneLanesTroubleIsNotTheOthers) {
  expect_table(
      &online,
      {
          {"push backs off", [](Facts& f) { pending(f), f.push.not_before = kNow + 500; }, {Act::poll, 0}},
          {"pull backs off", [](Facts& f) { pending(f), f.pull.not_before = kNow + 500; }, {Act::push, 0}},
          {"both back off: the earlier one is the wake",
           [](Facts& f) { pending(f), f.push.not_before = kNow + 500, f.pull.not_before = kNow + 300; },
           {Act::wait, kNow + 300}},
          {"forked: pushes", [](Facts& f) { pending(f), f.is_forked = true, f.is_at_head = false; }, {Act::push, 0}},
          {"forked: does not pull",
           [](Facts& f) { f.is_forked = true, f.is_at_head = false; },
           {Act::wait, kNow + 700}},
      });
}

TEST(SyncStep, WhenTheCentreIsAwayOrSaysNo) {
  expect_table(&online,
               {
                   {"locked out: nothing but time",
                    [](Facts& f) { pending(f), f.is_locked_out = true, f.locked_out_until = kNow + 400; },
                    {Act::wait, kNow + 400}},
                   {"locked out for a while: asks whether that has changed",
                    [](Facts& f) { pending(f), f.is_locked_out = true, f.locked_out_until = kNow; },
                    {Act::hello, 0}},
                   {"unreachable: knocks", [](Facts& f) { pending(f), f.is_unreachable = true; }, {Act::hello, 0}},
                   {"unreachable: knocks by its back-off",
                    [](Facts& f) { pending(f), f.is_unreachable = true, f.hello.not_before = kNow + 250; },
                    {Act::wait, kNow + 250}},
               });
}

TEST(SyncStep, WhileAPollIsHeld) {
  expect_table(
      &polling,
      {
          {"a push goes beside the poll", &pending, {Act::push, 0}},
          {"one push at a time", [](Facts& f) { pending(f), f.push.is_in_flight = true; }, {Act::wait, kNow + 700}},
          {"silence is probed", [](Facts& f) { f.last_sign = kNow - kProbeAfterMs; }, {Act::hello, 0}},
          {"the probe's time is a wake",
           [](Facts& f) { f.last_sign = kNow - kProbeAfterMs + 200; },
           {Act::wait, kNow + 200}},
          {"one probe at a time",
           [](Facts& f) { f.last_sign = 0, f.hello.is_in_flight = true; },
           {Act::wait, kNow + 700}},
          {"a poll that nobody answers is given up", [](Facts& f) { f.is_unreachable = true; }, {Act::drop_pull, 0}},
          {"a push that nobody answers too",
           [](Facts& f) { f.is_unreachable = true, f.push.is_in_flight = true; },
           {Act::drop_push, 0}},
      });
}

TEST(SyncStep, EveryWaitHasAWakeInTheNearFuture) {
  std::mt19937_64 random(20261121);
  const auto coin = [&random] { return random() % 2 == 0; };
  const auto moment = [&random] { return kNow - 3'000 + static_cast<std::int64_t>(random() % 6'000); };
  for (int i = 0; i < 200'000; ++i) {
    Facts facts;
    facts.now = kNow;
    facts.is_enrolled = coin();
    facts.is_locked_out = coin();
    facts.locked_out_until = moment();
    facts.is_unreachable = coin();
    facts.push = {coin(), moment()};
    facts.pull = {coin(), moment()};
    facts.hello = {coin(), moment()};
    facts.has_pending = coin();
    facts.is_at_head = coin();
    facts.is_forked = coin();
    facts.may_poll = coin();
    facts.has_greeted = coin();
    facts.last_sign = moment();
    facts.next_look = moment();
    const Action action = next_action(facts);
    if (action.act != Act::wait) continue;
    ASSERT_GT(action.wake, kNow);
    ASSERT_LE(action.wake, facts.next_look);
  }
}

TEST(SyncStep, ADeadCentreIsNoticedWithinThreeSeconds) { EXPECT_LE(kProbeAfterMs + kProbeTimeoutMs, 3'000); }

}  // namespace
}  // namespace foyer::agent
