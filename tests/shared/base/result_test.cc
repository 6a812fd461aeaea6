#include "shared/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace foyer {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return Error{Fault::invalid, "odd"};
  return n / 2;
}

TEST(Result, CarriesTheValueOrTheError) {
  const auto good = half(4);
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 2);
  const auto bad = half(3);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().fault, Fault::invalid);
  EXPECT_EQ(bad.error().detail, "odd");
}

TEST(Result, CarriesWhatCanOnlyMove) {
  Result<std::unique_ptr<int>> made(std::make_unique<int>(7));
  ASSERT_TRUE(made);
  const std::unique_ptr<int> taken = *std::move(made);
  EXPECT_EQ(*taken, 7);
}

TEST(Result, VoidIsASuccessUnlessItHoldsAnError) {
  EXPECT_TRUE(Result<void>());
  EXPECT_FALSE(Result<void>(Error{Fault::full, "disk"}));
}

TEST(ResultDeathTest, ReadingTheWrongSideStopsTheProcess) {
  EXPECT_DEATH(*half(3), "check failed");
  EXPECT_DEATH((void)half(2).error(), "check failed");
}

TEST(Fault, EveryFaultHasAWordOfItsOwn) {
  std::set<std::string> names;
  for (const Fault fault : kAllFaults) names.insert(fault_name(fault));
  EXPECT_EQ(names.size(), std::size(kAllFaults));
}

}  // namespace
}  // namespace foyer
