// The routes for contacts: what is asked, answered, remembered and told to the tablets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/server_fixture.h"
#include "tests/support/server_memory_store.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::cid_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class StaffContacts : public ::testing::Test {
 protected:
  StaffContacts() : tablet_(centre_.enrol("Front desk")) {
    push(check_in(1, cid_of(1), "Ann@example.com", {{"name", "Ann"}}, centre_.clock.now()));
    push(check_in(2, cid_of(2), "ann@work.example", {}, centre_.clock.now()));
  }

  wire::PushReply push(const domain::Op& op) {
    centre_.clock.turn(1000);
    return centre_.push(tablet_, {op});
  }
  std::string with(const Uuid& other) { return R"(,"with":")" + other.text() + "\""; }
  Response find(const std::string& body) {
    return centre_.call("POST", "/v1/staff/contacts/find", body, centre_.staff_token("Office"));
  }

  support::ServerMemoryStore store_;
  support::TestCentre centre_{store_};
  support::Tablet tablet_;
};

TEST_F(StaffContacts, AreFoundByAddressHoweverItIsTyped) {
  const Response found = find(R"({"email":" ANN@Example.com "})");
  EXPECT_EQ(found.status, 200);
  EXPECT_EQ(found.body, R"({"contacts":[{"root":")" + cid_of(1).text() + R"(","cids":[")" + cid_of(1).text() +
                            R"("],"email":"Ann@example.com","email_keys":["ann@example.com"],)" +
                            R"("fields":{"name":{"full":"Ann"}},"visits":1,"created_at":)" +
                            std::to_string(store_.tables.views.at(cid_of(1)).created_ms) +
                            R"(,"consents":[],"agreements":[]}]})");
  EXPECT_EQ(find(R"({"email":"bob@example.com"})").body, R"({"contacts":[]})");
  EXPECT_EQ(find(R"({"email":"nonsense"})").status, 400);
  EXPECT_EQ(find("{").status, 400);
  const std::string path = "/v1/staff/contacts/" + cid_of(2).text();
  EXPECT_THAT(centre_.call("GET", path, {}, centre_.staff_token("X")).body, HasSubstr("ann@work.example"));
  EXPECT_EQ(centre_.call("GET", "/v1/staff/contacts/" + cid_of(7).text(), {}, centre_.staff_token("X")).status, 404);
}

TEST_F(StaffContacts, AnActIsDoneOnceAndAnsweredAsOften) {
  const Uuid act = support::id_of(0xAC, 1);
  const Response first = centre_.act(act, cid_of(1), "merge", with(cid_of(2)));
  EXPECT_EQ(first.status, 200);
  EXPECT_THAT(first.body, HasSubstr(R"("root":")" + cid_of(1).text()));
  const auto tables = store_.tables.head.seq;
  EXPECT_EQ(centre_.act(act, cid_of(1), "merge", with(cid_of(2))).body, first.body);
  EXPECT_EQ(store_.tables.head.seq, tables);
  const Response other = centre_.act(act, cid_of(1), "erase", "");
  EXPECT_EQ(other.status, 409);
  EXPECT_THAT(other.body, HasSubstr("used for something else"));
  EXPECT_EQ(centre_.contacts().size(), 1U);
}

TEST_F(StaffContacts, RefuseWhatMakesNoSense) {
  EXPECT_EQ(centre_.act(Uuid(), cid_of(1), "erase", "").status, 400);
  EXPECT_EQ(centre_.act(cid_of(1), "correct-email").status, 400);
  EXPECT_EQ(centre_.act(cid_of(1), "correct-email", R"(,"email":"nonsense")").status, 400);
  EXPECT_EQ(centre_.act(cid_of(9), "erase").status, 404);
  EXPECT_EQ(centre_.act(cid_of(1), "merge", with(cid_of(1))).status, 409);
  EXPECT_EQ(centre_.act(cid_of(1), "unmerge").status, 409);
  EXPECT_EQ(store_.tables.acts.size(), 0U);
}

TEST_F(StaffContacts, AnErasureTellsTheTabletsEveryIdOfThePerson) {
  push(check_in(3, cid_of(3), "ann@example.com", {}, centre_.clock.now()));
  const std::string cursor = centre_.page(tablet_, "").cursor;
  EXPECT_EQ(centre_.act(cid_of(3), "erase").status, 200);
  const auto page = centre_.page(tablet_, "cursor=" + cursor);
  ASSERT_EQ(page.rows.size(), 3U);
  const auto erased = wire::parse_erased_row(page.rows[0]);
  ASSERT_TRUE(erased);
  EXPECT_EQ(erased->root, cid_of(1));
  EXPECT_THAT(erased->cids, ElementsAre(cid_of(1), cid_of(3)));
  for (std::size_t i = 1; i < page.rows.size(); ++i) {
    const auto visit = wire::parse_visit_row(page.rows[i]);
    ASSERT_TRUE(visit);
    EXPECT_FALSE(visit->contact || visit->host);
  }
}

TEST_F(StaffContacts, APushWhoseAnswerWasErasedMayBeRepeated) {
  ++tablet_.push_n;
  const auto push = centre_.request(tablet_, {check_in(3, cid_of(3), "ann@example.com", {}, centre_.clock.now())});
  centre_.clock.turn(1000);
  EXPECT_EQ(centre_.send(tablet_, push).status, 200);
  EXPECT_EQ(centre_.act(cid_of(3), "erase").status, 200);
  const auto again = wire::parse_push_reply(centre_.send(tablet_, push).body);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->results.at(0).outcome, wire::OpOutcome::anonymised);
  EXPECT_FALSE(again->results[0].root);
  EXPECT_EQ(centre_.visits().size(), 3U);
}

