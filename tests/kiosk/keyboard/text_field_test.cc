#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "kiosk/keyboard/text_field.h"
#include "shared/base/text.h"

namespace foyer::keyboard {
namespace {

using namespace std::string_literals;

TEST(TextField, InsertsAtTheCaret) {
  TextField field(20, 64);
  EXPECT_EQ(field.insert("Ana"), EditResult::done);
  field.caret_left();
  field.insert("n");
  EXPECT_EQ(field.text(), "Anna");
  EXPECT_EQ(field.caret(), 3U);
}

TEST(TextField, MovesAndErasesByWholeCharactersAsPeopleSeeThem) {
  TextField field(20, 128);
  field.insert("e\u0301");   // e with a combining acute
  field.insert("👩\u200d🔬");  // three code points, one character
  field.caret_left();
  EXPECT_EQ(field.caret(), 3U);
  field.caret_right();
  field.erase_before_caret();
  EXPECT_EQ(field.text(), "e\u0301");
  field.erase_before_caret();
  EXPECT_TRUE(field.empty());
  EXPECT_EQ(field.erase_before_caret(), EditResult::unchanged);
}

TEST(TextField, ErasesAWordAndTheBlanksBehindIt) {
  TextField field(40, 128);
  field.insert("Anna Maria Schmidt  ");
  field.erase_word_before_caret();
  EXPECT_EQ(field.text(), "Anna Maria ");
  field.erase_word_before_caret();
  EXPECT_EQ(field.text(), "Anna ");
}

TEST(TextField, TakesNoMoreThanItsLimits) {
  TextField field(3, 32);
  EXPECT_EQ(field.insert("abc"), EditResult::done);
  EXPECT_EQ(field.insert("d"), EditResult::full);
  EXPECT_EQ(field.text(), "abc");
  // A combining mark is no new character, but bytes end too.
  for (int i = 0; i < 14; ++i) EXPECT_EQ(field.insert("\u0301"), EditResult::done);
  EXPECT_EQ(field.insert("\u0301"), EditResult::full);
  EXPECT_EQ(field.insert(std::string(65536, 'x')), EditResult::full);
}

TEST(TextField, RefusesWhatIsNotText) {
  TextField field(20, 64);
  field.insert("a");
  EXPECT_EQ(field.insert("\0"s), EditResult::refused);
  EXPECT_EQ(field.insert("x\0y"s), EditResult::refused);
  EXPECT_EQ(field.insert("\xff\xfe"), EditResult::refused);
  EXPECT_EQ(field.insert("\xc3"), EditResult::refused);
  EXPECT_EQ(field.insert("a\nb"), EditResult::refused);
  EXPECT_EQ(field.insert("\x1b[2J"), EditResult::refused);
  EXPECT_EQ(field.replace("\xed\xa0\x80"), EditResult::refused);
  EXPECT_EQ(field.text(), "a");
}

TEST(TextField, KeepsStrangeTextExactly) {
  for (const char* text : {"Robert'); DROP TABLE contact;--", "<script>alert(1)</script>", "مرحبا", "\u202Eabc",
                           "Z\u0334a\u0335", "🏳️‍🌈", "%s%n{name}", "O’Neill"}) {
    TextField field(100, 256);
    EXPECT_EQ(field.insert(text), EditResult::done) << text;
    EXPECT_EQ(field.text(), text);
  }
}

TEST(TextField, PlacesTheCaretOnBoundariesOnly) {
  TextField field(20, 64);
  field.insert("äöü");
  field.place_caret(3);
  EXPECT_EQ(field.caret(), 2U);
  field.place_caret(999);
  EXPECT_EQ(field.caret(), 6U);
  field.place_caret(0);
  EXPECT_EQ(field.caret(), 0U);
}

TEST(TextField, ReplacesByAPartOfItself) {
  TextField field(40, 64);
  field.insert("anna@gmail.com");
  EXPECT_EQ(field.replace(std::string_view(field.text()).substr(0, 4)), EditResult::done);
  EXPECT_EQ(field.text(), "anna");
  EXPECT_EQ(field.caret(), 4U);
}

TEST(TextField, NeverMovesItsBufferAndLeavesNoByte) {
  TextField field(64, 64);
  const char* buffer = field.text().data();
  for (int i = 0; i < 64; ++i) field.insert("x");
  EXPECT_EQ(field.text().data(), buffer);
  for (int i = 0; i < 60; ++i) field.erase_before_caret();
  const std::string_view memory(buffer, 64);
  EXPECT_EQ(std::count(memory.begin(), memory.end(), 'x'), 4) << "erased characters are zeroed at once";
  field.wipe();
  EXPECT_EQ(std::count(memory.begin(), memory.end(), 'x'), 0);
  EXPECT_EQ(field.text().data(), buffer);
}

TEST(TextField, MovesWithoutACopy) {
  TextField field(64, 64);
  field.insert("secret");
  const char* buffer = field.text().data();
  TextField moved(std::move(field));
  EXPECT_EQ(moved.text().data(), buffer);
  EXPECT_EQ(moved.text(), "secret");
}

}  // namespace
}  // namespace foyer::keyboard
