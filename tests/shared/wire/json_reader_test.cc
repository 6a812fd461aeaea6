// The reader beside the JSON library: the same texts are JSON for both, and mean the same.
#include "shared/wire/json_reader.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shared/wire/op_json.h"
#include "tests/shared/wire/sample.h"
#include "tests/support/fakes.h"

namespace foyer::wire {
namespace {

constexpr std::size_t kBytesMax = 100'000;
constexpr int kDepth = 20;

// Where both have a value for it.
void expect_same(const Json& ours, const nlohmann::json& theirs) {
  ASSERT_EQ(ours.is(Json::Kind::object), theirs.is_object());
  ASSERT_EQ(ours.is(Json::Kind::array), theirs.is_array());
  ASSERT_EQ(ours.is(Json::Kind::text), theirs.is_string());
  ASSERT_EQ(ours.is(Json::Kind::null), theirs.is_null());
  ASSERT_EQ(ours.is(Json::Kind::boolean), theirs.is_boolean());
  if (theirs.is_string()) {
    EXPECT_EQ(ours.text, theirs.get<std::string>());
  }
  if (theirs.is_boolean()) {
    EXPECT_EQ(ours.boolean, theirs.get<bool>());
  }
  if (ours.is(Json::Kind::integer)) {
    EXPECT_EQ(ours.integer, theirs.get<std::int64_t>());
  }
  EXPECT_EQ(nlohmann::json::parse(ours.raw), theirs);
  for (std::size_t i = 0; i < ours.items.size(); ++i) expect_same(ours.items[i], theirs.at(i));
  for (const auto& [name, value] : ours.members) expect_same(value, theirs.at(name));
}

TEST(JsonReader, ReadsWhatTheLibraryReads) {
  const std::uint64_t seed = support::seed_or(23);
  support::SeededRandom random(seed);
  const std::string samples[] = {
      to_json(sample::check_in()), to_json(sample::out()), R"([true,false,null,0,-0,12,-7,1.5,2e3,-1E-2,[],{}])",
      R"({"a":"\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00","b":[{"c":9223372036854775807}],"d":-9223372036854775808})",
      "{\"\u00E4\":\"\U0001F600\u05D0\",\"n\":18446744073709551615}"};
  const std::string pieces[] = {"\"",      "{",       "}",    "[", "]",           ",",  ":",  "\\",   "\\u12",
                                "\\ud800", "\\udc00", "null", "-", "0",           ".5", "e1", "\xff", "\xed\xa0\x80",
                                "\x01",    " ",       "\n",   "t", "\xEF\xBB\xBF"};
  int read = 0;
  for (int i = 0; i < 6'000; ++i) {
    std::string text = samples[random.below(std::size(samples))];
    for (auto edits = random.below(3); edits > 0; --edits) {
      text.replace(random.below(text.size()), random.below(3), pieces[random.below(std::size(pieces))]);
    }
    SCOPED_TRACE(text + ", seed " + std::to_string(seed));
    const auto ours = read_json(text, kBytesMax, kDepth);
    const bool has_mark = text.starts_with("\xEF\xBB\xBF");  // the library skips it; RFC 8259 forbids it
    nlohmann::json theirs;
    try {
      theirs = nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error&) {
      theirs = nlohmann::json(nlohmann::json::value_t::discarded);
    } catch (const nlohmann::json::out_of_range&) {
      continue;  // a number beyond a double: ours keeps its text
    }
    if (ours.ok() || has_mark) {
      ASSERT_EQ(ours.ok(), !theirs.is_discarded() && !has_mark);
    } else if (ours.error().detail.find("twice") == std::string::npos) {  // the library takes the last of them
      ASSERT_TRUE(theirs.is_discarded()) << ours.error().detail;
    }
    if (!ours) continue;
    ++read;
    expect_same(*ours, theirs);
  }
  EXPECT_GT(read, 1'000);
}

TEST(JsonReader, AMemberThatIsNotBuiltKeepsItsTextAndIsChecked) {
  const auto row = read_json(R"({"k":"x","d": {"a":[1,{"d":2}]} ,"e":{"d":null}})", kBytesMax, kDepth, "d");
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(row->find("d")->raw, R"({"a":[1,{"d":2}]})");
  EXPECT_TRUE(row->find("d")->members.empty());
  EXPECT_EQ(row->find("e")->find("d"), nullptr);
  EXPECT_FALSE(read_json(R"({"d":{"a":}})", kBytesMax, kDepth, "d").ok());
  EXPECT_FALSE(read_json("{\"d\":" + std::string(50, '[') + std::string(50, ']') + "}", kBytesMax, kDepth, "d").ok());
}

}  // namespace
}  // namespace foyer::wire