TEST_F(StaffContacts, AreEditedAndShowEveryWrite) {
  EXPECT_EQ(
      centre_.act(cid_of(1), "edit", R"(,"set":{"name":{"full":"Ann Lee"},"phone":" 17 "},"clear":["company"])").status,
      200);
  EXPECT_EQ(centre_.contacts()[0].name, "Ann Lee");
  EXPECT_EQ(centre_.contacts()[0].phone, "17");
  const std::string path = "/v1/staff/contacts/" + cid_of(1).text() + "/history";
  const std::string writes = centre_.call("GET", path, {}, centre_.staff_token("Office")).body;
  EXPECT_THAT(writes, HasSubstr(R"("by":")" + tablet_.id.text() + R"(","fields":{"email:ann@example.com":)" +
                                R"("Ann@example.com","name":"Ann"})"));
  EXPECT_THAT(writes, HasSubstr(R"("fields":{"staff:company":null,"staff:name":"Ann Lee","staff:phone":"17"})"));
  EXPECT_LT(writes.find("staff:name"), writes.find(R"("name":"Ann")")) << "the latest first";
  EXPECT_THAT(writes, HasSubstr(R"("older":0})"));
  EXPECT_EQ(centre_.act(cid_of(1), "erase").status, 200);
  EXPECT_EQ(centre_.call("GET", path, {}, centre_.staff_token("Office")).body, R"({"writes":[],"older":0})");
}

TEST_F(StaffContacts, RefuseAnEditThatMakesNoSense) {
  for (const char* body :
       {"", R"(,"set":{"email:x":"y"})", R"(,"set":{"staff:name":"y"})", R"(,"clear":["email"])",
        R"(,"set":{"phone":7})", R"(,"clear":"phone")", R"(,"set":{"phone":"\u0007"})", R"(,"set":{"phone":"  "})"}) {
    EXPECT_EQ(centre_.act(cid_of(1), "edit", body).status, 400) << body;
  }
  EXPECT_EQ(centre_.act(cid_of(9), "edit", R"(,"set":{"phone":"1"})").status, 404);
  EXPECT_EQ(push(check_in(5, cid_of(1), "ann@example.com", {{"staff:name", "Mallory"}})).results.at(0).code, kBadField);
  EXPECT_EQ(centre_.contacts()[0].name, "Ann");
}

TEST_F(StaffContacts, TheStampOfAnActIsAboveAllThatWereGiven) {
  const Stamp before = store_.tables.head.hlc;
  EXPECT_EQ(centre_.act(cid_of(1), "merge", with(cid_of(2))).status, 200);
  EXPECT_GT(store_.tables.head.hlc, before);
  EXPECT_EQ(store_.tables.acts.begin()->second.stamp, store_.tables.head.hlc);
}

}  // namespace
}  // namespace foyer::server
