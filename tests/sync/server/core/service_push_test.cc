// Enrolment and push as a tablet meets them, without sockets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/wire/error_reply.h"
#include "tests/support/server_fixture.h"
#include "tests/support/server_memory_store.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::cid_of;
using support::contact_edit;
using support::op_id;
using wire::OpOutcome;

std::string word(const Response& response) {
  const auto reply = wire::parse_error_reply(response.body);
  return reply ? reply->error : std::string();
}

class Push : public ::testing::Test {
 protected:
  Push() : tablet_(centre_.enrol("Front desk")) {}
  support::ServerMemoryStore store_;
  support::TestCentre centre_{store_};
  support::Tablet tablet_;
};

TEST_F(Push, ACodeEnrolsOneTabletOnce) {
  const std::string code = centre_.make_code("Side door");
  EXPECT_EQ(centre_.enrol_with(code).status, 200);
  EXPECT_EQ(centre_.enrol_with(code).status, 401);
  EXPECT_EQ(store_.tables.devices.size(), 2U);
}

TEST_F(Push, ACodeDiesAfterItsTime) {
  const std::string code = centre_.make_code("Side door", 1000);
  centre_.clock.turn(1000);
  EXPECT_EQ(centre_.enrol_with(code).status, 401);
}

TEST_F(Push, GuessingCodesIsSlowedDown) {
  for (int i = 0; i < 30; ++i) EXPECT_EQ(centre_.enrol_with("WRONGCODE").status, 401);
  EXPECT_EQ(centre_.enrol_with("WRONGCODE").status, 429);
  const std::string code = centre_.make_code("Side door");
  centre_.clock.turn(61'000);
  EXPECT_EQ(centre_.enrol_with(code).status, 200);
}

TEST_F(Push, TheTokenIsKeptAsAHashOnly) {
  EXPECT_EQ(tablet_.token.size(), 64U);
  EXPECT_EQ(store_.tables.devices.at(tablet_.id).token_mac, token_mac(tablet_.token));
}

TEST_F(Push, EverythingWithoutATokenIs401) {
  for (const auto path : {protocol::kPushPath, protocol::kDeadLetterPath}) {
    EXPECT_EQ(centre_.call("POST", path, "{}").status, 401);
    EXPECT_EQ(centre_.call("POST", path, "{}", std::string(64, '0')).status, 401);
  }
  for (const auto path : {protocol::kPullPath, protocol::kHelloPath}) {
    EXPECT_EQ(centre_.call("GET", path).status, 401);
  }
  for (const char* path : {"/", "/v1", "/v1/sync/nothing", protocol::kPushPath.data()}) {
    for (const char* method : {"GET", "POST", "DELETE"}) EXPECT_EQ(centre_.call(method, path).status, 401) << path;
  }
  EXPECT_EQ(centre_.call("GET", protocol::kHealthPath).status, 200);
}

TEST_F(Push, WrongMethodsAndPathsAreSaidSo) {
  EXPECT_EQ(centre_.call("GET", protocol::kPushPath, {}, tablet_.token).status, 405);
  EXPECT_EQ(centre_.call("GET", protocol::kPushPath, {}, tablet_.token).allow, "POST");
  EXPECT_EQ(centre_.call("POST", protocol::kPullPath, {}, tablet_.token).status, 405);
  EXPECT_EQ(centre_.call("GET", "/", {}, tablet_.token).status, 404);
}

TEST_F(Push, ARevokedTabletIs403) {
  store_.tables.devices.at(tablet_.id).status = DeviceStatus::revoked;
  EXPECT_EQ(centre_.call("GET", protocol::kHelloPath, {}, tablet_.token).status, 403);
}

TEST_F(Push, AnotherTabletsTokenIsRefused) {
  support::Tablet other = centre_.enrol("Side door");
  auto request = centre_.request(tablet_, {});
  EXPECT_EQ(centre_.send(other, request).status, 401);
}

TEST_F(Push, AMalformedOpIsRefusedAloneWithItsReason) {
  tablet_.push_n = 1;
  auto request = centre_.request(tablet_, {check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}})});
  request.ops.insert(request.ops.begin(), R"({"id":")" + op_id(7).text() + R"(","type":"check_in"})");
  request.ops.push_back("[1,2,3]");
  request.ops.push_back(wire::to_json(check_in(2, cid_of(2), "no address", {})));
  const auto reply = wire::parse_push_reply(centre_.send(tablet_, request).body);
  ASSERT_TRUE(reply);
  ASSERT_EQ(reply->results.size(), 4U);
  EXPECT_EQ(reply->results[0].outcome, OpOutcome::rejected);
  EXPECT_EQ(reply->results[0].id, op_id(7));
  EXPECT_EQ(reply->results[0].code, "malformed");
  EXPECT_EQ(reply->results[1].outcome, OpOutcome::applied);
  EXPECT_EQ(reply->results[2].code, "malformed");
  EXPECT_EQ(reply->results[3].code, "bad_email");
  EXPECT_EQ(centre_.contacts().size(), 1U);
}

