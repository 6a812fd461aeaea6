// Who may ask what under /v1/staff/.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/server_fixture.h"
#include "tests/support/server_memory_store.h"

namespace foyer::server {
namespace {

using ::testing::HasSubstr;

class StaffDoor : public ::testing::Test {
 protected:
  Response ask(const std::string& token, const std::string& method = "GET", const std::string& path = "/v1/staff/me") {
    return centre_.call(method, path, {}, token);
  }

  support::ServerMemoryStore store_;
  support::TestCentre centre_{store_};
};

TEST_F(StaffDoor, OpensToATokenThatWasMadeHere) {
  const Response answer = ask(centre_.staff_token("Reception"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"name":"Reception","role":"staff"})");
  EXPECT_THAT(ask(centre_.staff_token("Office", StaffRole::admin)).body, HasSubstr("admin"));
}

TEST_F(StaffDoor, StaysClosedWithoutAToken) {
  EXPECT_EQ(ask("").status, 401);
  EXPECT_EQ(ask("nonsense").status, 401);
  EXPECT_EQ(ask("", "GET", "/v1/staff/nothing").status, 401) << "nobody learns which paths there are";
}

TEST_F(StaffDoor, RefusesATabletsToken) { EXPECT_EQ(ask(centre_.enrol("Front desk").token).status, 403); }

TEST_F(StaffDoor, AStaffTokenIsNoTablets) {
  const std::string token = centre_.staff_token("Reception");
  EXPECT_EQ(centre_.call("GET", protocol::kHelloPath, {}, token).status, 401);
}

TEST_F(StaffDoor, ClosesForARevokedToken) {
  const std::string token = centre_.staff_token("Reception");
  const std::string other = centre_.staff_token("Office");
  ASSERT_EQ(ask(token).status, 200);
  ASSERT_TRUE(store_.write([&]() -> Result<void> {
    EXPECT_EQ(*store_.revoke_api_tokens("Reception", 1), 1);
    EXPECT_EQ(*store_.revoke_api_tokens("Reception", 2), 0);
    return {};
  }));
  EXPECT_EQ(ask(token).status, 401);
  EXPECT_EQ(ask(other).status, 200);
}

TEST_F(StaffDoor, SaysWhichMethodWouldDo) {
  const Response answer = ask(centre_.staff_token("Reception"), "POST");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.allow, "GET");
  EXPECT_EQ(ask(centre_.staff_token("Reception"), "GET", "/v1/staff/").status, 404);
}

}  // namespace
}  // namespace foyer::server
