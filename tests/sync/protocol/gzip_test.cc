#include "sync/protocol/gzip.h"

#include <gtest/gtest.h>

namespace foyer::protocol {
namespace {

TEST(Gunzip, StopsAtItsLimitAndRefusesWhatIsNotGzip) {
  EXPECT_EQ(*gunzip(*gzip("hello"), 5), "hello");
  EXPECT_EQ(gunzip(*gzip("hello!"), 5).error().fault, Fault::full);
  EXPECT_EQ(gunzip(*gzip(std::string(50'000'000, 'x')), 1'000'000).error().fault, Fault::full);
  EXPECT_EQ(gunzip("hello", 100).error().fault, Fault::invalid);
  EXPECT_EQ(gunzip("", 100).error().fault, Fault::invalid);
  const std::string whole = *gzip("hello");
  EXPECT_EQ(gunzip(whole.substr(0, whole.size() - 3), 100).error().fault, Fault::invalid);
  EXPECT_EQ(gunzip(whole + "x", 100).error().fault, Fault::invalid);
}

}  // namespace
}  // namespace foyer::protocol