TEST_F(Push, ARefusalNamesFieldAndRuleAndNeverTheValue) {
  tablet_.push_n = 1;
  auto request =
      centre_.request(tablet_, {check_in(1, cid_of(1), "ann@example.com", {{"name", "secret\x01person"}}),
                                check_in(2, cid_of(2), "secret person", {}),
                                check_in(3, cid_of(3), "ann@example.com", {{"phone", std::string(200, '7')}}),
                                check_in(4, cid_of(4), "ann@example.com", {})});
  std::string lone = wire::to_json(check_in(5, cid_of(5), "ann@example.com", {{"name", "secret-person"}}));
  lone.replace(lone.find("secret-person"), 13, "secret-person\\ud800");
  request.ops.push_back(lone);
  const Response response = centre_.send(tablet_, request);
  EXPECT_EQ(response.body.find("secret"), std::string::npos) << response.body;
  const auto reply = wire::parse_push_reply(response.body);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->results[0].detail, "name: has a control character");
  EXPECT_EQ(reply->results[1].detail, "email: has a space or an invisible character inside");
  EXPECT_EQ(reply->results[2].detail, "phone: too long");
  EXPECT_EQ(reply->results[3].outcome, OpOutcome::applied);
  EXPECT_EQ(reply->results[3].detail, "");
  EXPECT_EQ(reply->results[4].code, "malformed");
  EXPECT_EQ(reply->results[4].detail, "body.set.name.full: a lone surrogate");
  EXPECT_EQ(reply->results[4].id, op_id(5));
}

TEST_F(Push, WhatFollowsARefusedOpInItsChainWaits) {
  tablet_.push_n = 1;
  domain::Op unknown = check_in(3, cid_of(2), "bob@example.com", {});
  unknown.type = "redeem";
  unknown.body = domain::UnknownBody{"{}"};
  const auto first = check_in(20, cid_of(5), "eve@example.com", {});
  centre_.push(tablet_, {first});
  auto reused = check_in(20, cid_of(4), "dan@example.com", {});
  const auto behind = [](std::uint64_t number, const domain::Op& op) {
    return contact_edit(number, op.chain, "", {{{"company", "ACME"}}, {}});
  };
  ++tablet_.push_n;
  auto request = centre_.request(tablet_, {check_in(1, cid_of(1), "no address", {}), unknown, reused});
  std::string broken = wire::to_json(check_in(6, cid_of(6), "fay@example.com", {}));
  request.ops.push_back(broken.substr(0, broken.size() - 3));
  for (const std::uint64_t chain : {1U, 2U, 4U, 6U, 7U}) {
    request.ops.push_back(wire::to_json(behind(10 + chain, check_in(chain, cid_of(chain), "", {}))));
  }
  const auto reply = wire::parse_push_reply(centre_.send(tablet_, request).body);
  ASSERT_TRUE(reply);
  ASSERT_EQ(reply->results.size(), 9U);
  EXPECT_EQ(reply->results[0].code, "bad_email");
  EXPECT_EQ(reply->results[1].outcome, OpOutcome::unsupported);
  EXPECT_EQ(reply->results[2].code, "id_reused");
  EXPECT_EQ(reply->results[3].code, "malformed");
  for (std::size_t i = 4; i < 8; ++i) {
    EXPECT_EQ(reply->results[i].outcome, OpOutcome::deferred) << i;
    EXPECT_EQ(reply->results[i].code, "chain") << i;
  }
  EXPECT_EQ(reply->results[8].outcome, OpOutcome::applied);
}

