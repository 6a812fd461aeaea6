#include <gtest/gtest.h>

#include "tests/shared/store/kiosk_fixture.h"

namespace foyer::store {
namespace {

using KioskViewTest = KioskFixture;

TEST_F(KioskViewTest, TwoFormsWithOneEmailAreOneContactWithTheUnionOfTheirFields) {
  submitted(check_in(" Ann@EXAMPLE.com", {{"name", "Ann Lee"}, {"company", "ACME"}}));
  submitted(check_in("ann@example.com ", {{"phone", "123"}, {"company", "  "}}));
  const auto contacts = *store_.contacts();
  ASSERT_EQ(contacts.size(), 1U);
  EXPECT_EQ(contacts[0].email_key, "ann@example.com");
  EXPECT_EQ(contacts[0].email, "Ann@EXAMPLE.com");
  EXPECT_EQ(contacts[0].fields, (domain::Fields{{"name", "Ann Lee"}, {"company", "ACME"}, {"phone", "123"}}));
  EXPECT_EQ(contacts[0].visits, 2);
  EXPECT_TRUE(contacts[0].local);
}

// The centre's state is older than what was typed here until the feed has brought it: at no step does the view go back.
TEST_F(KioskViewTest, NeverFlipsBackWhileTheFeedCatchesUp) {
  const auto root = new_id();
  ASSERT_TRUE(apply(page({contact_row(root, "ann@example.com", {{"phone", "old"}}, 1, 1)}, 1)).ok());
  const auto op = submitted(check_in("ann@example.com", {{"phone", "new"}}));
  const auto is_new = [this] {
    const auto contact = *store_.contact_by_email("ann@example.com");
    return contact && contact->fields.at("phone") == "new" && contact->visits == 2 && store_.open_visits()->size() == 1;
  };
  EXPECT_TRUE(is_new());
  const auto push = *store_.begin_push();
  EXPECT_TRUE(is_new());
  ASSERT_TRUE(store_.record_results(push.push_id, reply_to(push, 10)).ok());
  EXPECT_TRUE(is_new());
  // Pages before it, and one that passes it while the contact has moved on to a later page.
  ASSERT_TRUE(
      apply(page({contact_row(root, "ann@example.com", {{"phone", "old"}, {"company", "X"}}, 1, 5)}, 5, true)).ok());
  EXPECT_TRUE(is_new());
  ASSERT_TRUE(apply(page({}, 12, true)).ok());
  EXPECT_TRUE(is_new());
  ASSERT_TRUE(apply(page({wire::to_row(wire::AliasRow{cid_of(op), root}, 13),
                          contact_row(root, "ann@example.com", {{"phone", "new"}}, 2, 14),
                          visit_row(visit_of(op), root, op.at.wall_ms, std::nullopt, 15)},
                         15))
                  .ok());
  EXPECT_TRUE(is_new());
  EXPECT_FALSE((*store_.contact_by_email("ann@example.com"))->local);
  EXPECT_EQ(store_.contacts()->size(), 1U);
}

TEST_F(KioskViewTest, TheFeedMayBringAnOpBeforeItsAnswerIsRecorded) {
  const auto op = submitted(check_in("ann@example.com", {{"phone", "new"}}));
  static_cast<void>(store_.begin_push());  // its answer was lost
  ASSERT_TRUE(apply(page({contact_row(cid_of(op), "ann@example.com", {{"phone", "new"}}, 1, 1),
                          visit_row(visit_of(op), cid_of(op), op.at.wall_ms, std::nullopt, 2)},
                         2))
                  .ok());
  EXPECT_EQ((*store_.contact_by_email("ann@example.com"))->visits, 1);
  EXPECT_EQ(store_.open_visits()->size(), 1U);
}

TEST_F(KioskViewTest, ACheckOutByEmailClosesTheOpenVisitsOfThisPerson) {
  const auto mine = submitted(check_in("ann@example.com"));
  submitted(check_in("bob@example.com"));
  submitted(check_out(" ANN@example.com "));
  const auto open = *store_.open_visits();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].email_key, "bob@example.com");
  EXPECT_TRUE((*store_.visit(visit_of(mine)))->checked_out_at.has_value());
  submitted(check_in("ann@example.com"));  // comes back
  EXPECT_EQ(store_.open_visits()->size(), 2U);
}

