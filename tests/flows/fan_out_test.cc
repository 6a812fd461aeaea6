// A change at one tablet shows at another while both are online: real agents, a real centre, long polls. The order of
// events is checked, the times are printed.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "tests/flows/outbox.h"
#include "tests/flows/site.h"

namespace foyer::flows {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 8;

std::string in_ms(std::vector<Clock::duration> times) {
  std::ranges::sort(times);
  const auto ms = [](Clock::duration time) {
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
  };
  return "median " + ms(times[times.size() / 2]) + " ms, longest " + ms(times.back()) + " ms";
}

TEST(FanOut, WhatOneTabletDoesShowsAtTheOtherBeforeItsPollEnds) {
  Centre centre;
  centre.start();
  Tablet here("Here");
  Tablet there("There");
  for (Tablet* tablet : {&here, &there}) {
    tablet->enrol(centre);
    tablet->start_agent();
  }
  Outbox a(here.data());
  Outbox b(there.data());
  std::vector<Clock::duration> times;
  const auto begin = Clock::now();
  for (int round = 0; round < kRounds; ++round) {
    Outbox& from = round % 2 == 0 ? a : b;
    Outbox& to = round % 2 == 0 ? b : a;
    const auto visit = from.check_in("visitor" + std::to_string(round) + "@example.com", {{"name", "Visitor"}});
    ASSERT_TRUE(visit);
    const auto made = Clock::now();
    from.ring();
    support::wait_until("the other tablet shows the visit", [&] { return to.shows(*visit); });
    times.push_back(Clock::now() - made);
  }
  // Each round began after the one before was seen. A tablet that only looked when its poll of 25 s ended would have
  // needed most of that in each of them.
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(25));
  std::printf("from tablet to tablet: %s\n", in_ms(times).c_str());
}

TEST(FanOut, WhatTheOperatorAppliesShowsAtATabletThatWaits) {
  Centre centre;
  centre.start();
  Tablet tablet("Here");
  tablet.enrol(centre);
  tablet.start_agent();
  Outbox outbox(tablet.data());
  const auto applied = support::run({program("foyer-server"), "apply", "--data", centre.data(),
                                     FOYER_SOURCE_DIR "/assets/organisation.example.json"});
  ASSERT_EQ(applied.code, 0) << applied.err;
  const auto made = Clock::now();
  support::wait_until("the tablet knows the hosts", [&] { return outbox.hosts() == 2; });
  std::printf("from apply to tablet: %s\n", in_ms({Clock::now() - made}).c_str());
}

}  // namespace
}  // namespace foyer::flows
