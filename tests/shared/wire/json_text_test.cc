#include "shared/wire/json_text.h"

#include <gtest/gtest.h>

namespace foyer::wire {
namespace {

TEST(JsonText, QuotesWhateverComes) {
  EXPECT_EQ(quote("a\"b\\c\nd\te"), R"("a\"b\\c\nd\te")");
  EXPECT_EQ(quote(std::string_view("\0\x1f\x7f", 3)), R"("\u0000\u001f\u007f")");
  EXPECT_EQ(quote("\u00F6\U0001F600"), "\"\u00F6\U0001F600\"");
  EXPECT_EQ(quote("a\xff\xc3"), "\"a\uFFFD\uFFFD\"");
}

TEST(JsonText, BuildsInOrder) {
  EXPECT_EQ(JsonObject()
                .text("b", "x")
                .number("a", -1)
                .boolean("c", true)
                .null("d")
                .maybe_text("e", std::nullopt)
                .maybe_number("f", std::nullopt)
                .raw("g", JsonArray().text("y").number(2).raw("{}").str())
                .str(),
            R"({"b":"x","a":-1,"c":true,"d":null,"e":null,"f":null,"g":["y",2,{}]})");
  EXPECT_EQ(JsonObject().str(), "{}");
}

TEST(JsonText, ReadsOneMember) {
  EXPECT_EQ(*string_member(R"({"get":"tree"})", "get"), "tree");
  EXPECT_EQ(string_member(R"({"get":17})", "get").error().fault, Fault::not_found);
  EXPECT_EQ(string_member("{}", "get").error().fault, Fault::not_found);
  for (const char* const bad : {"", "get", "[]", "{\"get\":\"tree\"", "{\"get\":\"tree\"} x"}) {
    EXPECT_EQ(string_member(bad, "get").error().fault, Fault::invalid) << bad;
  }
  EXPECT_FALSE(string_member("{\"get\":\"" + std::string(70'000, 'x') + "\"}", "get").ok());
}

}  // namespace
}  // namespace foyer::wire