TEST_F(Push, MalformedHeadsAre400) {
  for (const char* bad : {"", "{", "[]", "null", R"({"proto":3})", R"({"proto":3,"ops":{}})"}) {
    EXPECT_EQ(centre_.call("POST", protocol::kPushPath, bad, tablet_.token).status, 400) << bad;
  }
}

TEST_F(Push, TheSamePushAgainGetsTheStoredAnswer) {
  tablet_.push_n = 1;
  const auto request = centre_.request(tablet_, {check_in(1, cid_of(1), "ann@example.com", {})});
  const Response first = centre_.send(tablet_, request);
  centre_.clock.turn(5000);
  const Response second = centre_.send(tablet_, request);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(centre_.visits().size(), 1U);
}

TEST_F(Push, AnOlderCounterWithAnotherIdIsAForkAndLosesNothing) {
  const support::Tablet clone = tablet_;
  centre_.push(tablet_, {check_in(1, cid_of(1), "ann@example.com", {})});
  centre_.push(tablet_, {check_in(2, cid_of(2), "bob@example.com", {})});
  auto forked = centre_.request(clone, {check_in(3, cid_of(3), "cat@example.org", {})});
  forked.head.push_n = 2;
  const Response refused = centre_.send(clone, forked);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(word(refused), "forked");
  forked.head.fork = true;
  EXPECT_EQ(centre_.send(clone, forked).status, 200);
  EXPECT_EQ(centre_.visits().size(), 3U);
  // I11: the counter stays that of the other copy.
  EXPECT_EQ(store_.tables.devices.at(tablet_.id).push_n, 2);
  EXPECT_EQ(centre_.push(tablet_, {}).head, store_.tables.head.seq);
}

TEST_F(Push, AnotherEpochIs409WithTheNewOne) {
  auto request = centre_.request(tablet_, {});
  request.head.push_n = 1;
  request.head.epoch = "0190a1b2-0000-4000-8000-000000000000";
  const Response response = centre_.send(tablet_, request);
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(word(response), "epoch");
  EXPECT_EQ(wire::parse_error_reply(response.body)->epoch, tablet_.epoch);
}

TEST_F(Push, I13_an_op_that_cannot_be_stored_does_not_keep_the_others_out) {
  store_.poisoned_ops = {op_id(2)};
  const auto reply = centre_.push(
      tablet_, {check_in(1, cid_of(1), "ann@example.com", {}), check_in(2, cid_of(2), "bob@example.com", {}),
                check_in(3, cid_of(3), "cat@example.org", {})});
  ASSERT_EQ(reply.results.size(), 3U);
  EXPECT_EQ(reply.results[0].outcome, OpOutcome::applied);
  EXPECT_EQ(reply.results[1].outcome, OpOutcome::deferred);
  EXPECT_EQ(reply.results[2].outcome, OpOutcome::applied);
  EXPECT_EQ(centre_.visits().size(), 2U);
  store_.poisoned_ops.clear();
  EXPECT_EQ(centre_.push(tablet_, {check_in(2, cid_of(2), "bob@example.com", {})}).results.at(0).outcome,
            OpOutcome::applied);
}

TEST_F(Push, Later_ops_of_a_deferred_chain_wait_for_it) {
  store_.poisoned_ops = {op_id(1)};
  const auto first = check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}});
  const auto later = support::contact_edit(3, cid_of(1), "ann@example.com", {{{"name", "Anna"}}, {}});
  const auto reply = centre_.push(tablet_, {first, check_in(2, cid_of(2), "bob@example.com", {}), later});
  ASSERT_EQ(reply.results.size(), 3U);
  EXPECT_EQ(reply.results[0].outcome, OpOutcome::deferred);
  EXPECT_EQ(reply.results[0].code, kStoreFailed);
  EXPECT_EQ(reply.results[1].outcome, OpOutcome::applied);
  EXPECT_EQ(reply.results[2].outcome, OpOutcome::deferred);
  EXPECT_EQ(reply.results[2].code, kChainWaits);
  EXPECT_EQ(reply.results[2].id, op_id(3));
  store_.poisoned_ops.clear();
  for (const auto& result : centre_.push(tablet_, {first, later}).results) {
    EXPECT_EQ(result.outcome, OpOutcome::applied);
  }
}

