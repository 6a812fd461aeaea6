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

class StaffRemoval : public StaffTablets {
 protected:
  std::string hello(std::int64_t contacts, std::int64_t of) {
    const std::optional<domain::Removal> removal =
        contacts > 0 ? std::optional(domain::Removal{contacts, of}) : std::nullopt;
    const std::string target = protocol::hello_target(centre_.clock.now(), removal);
    return centre_.call("GET", protocol::kHelloPath, {}, tablet_.token, target.substr(target.find('?') + 1)).body;
  }
  Response confirm(std::int64_t contacts, StaffRole role = StaffRole::admin) {
    return confirm(random_uuid(centre_.random), contacts, role);
  }
  Response confirm(const Uuid& act, std::int64_t contacts, StaffRole role = StaffRole::admin) {
    const std::string body = R"({"act":")" + act.text() + R"(","contacts":)" + std::to_string(contacts) + "}";
    return centre_.call("POST", "/v1/staff/tablets/" + tablet_.id.text() + "/confirm-removal", body,
                        centre_.staff_token("Office", role));
  }
};

TEST_F(StaffRemoval, IsConfirmedByAnAdministratorForWhatTheTabletAsks) {
  EXPECT_EQ(confirm(80).status, 409) << "it asks for nothing";
  EXPECT_THAT(hello(80, 90), Not(HasSubstr("may_remove")));
  EXPECT_THAT(get("tablets").body, HasSubstr(R"("removal":{"contacts":80,"of":90})"));
  EXPECT_EQ(confirm(90).status, 409) << "another number than it asks for";
  EXPECT_EQ(confirm(80, StaffRole::staff).status, 403);
  EXPECT_EQ(confirm(80).status, 200);
  EXPECT_THAT(hello(80, 90), HasSubstr(R"("may_remove":80)"));
  EXPECT_THAT(hello(79, 90), HasSubstr(R"("may_remove":80)")) << "less is confirmed with it";
  EXPECT_THAT(hello(85, 90), Not(HasSubstr("may_remove"))) << "more is not";
  EXPECT_THAT(hello(80, 90), Not(HasSubstr("may_remove"))) << "and what was confirmed before it is over";
}

TEST_F(StaffRemoval, IsInTheBookOfActsAndEndsWithItsDay) {
  hello(80, 90);
  const Uuid act = random_uuid(centre_.random);
  const Response first = confirm(act, 80);
  EXPECT_EQ(confirm(act, 80).body, first.body);
  EXPECT_EQ(confirm(act, 81).status, 409);
  ASSERT_TRUE(store_.tables.acts.contains(act));
  EXPECT_EQ(store_.tables.acts.at(act).at_ms, centre_.clock.now().wall_ms);
  centre_.clock.turn(24 * 3'600'000);
  EXPECT_THAT(hello(80, 90), Not(HasSubstr("may_remove")));
}

TEST_F(StaffRemoval, IsOverWhenTheTabletAsksNoMore) {
  hello(80, 90);
  confirm(80);
  hello(0, 0);
  EXPECT_THAT(get("tablets").body, Not(HasSubstr("removal")));
  EXPECT_THAT(hello(80, 90), Not(HasSubstr("may_remove"))) << "another day, another accident";
}

}  // namespace
}  // namespace foyer::server
