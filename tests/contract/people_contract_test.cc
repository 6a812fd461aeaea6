// What staff do to contacts, over every ServerStore: from the request to what the exports show.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/contract/open_store.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using support::cid_of;

class PeopleContract : public ::testing::TestWithParam<Kind> {
 protected:
  PeopleContract() : open_(open_store(GetParam())), centre_(open_->store()) {}

  // REGISTER=TEXT, or the register alone when it was cleared.
  std::multiset<std::string> written_to(const Uuid& root) {
    std::multiset<std::string> written;
    EXPECT_TRUE(open_->store().read([&]() -> Result<void> {
      const auto history = open_->store().history(root);
      if (!history) return history.error();
      for (const Writing& row : *history) {
        EXPECT_TRUE(row.by);
        for (const auto& [name, text] : row.fields) written.insert(text ? name + "=" + *text : name);
      }
      return {};
    }));
    return written;
  }

  std::unique_ptr<OpenStore> open_;
  support::TestCentre centre_;
};

TEST_P(PeopleContract, StaffMergeSeparateAndErase) {
  support::Tablet tablet = centre_.enrol("Front desk");
  const auto visitor = [&](std::uint64_t number, const std::string& email) {
    centre_.clock.turn(1000);
    centre_.push(tablet, {support::check_in(number, cid_of(number), email, {{"name", "Ann"}}, centre_.clock.now())});
  };
  visitor(1, "ann@example.com");
  visitor(2, "ann@work.example");
  visitor(3, "ann@work.example");
  const auto before = centre_.contacts();
  EXPECT_EQ(centre_.act(cid_of(1), "merge", R"(,"with":")" + cid_of(3).text() + "\"").status, 200);
  ASSERT_EQ(centre_.contacts().size(), 1U);
  EXPECT_EQ(centre_.contacts()[0].visits, 3);
  EXPECT_EQ(centre_.act(cid_of(1), "unmerge").status, 200);
  ASSERT_EQ(centre_.contacts().size(), 2U);
  EXPECT_EQ(to_json(centre_.contacts()[0]), to_json(before[0]));
  EXPECT_EQ(to_json(centre_.contacts()[1]), to_json(before[1]));
  EXPECT_EQ(centre_.act(cid_of(3), "correct-email", R"(,"email":"ann@home.example")").status, 200);
  EXPECT_EQ(centre_.contacts()[1].email_key, "ann@home.example");
  EXPECT_EQ(centre_.act(cid_of(3), "edit", R"(,"set":{"phone":"17"},"clear":["company"])").status, 200);
  EXPECT_EQ(centre_.contacts()[1].phone, "17");
  EXPECT_EQ(written_to(cid_of(2)),
            (std::multiset<std::string>{"email:ann@work.example=ann@work.example", "name=Ann",
                                        "email:ann@work.example=ann@work.example", "name=Ann",
                                        "email:ann@home.example=ann@home.example", "staff:phone=17", "staff:company"}));
  EXPECT_EQ(centre_.act(cid_of(3), "erase").status, 200);
  EXPECT_TRUE(written_to(cid_of(2)).empty());
  EXPECT_EQ(written_to(cid_of(1)).size(), 2U);
  ASSERT_EQ(centre_.contacts().size(), 1U);
  EXPECT_EQ(std::ranges::count_if(centre_.visits(), [](const auto& line) { return !line.contact_id; }), 2);
  visitor(5, "ann@home.example");
  EXPECT_EQ(centre_.contacts().size(), 2U) << "a sign-in after an erasure has a live contact";
  EXPECT_EQ(centre_.act(cid_of(3), "erase").status, 404);
}

INSTANTIATE_TEST_SUITE_P(Stores, PeopleContract, ::testing::Values(Kind::memory, Kind::sqlite, Kind::postgres),
                         [](const auto& suite) { return name_of(suite.param); });

}  // namespace
}  // namespace foyer::server
