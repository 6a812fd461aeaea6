// Every way through the screens, as a script of touches. The counts are those of the acceptance table: more touches or
// keys than there is a step backwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/kiosk/app/scripted_visitor.h"

namespace foyer::app {
namespace {

using screens::DoneKind;

const domain::CheckIn& check_in_of(const domain::Op& op) { return std::get<domain::CheckIn>(op.body); }

TEST(Flow, DropInTakesSixTouchesAndTwentyFourKeys) {
  ScriptedVisitor visitor;
  EXPECT_EQ(visitor.shown(), "attract");
  visitor.tap("attract.start");
  EXPECT_EQ(visitor.shown(), "home");
  visitor.tap("home.drop_in");
  EXPECT_EQ(visitor.shown(), "details");
  visitor.fill_details();
  EXPECT_EQ(visitor.shown(), "confirm");
  visitor.tap("confirm.check_in");
  EXPECT_EQ(visitor.shown(), "confirm") << "nothing is confirmed before it is on disk";
  EXPECT_FALSE(visitor.state.is_settled());
  ASSERT_EQ(visitor.submitted().size(), 1U);
  const domain::Op& op = *visitor.submitted().front();
  EXPECT_EQ(op.type, "check_in");
  EXPECT_EQ(check_in_of(op).email, "anna.schmidt@gmail.com");
  EXPECT_EQ(check_in_of(op).fields.set.at("name"), "Anna Schmidt");
  EXPECT_EQ(check_in_of(op).visit.reason, domain::Reason::drop_in);
  EXPECT_FALSE(check_in_of(op).visit.id.is_nil());
  EXPECT_EQ(op.chain, check_in_of(op).cid);
  visitor.answer();
  EXPECT_EQ(visitor.shown(), "done");
  EXPECT_EQ(visitor.state.session.done.name, "Anna");
  EXPECT_EQ(visitor.touches, 6);
  EXPECT_EQ(visitor.keys, 24);
}

TEST(Flow, ALongFirstNameIsGreetedWithoutIt) {
  for (const auto& [name, greeted] : {std::pair{std::string(24, 'a'), true}, std::pair{std::string(25, 'a'), false},
                                      std::pair{std::string(200, 'a'), false}}) {
    ScriptedVisitor visitor;
    visitor.tap("attract.start");
    visitor.tap("home.drop_in");
    visitor.fill_details(name);
    visitor.tap("confirm.check_in");
    visitor.answer();
    EXPECT_EQ(visitor.state.session.done.name.empty(), !greeted) << name;
    EXPECT_EQ(visitor.state.session.done.title().english,
              greeted ? "You are checked in, {name}" : "You are checked in");
  }
}

TEST(Flow, MeetingAsksForAnOptionalNameFirst) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.meeting");
  EXPECT_EQ(visitor.shown(), "host");
  visitor.type("jonas");
  visitor.tap("key.next");
  visitor.fill_details();
  visitor.tap("confirm.check_in");
  EXPECT_EQ(check_in_of(*visitor.submitted().front()).visit.host, "Jonas");
  EXPECT_EQ(check_in_of(*visitor.submitted().front()).visit.reason, domain::Reason::meeting);
  visitor.answer();
  EXPECT_EQ(visitor.state.session.done.host, "Jonas");
  EXPECT_LE(visitor.touches, 7);
}

TEST(Flow, MeetingGoesOnWithoutAName) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.meeting");
  visitor.type("jo");
  visitor.tap("host.without_name");
  EXPECT_EQ(visitor.shown(), "details");
  visitor.fill_details();
  visitor.tap("confirm.check_in");
  EXPECT_EQ(check_in_of(*visitor.submitted().front()).visit.host, std::nullopt);
}

TEST(Flow, TourTakesThePhoneWhenItIsGiven) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.tour");
  visitor.tap("details.phone");
  visitor.type("0301234567");
  visitor.tap("details.name");
  visitor.fill_details();
  visitor.tap("confirm.check_in");
  const domain::CheckIn& body = check_in_of(*visitor.submitted().front());
  EXPECT_EQ(body.visit.reason, domain::Reason::tour);
  EXPECT_EQ(body.fields.set.at("phone"), "0301234567");
}

TEST(Flow, TourTakesSixTouchesWithoutThePhone) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.tour");
  visitor.fill_details();
  visitor.tap("confirm.check_in");
  EXPECT_EQ(visitor.touches, 6);
  EXPECT_EQ(visitor.keys, 24);
}

