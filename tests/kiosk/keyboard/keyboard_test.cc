#include "kiosk/keyboard/keyboard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace foyer::keyboard {
namespace {

struct Desk {
  explicit Desk(Purpose purpose = Purpose::text, std::string_view language = "en") {
    keyboard.open(purpose, language, field);
  }
  KeyResult send(Gesture gesture, const std::string& id, bool held = false, int count = 0) {
    return keyboard.handle({gesture, id, held, count, std::nullopt}, field, now_ms);
  }
  KeyResult tap(const std::string& id) {
    now_ms += 1000;
    send(Gesture::press, id);
    return send(Gesture::commit, id);
  }
  std::string label(const std::string& id) const {
    for (const VisibleRow& row : keyboard.rows()) {
      for (const VisibleKey& key : row.keys) {
        if (key.id == id) return key.label;
      }
    }
    return "absent";
  }

  TextField field{200, 1024};
  Keyboard keyboard;
  std::int64_t now_ms = 0;
};

TEST(Keyboard, TypesOnCommitAndNotOnPress) {
  Desk desk;
  EXPECT_EQ(desk.send(Gesture::press, "key.a"), KeyResult::ignored);
  EXPECT_TRUE(desk.field.empty());
  EXPECT_EQ(desk.send(Gesture::commit, "key.a"), KeyResult::edited);
  EXPECT_EQ(desk.field.text(), "a");
  desk.send(Gesture::press, "key.b");
  desk.send(Gesture::cancel, "key.b");
  EXPECT_EQ(desk.field.text(), "a");
}

TEST(Keyboard, UnknownKeysAreIgnored) {
  Desk desk;
  for (const char* id : {"key.", "key.accent.", "key.accent.ä", "key.F13", "key.\xff", "details.name", ""}) {
    EXPECT_EQ(desk.tap(id), KeyResult::ignored) << id;
  }
  EXPECT_TRUE(desk.field.empty());
}

TEST(Keyboard, ShiftIsForOneLetter) {
  Desk desk;
  desk.tap("key.shift");
  EXPECT_EQ(desk.label("key.a"), "A");
  desk.tap("key.a");
  desk.tap("key.a");
  EXPECT_EQ(desk.field.text(), "Aa");
  desk.tap("key.shift");
  desk.tap("key.shift");
  EXPECT_EQ(desk.keyboard.shift(), Shift::off) << "two slow taps are on and off";
}

TEST(Keyboard, ADoubleTapOrAHoldLocksShift) {
  Desk desk;
  desk.tap("key.shift");
  desk.now_ms += kDoubleTapMs;
  desk.send(Gesture::commit, "key.shift");
  EXPECT_EQ(desk.keyboard.shift(), Shift::locked);
  desk.tap("key.a");
  desk.tap("key.b");
  EXPECT_EQ(desk.field.text(), "AB");
  desk.tap("key.shift");
  EXPECT_EQ(desk.keyboard.shift(), Shift::off);
  desk.send(Gesture::press, "key.shift");
  desk.send(Gesture::long_press, "key.shift");
  desk.send(Gesture::commit, "key.shift", true);
  EXPECT_EQ(desk.keyboard.shift(), Shift::locked) << "lifting after the hold does not undo it";
}

TEST(Keyboard, NamesCapitalThemselvesWordByWord) {
  Desk desk(Purpose::name);
  for (const char* id : {"key.a", "key.n", "key.space", "key.m", "key.-", "key.o", "key.'", "key.n"}) desk.tap(id);
  EXPECT_EQ(desk.field.text(), "An M-O'N");
  desk.tap("key.backspace");
  EXPECT_EQ(desk.keyboard.shift(), Shift::once) << "back at the start of a word";
  Desk email(Purpose::email);
  email.tap("key.a");
  EXPECT_EQ(email.field.text(), "a");
}

TEST(Keyboard, AVisitorsOwnShiftBeatsTheRule) {
  Desk desk(Purpose::name);
  desk.tap("key.shift");
  desk.tap("key.d");
  desk.tap("key.e");
  EXPECT_EQ(desk.field.text(), "de");
}

TEST(Keyboard, AnAccentIsChosenBySliding) {
  Desk desk;
  desk.send(Gesture::press, "key.e");
  EXPECT_EQ(desk.send(Gesture::long_press, "key.e"), KeyResult::changed);
  ASSERT_TRUE(desk.keyboard.popup());
  EXPECT_EQ(desk.keyboard.popup()->ids[1], "key.accent.é");
  desk.send(Gesture::slide, "key.accent.é");
  EXPECT_EQ(desk.send(Gesture::commit, "key.accent.é", true), KeyResult::edited);
  EXPECT_EQ(desk.field.text(), "é");
  EXPECT_FALSE(desk.keyboard.popup());
}

TEST(Keyboard, AnAccentIsChosenByASecondTap) {
  Desk desk;
  desk.send(Gesture::press, "key.e");
  desk.send(Gesture::long_press, "key.e");
  desk.send(Gesture::commit, "key.e", true);
  EXPECT_EQ(desk.field.text(), "e") << "lifting on the base types the base";
  ASSERT_TRUE(desk.keyboard.popup());
  desk.tap("key.accent.è");
  EXPECT_EQ(desk.field.text(), "è") << "the accent takes its place";
  EXPECT_FALSE(desk.keyboard.popup());
}

TEST(Keyboard, AccentsWaitForASecondTapAndCloseByThemselves) {
  Desk desk;
  desk.send(Gesture::long_press, "key.e");
  desk.now_ms = 9'000;
  EXPECT_FALSE(desk.keyboard.tick(9'000)) << "open as long as the finger holds the key";
  desk.send(Gesture::commit, "key.e", true);
  ASSERT_TRUE(desk.keyboard.popup());
  EXPECT_EQ(desk.keyboard.popup()->closes_at_ms, 9'000 + kAccentsStayMs);
  EXPECT_FALSE(desk.keyboard.tick(9'000 + kAccentsStayMs - 1));
  EXPECT_TRUE(desk.keyboard.tick(9'000 + kAccentsStayMs));
  EXPECT_FALSE(desk.keyboard.popup());
}

TEST(Keyboard, AccentThatIsTappedTooLateReplacesNothing) {
  Desk desk;
  desk.send(Gesture::long_press, "key.e");
  desk.send(Gesture::commit, "key.e", true);
  desk.now_ms += kAccentsStayMs;
  EXPECT_EQ(desk.send(Gesture::commit, "key.accent.é"), KeyResult::ignored);
  EXPECT_EQ(desk.field.text(), "e");
}

TEST(Keyboard, LetterAfterAHeldLetterIsAddedToIt) {
  Desk desk;
  desk.send(Gesture::long_press, "key.e");
  desk.send(Gesture::commit, "key.e", true);
  desk.now_ms += 100;
  desk.send(Gesture::press, "key.q");
  desk.send(Gesture::commit, "key.q");
  EXPECT_EQ(desk.field.text(), "eq");
  EXPECT_FALSE(desk.keyboard.popup());
}

TEST(Keyboard, AccentsGoAwayWhenTheirFingerLeavesOrNothingIsTouched) {
  Desk desk;
  desk.send(Gesture::long_press, "key.e");
  desk.send(Gesture::cancel, "key.e", true);
  EXPECT_FALSE(desk.keyboard.popup());
  desk.send(Gesture::long_press, "key.e");
  desk.send(Gesture::press, "");
  EXPECT_FALSE(desk.keyboard.popup());
  EXPECT_TRUE(desk.field.empty());
}

TEST(Keyboard, SymbolsKeyIsOneToggleOnEveryPage) {
  Desk desk;
  const auto is_checked = [&] {
    for (const VisibleRow& row : desk.keyboard.rows()) {
      for (const VisibleKey& key : row.keys) {
        EXPECT_NE(key.id, "key.letters");
        if (key.id == "key.symbols") return key.is_checked;
      }
    }
    ADD_FAILURE() << "no key.symbols";
    return false;
  };
  EXPECT_FALSE(is_checked());
  desk.tap("key.symbols");
  EXPECT_TRUE(is_checked());
  desk.tap("key.accents");
  EXPECT_TRUE(is_checked());
  desk.tap("key.symbols");
  EXPECT_EQ(desk.keyboard.page(), Page::letters);
}

TEST(Keyboard, AccentsGoAwayWithTheNextTouch) {
  Desk desk;
  for (const char* next : {"key.b", "key.symbols", "details.email", ""}) {
    desk.keyboard.reset();
    desk.send(Gesture::long_press, "key.e");
    desk.send(Gesture::commit, "key.e", true);
    desk.tap(next);
    EXPECT_FALSE(desk.keyboard.popup()) << next;
  }
}

TEST(Keyboard, AccentsFollowShift) {
  Desk desk(Purpose::name, "de");
  desk.send(Gesture::long_press, "key.a");
  EXPECT_EQ(desk.keyboard.popup()->accents.front(), "Ä");
  EXPECT_EQ(desk.keyboard.popup()->ids.front(), "key.accent.ä");
  desk.send(Gesture::commit, "key.a", true);
  desk.tap("key.accent.ä");
  EXPECT_EQ(desk.field.text(), "Ä");
}

TEST(Keyboard, EveryAccentIsReachableWithoutHolding) {
  Desk desk;
  desk.tap("key.symbols");
  EXPECT_EQ(desk.keyboard.page(), Page::symbols);
  desk.tap("key.accents");
  EXPECT_EQ(desk.keyboard.page(), Page::accents);
  desk.tap("key.é");
  desk.tap("key.accents");
  desk.tap("key.ř");
  desk.tap("key.accents");
  EXPECT_EQ(desk.keyboard.page(), Page::accents) << "the same key turns the pages";
  EXPECT_EQ(desk.field.text(), "éř");
  desk.tap("key.symbols");
  EXPECT_EQ(desk.keyboard.page(), Page::letters);
}

TEST(Keyboard, BackspaceRepeatsThenTakesWords) {
  Desk desk;
  desk.field.insert("one two three abcdefghijk");
  desk.send(Gesture::press, "key.backspace");
  for (int i = 1; i <= kRepeatsBeforeWords; ++i) desk.send(Gesture::repeat, "key.backspace", false, i);
  EXPECT_EQ(desk.field.text(), "one two three a");
  desk.send(Gesture::repeat, "key.backspace", false, 11);
  EXPECT_EQ(desk.field.text(), "one two three ");
  desk.send(Gesture::repeat, "key.backspace", false, 12);
  EXPECT_EQ(desk.field.text(), "one two ");
  desk.send(Gesture::repeat, "key.a", false, 1);
  EXPECT_EQ(desk.field.text(), "one two ") << "only backspace repeats";
}

TEST(Keyboard, AnEmailHasNoSpace) {
  Desk desk(Purpose::email);
  EXPECT_EQ(desk.tap("key.space"), KeyResult::no_space);
  desk.tap("key.symbols");
  EXPECT_EQ(desk.tap("key.space"), KeyResult::no_space);
  EXPECT_TRUE(desk.field.empty());
}

TEST(Keyboard, ThePhonePadHoldsPlusOnZero) {
  Desk desk(Purpose::phone);
  desk.send(Gesture::press, "key.0");
  desk.send(Gesture::long_press, "key.0");
  desk.send(Gesture::commit, "key.0", true);
  desk.tap("key.0");
  desk.tap("key.4");
  EXPECT_EQ(desk.field.text(), "+04");
}

TEST(Keyboard, CaretKeysMove) {
  Desk desk;
  desk.field.insert("ac");
  desk.tap("key.symbols");
  EXPECT_EQ(desk.tap("key.left"), KeyResult::moved);
  desk.tap("key.symbols");
  desk.tap("key.b");
  EXPECT_EQ(desk.field.text(), "abc");
  desk.tap("key.symbols");
  EXPECT_EQ(desk.tap("key.right"), KeyResult::moved);
  EXPECT_EQ(desk.tap("key.right"), KeyResult::ignored);
}

TEST(Keyboard, AFullFieldSaysSo) {
  Desk desk;
  TextField small(2, 32);
  const Action action{Gesture::commit, "key.a", false, 0, std::nullopt};
  desk.keyboard.handle(action, small, 0);
  desk.keyboard.handle(action, small, 0);
  EXPECT_EQ(desk.keyboard.handle(action, small, 0), KeyResult::full);
}

TEST(Keyboard, FortyFastOverlappingTapsAreFortyCharacters) {
  Desk desk;
  std::string expected;
  for (int i = 0; i < 40; ++i) {
    const std::string letter(1, static_cast<char>('a' + i % 26));
    desk.send(Gesture::press, "key." + letter);
    if (i > 0) desk.send(Gesture::commit, "key." + std::string(1, expected.back()));
    expected += letter;
  }
  desk.send(Gesture::commit, "key." + std::string(1, expected.back()));
  EXPECT_EQ(desk.field.text().size(), 40U);
}

}  // namespace
}  // namespace foyer::keyboard
