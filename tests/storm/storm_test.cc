// Rounds of bad weather (storm.h). FOYER_ROUNDS says how many; FOYER_SEED repeats the first one.
#include "tests/storm/storm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

namespace foyer::storm {
namespace {

int rounds() {
  const char* given = std::getenv("FOYER_ROUNDS");
  return given != nullptr ? std::atoi(given) : 1;
}

class StormTest : public testing::TestWithParam<Storm::Database> {};

INSTANTIATE_TEST_SUITE_P(Centre, StormTest, testing::Values(Storm::Database::sqlite, Storm::Database::postgres),
                         [](const auto& kind) {
                           return kind.param == Storm::Database::sqlite ? "Sqlite" : "Postgres";
                         });

TEST_P(StormTest, NothingIsLostNothingIsDoubledAndEverybodySeesTheSame) {
  const unsigned first = flows::seed();
  ASSERT_GT(rounds(), 0);
  for (int round = 0; round < rounds(); ++round) {
    const unsigned chosen = first + static_cast<unsigned>(round);
    std::printf("FOYER_SEED=%u\n", chosen);
    std::fflush(stdout);
    SCOPED_TRACE("FOYER_SEED=" + std::to_string(chosen));
    Storm storm(chosen, GetParam());
    storm.blow();
    storm.clear_up();
    EXPECT_THAT(storm.broken_promises(), testing::IsEmpty());
  }
}

}  // namespace
}  // namespace foyer::storm
