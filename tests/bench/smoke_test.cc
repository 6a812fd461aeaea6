// Every benchmark runs to its end with a small count and prints its figures. Nothing is asserted about their values:
// those count on a quiet machine only, see tests/run --bench.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/process.h"

namespace foyer::bench {
namespace {

struct Bench {
  const char* name;
  std::vector<std::string> figures;
};

class Smoke : public testing::TestWithParam<Bench> {};
INSTANTIATE_TEST_SUITE_P(
    Bench, Smoke,
    testing::Values(Bench{"checkin",
                          {"durable check-in p50", "durable check-in p99", "flushes of a check-in, mean",
                           "flushes of a check-in, most"}},
                    Bench{"ingest",
                          {"check-ins merged at the centre, SQLite", "check-ins merged at the centre, PostgreSQL"}},
                    Bench{"push", {"push of 20 check-ins", "pull into an empty tablet"}},
                    Bench{"crowd",
                          {"one change to the centre", "one change to another tablet", "20 idle polls, memory",
                           "20 tablets with 100 each at once", "drain of 20 check-ins"}},
                    Bench{"frame", {"laying out a frame", "rasterising what changed"}},
                    Bench{"kiosk", {"touch to presented frame"}}),
    [](const auto& bench) { return std::string(bench.param.name); });

std::string program(const char* bench) { return std::string(FOYER_BUILD_DIR "/tests/") + bench + "_bench"; }

TEST_P(Smoke, PrintsItsFigures) {
  const auto done = support::run({program(GetParam().name), "--count", "20"}, {}, std::chrono::minutes(2));
  EXPECT_EQ(done.code, 0) << done.err;
  for (const std::string& figure : GetParam().figures) {
    EXPECT_THAT(done.out, testing::ContainsRegex(figure + ".* [0-9]+\\.[0-9]+ "));
  }
}

TEST_P(Smoke, WrongUseIsTwo) {
  EXPECT_EQ(support::run({program(GetParam().name), "--count", "none"}).code, 2);
  EXPECT_EQ(support::run({program(GetParam().name), "--fast"}).code, 2);
}

}  // namespace
}  // namespace foyer::bench
