#include "shared/store/doorbell.h"

#include <gtest/gtest.h>

#include "tests/support/fakes.h"

namespace foyer::store {
namespace {

TEST(Doorbell, RingsAreHeardOnceHoweverMany) {
  const support::TempDir temp;
  auto bell = Doorbell::listen(temp.path(), kBellOfAgent);
  ASSERT_TRUE(bell.ok());
  EXPECT_FALSE(bell->drain());
  for (int i = 0; i < 1000; ++i) ring(temp.path(), kBellOfAgent);  // more than the socket's queue: never blocks
  EXPECT_TRUE(bell->wait(0));
  EXPECT_FALSE(bell->drain());
}

TEST(Doorbell, NobodyListeningIsFine) {
  const support::TempDir temp;
  ring(temp.path(), kBellOfKiosk);
  ring(temp.path() + "/missing", kBellOfKiosk);
}

TEST(Doorbell, ReplacesWhatADeadProcessLeftAndWorksUnderLongPaths) {
  const support::TempDir temp;
  const std::string deep = temp.path() + "/" + std::string(120, 'd');
  std::filesystem::create_directory(deep);
  { const auto dead = Doorbell::listen(deep, kBellOfKiosk); }
  auto bell = Doorbell::listen(deep, kBellOfKiosk);
  ASSERT_TRUE(bell.ok());
  ring(deep, kBellOfKiosk);
  EXPECT_TRUE(bell->wait(1000));
}

}  // namespace
}  // namespace foyer::store
