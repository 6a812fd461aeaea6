// What each act of staff does, and what late ops make of it.
#include "sync/server/core/staff_acts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/server/core/registers.h"
#include "tests/sync/server/core/arrivals.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::check_out;
using support::cid_of;
using support::visit_id;
using wire::OpOutcome;

class StaffActs : public ::testing::Test {
 protected:
  wire::OpResult take(const domain::Op& op, std::int64_t at_ms) { return centre_.take({stamped(op, at_ms)}).at(0); }
  Result<Acted> act(const Uuid& contact, decltype(StaffAct::what) what, std::int64_t at_ms) {
    return centre_.act({support::id_of(0xAC, ++acts_), contact, std::move(what)}, at_ms);
  }
  static CorrectEmail correct(const std::string& email) { return {*domain::parse_email(email), std::nullopt}; }

  const ContactView& view_of(const std::string& key) const {
    return centre_.store.tables.views.at(centre_.root_of_key(key).value());
  }
  const Visit& visit(std::uint64_t number) const { return centre_.store.tables.visits.at(visit_id(number)); }

  Arrivals centre_;
  std::uint64_t acts_ = 0;
};

TEST_F(StaffActs, ACorrectedAddressKeepsWhatWasCapturedBeforeAndIsSomebodyElsesAfterwards) {
  take(check_in(1, cid_of(1), "Ann@example.com", {{"name", "Ann"}}), 10);
  ASSERT_TRUE(act(cid_of(1), correct("Bob@example.com"), 100));
  EXPECT_EQ(view_of("bob@example.com").root, cid_of(1));
  EXPECT_EQ(shown_email(view_of("bob@example.com").fields, "bob@example.com"), "Bob@example.com");
  EXPECT_FALSE(centre_.root_of_key("ann@example.com"));
  take(check_in(2, cid_of(2), "ann@example.com", {{"phone", "17"}}), 50);
  EXPECT_EQ(view_of("bob@example.com").fields.at("phone").value, "17");
  EXPECT_EQ(view_of("bob@example.com").email_key, "bob@example.com");
  take(check_in(3, cid_of(3), "ann@example.com", {}), 150);
  EXPECT_EQ(view_of("ann@example.com").root, cid_of(3));
  EXPECT_EQ(view_of("ann@example.com").visits, 1);
  EXPECT_EQ(view_of("bob@example.com").visits, 2);
}

TEST_F(StaffActs, AnAddressCorrectedToATakenOneMakesOneContact) {
  take(check_in(1, cid_of(1), "ann@exmaple.com", {{"phone", "17"}}), 10);
  take(check_in(2, cid_of(2), "ann@example.com", {{"name", "Ann"}}), 20);
  const auto acted = act(cid_of(1), correct("ann@example.com"), 100);
  ASSERT_TRUE(acted);
  EXPECT_EQ(acted->root, cid_of(2)) << "the one that has the address stays";
  EXPECT_EQ(centre_.store.tables.views.size(), 1U);
  EXPECT_EQ(view_of("ann@example.com").fields.at("phone").value, "17");
  EXPECT_EQ(view_of("ann@example.com").visits, 2);
}

TEST_F(StaffActs, OnlyTheSpellingOfAnAddressMayChange) {
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  ASSERT_TRUE(act(cid_of(1), correct("Ann@Example.com"), 100));
  EXPECT_EQ(shown_email(view_of("ann@example.com").fields, "ann@example.com"), "Ann@Example.com");
  EXPECT_EQ(centre_.store.tables.owners.size(), 1U);
}

TEST_F(StaffActs, AMergedPersonHasBothAddressesAndShowsTheOneChosen) {
  take(check_in(1, cid_of(1), "Ann@example.com", {{"name", "Ann"}}), 10);
  take(check_in(2, cid_of(2), "ann@Work.example", {{"phone", "17"}}), 20);
  const auto acted = act(cid_of(1), MergeContacts{cid_of(2), cid_of(2)}, 100);
  ASSERT_TRUE(acted);
  EXPECT_EQ(acted->root, cid_of(1)) << "the older one stays";
  EXPECT_EQ(centre_.root_of_key("ann@work.example"), cid_of(1));
  EXPECT_EQ(view_of("ann@example.com").email_key, "ann@work.example");
  take(check_in(3, cid_of(3), "ann@example.com", {}), 150);
  EXPECT_EQ(view_of("ann@example.com").visits, 3);
  EXPECT_EQ(shown_email(view_of("ann@example.com").fields, "ann@work.example"), "ann@Work.example");
}