TEST(Flow, LeaveContactsMakesAContactAndNoVisit) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.leave_contacts");
  visitor.fill_details();
  EXPECT_EQ(visitor.shown(), "confirm");
  visitor.tap("confirm.leave_details");
  ASSERT_EQ(visitor.submitted().size(), 1U);
  EXPECT_EQ(visitor.submitted().front()->type, "contact_edit");
  visitor.answer();
  EXPECT_EQ(visitor.state.session.done.kind, DoneKind::left_details);
  EXPECT_EQ(visitor.touches, 6);
}

TEST(Flow, LeavingTakesFiveTouchesAndTwelveKeys) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.leaving");
  visitor.type("anna.schmidt");
  visitor.tap("leaving.chip.gmail.com");
  visitor.tap("key.next");
  EXPECT_FALSE(visitor.state.session.leaving.form.is_keyboard_shown);
  visitor.tap("leaving.check_out");
  ASSERT_EQ(visitor.submitted().size(), 1U);
  EXPECT_EQ(visitor.submitted().front()->type, "check_out");
  EXPECT_EQ(std::get<domain::CheckOut>(visitor.submitted().front()->body).email, "anna.schmidt@gmail.com");
  visitor.answer();
  EXPECT_EQ(visitor.state.session.done.kind, DoneKind::checked_out);
  EXPECT_TRUE(visitor.state.session.done.name.empty()) << "the answer is the same for known and unknown people";
  EXPECT_EQ(visitor.touches, 5);
  EXPECT_EQ(visitor.keys, 12);
}

TEST(Flow, LeavingWithoutNextWorksAtOnce) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.leaving");
  visitor.tap("leaving.check_out");
  EXPECT_TRUE(visitor.submitted().empty());
  EXPECT_TRUE(visitor.state.session.leaving.form.fields.front().error.has_value());
  visitor.type("a");
  visitor.tap("leaving.chip.gmail.com");
  visitor.tap("leaving.check_out");
  EXPECT_EQ(visitor.submitted().size(), 1U);
}

TEST(Flow, LanguageTakesTwoTouchesAndOneFromAttract) {
  ScriptedVisitor visitor;
  visitor.tap("attract.language.de");
  EXPECT_EQ(visitor.shown(), "home");
  EXPECT_EQ(visitor.state.session.language, "de");
  visitor.touches = 0;
  visitor.tap("home.language");
  visitor.tap("language.en");
  EXPECT_EQ(visitor.state.session.language, "en");
  EXPECT_EQ(visitor.touches, 2);
}

TEST(Flow, AnotherPersonKeepsReasonAndHostAndNothingElse) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.meeting");
  visitor.type("jonas");
  visitor.tap("key.next");
  visitor.fill_details();
  visitor.tap("confirm.check_in");
  visitor.answer();
  visitor.touches = visitor.keys = 0;
  visitor.tap("done.another");
  EXPECT_EQ(visitor.shown(), "details");
  EXPECT_TRUE(visitor.state.session.details.form.fields[0].text.empty());
  visitor.fill_details("ben okri", "ben");
  visitor.tap("confirm.check_in");
  EXPECT_LE(visitor.touches, 5);
  ASSERT_EQ(visitor.submitted().size(), 2U);
  EXPECT_EQ(check_in_of(*visitor.submitted()[1]).visit.host, "Jonas");
  EXPECT_NE(visitor.submitted()[0]->id, visitor.submitted()[1]->id);
  EXPECT_NE(check_in_of(*visitor.submitted()[0]).visit.id, check_in_of(*visitor.submitted()[1]).visit.id);
}

TEST(Flow, NotMeTakesTheCheckInBack) {
  ScriptedVisitor visitor;
  visitor.drop_in_until_confirm();
  visitor.tap("confirm.check_in");
  visitor.answer();
  const Uuid visit = check_in_of(*visitor.submitted()[0]).visit.id;
  visitor.tap("done.not_me");
  visitor.tap("done.not_me");
  ASSERT_EQ(visitor.submitted().size(), 2U);
  EXPECT_EQ(visitor.submitted()[1]->type, "void");
  EXPECT_EQ(std::get<domain::VoidVisit>(visitor.submitted()[1]->body).visit_id, visit);
  EXPECT_EQ(visitor.submitted()[1]->chain, visitor.submitted()[0]->chain);
  visitor.answer();
  EXPECT_EQ(visitor.state.session.done.kind, DoneKind::undone);
}