TEST_F(Push, AJumpOfTheCounterIsAForkAndStoresNothing) {
  auto request = centre_.request(tablet_, {check_in(1, cid_of(1), "ann@example.com", {})});
  for (const std::int64_t n : {std::int64_t{1'000'001}, std::numeric_limits<std::int64_t>::max(),
                               std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}}) {
    request.head.push_n = n;
    const Response response = centre_.send(tablet_, request);
    EXPECT_EQ(response.status, 409) << n;
    EXPECT_EQ(word(response), "forked") << n;
  }
  EXPECT_TRUE(centre_.visits().empty());
  request.head.push_n = 1'000'000;
  EXPECT_EQ(centre_.send(tablet_, request).status, 200);
}

TEST_F(Push, ATabletInAnotherYearGetsExactTimes) {
  const Instant real = centre_.clock.instant;
  Instant captured = real;
  captured.wall_ms = 0;
  captured.mono_ms -= 60'000;
  centre_.push(tablet_, {check_in(1, cid_of(1), "ann@example.com", {}, captured)});
  const auto visits = centre_.visits();
  ASSERT_EQ(visits.size(), 1U);
  EXPECT_EQ(visits[0].checked_in_at, real.wall_ms - 60'000);
  EXPECT_EQ(visits[0].time_quality, domain::TimeQuality::exact);
}

TEST_F(Push, AHelloMakesItsBootKnown) {
  const Instant earlier{support::id_of(0xB0, 9), 50'000, 0};
  centre_.call("GET", protocol::kHelloPath, {}, tablet_.token, "boot=nonsense&mono=1&wall=1");
  const std::string target = protocol::hello_target(earlier);
  const std::int64_t at_hello = centre_.clock.instant.wall_ms;
  EXPECT_EQ(centre_.call("GET", protocol::kHelloPath, {}, tablet_.token, target.substr(target.find('?') + 1)).status,
            200);
  centre_.clock.turn(3'600'000);
  Instant captured = earlier;
  captured.mono_ms += 60'000;
  centre_.push(tablet_, {check_in(1, cid_of(1), "ann@example.com", {}, captured)});
  ASSERT_EQ(centre_.visits().size(), 1U);
  EXPECT_EQ(centre_.visits()[0].checked_in_at, at_hello + 60'000);
  EXPECT_EQ(centre_.visits()[0].time_quality, domain::TimeQuality::exact);
}

TEST_F(Push, ADuplicateInALaterPushKeepsItsStamp) {
  const auto op = check_in(1, cid_of(1), "ann@example.com", {}, centre_.clock.now());
  const auto first = centre_.push(tablet_, {op});
  centre_.clock.turn(3'600'000);
  const auto second = centre_.push(tablet_, {op});
  EXPECT_EQ(second.results.at(0).outcome, OpOutcome::duplicate);
  EXPECT_EQ(second.results.at(0).stamp, first.results.at(0).stamp);
}

TEST_F(Push, DeadLettersAreKeptAsTheyCame) {
  EXPECT_EQ(centre_.call("POST", protocol::kDeadLetterPath, "{broken", tablet_.token).status, 200);
  EXPECT_TRUE(store_.tables.dead_letters.contains("{broken"));
}

TEST_F(Push, ErrorsHoldNothingOfWhatWasSent) {
  const std::string secret = "secret-person@example.com";
  for (const std::string& body : {"{\"" + secret + "\":1}", secret, "{\"proto\":\"" + secret + "\"}"}) {
    const Response response = centre_.call("POST", protocol::kPushPath, body, tablet_.token);
    EXPECT_EQ(response.body.find("secret-person"), std::string::npos) << response.body;
  }
}

}  // namespace
}  // namespace foyer::server
