#include "shared/base/id.h"

#include <gtest/gtest.h>

#include <set>

namespace foyer {
namespace {

TEST(Uuid, TextRoundTripsInLowerCase) {
  const auto id = Uuid::parse("0190A1B2-C3D4-7E5F-8011-223344556677");
  ASSERT_TRUE(id);
  EXPECT_EQ(id->text(), "0190a1b2-c3d4-7e5f-8011-223344556677");
  EXPECT_EQ(Uuid::parse(id->text()), id);
}

TEST(Uuid, RefusesOtherText) {
  for (const char* text :
       {"", "0190a1b2", "0190a1b2-c3d4-7e5f-8011-22334455667", "0190a1b2c3d4-7e5f-8011-2233445566777",
        "0190a1b2-c3d4-7e5f-8011-22334455667g", "0190a1b2-c3d4-7e5f-8011-2233445566770"}) {
    EXPECT_FALSE(Uuid::parse(text)) << text;
  }
}

TEST(Uuid, TimeIdsCarryVersionAndSortByTime) {
  SystemRandom random;
  const Uuid early = time_uuid(random, 1000);
  const Uuid late = time_uuid(random, 2000);
  EXPECT_LT(early, late);
  EXPECT_EQ(early.text()[14], '7');
  EXPECT_EQ(random_uuid(random).text()[14], '4');
}

TEST(Uuid, IdsOfOneMillisecondDiffer) {
  SystemRandom random;
  std::set<Uuid> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(time_uuid(random, 1));
  EXPECT_EQ(seen.size(), 1000u);
}

// RFC 9562, appendix A.4.
TEST(Uuid, ANamedIdIsTheSameInEveryProgram) {
  const Uuid dns = *Uuid::parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  EXPECT_EQ(named_uuid(dns, "www.example.com").text(), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  EXPECT_NE(named_uuid(dns, "host/ada"), named_uuid(dns, "host/adb"));
  EXPECT_NE(named_uuid(Uuid(), "host/ada"), named_uuid(dns, "host/ada"));
}

TEST(Random, BelowStaysBelowAndReachesEveryValue) {
  SystemRandom random;
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.below(6));
  EXPECT_EQ(seen, (std::set<std::uint64_t>{0, 1, 2, 3, 4, 5}));
}

}  // namespace
}  // namespace foyer