TEST_F(StaffActs, OneAddressChecksOutTheVisitsOfTheOtherAndAnUnmergeOpensThemAgain) {
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  take(check_in(2, cid_of(2), "ann@work.example", {}), 20);
  take(check_out(3, "ann@work.example"), 30);
  EXPECT_TRUE(visit(1).is_open());
  ASSERT_TRUE(act(cid_of(2), MergeContacts{cid_of(1), {}}, 100));
  EXPECT_EQ(visit(1).closed_ms, support::kMorningMs + 30) << "rule I-08 holds for the whole person";
  const auto acted = act(cid_of(1), UnmergeContacts{}, 110);
  ASSERT_TRUE(acted);
  EXPECT_EQ(acted->cut, cid_of(2));
  EXPECT_TRUE(visit(1).is_open());
  EXPECT_EQ(visit(2).closed_ms, support::kMorningMs + 30);
  EXPECT_EQ(visit(2).root, cid_of(2));
}

TEST_F(StaffActs, WhatWasWrittenWhileTwoWereOneGoesWithTheAddressItWasWrittenUnder) {
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  take(check_in(2, cid_of(2), "ann@work.example", {}), 20);
  ASSERT_TRUE(act(cid_of(1), MergeContacts{cid_of(2), {}}, 100));
  take(check_in(3, cid_of(3), "ann@work.example", {{"phone", "17"}}), 110);
  EXPECT_EQ(visit(3).root, cid_of(1));
  ASSERT_TRUE(act(cid_of(1), UnmergeContacts{}, 120));
  EXPECT_EQ(visit(3).root, cid_of(2));
  EXPECT_EQ(view_of("ann@work.example").fields.at("phone").value, "17");
  EXPECT_EQ(view_of("ann@example.com").fields.count("phone"), 0U);
}

TEST_F(StaffActs, AnUnmergeTellsTheTabletsAboutBothAndEveryIdBetween) {
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  take(check_in(2, cid_of(2), "ann@work.example", {}), 20);
  take(check_in(3, cid_of(3), "ann@work.example", {}), 30);
  ASSERT_TRUE(act(cid_of(1), MergeContacts{cid_of(2), {}}, 100));
  const auto acted = act(cid_of(1), UnmergeContacts{}, 110);
  ASSERT_TRUE(acted);
  std::set<std::pair<FeedKind, Uuid>> told;
  for (const FeedEntry& entry : acted->changes.feed) told.emplace(entry.kind, entry.entity);
  EXPECT_EQ(told, (std::set<std::pair<FeedKind, Uuid>>{{FeedKind::contact, cid_of(1)},
                                                       {FeedKind::contact, cid_of(2)},
                                                       {FeedKind::alias, cid_of(2)},
                                                       {FeedKind::alias, cid_of(3)},
                                                       {FeedKind::visit, visit_id(2)},
                                                       {FeedKind::visit, visit_id(3)}}));
}

TEST_F(StaffActs, I07_what_staff_wrote_stays_until_staff_change_it) {
  take(check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}, {"phone", "1"}}), 10);
  ASSERT_TRUE(act(cid_of(1), EditContact{{{{"name", "Ann Lee"}}, {"phone"}}}, 100));
  take(check_in(2, cid_of(2), "ann@example.com", {{"name", "Anna"}, {"phone", "old"}}), 50);
  EXPECT_EQ(shown_field(view_of("ann@example.com").fields, "phone"), std::nullopt);
  take(check_in(3, cid_of(3), "ann@example.com", {{"name", "Anne"}, {"company", "ACME"}, {"phone", "2"}}), 150);
  const domain::Fields shown = shown_fields(view_of("ann@example.com").fields);
  EXPECT_EQ(shown, (domain::Fields{{"name", "Ann Lee"}, {"company", "ACME"}, {"phone", "2"}}));
  EXPECT_EQ(view_of("ann@example.com").fields.at("name").value, "Anne") << "kept beside it";
  ASSERT_TRUE(act(cid_of(1), EditContact{{{}, {"name"}}}, 200));
  EXPECT_EQ(shown_field(view_of("ann@example.com").fields, "name"), std::nullopt);
  take(check_in(4, cid_of(4), "ann@example.com", {{"name", "Anna Lee"}}), 250);
  EXPECT_EQ(shown_field(view_of("ann@example.com").fields, "name"), "Anna Lee");
}

