#include "shared/wire/timestamp.h"

#include <gtest/gtest.h>

namespace foyer::wire {
namespace {

TEST(Timestamp, CountsTheOffset) {
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00Z"), 0);
  EXPECT_EQ(parse_timestamp("1970-01-01T01:00+01:00"), 0);
  EXPECT_EQ(parse_timestamp("1969-12-31T19:30:01-04:30"), 1000);
  EXPECT_EQ(parse_timestamp("2026-03-03T09:00:00Z"), 1'772'528'400'000);
}

TEST(Timestamp, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "2026-03-03", "2026-03-03T09:00", "2026-02-30T09:00Z", "2026-03-03T24:00Z", "2026-03-03T09:60Z",
        "2026-03-03 09:00Z", "2026-03-03T09:00ZZ", "2026-03-03T09:00+1:00", "2026-3-3T09:00Z", "-026-03-03T09:00Z"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

TEST(Timestamp, KnowsDaysAndTimesOfDay) {
  EXPECT_TRUE(is_day("2028-02-29"));
  EXPECT_FALSE(is_day("2027-02-29"));
  EXPECT_FALSE(is_day("2027-02-28T"));
  EXPECT_TRUE(is_time_of_day("23:59"));
  EXPECT_FALSE(is_time_of_day("24:00"));
  EXPECT_FALSE(is_time_of_day("9:00"));
}

}  // namespace
}  // namespace foyer::wire