TEST(Flow, ADoubleTapMakesOneCheckIn) {
  ScriptedVisitor visitor;
  visitor.drop_in_until_confirm();
  visitor.tap("confirm.check_in");
  visitor.tap("confirm.check_in");
  visitor.tap("confirm.change");
  EXPECT_EQ(visitor.submitted().size(), 1U);
  visitor.answer();
  visitor.tap("confirm.check_in");
  visitor.send(Submitted{visitor.submitted().front()->id, Fault::full});
  EXPECT_EQ(visitor.submitted().size(), 1U);
  EXPECT_EQ(visitor.shown(), "done") << "a stale answer changes nothing";
}

TEST(Flow, AFailedWriteKeepsEverythingAndTriesTheSameOpAgain) {
  ScriptedVisitor visitor;
  visitor.drop_in_until_confirm();
  visitor.tap("confirm.check_in");
  const domain::Op first = *visitor.submitted().front();
  visitor.answer(Fault::full);
  EXPECT_EQ(visitor.shown(), "trouble");
  visitor.wait(5000);
  visitor.tap("trouble.retry");
  visitor.tap("trouble.retry");
  ASSERT_EQ(visitor.submitted().size(), 2U);
  EXPECT_EQ(*visitor.submitted()[1], first) << "byte for byte the same op, its time included";
  visitor.answer(Fault::corrupt);
  EXPECT_EQ(visitor.shown(), "trouble");
  visitor.tap("trouble.cancel");
  EXPECT_EQ(visitor.shown(), "confirm");
  EXPECT_EQ(visitor.state.session.details.form.fields[0].text.text(), "Anna Schmidt");
  visitor.tap("confirm.check_in");
  EXPECT_EQ(visitor.submitted()[2]->id, first.id);
  visitor.answer();
  EXPECT_EQ(visitor.shown(), "done");
}

TEST(Flow, BackKeepsWhatWasTypedUntilHome) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.meeting");
  visitor.type("jonas");
  visitor.tap("key.next");
  visitor.fill_details();
  visitor.tap("confirm.back");
  EXPECT_EQ(visitor.shown(), "details");
  visitor.tap("details.back");
  EXPECT_EQ(visitor.shown(), "host");
  EXPECT_EQ(visitor.state.session.host.form.fields[0].text.text(), "Jonas");
  visitor.tap("key.next");
  EXPECT_EQ(visitor.state.session.details.form.fields[0].text.text(), "Anna Schmidt");
  visitor.tap("details.back");
  visitor.tap("host.back");
  EXPECT_EQ(visitor.shown(), "home");
  visitor.tap("home.meeting");
  EXPECT_TRUE(visitor.state.session.host.form.fields[0].text.empty());
}

TEST(Flow, OverlaysGiveEverythingBack) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.drop_in");
  visitor.type("anna");
  visitor.tap("details.language");
  EXPECT_EQ(visitor.shown(), "language");
  visitor.tap("language.de");
  EXPECT_EQ(visitor.shown(), "details");
  visitor.tap("details.accessibility");
  visitor.tap("accessibility.text_large");
  visitor.tap("accessibility.high_contrast");
  visitor.tap("accessibility.close");
  visitor.tap("details.privacy");
  visitor.tap("privacy.close");
  EXPECT_EQ(visitor.state.session.accessibility.look, screens::Look::high_contrast);
  EXPECT_EQ(visitor.state.session.details.form.fields[0].text.text(), "Anna");
  EXPECT_EQ(visitor.state.session.details.form.keyboard.layout().name, "text.de");
}

TEST(Flow, ErrorsComeOnNextOnlyAndTheFirstIsFocused) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.drop_in");
  const screens::Form& form = visitor.state.session.details.form;
  visitor.tap("key.next");
  EXPECT_EQ(form.fields[0].error, std::nullopt);
  visitor.type("anna");
  visitor.tap("key.next");
  EXPECT_EQ(form.focus, 0U);
  ASSERT_TRUE(form.fields[0].error && form.fields[1].error);
  EXPECT_EQ(form.fields[0].error->english, "Enter your name");
  EXPECT_EQ(form.fields[1].error->english, "Enter an email like name@example.com");
  visitor.type("a");
  EXPECT_EQ(form.fields[0].error, std::nullopt);
}

TEST(Flow, TurnedOffReasonsHaveNoTile) {
  config::KioskConfig config;
  config.reasons.tour = false;
  ScriptedVisitor visitor(config);
  visitor.tap("attract.start");
  visitor.tap("home.tour");
  EXPECT_EQ(visitor.shown(), "home");
  EXPECT_EQ(visitor.state.home.tiles.size(), 4U);
}

}  // namespace
}  // namespace foyer::app
