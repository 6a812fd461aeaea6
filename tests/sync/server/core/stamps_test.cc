#include "sync/server/core/stamps.h"

#include <gtest/gtest.h>

#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using domain::TimeQuality;
using support::kMorningMs;

const Uuid kBoot = support::id_of(0xB0, 1);
const Uuid kOtherBoot = support::id_of(0xB0, 2);
constexpr std::int64_t kYearMs = 365LL * 24 * 3600 * 1000;

TEST(DeviceTime, SameBootIsExactWhateverTheWallClockSays) {
  for (const std::int64_t wall : {std::int64_t{0}, kMorningMs, kMorningMs + 30 * kYearMs, std::int64_t{-5}}) {
    const Timed time = device_time({kBoot, 1000, wall}, {kBoot, 61'000, wall + 60'000}, kMorningMs, {});
    EXPECT_EQ(time, (Timed{kMorningMs - 60'000, TimeQuality::exact}));
  }
}

TEST(DeviceTime, AnEarlierBootIsExactWhenItWasSeen) {
  const std::vector<Anchor> anchors = {{{kOtherBoot, 500'000, 7}, kMorningMs - 3'600'000}};
  const Timed before = device_time({kOtherBoot, 400'000, 7}, {kBoot, 1, 7}, kMorningMs, anchors);
  EXPECT_EQ(before, (Timed{kMorningMs - 3'700'000, TimeQuality::exact}));
  const Timed after = device_time({kOtherBoot, 600'000, 7}, {kBoot, 1, 7}, kMorningMs, anchors);
  EXPECT_EQ(after, (Timed{kMorningMs - 3'500'000, TimeQuality::exact}));
}

TEST(DeviceTime, AnUnseenBootIsEstimatedFromACorrectedWallClock) {
  const Instant sent{kBoot, 1000, kMorningMs - 600'000};
  const Timed time = device_time({kOtherBoot, 5, kMorningMs - 1'600'000}, sent, kMorningMs, {});
  EXPECT_EQ(time, (Timed{kMorningMs - 1'000'000, TimeQuality::estimated}));
}

TEST(DeviceTime, AClockThatWasNeverSetIsUnknownAndCountsAsNow) {
  const Instant sent{kBoot, 1000, kMorningMs};
  EXPECT_EQ(device_time({kOtherBoot, 5, 12'345}, sent, kMorningMs, {}), (Timed{kMorningMs, TimeQuality::unknown}));
  EXPECT_EQ(device_time({kOtherBoot, 5, kMorningMs + kYearMs}, sent, kMorningMs, {}),
            (Timed{kMorningMs, TimeQuality::unknown}));
}

TEST(DeviceTime, AnAnchorBoundsWhatTheWallClockCannotTell) {
  const Instant sent{kBoot, 1000, kMorningMs};
  const std::vector<Anchor> anchors = {
      {{support::id_of(0xB0, 3), 500'000, kMorningMs - 3'600'000}, kMorningMs - 3'600'000}};
  const Timed at_contact{kMorningMs - 3'600'000, TimeQuality::estimated};
  EXPECT_EQ(device_time({kOtherBoot, 5, 12'345}, sent, kMorningMs, anchors), at_contact) << "never set";
  EXPECT_EQ(device_time({kOtherBoot, 5, kMorningMs + kYearMs}, sent, kMorningMs, anchors),
            (Timed{kMorningMs, TimeQuality::estimated}))
      << "years ahead";
  EXPECT_EQ(device_time({kOtherBoot, 5, kMorningMs - 7'200'000}, sent, kMorningMs, anchors), at_contact)
      << "before the last contact";
  EXPECT_EQ(device_time({kOtherBoot, 5, kMorningMs - 1'800'000}, sent, kMorningMs, anchors),
            (Timed{kMorningMs - 1'800'000, TimeQuality::estimated}));
}

TEST(DeviceTime, EnrolmentDoesNotMoveWhatWasCapturedBefore) {
  const Instant sent{kBoot, 1000, kMorningMs};
  const std::int64_t enrolled = kMorningMs - 3'600'000;
  const std::vector<Anchor> anchors = {{{support::id_of(0xB0, 3), 500'000, enrolled}, enrolled}};
  EXPECT_EQ(device_time({kOtherBoot, 5, kMorningMs - 7'200'000}, sent, kMorningMs, anchors, enrolled),
            (Timed{kMorningMs - 7'200'000, TimeQuality::estimated}));
  EXPECT_EQ(device_time({kOtherBoot, 5, 12'345}, sent, kMorningMs, anchors, enrolled),
            (Timed{enrolled, TimeQuality::estimated}));
}

TEST(DeviceTime, HostileNumbersStayWithinBounds) {
  const auto max = std::numeric_limits<std::int64_t>::max();
  const auto min = std::numeric_limits<std::int64_t>::min();
  for (const std::int64_t a : {min, std::int64_t{0}, max}) {
    for (const std::int64_t b : {min, std::int64_t{0}, max}) {
      const std::vector<Anchor> anchors = {{{kBoot, a, b}, kMorningMs}, {{kOtherBoot, b, a}, kMorningMs}};
      for (const Uuid& boot : {kBoot, kOtherBoot, Uuid()}) {
        const Timed time = device_time({boot, a, b}, {kBoot, b, a}, kMorningMs, anchors);
        EXPECT_LE(time.ms, kMorningMs);
        EXPECT_GE(time.ms, kPlausibleFromMs);
      }
    }
  }
}

TEST(Stamper, A10_stamps_rise_for_each_tablet_and_never_lie_in_the_future) {
  Stamper stamper(0, 0, kMorningMs, 4);
  const Stamp future = stamper.next(kMorningMs + kYearMs);
  EXPECT_EQ(stamp_ms(future), kMorningMs);
  const Stamp past = stamper.next(kMorningMs - kYearMs);
  EXPECT_EQ(past, future + 1);
  const Stamp again = stamper.next(kMorningMs);
  EXPECT_EQ(again, past + 1);
  EXPECT_LE(again, stamper.hlc());
}

TEST(Stamper, ASteppedBackServerClockDoesNotTakeOrderBack) {
  Stamper before(0, 0, kMorningMs, 1);
  const Stamp last = before.next(kMorningMs);
  Stamper after(before.hlc(), before.stamp_last(), kMorningMs - kYearMs, 2);
  EXPECT_GT(after.next(kMorningMs - kYearMs), last);
  EXPECT_GE(after.hlc(), before.hlc());
}

TEST(Anchors, KeepOneForEachOfTheLastBoots) {
  std::vector<Anchor> anchors;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const auto ms = static_cast<std::int64_t>(i);
    anchors = with_anchor(std::move(anchors), {{support::id_of(0xB0, i), ms, ms}, ms});
    anchors = with_anchor(std::move(anchors), {{support::id_of(0xB0, i), ms + 1, ms + 1}, ms + 1});
  }
  ASSERT_EQ(anchors.size(), 8U);
  EXPECT_EQ(anchors.back().device.boot, support::id_of(0xB0, 19));
  EXPECT_EQ(anchors.back().device.mono_ms, 20);
}

}  // namespace
}  // namespace foyer::server
