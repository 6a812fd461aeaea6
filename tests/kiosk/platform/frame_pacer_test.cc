#include "kiosk/platform/frame_pacer.h"

#include <gtest/gtest.h>

namespace foyer::platform {
namespace {

TEST(FramePacer, SleepsForEverOnceTheFrameIsShown) {
  FramePacer pacer;
  EXPECT_TRUE(pacer.frame_due(0));
  pacer.frame_done(1, std::nullopt);
  EXPECT_FALSE(pacer.frame_due(1'000'000'000));
  EXPECT_EQ(pacer.wait_us(2), std::nullopt);
  EXPECT_TRUE(pacer.settled());
}

TEST(FramePacer, BuildsAFrameAtOnceAfterARequest) {
  FramePacer pacer;
  pacer.frame_done(0, std::nullopt);
  pacer.request_frame();
  EXPECT_EQ(pacer.wait_us(5), 0);
  EXPECT_TRUE(pacer.frame_due(5));
  EXPECT_FALSE(pacer.settled());
}

TEST(FramePacer, KeepsASteadyBeatWhileSomethingMoves) {
  FramePacer pacer;
  pacer.frame_done(1'000, 0);
  EXPECT_FALSE(pacer.frame_due(2'000));
  EXPECT_EQ(pacer.wait_us(2'000), FramePacer::kBeatMinUs - 1'000);
  EXPECT_TRUE(pacer.frame_due(1'000 + FramePacer::kBeatMinUs));
  EXPECT_FALSE(pacer.settled());
}

TEST(FramePacer, IsSettledBetweenTheTicksOfAClock) {
  FramePacer pacer;
  pacer.frame_done(0, 60'000'000);
  EXPECT_TRUE(pacer.settled());
  EXPECT_EQ(pacer.wait_us(1'000), 59'999'000);
  EXPECT_TRUE(pacer.frame_due(60'000'000));
}

TEST(FramePacer, WakesForADeadlineWithoutOwingAFrame) {
  FramePacer pacer;
  pacer.frame_done(0, std::nullopt);
  pacer.set_deadline(10'000);
  EXPECT_EQ(pacer.wait_us(4'000), 6'000);
  EXPECT_EQ(pacer.wait_us(40'000), 0);
  EXPECT_FALSE(pacer.frame_due(40'000));
}

}  // namespace
}  // namespace foyer::platform
