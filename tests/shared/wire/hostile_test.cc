// Bytes from hostile hands: every parser answers, none throws, and texts come out as they went in.
#include <gtest/gtest.h>

#include <vector>

#include "shared/base/text.h"
#include "shared/wire/enrol.h"
#include "shared/wire/error_reply.h"
#include "shared/wire/json_text.h"
#include "shared/wire/op_json.h"
#include "shared/wire/pull.h"
#include "shared/wire/push.h"
#include "tests/shared/wire/sample.h"
#include "tests/support/fakes.h"

namespace foyer::wire {
namespace {

void parse_all(const std::string& json) {
  static_cast<void>(parse_op(json));
  static_cast<void>(parse_push_request(json));
  static_cast<void>(parse_push_reply(json));
  static_cast<void>(parse_pull_page(json));
  static_cast<void>(parse_enrol_request(json));
  static_cast<void>(parse_enrol_reply(json));
  static_cast<void>(parse_error_reply(json));
  static_cast<void>(string_member(json, "get"));
  static_cast<void>(parse_fields(json));
}

TEST(Hostile, TextsComeOutAsTheyWentIn) {
  const std::string texts[] = {std::string("a\0b", 3),
                               "\U0001F468\u200D\U0001F469\u200D\U0001F467",
                               "\u202E\u05D3\u05D5\u05D3\u202C",
                               "o\u0308\u0323\u0301",
                               std::string(60 * 1024, 'x'),
                               "Robert'); DROP TABLE op;--",
                               "<script>alert(\"1\")</script>&amp;",
                               "\\u0000\\\"\x7f\u2028\uFEFF",
                               "{\"op\":1}"};
  for (const std::string& text : texts) {
    auto op = sample::check_in();
    auto& body = std::get<domain::CheckIn>(op.body);
    body.fields = {{{"name", text}}, {}};
    body.visit.host = text.substr(0, 1000);
    const auto back = parse_op(to_json(op));
    ASSERT_TRUE(back.ok()) << back.error().detail;
    EXPECT_EQ(*back, op);
    EXPECT_TRUE(is_valid_utf8(to_json(op)));
  }
}

TEST(Hostile, InvalidUtf8IsRefusedAndNeverSent) {
  auto op = sample::check_in();
  for (const char* const text : {"\xff", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf"}) {
    std::get<domain::CheckIn>(op.body).fields.set["company"] = text;
    EXPECT_TRUE(is_valid_utf8(to_json(op)));
    std::string raw = to_json(sample::check_in());
    raw.replace(raw.find("ACME"), 4, text);
    EXPECT_FALSE(parse_op(raw).ok());
  }
  std::string surrogate = to_json(sample::check_in());
  surrogate.replace(surrogate.find("ACME\\\\"), 6, "\\ud800");
  EXPECT_FALSE(parse_op(surrogate).ok());
}

TEST(Hostile, DepthMembersAndValuesAreBounded) {
  parse_all(std::string(100'000, '['));
  parse_all(std::string(100'000, '[') + std::string(100'000, ']'));
  std::string deep = "1";
  for (int i = 0; i < 100; ++i) deep = "{\"a\":" + deep + "}";
  EXPECT_FALSE(parse_fields(deep).ok());
  std::string many = "{\"a\":[0";
  for (int i = 0; i < 200'000; ++i) many += ",0";
  EXPECT_FALSE(parse_push_request(many + "]}").ok());
  JsonObject wide;
  for (int i = 0; i < 1000; ++i) wide.number("m" + std::to_string(i), 1);
  EXPECT_FALSE(parse_fields(wide.str()).ok());
}

TEST(Hostile, AMemberTwiceIsRefused) {
  EXPECT_FALSE(parse_error_reply(R"({"error":"a","error":"b"})").ok());
  EXPECT_FALSE(parse_error_reply(R"({"error":"a","\u0065rror":"b"})").ok());
}

TEST(Hostile, AByteOrderMarkAndWhatFollowsAreRefused) {
  EXPECT_FALSE(parse_error_reply("\xEF\xBB\xBF{\"error\":\"a\"}").ok());
  EXPECT_FALSE(parse_error_reply("{\"error\":\"a\"}{").ok());
  EXPECT_TRUE(parse_error_reply(" \n{\"error\" : \"a\"}\t").ok());
}

TEST(Hostile, DamagedTextsNeverEndTheProcess) {
  const std::uint64_t seed = support::seed_or(11);
  support::SeededRandom random(seed);
  const PushRequest request{{3, sample::id(1), 41, sample::id(2), "e7", sample::at(), false},
                            {to_json(sample::check_in()), to_json(sample::unknown()), to_json(sample::out())}};
  PullPage page;
  page.epoch = "e7";
  page.cursor = "v3.e7.6.51aa";
  page.rows = {to_row(AliasRow{sample::id(1), sample::id(2)}, 4)};
  const std::string samples[] = {to_lines(request), to_json(page), to_json(sample::check_in()),
                                 to_json(PushReply{"e", 1, 2, 3, 4, {}, {OpResult{}}})};
  const std::string pieces[] = {"\"", "{", "}", "[", "]", ",", ":", "\\", "\\u0000", "null", "-", "1e999", "\xff", "0"};
  for (int i = 0; i < 4000; ++i) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ", round " + std::to_string(i));
    std::string json = samples[random.below(std::size(samples))];
    for (auto edits = 1 + random.below(4); edits > 0; --edits) {
      const auto at = random.below(json.size());
      const auto& piece = pieces[random.below(std::size(pieces))];
      json.replace(at, random.below(3), piece);
    }
    parse_all(json);
  }
}

}  // namespace
}  // namespace foyer::wire
