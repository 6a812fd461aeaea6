// Consents and agreements: what holds, in whatever order it was heard (sync.md 3.4).
#include "sync/server/core/declarations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/sync/server/core/arrivals.h"

namespace foyer::server {
namespace {

using domain::TimeQuality;
using support::check_in;
using support::cid_of;
using support::consent;

constexpr std::int64_t kHour = std::int64_t{60} * 60 * 1000;

Declaration said(std::uint64_t number, std::int64_t hour, bool given, TimeQuality quality = TimeQuality::exact) {
  Declaration one;
  one.op_id = support::op_id(number);
  one.about = "marketing";
  one.given = given;
  one.stamp = stamp_floor(support::kMorningMs + hour * kHour);
  one.quality = quality;
  return one;
}

// The one that holds, asked in every order.
Declaration in_force(std::vector<Declaration> all) {
  const auto by_op = [](const Declaration& a, const Declaration& b) { return a.op_id < b.op_id; };
  std::ranges::sort(all, by_op);
  const auto first = consents_in_force(all);
  EXPECT_EQ(first.size(), 1U);
  while (std::ranges::next_permutation(all, by_op).found) EXPECT_EQ(consents_in_force(all), first);
  return first.at(0);
}

TEST(Consents, TheLatestHolds) {
  EXPECT_TRUE(in_force({said(1, 0, false), said(2, 1, true)}).given);
  EXPECT_FALSE(in_force({said(1, 0, true), said(2, 1, false)}).given);
  EXPECT_FALSE(in_force({said(1, 0, true), said(2, 1, false), said(3, 2, true), said(4, 3, false)}).given);
}

TEST(Consents, WithinADayOfDoubtTheWithdrawalHolds) {
  EXPECT_FALSE(in_force({said(1, 0, false, TimeQuality::estimated), said(2, 23, true)}).given);
  EXPECT_FALSE(in_force({said(1, 0, false), said(2, 23, true, TimeQuality::unknown)}).given);
  EXPECT_TRUE(in_force({said(1, 0, false, TimeQuality::estimated), said(2, 24, true)}).given);
  EXPECT_FALSE(in_force({said(1, 0, false, TimeQuality::estimated), said(2, 1, true), said(3, 2, true)}).given);
  EXPECT_TRUE(in_force({said(1, 0, true, TimeQuality::unknown), said(2, 1, true)}).given);
}

TEST(Consents, OfEachKindOneHolds) {
  auto newsletter = said(1, 0, false);
  newsletter.about = "newsletter";
  auto nda = said(3, 2, true);
  nda.kind = DeclarationKind::agreement;
  const auto in_force = consents_in_force({said(2, 1, true), newsletter, nda});
  ASSERT_EQ(in_force.size(), 2U);
  EXPECT_EQ(in_force[0].about, "marketing");
  EXPECT_FALSE(in_force[1].given);
  EXPECT_EQ(agreements_of({said(2, 1, true), newsletter, nda}), std::vector<Declaration>{nda});
}

TEST(Consents, AreKeptOnceUnderWhoeverSaidThemAndGoWithThePerson) {
  Arrivals centre;
  centre.take({stamped(check_in(1, cid_of(1), "ann@example.com", {}), 10)});
  const auto yes = stamped(consent(2, cid_of(1), true), 20);
  centre.take({yes, yes});
  centre.take({stamped(consent(3, cid_of(3), false, "Ann@example.com"), 30)});
  const auto& kept = centre.store.tables.declarations;
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].cid, cid_of(1));
  EXPECT_EQ(kept[0].device, support::id_of(0xDE, 1));
  EXPECT_EQ(centre.store.tables.views.size(), 1U) << "one person";
  ASSERT_TRUE(centre.act({support::id_of(0xAC, 1), cid_of(3), EraseContact{}}, 100));
  EXPECT_TRUE(kept.empty());
  centre.take({stamped(consent(4, cid_of(1), true), 50)});
  EXPECT_TRUE(kept.empty()) << "said before the erasure";
  centre.take({stamped(consent(5, cid_of(1), true), 150)});
  EXPECT_EQ(kept.size(), 1U) << "somebody new";
}

}  // namespace
}  // namespace foyer::server