TEST_F(StaffActs, WhatStaffWroteGoesWithItsContactWhenTwoAreSeparated) {
  take(check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}}), 10);
  take(check_in(2, cid_of(2), "ann@work.example", {{"name", "A. Lee"}}), 20);
  ASSERT_TRUE(act(cid_of(2), EditContact{{{{"name", "Ann Lee"}}, {}}}, 50));
  ASSERT_TRUE(act(cid_of(1), MergeContacts{cid_of(2), {}}, 100));
  EXPECT_EQ(shown_field(view_of("ann@example.com").fields, "name"), "Ann Lee");
  ASSERT_TRUE(act(cid_of(1), UnmergeContacts{}, 110));
  EXPECT_EQ(shown_field(view_of("ann@example.com").fields, "name"), "Ann");
  EXPECT_EQ(shown_field(view_of("ann@work.example").fields, "name"), "Ann Lee");
}

TEST_F(StaffActs, NobodyGetsTheAddressOfAnErasedPersonByAnOpFromBefore) {
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  take(check_in(2, cid_of(2), "", {{"name", "Ann"}}), 20);
  ASSERT_TRUE(act(cid_of(1), EraseContact{}, 100));
  EXPECT_EQ(take(support::contact_edit(3, cid_of(2), "ann@example.com", {{{"phone", "17"}}, {}}), 50).outcome,
            OpOutcome::anonymised);
  EXPECT_TRUE(centre_.store.tables.owners.empty());
  EXPECT_FALSE(centre_.store.tables.views.at(cid_of(2)).fields.contains("phone"));
  take(support::contact_edit(4, cid_of(2), "ann@example.com", {}), 150);
  EXPECT_EQ(centre_.root_of_key("ann@example.com"), cid_of(2)) << "written after the erasure it is theirs";
}

TEST_F(StaffActs, EveryWriteIsKeptTheLosingOnesTooUntilThePersonIsErased) {
  take(check_in(1, cid_of(1), "ann@example.com", {{"phone", "new"}}), 50);
  take(check_in(2, cid_of(2), "Ann@example.com", {{"phone", "old"}}), 10);
  take(support::contact_edit(3, cid_of(2), "", {{}, {"phone"}}), 20);
  take(check_in(4, cid_of(4), "bob@example.com", {{"phone", "bob's"}}), 60);
  ASSERT_TRUE(act(cid_of(1), EditContact{{{{"phone", "staff"}}, {}}}, 100));
  ASSERT_TRUE(act(cid_of(1), correct("ann@home.example"), 110));
  std::multiset<std::string> written;
  for (const Writing& row : centre_.store.tables.history) {
    if (row.cid == cid_of(4)) continue;
    EXPECT_TRUE(row.by);
    for (const auto& [name, text] : row.fields) written.insert(name + "=" + text.value_or("(cleared)"));
  }
  EXPECT_EQ(written,
            (std::multiset<std::string>{"email:ann@example.com=Ann@example.com", "phone=old",
                                        "email:ann@example.com=ann@example.com", "phone=new", "phone=(cleared)",
                                        "staff:phone=staff", "email:ann@home.example=ann@home.example"}));
  ASSERT_TRUE(act(cid_of(1), EraseContact{}, 200));
  ASSERT_EQ(centre_.store.tables.history.size(), 1U);
  EXPECT_EQ(centre_.store.tables.history[0].cid, cid_of(4));
}

TEST_F(StaffActs, ARepeatedOpIsInTheHistoryOnce) {
  take(check_in(1, cid_of(1), "ann@example.com", {{"phone", "1"}}), 10);
  take(check_in(1, cid_of(1), "ann@example.com", {{"phone", "1"}}), 10);
  EXPECT_EQ(centre_.store.tables.history.size(), 1U);
}

