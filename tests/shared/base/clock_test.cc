#include "shared/base/clock.h"

#include <gtest/gtest.h>

#include <limits>

namespace foyer {
namespace {

TEST(Clock, FormatsUtcToTheMillisecond) {
  EXPECT_EQ(format_utc(1772529124123), "2026-03-03T09:12:04.123Z");
  EXPECT_EQ(format_utc(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_utc(-1), "1969-12-31T23:59:59.999Z");
}

TEST(Clock, FormatsAbsurdTimesAsTheNearestEnd) {
  EXPECT_EQ(format_utc(std::numeric_limits<std::int64_t>::max()), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(format_utc(std::numeric_limits<std::int64_t>::min()), "0001-01-01T00:00:00.000Z");
}

TEST(Clock, ParsesOnlyWhatItFormats) {
  EXPECT_EQ(parse_utc("2026-03-03T09:12:04.123Z"), 1772529124123);
  EXPECT_FALSE(parse_utc("2026-03-03 09:12:04.123Z"));
  EXPECT_FALSE(parse_utc("2026-02-30T09:12:04.123Z"));
  EXPECT_FALSE(parse_utc("2026-03-03T25:12:04.123Z"));
  EXPECT_FALSE(parse_utc(""));
}

TEST(Clock, SystemClockKnowsItsBootAndMovesForward) {
  SystemClock clock;
  const Instant first = clock.now();
  const Instant second = clock.now();
  EXPECT_FALSE(first.boot.is_nil());
  EXPECT_EQ(first.boot, second.boot);
  EXPECT_LE(first.mono_ms, second.mono_ms);
}

}  // namespace
}  // namespace foyer
