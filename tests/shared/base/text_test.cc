#include "shared/base/text.h"

#include <gtest/gtest.h>

namespace foyer {
namespace {

using namespace std::string_literals;

TEST(Text, KnowsValidUtf8) {
  EXPECT_TRUE(is_valid_utf8(""));
  EXPECT_TRUE(is_valid_utf8("Łukasz \U0001F600"));
  EXPECT_TRUE(is_valid_utf8("a\0b"s));
  EXPECT_FALSE(is_valid_utf8("\xff"));
  EXPECT_FALSE(is_valid_utf8("\xc3"));          // cut off
  EXPECT_FALSE(is_valid_utf8("\xc0\xaf"));      // overlong
  EXPECT_FALSE(is_valid_utf8("\xed\xa0\x80"));  // surrogate
}

TEST(Text, TrimsWhiteSpaceAndInvisibleCharactersAtTheEndsOnly) {
  EXPECT_EQ(trimmed("\u00A0\u200B  Ann \u2003Lee\uFEFF\n"), "Ann \u2003Lee");
  EXPECT_EQ(trimmed(" \u2060 "), "");
  EXPECT_EQ(trimmed("\xff "), "\xff ");
}

TEST(Text, CollapsedIsTheFormForComparing) {
  EXPECT_EQ(collapsed("  Jo\u0308rg   van\u00A0Dam "), "J\u00F6rg van Dam");
  EXPECT_EQ(collapsed(""), "");
}

TEST(Text, FoldedDropsCaseAndAccents) {
  EXPECT_EQ(folded("\u00C9lodie"), "elodie");
  EXPECT_EQ(folded("STRAUSS"), folded("strau\u00DF"));
}

TEST(Text, CountsCharactersAsPeopleDo) {
  EXPECT_EQ(grapheme_count(""), 0u);
  EXPECT_EQ(grapheme_count("jo\u0308rg"), 4u);
  EXPECT_EQ(grapheme_count("\U0001F468\u200D\U0001F469\u200D\U0001F467"), 1u);
}

TEST(Text, StepsOverWholeCharacters) {
  const std::string text = "ao\u0308b";
  EXPECT_EQ(previous_grapheme(text, text.size()), 4u);
  EXPECT_EQ(previous_grapheme(text, 4), 1u);
  EXPECT_EQ(previous_grapheme(text, 0), 0u);
  EXPECT_EQ(next_grapheme(text, 1), 4u);
  EXPECT_EQ(next_grapheme(text, text.size()), text.size());
}

TEST(Text, WipeLeavesNoByteInTheBuffer) {
  std::string secret = "ann@example.com, a text too long for the small buffer";
  const char* data = secret.data();
  const std::size_t capacity = secret.capacity();
  wipe(secret);
  EXPECT_TRUE(secret.empty());
  ASSERT_EQ(secret.data(), data);
  for (std::size_t i = 0; i < capacity; ++i) EXPECT_EQ(data[i], '\0');
}

}  // namespace
}  // namespace foyer
