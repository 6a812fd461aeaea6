#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "kiosk/keyboard/layout.h"
#include "shared/base/text.h"

namespace foyer::keyboard {
namespace {

std::vector<const Layout*> all_layouts() {
  return {&text_layout("en"), &text_layout("de"), &email_layout("en"), &email_layout("de"),
          &phone_layout(),    &symbols_layout(),  &accents_layout(),   &rare_accents_layout()};
}

std::set<std::string> ids_of(const Layout& layout) {
  std::set<std::string> ids;
  for (const Row& row : layout.rows) {
    for (const Key& key : row.keys) ids.insert(key_id(key));
  }
  return ids;
}

TEST(Layout, RowsFillTheirColumnsAndNoMore) {
  for (const Layout* layout : all_layouts()) {
    for (const Row& row : layout->rows) {
      float width = 2 * row.indent;  // rows stand in the middle
      for (const Key& key : row.keys) width += key.width;
      EXPECT_FLOAT_EQ(width, layout->columns) << layout->name;
    }
  }
}

TEST(Layout, NoKeyStandsTwiceOnOnePage) {
  for (const Layout* layout : all_layouts()) {
    std::size_t count = 0;
    for (const Row& row : layout->rows) count += row.keys.size();
    EXPECT_EQ(ids_of(*layout).size(), count) << layout->name;
  }
}

TEST(Layout, EveryPageCanEraseAndGoOn) {
  for (const Layout* layout : all_layouts()) {
    EXPECT_TRUE(ids_of(*layout).count("key.next")) << layout->name;
    EXPECT_TRUE(ids_of(*layout).count("key.backspace")) << layout->name;
  }
}

TEST(Layout, LettersAndDigitsAreAllThere) {
  for (const char* language : {"en", "de"}) {
    for (char c = 'a'; c <= 'z'; ++c) {
      EXPECT_TRUE(ids_of(text_layout(language)).count(std::string("key.") + c)) << language << c;
      EXPECT_TRUE(ids_of(email_layout(language)).count(std::string("key.") + c)) << language << c;
    }
  }
  for (char c = '0'; c <= '9'; ++c) {
    EXPECT_TRUE(ids_of(symbols_layout()).count(std::string("key.") + c));
    EXPECT_TRUE(ids_of(phone_layout()).count(std::string("key.") + c));
  }
}

TEST(Layout, TheEmailRowHasWhatAnAddressNeeds) {
  for (const char* language : {"en", "de"}) {
    for (const char* id : {"key.@", "key.-", "key._", "key.", "key.space", "key.symbols"}) {
      const std::string wanted = std::string(id) == "key." ? "key.." : id;
      EXPECT_TRUE(ids_of(email_layout(language)).count(wanted)) << wanted;
    }
  }
}

TEST(Layout, GermanHasItsOwnOrderAndLetters) {
  const Layout& german = text_layout("de");
  EXPECT_EQ(german.rows[0].keys[5].text, "z");
  for (const char* id : {"key.ä", "key.ö", "key.ü", "key.ß"}) EXPECT_TRUE(ids_of(german).count(id));
}

TEST(Layout, AnUnknownLanguageWritesOnQwerty) { EXPECT_EQ(&text_layout("xx"), &text_layout("en")); }

TEST(Accents, AreSingleCharactersThatAlsoHaveCapitals) {
  for (const char* language : {"en", "de"}) {
    for (char c = 'a'; c <= 'z'; ++c) {
      for (const std::string_view accent : accents_of(std::string(1, c), language)) {
        EXPECT_EQ(grapheme_count(accent), 1U);
        EXPECT_EQ(nfc(accent), accent);
        if (accent == "ß") continue;
        EXPECT_NE(upper(accent), accent) << accent;
      }
    }
  }
}

TEST(Accents, AreAllReachableWithoutHolding) {
  std::set<std::string> pages = ids_of(accents_layout());
  pages.merge(ids_of(rare_accents_layout()));
  for (const char* language : {"en", "de"}) {
    for (char c = 'a'; c <= 'z'; ++c) {
      for (const std::string_view accent : accents_of(std::string(1, c), language)) {
        EXPECT_TRUE(pages.count("key." + std::string(accent))) << accent;
      }
    }
  }
}

TEST(Accents, TheOnesOfTheLanguageComeFirst) {
  EXPECT_EQ(accents_of("a", "de").front(), "ä");
  EXPECT_EQ(accents_of("o", "de").front(), "ö");
  EXPECT_EQ(accents_of("u", "de").front(), "ü");
  EXPECT_EQ(accents_of("a", "en").front(), "à");
  EXPECT_TRUE(accents_of("q", "en").empty());
  EXPECT_TRUE(accents_of("@", "en").empty());
}

TEST(Upper, KnowsTheLettersOfTheTables) {
  EXPECT_EQ(upper("a"), "A");
  EXPECT_EQ(upper("ä"), "Ä");
  EXPECT_EQ(upper("ø"), "Ø");
  EXPECT_EQ(upper("þ"), "Þ");
  EXPECT_EQ(upper("ÿ"), "Ÿ");
  EXPECT_EQ(upper("ł"), "Ł");
  EXPECT_EQ(upper("ž"), "Ž");
  EXPECT_EQ(upper("ş"), "Ş");
  EXPECT_EQ(upper("ő"), "Ő");
  EXPECT_EQ(upper("ć"), "Ć");
  EXPECT_EQ(upper("ň"), "Ň");
  EXPECT_EQ(upper("ß"), "ß");
  EXPECT_EQ(upper("7"), "7");
  EXPECT_EQ(upper("÷"), "÷");
}

}  // namespace
}  // namespace foyer::keyboard
