// The operator's file through the API.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/server_fixture.h"
#include "tests/support/server_memory_store.h"

namespace foyer::server {
namespace {

constexpr std::string_view kPath = "/v1/staff/apply";
const std::string kHosts = R"({"hosts": [{"id": "ada", "name": "Ada Example"}]})";

class StaffApply : public ::testing::Test {
 protected:
  support::ServerMemoryStore store_;
  support::TestCentre centre_{store_};
  std::string admin_ = centre_.staff_token("Office", StaffRole::admin);
};

TEST_F(StaffApply, BringsTheOrganisationToWhatTheBodySays) {
  const Response dry = centre_.call("POST", kPath, kHosts, admin_, "dry_run=1");
  EXPECT_EQ(dry.status, 200);
  EXPECT_EQ(dry.body, R"({"added":1,"changed":0,"removed":0,"unchanged":0})");
  EXPECT_TRUE(store_.tables.documents.empty());
  const Response first = centre_.call("POST", kPath, kHosts, admin_);
  EXPECT_EQ(first.body, dry.body);
  EXPECT_EQ(first.head, 1) << "long polls are woken";
  EXPECT_EQ(centre_.call("POST", kPath, kHosts, admin_).body, R"({"added":0,"changed":0,"removed":0,"unchanged":1})");
}

TEST_F(StaffApply, SaysEveryProblemAndAppliesNothing) {
  const Response answer = centre_.call("POST", kPath, "{\"hosts\": [\n{\"id\": \"ada\"}, 7]}", admin_);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.body, R"({"error":"invalid","detail":"nothing was applied","problems":[)"
                         R"({"line":2,"path":"hosts[0].name","what":"is missing; write a text in quotes"},)"
                         R"({"line":2,"path":"hosts[1]","what":"write an object in braces"}]})");
  EXPECT_TRUE(store_.tables.documents.empty());
}

TEST_F(StaffApply, TakesAnAdmin) {
  EXPECT_EQ(centre_.call("POST", kPath, kHosts, centre_.staff_token("Reception")).status, 403);
  EXPECT_EQ(centre_.call("POST", kPath, kHosts, centre_.enrol("Front desk").token).status, 403);
  EXPECT_EQ(centre_.call("POST", kPath, kHosts, "").status, 401);
}

}  // namespace
}  // namespace foyer::server