TEST_F(StaffActs, AnErasedPersonIsInNoTable) {
  take(check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}}), 10);
  take(check_in(2, cid_of(2), "Ann@example.com", {{"phone", "17"}}), 20);
  take(check_out(3, "ann@example.com"), 30);
  ASSERT_TRUE(act(cid_of(2), EraseContact{}, 100));
  const auto& tables = centre_.store.tables;
  EXPECT_TRUE(tables.views.empty());
  EXPECT_TRUE(tables.registers.empty());
  EXPECT_TRUE(tables.owners.empty());
  EXPECT_TRUE(tables.facts.empty());
  for (const auto& [id, visit] : tables.visits) {
    EXPECT_FALSE(visit.cid || visit.root || visit.host);
    EXPECT_EQ(visit.email_key + visit.snapshot, "");
    EXPECT_FALSE(visit.is_open()) << "visits still count, and when they ended";
  }
  for (const auto& [id, receipt] : tables.receipts) EXPECT_FALSE(receipt.cid);
}

TEST_F(StaffActs, WhatWasCapturedBeforeAnErasureIsCountedWithoutThePersonWheneverItComes) {
  take(check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}}), 10);
  ASSERT_TRUE(act(cid_of(1), EraseContact{}, 100));
  EXPECT_EQ(take(check_in(2, cid_of(1), "ann@example.com", {{"name", "Ann"}}), 40).outcome, OpOutcome::anonymised);
  EXPECT_EQ(take(check_in(3, cid_of(3), "ann@example.com", {{"name", "Ann"}}), 50).outcome, OpOutcome::anonymised);
  EXPECT_EQ(take(check_out(4, "ann@example.com"), 60).outcome, OpOutcome::anonymised);
  EXPECT_EQ(centre_.store.tables.visits.size(), 3U);
  EXPECT_TRUE(centre_.store.tables.views.empty());
  EXPECT_TRUE(centre_.store.tables.facts.empty());
  EXPECT_TRUE(centre_.store.tables.registers.empty());
  EXPECT_TRUE((centre_.store.tables.feed.contains({FeedKind::erased, cid_of(3)})))
      << "the tablet has to forget what it kept under this id";
}

TEST_F(StaffActs, ASignInAfterAnErasureIsANewPerson) {
  take(check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}}), 10);
  ASSERT_TRUE(act(cid_of(1), EraseContact{}, 100));
  EXPECT_EQ(take(check_in(2, cid_of(1), "ann@example.com", {{"phone", "17"}}), 150).outcome, OpOutcome::applied);
  EXPECT_EQ(view_of("ann@example.com").visits, 1);
  EXPECT_EQ(view_of("ann@example.com").fields.count("name"), 0U);
  EXPECT_EQ(visit(2).root, view_of("ann@example.com").root);
}

TEST_F(StaffActs, AnErasedOpMayComeAgainWithoutWhatItSaid) {
  take(check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}}), 10);
  ASSERT_TRUE(act(cid_of(1), EraseContact{}, 100));
  EXPECT_EQ(take(check_in(1, cid_of(1), "", {}), 10).outcome, OpOutcome::anonymised);
  EXPECT_EQ(centre_.store.tables.visits.size(), 1U);
}

TEST_F(StaffActs, WhatCannotBeDoneIsSaidAndChangesNothing) {
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  take(check_in(2, cid_of(2), "ann@example.com", {}), 20);
  take(check_in(3, cid_of(3), "bob@example.com", {}), 20);
  const Picture before = centre_.picture();
  EXPECT_EQ(act(cid_of(9), EraseContact{}, 100).error().fault, Fault::not_found);
  EXPECT_EQ(act(cid_of(1), MergeContacts{cid_of(9), {}}, 100).error().fault, Fault::not_found);
  EXPECT_EQ(act(cid_of(1), MergeContacts{cid_of(2), {}}, 100).error().fault, Fault::conflict);
  EXPECT_EQ(act(cid_of(1), MergeContacts{cid_of(3), cid_of(9)}, 100).error().fault, Fault::invalid);
  EXPECT_EQ(act(cid_of(1), UnmergeContacts{}, 100).error().fault, Fault::conflict);
  CorrectEmail stranger = correct("cat@example.com");
  stranger.old_key = "bob@example.com";
  EXPECT_EQ(act(cid_of(1), stranger, 100).error().fault, Fault::conflict);
  EXPECT_EQ(centre_.picture(), before);
  ASSERT_TRUE(act(cid_of(1), EraseContact{}, 110));
  EXPECT_EQ(act(cid_of(1), EraseContact{}, 120).error().fault, Fault::not_found);
  EXPECT_EQ(act(cid_of(3), MergeContacts{cid_of(1), {}}, 120).error().fault, Fault::not_found);
}

}  // namespace
}  // namespace foyer::server
