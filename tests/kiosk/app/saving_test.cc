// The way of what was typed to the disk when the disk fails, is slow or lies: nothing typed is lost, nothing is
// doubled, and what has changed since an attempt is another op.
#include <gtest/gtest.h>

#include "tests/kiosk/app/scripted_visitor.h"

namespace foyer::app {
namespace {

const domain::CheckIn& check_in_of(const domain::Op& op) { return std::get<domain::CheckIn>(op.body); }

// Confirmed, and the disk has said no.
void fail_to_check_in(ScriptedVisitor& visitor) {
  visitor.drop_in_until_confirm();
  visitor.tap("confirm.check_in");
  visitor.answer(Fault::full);
  ASSERT_EQ(visitor.shown(), "trouble");
}

// From the trouble screen to confirm, with another name.
void change_the_name(ScriptedVisitor& visitor) {
  visitor.tap("trouble.cancel");
  visitor.tap("confirm.change");
  visitor.type("x");
  visitor.tap("key.next");
  visitor.tap("key.next");
  ASSERT_EQ(visitor.shown(), "confirm");
}

TEST(Saving, CancelWithoutAChangeIsTheSameOp) {
  ScriptedVisitor visitor;
  fail_to_check_in(visitor);
  visitor.tap("trouble.cancel");
  visitor.tap("confirm.change");
  visitor.tap("key.shift");
  visitor.tap("key.next");
  visitor.tap("key.next");
  visitor.wait(3000);
  visitor.tap("confirm.check_in");
  ASSERT_EQ(visitor.submitted().size(), 2U);
  EXPECT_EQ(*visitor.submitted()[1], *visitor.submitted()[0]);
}

TEST(Saving, AnEditAfterAFailedSaveTakesTheEarlierVisitBackAndIsAnotherOp) {
  ScriptedVisitor visitor;
  fail_to_check_in(visitor);
  const domain::Op first = *visitor.submitted()[0];
  change_the_name(visitor);
  visitor.tap("confirm.check_in");
  ASSERT_EQ(visitor.submitted().size(), 2U);
  const domain::Op undo = *visitor.submitted()[1];
  EXPECT_EQ(undo.type, "void");
  EXPECT_EQ(std::get<domain::VoidVisit>(undo.body).visit_id, check_in_of(first).visit.id);
  EXPECT_EQ(undo.chain, first.chain);
  visitor.answer();
  EXPECT_EQ(visitor.shown(), "confirm") << "only the earlier one has been taken back so far";
  ASSERT_EQ(visitor.submitted().size(), 3U);
  const domain::Op& second = *visitor.submitted()[2];
  EXPECT_NE(second.id, first.id);
  EXPECT_NE(second.id, undo.id);
  EXPECT_NE(second.chain, first.chain);
  EXPECT_NE(check_in_of(second).cid, check_in_of(first).cid);
  EXPECT_NE(check_in_of(second).visit.id, check_in_of(first).visit.id);
  EXPECT_EQ(check_in_of(second).fields.set.at("name"), "Anna Schmidtx");
  visitor.answer();
  EXPECT_EQ(visitor.shown(), "done");
  visitor.tap("done.not_me");
  EXPECT_EQ(std::get<domain::VoidVisit>(visitor.submitted()[3]->body).visit_id, check_in_of(second).visit.id);
}

TEST(Saving, AFailedTakingBackIsTriedAgainBeforeTheCheckIn) {
  ScriptedVisitor visitor;
  fail_to_check_in(visitor);
  change_the_name(visitor);
  visitor.tap("confirm.check_in");
  const domain::Op undo = *visitor.submitted()[1];
  visitor.answer(Fault::full);
  EXPECT_EQ(visitor.shown(), "trouble");
  visitor.wait(5000);
  visitor.tap("trouble.retry");
  ASSERT_EQ(visitor.submitted().size(), 3U);
  EXPECT_EQ(*visitor.submitted()[2], undo);
  visitor.answer();
  EXPECT_EQ(visitor.shown(), "trouble") << "the check-in itself is still under way";
  ASSERT_EQ(visitor.submitted().size(), 4U);
  const domain::Op second = *visitor.submitted()[3];
  EXPECT_EQ(second.type, "check_in");
  visitor.answer(Fault::full);
  visitor.tap("trouble.retry");
  ASSERT_EQ(visitor.submitted().size(), 5U) << "what was taken back is not taken back again";
  EXPECT_EQ(*visitor.submitted()[4], second);
  visitor.answer();
  EXPECT_EQ(visitor.shown(), "done");
}

TEST(Saving, AnEditOfDetailsToLeaveIsAnotherOpWithNothingToTakeBack) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.leave_contacts");
  visitor.fill_details();
  visitor.tap("confirm.leave_details");
  visitor.answer(Fault::full);
  change_the_name(visitor);
  visitor.tap("confirm.leave_details");
  ASSERT_EQ(visitor.submitted().size(), 2U);
  EXPECT_EQ(visitor.submitted()[1]->type, "contact_edit");
  EXPECT_NE(visitor.submitted()[1]->id, visitor.submitted()[0]->id);
  EXPECT_EQ(std::get<domain::ContactEdit>(visitor.submitted()[1]->body).fields.set.at("name"), "Anna Schmidtx");
  visitor.answer();
  EXPECT_EQ(visitor.shown(), "done");
}

TEST(Saving, AnotherEmailToLeaveWithIsAnotherOp) {
  ScriptedVisitor visitor;
  visitor.tap("attract.start");
  visitor.tap("home.leaving");
  visitor.type("ann");
  visitor.tap("leaving.chip.gmail.com");
  visitor.tap("leaving.check_out");
  visitor.answer(Fault::full);
  visitor.tap("trouble.cancel");
  visitor.tap("leaving.email.clear");
  visitor.type("anna");
  visitor.tap("leaving.chip.gmail.com");
  visitor.tap("leaving.check_out");
  ASSERT_EQ(visitor.submitted().size(), 2U);
  EXPECT_NE(visitor.submitted()[1]->id, visitor.submitted()[0]->id);
  EXPECT_EQ(std::get<domain::CheckOut>(visitor.submitted()[1]->body).email, "anna@gmail.com");
}

TEST(Saving, AnAttemptGivenUpForHomeIsTakenBackBeforeTheNext) {
  ScriptedVisitor visitor;
  fail_to_check_in(visitor);
  const Uuid visit = check_in_of(*visitor.submitted()[0]).visit.id;
  visitor.tap("trouble.cancel");
  visitor.tap("confirm.back");
  visitor.tap("details.back");
  ASSERT_EQ(visitor.shown(), "home");
  visitor.tap("home.tour");
  visitor.fill_details();
  visitor.tap("confirm.check_in");
  EXPECT_EQ(visitor.submitted().back()->type, "void");
  EXPECT_EQ(std::get<domain::VoidVisit>(visitor.submitted().back()->body).visit_id, visit);
  visitor.answer();
  EXPECT_EQ(check_in_of(*visitor.submitted().back()).visit.reason, domain::Reason::tour);
  visitor.answer();
  EXPECT_EQ(visitor.shown(), "done");
}

// --- A slow disk -----------------------------------------------------------------------------------------------------

// Confirmed, and the disk has not answered within its time.
void wait_for_a_slow_disk(ScriptedVisitor& visitor) {
  visitor.drop_in_until_confirm();
  visitor.tap("confirm.check_in");
  const std::int64_t limit = visitor.state.config.timeouts.saving_ms;
  EXPECT_EQ(next_deadline(visitor.state), visitor.now.mono_ms + limit);
  visitor.wait(limit - 1);
  EXPECT_EQ(visitor.shown(), "confirm");
  visitor.wait(1);
  ASSERT_EQ(visitor.shown(), "trouble");
  EXPECT_EQ(visitor.state.trouble->title().english, "Still saving …");
}

TEST(Saving, ASlowSaveIsSaidAndMovesOnByItself) {
  ScriptedVisitor visitor;
  wait_for_a_slow_disk(visitor);
  for (const char* id : {"trouble.cancel", "trouble.retry", "trouble.language", "confirm.back", "confirm.check_in"}) {
    visitor.tap(id);
  }
  visitor.wait(600'000);
  EXPECT_EQ(visitor.shown(), "trouble");
  EXPECT_EQ(visitor.submitted().size(), 1U) << "the op is on its way; nothing else is";
  visitor.answer();
  EXPECT_EQ(visitor.shown(), "done");
}

TEST(Saving, ASlowSaveThatFailsIsTroubleAndTheSameOp) {
  ScriptedVisitor visitor;
  wait_for_a_slow_disk(visitor);
  visitor.answer(Fault::full);
  ASSERT_EQ(visitor.shown(), "trouble");
  EXPECT_EQ(visitor.state.trouble->title().english, "That could not be saved");
  visitor.tap("trouble.retry");
  ASSERT_EQ(visitor.submitted().size(), 2U);
  EXPECT_EQ(*visitor.submitted()[1], *visitor.submitted()[0]);
  visitor.wait(visitor.state.config.timeouts.saving_ms);
  EXPECT_EQ(visitor.state.trouble->title().english, "Still saving …") << "the second attempt can be slow as well";
  visitor.answer();
  EXPECT_EQ(visitor.shown(), "done");
}

TEST(Saving, HowLongIsSlowIsASetting) {
  config::KioskConfig config;
  config.timeouts.saving_ms = 200;
  ScriptedVisitor visitor(config);
  visitor.drop_in_until_confirm();
  visitor.tap("confirm.check_in");
  visitor.wait(200);
  EXPECT_EQ(visitor.shown(), "trouble");
}

}  // namespace
}  // namespace foyer::app