TEST_F(KioskViewTest, ACheckOutClosesWhatCameFromAnotherTablet) {
  const auto root = new_id();
  const auto contact = contact_row(root, "ann@example.com", {}, 1, 1);
  const auto visit = new_id();
  const std::int64_t earlier = clock_.now().wall_ms;
  ASSERT_TRUE(apply(page({contact, visit_row(visit, root, earlier, std::nullopt, 2)}, 2)).ok());
  EXPECT_EQ(store_.open_visits()->size(), 1U);
  submitted(check_out("ann@example.com"));
  EXPECT_TRUE(store_.open_visits()->empty());
  // The centre does not know yet and says "open" again; a later visit elsewhere is not ours to close.
  ASSERT_TRUE(apply(page({visit_row(visit, root, earlier, std::nullopt, 3)}, 3)).ok());
  EXPECT_TRUE(store_.open_visits()->empty());
  ASSERT_TRUE(apply(page({visit_row(new_id(), root, clock_.now().wall_ms + 60'000, std::nullopt, 4)}, 4)).ok());
  EXPECT_EQ(store_.open_visits()->size(), 1U);
}

TEST_F(KioskViewTest, ACheckOutOfSomebodyUnknownSucceedsAllTheSame) {
  submitted(check_out("nobody@example.com"));
  EXPECT_EQ(store_.counts()->pending, 1);
}

TEST_F(KioskViewTest, AVoidTakesTheVisitOutOfTheView) {
  const auto op = submitted(check_in("ann@example.com"));
  submitted(void_of(op));
  EXPECT_TRUE(store_.open_visits()->empty());
  EXPECT_TRUE((*store_.visit(visit_of(op)))->voided);
  EXPECT_EQ((*store_.contact_by_email("ann@example.com"))->visits, 0);
}

TEST_F(KioskViewTest, ACheckOutThatIsTakenBackEndsNothing) {
  const auto in = submitted(check_in("ann@example.com"));
  const auto out = submitted(check_out("ann@example.com"));
  EXPECT_TRUE(store_.open_visits()->empty());
  submitted(domain::make_reopen(new_id(), in.chain, clock_.now(), {visit_of(in), out.id}));
  EXPECT_EQ(store_.open_visits()->size(), 1U);
  // The centre has carried out the check-out and not yet heard that it was taken back.
  const auto visit = visit_row(visit_of(in), cid_of(in), clock_.now().wall_ms, clock_.now().wall_ms, 2);
  ASSERT_TRUE(apply(page({contact_row(cid_of(in), "ann@example.com", {}, 1, 1), visit}, 2)).ok());
  EXPECT_EQ(store_.open_visits()->size(), 1U);
  submitted(check_out("ann@example.com"));
  EXPECT_TRUE(store_.open_visits()->empty()) << "another check-out";
}

TEST_F(KioskViewTest, LeavingContactsMakesNoVisit) {
  submitted(
      domain::make_contact_edit(new_id(), clock_.now(), {new_id(), "ann@example.com", {{{"name", "Ann"}}, {}}, {}}));
  EXPECT_TRUE(store_.open_visits()->empty());
  EXPECT_EQ((*store_.contact_by_email("ann@example.com"))->visits, 0);
}

TEST_F(KioskViewTest, ARejectedCheckInIsNotShown) {
  submitted(check_in("ann@example.com"));
  const auto push = *store_.begin_push();
  ASSERT_TRUE(store_.record_results(push.push_id, reply_to(push, 1, wire::OpOutcome::rejected)).ok());
  EXPECT_TRUE(store_.open_visits()->empty());
  EXPECT_TRUE(store_.contacts()->empty());
}

TEST_F(KioskViewTest, TwoConnectionsSeeEachOther) {
  auto agent = KioskStore::open(dir_.path(), clock_, random_);
  const auto before = *agent->data_version();
  submitted(check_in("ann@example.com"));
  EXPECT_NE(*agent->data_version(), before);
  EXPECT_EQ(agent->counts()->pending, 1);
}

}  // namespace
}  // namespace foyer::store
