#include "sync/protocol/paths.h"

#include <gtest/gtest.h>

#include "sync/protocol/limits.h"

namespace foyer::protocol {
namespace {

TEST(PullQuery, ComesBackFromItsTarget) {
  const PullQuery query{"v3.0190a1b2-0000-7000-8000-000000000001.4411.9c1d22ab00112233",
                        "v3.0190a1b2-0000-7000-8000-000000000001.4409.51aa03ce00112233", 500, 25, kProto};
  const std::string target = pull_target(query);
  const auto mark = target.find('?');
  ASSERT_NE(mark, std::string::npos);
  EXPECT_EQ(target.substr(0, mark), kPullPath);
  const auto parsed = parse_pull_query(target.substr(mark + 1));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, query);
}

TEST(PullQuery, KeepsTheServersLimits) {
  const auto parsed = parse_pull_query("limit=999999&wait=100000");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->limit, kPullRowsMax);
  EXPECT_EQ(parsed->wait_s, kPullWaitMaxS);
}

TEST(PullQuery, RefusesWhatIsNotANumber) {
  for (const char* bad : {"limit=-1", "limit=x", "wait=1s", "limit=", "wait=99999999999999999999", "proto=3.5"}) {
    EXPECT_FALSE(parse_pull_query(bad)) << bad;
  }
}

TEST(HelloClock, ComesBackFromItsTarget) {
  const Instant clock{*Uuid::parse("0190a1b2-c3d4-7e5f-8a9b-000000000011"), 811'000, -5};
  const std::string target = hello_target(clock);
  EXPECT_TRUE(target.starts_with(kHelloPath));
  EXPECT_EQ(parse_hello_clock(target.substr(target.find('?') + 1)), clock);
  for (const char* none :
       {"", "mono=1&wall=2", "boot=x&mono=1&wall=2", "boot=0190a1b2-c3d4-7e5f-8a9b-000000000011&mono=1x&wall=2",
        "boot=00000000-0000-0000-0000-000000000000&mono=1&wall=2"}) {
    EXPECT_FALSE(parse_hello_clock(none)) << none;
  }
}

TEST(QueryValue, FindsWholeNamesOnly) {
  EXPECT_EQ(query_value("ab=1&a=2", "a"), "2");
  EXPECT_EQ(query_value("fork", "fork"), "");
  EXPECT_FALSE(query_value("ab=1", "a"));
  EXPECT_FALSE(query_value("", "a"));
}

}  // namespace
}  // namespace foyer::protocol
