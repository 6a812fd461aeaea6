#include "shared/base/time_zone.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <fstream>

namespace foyer {
namespace {

constexpr std::int64_t kHour = 3600;

TEST(TimeZone, KnowsSummerAndWinter) {
  const auto berlin = TimeZone::load("Europe/Berlin");
  ASSERT_TRUE(berlin) << "needs the machine's time zone database";
  EXPECT_EQ(berlin->offset_s(1'774'745'999), kHour) << "2026-03-29T00:59:59Z";
  EXPECT_EQ(berlin->offset_s(1'774'746'000), 2 * kHour) << "2026-03-29T01:00:00Z";
  EXPECT_EQ(berlin->offset_s(1'792'890'000), kHour) << "2026-10-25T01:00:00Z";
  const auto utc = TimeZone::load("Etc/UTC");
  ASSERT_TRUE(utc);
  EXPECT_EQ(utc->offset_s(0), 0);
}

TEST(TimeZone, RefusesWhatIsNoZone) {
  for (const char* name : {"", "Europe/Nowhere", "../zoneinfo/Europe/Berlin", "/usr/share/zoneinfo/Europe/Berlin",
                           "Europe", "tzdata.zi"}) {
    EXPECT_FALSE(TimeZone::load(name)) << name;
  }
}

TEST(TimeZone, ADamagedFileIsNoZone) {
  std::ifstream in("/usr/share/zoneinfo/Europe/Berlin", std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(in)), {});
  const std::string folder = ::testing::TempDir();
  for (std::size_t cut = 0; cut + 40 < good.size(); cut += 37) {
    std::ofstream(folder + "/cut", std::ios::binary) << good.substr(0, cut);
    EXPECT_FALSE(TimeZone::load("cut", folder)) << cut;
  }
}

}  // namespace
}  // namespace foyer
