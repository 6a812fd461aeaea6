// What staff see of the tablets, and what becomes of what a tablet could not get accepted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/server_fixture.h"
#include "tests/support/server_memory_store.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::cid_of;
using ::testing::HasSubstr;
using ::testing::Not;

class StaffTablets : public ::testing::Test {
 protected:
  Response get(const std::string& path) {
    return centre_.call("GET", "/v1/staff/" + path, {}, centre_.staff_token("Office"));
  }
  Response settle(const Uuid& id) {
    return centre_.call("POST", "/v1/staff/dead-letters/" + id.text() + "/settle", "{}", centre_.staff_token("Office"));
  }
  void leave_letter(const std::string& raw) {
    ASSERT_EQ(centre_.call("POST", protocol::kDeadLetterPath, raw, tablet_.token).status, 200);
    centre_.clock.turn(1000);
  }

  support::ServerMemoryStore store_;
  support::TestCentre centre_{store_};
  support::Tablet tablet_{centre_.enrol("Front desk")};
};

TEST_F(StaffTablets, AreListedWithWhenTheyWereSeenAndHowFarTheyAre) {
  centre_.enrol("Back door");
  centre_.clock.turn(60'000);
  centre_.push(tablet_, {check_in(1, cid_of(1), "ann@example.com", {}, centre_.clock.now())});
  const std::string body = get("tablets").body;
  EXPECT_THAT(body, HasSubstr(R"({"head":2,"tablets":[{"id":")"));
  EXPECT_LT(body.find("Back door"), body.find("Front desk")) << "by name";
  EXPECT_THAT(body, HasSubstr(R"("status":"active")"));
  EXPECT_THAT(body, HasSubstr(R"("last_seen_at":)" + std::to_string(centre_.clock.now().wall_ms)));
  ASSERT_TRUE(store_.write([&]() -> Result<void> {
    EXPECT_EQ(*store_.revoke_devices("Back door"), 1);
    return {};
  }));
  EXPECT_THAT(get("tablets").body, HasSubstr(R"("status":"revoked")"));
  EXPECT_THAT(get("tablets").body, Not(HasSubstr("token")));
}

TEST_F(StaffTablets, WhatTheyCouldNotHandInIsReadAsItCameAndSettledOnce) {
  leave_letter("{broken \"ann@example.com\"");
  leave_letter("\xFFsecond");
  const std::string body = get("dead-letters").body;
  EXPECT_THAT(body, HasSubstr(R"("tablet":"Front desk")"));
  EXPECT_THAT(body, HasSubstr(R"("raw":"{broken \"ann@example.com\"")"));
  EXPECT_THAT(body, HasSubstr("\xEF\xBF\xBDsecond"));
  EXPECT_THAT(body, HasSubstr(R"("more":false)"));
  const Uuid id = store_.tables.dead_letters.begin()->second.id;
  EXPECT_EQ(settle(id).body, R"({"ok":true,"settled":true})");
  EXPECT_EQ(settle(id).body, R"({"ok":true,"settled":false})");
  EXPECT_EQ(store_.tables.dead_letters.size(), 1U);
}

TEST_F(StaffTablets, ManyDeadLettersComeInPages) {
  for (int i = 0; i < 101; ++i) leave_letter("letter " + std::to_string(i));
  const std::string body = get("dead-letters").body;
  EXPECT_THAT(body, HasSubstr(R"("more":true)"));
  EXPECT_THAT(body, HasSubstr("\"letter 99\""));
  EXPECT_THAT(body, Not(HasSubstr("\"letter 100\"")));
}

}  // namespace
}  // namespace foyer::server
