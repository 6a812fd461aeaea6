// The laws of waiting: a warning of at least twenty seconds, at least ten extensions, any touch counts, and what is
// cleared is gone.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "tests/kiosk/app/scripted_visitor.h"

namespace foyer::app {
namespace {

TEST(Timeouts, WarningsAreTwentySecondsOrMore) {
  const config::Timeouts limits;
  EXPECT_GE(limits.warning_ms, 20'000);
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.drop_in");
  visitor.wait(limits.form_ms);
  ASSERT_EQ(visitor.shown(), "still_there");
  EXPECT_EQ(seconds_left(visitor.state, visitor.now.mono_ms), 20);
  visitor.wait(19'999);
  EXPECT_EQ(visitor.shown(), "still_there");
  visitor.wait(1);
  EXPECT_EQ(visitor.shown(), "attract");
}

TEST(Timeouts, MoreTimeCanBeHadAgainAndAgain) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.drop_in");
  visitor.type("anna");
  for (int i = 0; i < 25; ++i) {
    visitor.wait(visitor.state.config.timeouts.form_ms);
    ASSERT_EQ(visitor.shown(), "still_there");
    visitor.wait(19'000);
    visitor.tap("still_there.stay");
    ASSERT_EQ(visitor.shown(), "details");
  }
  EXPECT_EQ(visitor.state.session.details.form.fields[0].text.text(), "Anna");
}

TEST(Timeouts, AnyTouchOnTheWarningStays) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.drop_in");
  visitor.wait(45'000);
  visitor.tap("");
  EXPECT_EQ(visitor.shown(), "details");
  visitor.wait(45'000);
  visitor.tap("still_there.finish");
  EXPECT_EQ(visitor.shown(), "attract");
}

TEST(Timeouts, AKeyOfAPhysicalKeyboardStays) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.drop_in");
  visitor.wait(45'000);
  ASSERT_EQ(visitor.shown(), "still_there");
  visitor.send(Typed{"x"});
  EXPECT_EQ(visitor.shown(), "details");
  EXPECT_TRUE(visitor.state.session.details.form.fields[0].text.empty()) << "nobody saw where it would go";
  visitor.wait(44'999);
  EXPECT_EQ(visitor.shown(), "details");
}

TEST(Timeouts, EveryTouchStartsTheTimeAnew) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.drop_in");
  for (int i = 0; i < 10; ++i) {
    visitor.wait(40'000);
    visitor.gesture(screens::Gesture::press, "");
  }
  EXPECT_EQ(visitor.shown(), "details");
}

TEST(Timeouts, HomeGoesBackWithoutAskingAndForgetsLanguageAndLook) {
  ScriptedVisitor visitor;
  visitor.tap("attract.language.de");
  visitor.tap("home.accessibility");
  visitor.tap("accessibility.dark");
  visitor.tap("accessibility.close");
  visitor.wait(29'999);
  EXPECT_EQ(visitor.shown(), "home");
  visitor.wait(1);
  EXPECT_EQ(visitor.shown(), "attract");
  EXPECT_EQ(visitor.state.session.language, "en");
  EXPECT_EQ(visitor.state.session.accessibility.look, screens::Look::light);
}

TEST(Timeouts, MoreTimeMakesEveryLimitThreeTimesAsLong) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.accessibility");
  visitor.tap("accessibility.more_time");
  visitor.tap("accessibility.close");
  visitor.tap("home.drop_in");
  visitor.wait(3 * 45'000 - 1);
  EXPECT_EQ(visitor.shown(), "details");
  visitor.wait(1);
  EXPECT_EQ(visitor.shown(), "still_there");
  visitor.wait(3 * 20'000 - 1);
  EXPECT_EQ(visitor.shown(), "still_there");
}

TEST(Timeouts, LessMotionEndsWithTheVisitUnlessTheOrganisationAsksForIt) {
  for (const bool is_default : {false, true}) {
    config::KioskConfig config;
    config.reduce_motion = is_default;
    ScriptedVisitor visitor(config);
    EXPECT_EQ(visitor.state.session.accessibility.is_still, is_default);
    visitor.tap("attract.start");
    visitor.tap("home.accessibility");
    visitor.tap("accessibility.reduce_motion");
    EXPECT_EQ(visitor.state.session.accessibility.is_still, !is_default);
    visitor.tap("accessibility.close");
    visitor.wait(30'000);
    EXPECT_EQ(visitor.state.session.accessibility.is_still, is_default);
  }
}

TEST(Timeouts, DoneClearsAndCanBeKept) {
  ScriptedVisitor visitor;
  visitor.drop_in_until_confirm();
  visitor.tap("confirm.check_in");
  visitor.answer();
  EXPECT_EQ(seconds_left(visitor.state, visitor.now.mono_ms), 12);
  for (int i = 0; i < 10; ++i) visitor.tap("done.keep");
  EXPECT_EQ(seconds_left(visitor.state, visitor.now.mono_ms), 312);
  visitor.wait(311'999);
  EXPECT_EQ(visitor.shown(), "done");
  visitor.wait(1);
  EXPECT_EQ(visitor.shown(), "attract");
}

TEST(Timeouts, NothingIsClearedWhileTheDiskIsAtWork) {
  ScriptedVisitor visitor;
  visitor.drop_in_until_confirm();
  visitor.tap("confirm.check_in");
  visitor.wait(3'600'000);
  EXPECT_EQ(visitor.shown(), "trouble");
  EXPECT_EQ(next_deadline(visitor.state), std::nullopt) << "only the disk's answer goes on";
  visitor.answer();
  EXPECT_EQ(visitor.shown(), "done");
}

TEST(Timeouts, TheDeadlineIsExactlyWhenSomethingChanges) {
  ScriptedVisitor visitor;
  EXPECT_EQ(next_deadline(visitor.state), std::nullopt) << "attract sleeps until somebody touches it";
  visitor.tap("attract.start");
  EXPECT_EQ(next_deadline(visitor.state), visitor.now.mono_ms + 30'000);
  visitor.tap("home.drop_in");
  visitor.wait(45'000);
  for (int left = 20; left > 0; --left) {
    EXPECT_EQ(seconds_left(visitor.state, visitor.now.mono_ms), left);
    const auto deadline = next_deadline(visitor.state);
    ASSERT_TRUE(deadline);
    EXPECT_EQ(*deadline, visitor.now.mono_ms + 1000);
    visitor.wait(1000);
  }
  EXPECT_EQ(visitor.shown(), "attract");
}

// --- The wipe ------------------------------------------------------------------------------------------------------

bool holds(std::string_view memory, std::string_view word) { return memory.find(word) != std::string_view::npos; }

std::string_view bytes_of(const std::string& text) { return {text.data(), text.capacity()}; }

template <typename T>
std::string_view object_bytes(const T& object) {
  return {reinterpret_cast<const char*>(&object), sizeof object};
}

// The buffers of fields, kept apart from their owners: they are scanned while the owners still live.
TEST(Wipe, ZeroesEveryBufferOfTheVisit) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.meeting");
  visitor.type("jonas");
  visitor.tap("key.next");
  visitor.fill_details("quetzalcoatl", "quetzal");
  std::vector<const screens::Field*> fields;
  for (const screens::Field& field : visitor.state.session.host.form.fields) fields.push_back(&field);
  for (const screens::Field& field : visitor.state.session.details.form.fields) fields.push_back(&field);
  EXPECT_TRUE(holds(bytes_of(fields[1]->text.text()), "Quetzal"));
  screens::wipe_form(visitor.state.session.host.form);
  screens::wipe_form(visitor.state.session.details.form);
  for (const screens::Field* field : fields) {
    const std::string_view memory = bytes_of(field->text.text());
    EXPECT_TRUE(std::all_of(memory.begin(), memory.end(), [](char c) { return c == '\0'; })) << field->id;
  }
}

TEST(Wipe, LeavesNothingOfTheVisitInTheState) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.meeting");
  visitor.type("jonas");
  visitor.tap("key.next");
  visitor.fill_details("quetzalcoatl", "quetzal");
  visitor.tap("confirm.check_in");
  visitor.answer();
  EXPECT_TRUE(holds(object_bytes(visitor.state), "Jonas")) << "a short text stands in the object itself";
  visitor.tap("done.done");
  EXPECT_EQ(visitor.shown(), "attract");
  const std::string_view memory = object_bytes(visitor.state);
  EXPECT_FALSE(holds(memory, "Jonas"));
  EXPECT_FALSE(holds(memory, "Quetzal"));
  EXPECT_TRUE(visitor.state.session.details.form.fields.empty());
  EXPECT_TRUE(visitor.state.session.ids.op.is_nil());
}

TEST(Wipe, TheNextVisitorFindsNothingByBackOrChips) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.drop_in");
  visitor.fill_details();
  visitor.wait(45'000);
  visitor.wait(20'000);
  ASSERT_EQ(visitor.shown(), "attract");
  visitor.tap("confirm.back");
  EXPECT_EQ(visitor.shown(), "home") << "a touch like any other";
  visitor.tap("details.back");
  visitor.tap("confirm.check_in");
  EXPECT_EQ(visitor.shown(), "home");
  EXPECT_TRUE(visitor.submitted().empty());
  visitor.tap("home.drop_in");
  for (const screens::Field& field : visitor.state.session.details.form.fields) EXPECT_TRUE(field.text.empty());
}

TEST(Wipe, AnOpIsWipedInPlace) {
  ScriptedVisitor visitor;
  visitor.drop_in_until_confirm();
  visitor.tap("confirm.check_in");
  domain::Op& op = *std::get<Submit>(visitor.effects.front()).op;
  const auto& body = std::get<domain::CheckIn>(op.body);
  wipe(op);
  EXPECT_FALSE(body.email.has_value());
  EXPECT_TRUE(body.fields.set.empty());
  EXPECT_FALSE(holds(object_bytes(op), "schmidt"));
}

}  // namespace
}  // namespace foyer::app
