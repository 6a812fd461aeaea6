#include "shared/wire/push.h"

#include <gtest/gtest.h>

#include "shared/wire/enrol.h"
#include "shared/wire/error_reply.h"
#include "shared/wire/op_json.h"
#include "tests/shared/wire/sample.h"

namespace foyer::wire {
namespace {

PushHead head() { return {3, sample::id(1), 41, sample::id(2), "e7", sample::at(), false}; }

// The same request as one JSON object.
std::string as_object(const PushRequest& request) {
  std::string json = to_lines({request.head, {}});
  json.replace(json.size() - 2, 2, ",\"ops\":[");
  for (const std::string& op : request.ops) json += op + ",";
  if (!request.ops.empty()) json.pop_back();
  return json + "]}";
}

TEST(Push, ARequestGoesThereAndBack) {
  PushRequest request{head(), {to_json(sample::check_in()), to_json(sample::unknown())}};
  request.head.fork = true;
  for (const std::string& body : {to_lines(request), as_object(request)}) {
    const auto back = parse_push_request(body);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(back->head, request.head);
    ASSERT_EQ(back->ops.size(), 2U);
    EXPECT_EQ(*back->ops[0].op, sample::check_in());
    EXPECT_EQ(*back->ops[1].op, sample::unknown());
    EXPECT_EQ(back->ops[0].id, sample::check_in().id);
  }
}

TEST(Push, AnOpWithoutAPartnerForItsBracketOrQuoteSpoilsOnlyItself) {
  const std::string whole = to_json(sample::check_in());
  for (const std::string& broken : {whole.substr(0, whole.size() - 1), whole + "}", whole.substr(0, whole.size() / 2),
                                    "\"" + whole, whole.substr(0, whole.find("\"chain\":\"") + 12),
                                    std::string(200, '['), std::string("\\\""), std::string("}")}) {
    const auto push = parse_push_request(to_lines({head(), {to_json(sample::out()), broken, to_json(sample::undo())}}));
    ASSERT_TRUE(push.ok()) << broken;
    ASSERT_EQ(push->ops.size(), 3U) << broken;
    EXPECT_TRUE(push->ops[0].op.ok());
    EXPECT_FALSE(push->ops[1].op.ok()) << broken;
    EXPECT_TRUE(push->ops[2].op.ok());
    if (broken.starts_with("{\"id\"")) {
      EXPECT_EQ(push->ops[1].id, sample::check_in().id) << broken;
    }
  }
}

TEST(Push, ALineFeedInAnOpMakesNoTwoOfIt) {
  std::string spread = to_json(sample::undo());
  spread.replace(spread.find(','), 1, ",\n\n");
  const auto push = parse_push_request(to_lines({head(), {spread, to_json(sample::out())}}));
  ASSERT_TRUE(push.ok());
  ASSERT_EQ(push->ops.size(), 2U);
  EXPECT_EQ(*push->ops[0].op, sample::undo());
}

TEST(Push, AMalformedOpIsReportedAlone) {
  std::string no_body = to_json(sample::out());
  no_body.replace(no_body.find("\"body\""), 6, "\"nobody\"");
  const PushRequest request{
      head(), {to_json(sample::check_in()), no_body, "17", "{}", "{\"id\":\"x\"}", to_json(sample::undo())}};
  const auto push = parse_push_request(to_lines(request));
  ASSERT_TRUE(push.ok());
  ASSERT_EQ(push->ops.size(), 6U);
  EXPECT_TRUE(push->ops[0].op.ok());
  EXPECT_FALSE(push->ops[1].op.ok());
  EXPECT_EQ(push->ops[1].id, sample::out().id);
  for (std::size_t i = 2; i < 5; ++i) {
    EXPECT_FALSE(push->ops[i].op.ok());
    EXPECT_EQ(push->ops[i].id, std::nullopt);
    EXPECT_EQ(push->ops[i].op.error().fault, Fault::invalid);
  }
  EXPECT_TRUE(push->ops[5].op.ok());
}

TEST(Push, AnOversizedOpIsReportedAlone) {
  auto big = sample::check_in();
  std::get<domain::CheckIn>(big.body).fields.set["company"] = std::string(kOpBytesMax, 'x');
  const auto push = parse_push_request(to_lines({head(), {to_json(big), to_json(sample::undo())}}));
  ASSERT_TRUE(push.ok());
  EXPECT_FALSE(push->ops[0].op.ok());
  EXPECT_EQ(push->ops[0].id, big.id);
  EXPECT_TRUE(push->ops[1].op.ok());
}

std::string hostile(const std::string& email_json) {
  std::string json = to_json(sample::check_in());
  return json.replace(json.find("\"Ann@X.com\""), 11, email_json);
}

TEST(Push, NothingInsideOfOneOpRefusesTheOthers) {
  const std::string lone = hostile("\"\\ud800\"");
  const std::string bytes = hostile("\"\xFF\xFE\"");
  const std::string twice = hostile("\"a@example.com\",\"email\":\"b@example.com\"");
  const std::string deep = hostile(std::string(5000, '[') + std::string(5000, ']'));
  const std::string raw = hostile("\"\x01\"");
  const std::string escape = hostile("\"\\x\"");
  const std::string word = hostile("nonsense");
  const std::string brackets = hostile("\"]}],{\\\"[\"");
  const PushRequest request{head(),
                            {lone, bytes, twice, deep, raw, escape, word, brackets, "", to_json(sample::undo())}};
  const char* const details[] = {
      "body.email: a lone surrogate",  "body.email: not valid UTF-8",         "body.email: stands there twice",
      "body.email: nested too deeply", "body.email: a raw control character", "body.email: not JSON",
      "body.email: not JSON"};
  for (const std::string& body : {to_lines(request), as_object(request)}) {
    const auto push = parse_push_request(body);
    ASSERT_TRUE(push.ok()) << push.error().detail;
    ASSERT_EQ(push->ops.size(), 10U);
    for (std::size_t i = 0; i < std::size(details); ++i) {
      ASSERT_FALSE(push->ops[i].op.ok()) << i;
      EXPECT_EQ(push->ops[i].op.error().detail, details[i]);
      EXPECT_EQ(push->ops[i].id, sample::check_in().id) << i;
    }
    EXPECT_TRUE(push->ops[7].op.ok());
    EXPECT_FALSE(push->ops[8].op.ok());
    EXPECT_TRUE(push->ops[9].op.ok());
  }
}

TEST(Push, AnIdThatStandsTwiceNamesNothing) {
  const std::string id = "\"id\":\"" + sample::id(1).text() + "\"";
  const auto push = parse_push_request(to_lines({head(), {"{" + id + "," + id + "}", "{" + id + ",}"}}));
  ASSERT_TRUE(push.ok());
  EXPECT_EQ(push->ops[0].id, std::nullopt);
  EXPECT_EQ(push->ops[0].op.error().detail, "id: stands there twice");
  EXPECT_EQ(push->ops[1].id, sample::id(1));
}

TEST(Push, AListWithoutItsEndIsTheWholeRequest) {
  const std::string json = as_object({head(), {to_json(sample::undo())}});
  for (const std::string& broken :
       {json.substr(0, json.size() - 2), json + "x", json + json, json.substr(0, json.size() - 2) + "}]}",
        json.substr(0, json.size() - 1) + ",\"ops\":[]}", std::string(200'000, '['),
        "{\"ops\":[" + std::string(999, '{')}) {
    EXPECT_FALSE(parse_push_request(broken).ok()) << broken.substr(0, 400);
  }
}

TEST(Push, ARequestThatLostItsEndCondemnsNoOp) {
  const std::string whole = to_lines({head(), {to_json(sample::out()), to_json(sample::undo())}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto push = parse_push_request(whole.substr(0, size));
    if (!push) continue;
    for (const PushedOp& op : push->ops) EXPECT_TRUE(op.op.ok()) << size;
  }
}

TEST(Push, LimitsAreOfTheWholeRequest) {
  const PushRequest request{head(), {to_json(sample::undo()), to_json(sample::undo())}};
  for (const std::string& body : {to_lines(request), as_object(request)}) {
    EXPECT_TRUE(parse_push_request(body, {2, 10'000}).ok());
    EXPECT_FALSE(parse_push_request(body, {1, 10'000}).ok());
    EXPECT_FALSE(parse_push_request(body, {2, 100}).ok());
  }
}

TEST(Push, ABrokenHeadIsTheWholeRequest) {
  for (const char* const member : {"proto", "device", "push_n", "push_id", "clock", "ops"}) {
    std::string broken = std::string(member) == "ops" ? as_object({head(), {}}) : to_lines({head(), {}});
    broken.replace(broken.find("\"" + std::string(member) + "\""), std::string(member).size() + 2, "\"zz\"");
    const auto push = parse_push_request(broken);
    ASSERT_FALSE(push.ok()) << member;
    EXPECT_EQ(push.error().detail.find(member), 0U) << push.error().detail;
  }
}

TEST(Push, AReplyGoesThereAndBack) {
  PushReply reply{"e7", 1781234570001, 4460, 4300, 20000, {100, 5000}, {}};
  OpResult applied{sample::id(1),
                   OpOutcome::applied,
                   4458,
                   0x0198F00000000003,
                   domain::TimeQuality::exact,
                   sample::id(2),
                   std::pair(sample::id(3), sample::id(2)),
                   "",
                   false,
                   {},
                   {}};
  OpResult nameless;
  nameless.outcome = OpOutcome::rejected;
  nameless.code = "malformed";
  nameless.detail = "body.email: a lone surrogate";
  OpResult unsupported{sample::id(4), OpOutcome::unsupported, {}, {}, {}, {}, {}, "", false, 4, {}};
  OpResult deferred{sample::id(5), OpOutcome::deferred, {}, {}, {}, {}, {}, "org_busy", false, {}, 4000};
  reply.results = {applied, nameless, unsupported, deferred};
  const auto back = parse_push_reply(to_json(reply));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(*back, reply);
}

TEST(Push, AReplyThatIsNoneIsRefused) {
  for (const char* const json :
       {"", "<html>", "[]", "{}", "{\"ok\":false}", "{\"ok\":true,\"epoch\":\"e\",\"server_ms\":1}",
        "{\"ok\":true,\"epoch\":\"e\",\"server_ms\":1,\"results\":[{\"r\":\"perhaps\"}]}"}) {
    EXPECT_FALSE(parse_push_reply(json).ok()) << json;
  }
}

TEST(Enrol, GoesThereAndBack) {
  const EnrolRequest request{3, "123-456", "0.1.0", sample::at()};
  EXPECT_EQ(*parse_enrol_request(to_json(request)), request);
  const EnrolReply reply{sample::id(1), sample::id(2), "Centre", "Front door", "Site", "token", "e7", 17, {10, 20}};
  EXPECT_EQ(*parse_enrol_reply(to_json(reply)), reply);
  EXPECT_FALSE(parse_enrol_request("{}").ok());
  EXPECT_FALSE(parse_enrol_reply(to_json(EnrolReply{})).ok());
}

TEST(ErrorReply, GoesThereAndBackAndIsNotAPortalsPage) {
  const ErrorReply reply{"forked", "enrol again", 4000, "e8", true};
  EXPECT_EQ(*parse_error_reply(to_json(reply)), reply);
  EXPECT_FALSE(parse_error_reply("<html>Welcome to the Wi-Fi</html>").ok());
}

}  // namespace
}  // namespace foyer::wire
