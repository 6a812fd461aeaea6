// The rules of rules.md, by their names, and the answers to single ops.
#include "sync/server/core/reconcile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/server/core/identity.h"
#include "tests/sync/server/core/arrivals.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::check_out;
using support::check_out_visit;
using support::cid_of;
using support::contact_edit;
using support::op_id;
using support::visit_id;
using support::void_visit;
using wire::OpOutcome;

class Rules : public ::testing::Test {
 protected:
  wire::OpResult take(const domain::Op& op, std::int64_t at_ms) { return centre_.take({stamped(op, at_ms)}).at(0); }
  SeenContact only_contact() const {
    const Picture picture = centre_.picture();
    EXPECT_EQ(picture.size(), 1U);
    return picture.empty() ? SeenContact{} : *picture.begin();
  }
  const Visit& visit(std::uint64_t number) const { return centre_.store.tables.visits.at(visit_id(number)); }

  Arrivals centre_;
};

TEST_F(Rules, I01_one_email_is_one_contact) {
  EXPECT_EQ(take(check_in(1, cid_of(1), "Ann@Example.com", {{"name", "Ann Lee"}}), 10).outcome, OpOutcome::applied);
  const auto second = take(check_in(2, cid_of(2), " ann@EXAMPLE.com ", {{"company", "ACME"}}), 20);
  EXPECT_EQ(second.outcome, OpOutcome::applied);
  EXPECT_EQ(second.alias, std::pair(cid_of(2), cid_of(1)));
  const SeenContact ann = only_contact();
  EXPECT_EQ(ann.fields, (std::map<std::string, std::string>{
                            {"company", "ACME"}, {"email:ann@example.com", "ann@EXAMPLE.com"}, {"name", "Ann Lee"}}));
  EXPECT_EQ(ann.visit_count, 2);
}

TEST_F(Rules, I04_a_newer_value_wins_whatever_arrives_last) {
  take(check_in(1, cid_of(1), "ann@example.com", {{"phone", "new"}}), 200);
  take(check_in(2, cid_of(2), "ann@example.com", {{"phone", "old"}}), 100);
  EXPECT_EQ(only_contact().fields.at("phone"), "new");
}

TEST_F(Rules, I04_a_blank_never_erases_and_only_a_clear_clears) {
  take(check_in(1, cid_of(1), "ann@example.com", {{"phone", "1"}, {"company", "ACME"}}), 100);
  take(check_in(2, cid_of(2), "ann@example.com", {{"phone", " \xE2\x80\x8B "}}), 200);
  EXPECT_EQ(only_contact().fields.at("phone"), "1");
  take(contact_edit(3, cid_of(3), "ann@example.com", {{}, {"company"}}), 300);
  EXPECT_TRUE(only_contact().cleared.contains("company"));
  EXPECT_EQ(only_contact().visit_count, 2);
}

TEST_F(Rules, I06_the_same_name_with_other_emails_stays_two_contacts) {
  take(check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann Lee"}}), 10);
  take(check_in(2, cid_of(2), "ann@example.org", {{"name", "Ann Lee"}}), 20);
  EXPECT_EQ(centre_.picture().size(), 2U);
}

TEST_F(Rules, I08_a_check_out_ends_every_open_visit_of_the_person) {
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  take(check_in(2, cid_of(2), "ANN@example.com", {}), 20);
  take(check_in(3, cid_of(3), "bob@example.com", {}), 20);
  EXPECT_EQ(take(check_out(4, "Ann@example.com"), 30).outcome, OpOutcome::applied);
  EXPECT_FALSE(visit(1).is_open());
  EXPECT_FALSE(visit(2).is_open());
  EXPECT_TRUE(visit(3).is_open());
}

TEST_F(Rules, I08_a_visit_that_arrives_after_its_check_out_is_ended_by_it) {
  EXPECT_EQ(take(check_out(4, "ann@example.com"), 30).outcome, OpOutcome::applied);
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  take(check_in(2, cid_of(2), "ann@example.com", {}), 40);
  EXPECT_EQ(visit(1).closed_ms, support::kMorningMs + 30);
  EXPECT_TRUE(visit(2).is_open());
}

TEST_F(Rules, I08_the_earlier_of_two_check_outs_counts_in_either_order) {
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  take(check_out(5, "ann@example.com"), 60);
  take(check_out(4, "ann@example.com"), 30);
  EXPECT_EQ(visit(1).closed_ms, support::kMorningMs + 30);
}

TEST_F(Rules, LeaveContactsMakesAContactAndNoVisit) {
  EXPECT_EQ(take(contact_edit(1, cid_of(1), "ann@example.com", {{{"name", "Ann"}}, {}}), 10).outcome,
            OpOutcome::applied);
  EXPECT_EQ(only_contact().visit_count, 0);
  EXPECT_TRUE(centre_.store.tables.visits.empty());
}

TEST_F(Rules, AVoidTakesTheVisitBackEvenWhenItComesFirst) {
  take(void_visit(9, visit_id(1)), 20);
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  take(check_in(2, cid_of(2), "ann@example.com", {}), 11);
  EXPECT_EQ(only_contact().visit_count, 1);
  take(void_visit(10, visit_id(2)), 30);
  take(void_visit(11, visit_id(2)), 31);
  EXPECT_EQ(only_contact().visit_count, 0);
}

TEST_F(Rules, CheckOutByVisitMayComeFirst) {
  take(check_out_visit(9, visit_id(1)), 20);
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  EXPECT_EQ(visit(1).closed_ms, support::kMorningMs + 20);
}

TEST_F(Rules, ARepeatChangesNothingAndKeepsItsStamp) {
  const auto op = check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}});
  const auto first = take(op, 10);
  const auto seq = centre_.store.tables.head.seq;
  const Picture before = centre_.picture();
  const auto second = take(op, 10);
  EXPECT_EQ(second.outcome, OpOutcome::duplicate);
  EXPECT_EQ(second.stamp, first.stamp);
  EXPECT_EQ(second.seq, first.seq);
  EXPECT_EQ(second.root, first.root);
  EXPECT_EQ(centre_.store.tables.head.seq, seq);
  EXPECT_EQ(centre_.picture(), before);
}

TEST_F(Rules, A_reopen_takes_one_check_out_back_whichever_comes_first) {
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  take(check_out(2, "ann@example.com"), 20);
  take(check_out_visit(3, visit_id(1)), 30);
  EXPECT_EQ(visit(1).closed_by, op_id(2));
  take(support::reopen(4, visit_id(1), op_id(2)), 40);
  EXPECT_EQ(visit(1).closed_by, op_id(3)) << "the other one still holds";
  take(support::reopen(5, visit_id(1), op_id(3)), 50);
  EXPECT_TRUE(visit(1).is_open());
  take(support::reopen(6, visit_id(1), op_id(7)), 60);
  take(check_out_visit(7, visit_id(1)), 55);
  EXPECT_TRUE(visit(1).is_open()) << "taken back before it came";
  take(support::reopen(8, visit_id(1), op_id(9)), 70);
  take(check_out(9, "ann@example.com"), 65);
  EXPECT_TRUE(visit(1).is_open());
  take(support::reopen(10, visit_id(11), op_id(12)), 5);
  take(check_out_visit(12, visit_id(11)), 6);
  take(check_in(11, cid_of(1), "ann@example.com", {}), 4);
  EXPECT_EQ(visit(11).closed_by, op_id(2)) << "both known before the visit; the next check-out ends it";
  take(check_out(13, "ann@example.com"), 80);
  EXPECT_EQ(visit(1).closed_by, op_id(13));
}

TEST_F(Rules, ARepeatWithinOneBatchIsADuplicateToo) {
  const auto op = stamped(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  const auto results = centre_.take({op, op});
  EXPECT_EQ(results.at(0).outcome, OpOutcome::applied);
  EXPECT_EQ(results.at(1).outcome, OpOutcome::duplicate);
  EXPECT_EQ(results.at(0).seq, results.at(1).seq);
  EXPECT_EQ(only_contact().visit_count, 1);
}

TEST_F(Rules, TheSameIdWithAnotherBodyIsRefusedLoudly) {
  take(check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}}), 10);
  const auto result = take(check_in(1, cid_of(1), "ann@example.com", {{"name", "Eve"}}), 10);
  EXPECT_EQ(result.outcome, OpOutcome::rejected);
  EXPECT_EQ(result.code, kIdReused);
  EXPECT_EQ(only_contact().fields.at("name"), "Ann");
}

TEST_F(Rules, AVisitIdIsUsedOnce) {
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  auto other = check_in(2, cid_of(2), "bob@example.com", {});
  std::get<domain::CheckIn>(other.body).visit.id = visit_id(1);
  EXPECT_EQ(take(other, 20).code, kIdReused);
  EXPECT_EQ(centre_.picture().size(), 1U);
}

TEST_F(Rules, ATabletCannotChangeTheEmailOfAContact) {
  take(check_in(1, cid_of(1), "ann@example.com", {}), 10);
  const auto result = take(contact_edit(2, cid_of(1), "bob@example.com", {}), 20);
  EXPECT_EQ(result.code, kEmailDiffers);
  EXPECT_EQ(only_contact().email_key, "ann@example.com");
}

TEST_F(Rules, AContactWithoutEmailJoinsTheOwnerOfTheOneItGets) {
  take(check_in(1, cid_of(1), "", {{"name", "Ann"}, {"phone", "1"}}), 10);
  take(check_in(2, cid_of(2), "ann@example.com", {{"phone", "2"}}), 20);
  take(check_out(3, "ann@example.com"), 30);
  EXPECT_TRUE(visit(1).is_open());
  take(contact_edit(4, cid_of(1), "ann@example.com", {}), 40);
  const SeenContact ann = only_contact();
  EXPECT_EQ(ann.fields.at("phone"), "2");
  EXPECT_EQ(ann.fields.at("name"), "Ann");
  EXPECT_EQ(ann.visit_count, 2);
  EXPECT_EQ(visit(1).closed_ms, support::kMorningMs + 30);
}

TEST_F(Rules, AContactWithoutEmailThatGetsAFreeOneIsCheckedOutByIt) {
  take(check_in(1, cid_of(1), "", {}), 10);
  take(check_out(3, "ann@example.com"), 30);
  EXPECT_TRUE(visit(1).is_open());
  take(contact_edit(4, cid_of(1), "ann@example.com", {}), 40);
  EXPECT_EQ(visit(1).closed_ms, support::kMorningMs + 30);
}

TEST_F(Rules, AnOpFromBeforeAnErasureIsCountedWithoutThePerson) {
  const Stamp erased = stamp_floor(support::kMorningMs + 100);
  const Mac mac = keyed_mac(centre_.store.identity().mac_key, "ann@example.com");
  centre_.store.tables.erased_keys[mac] = {{{mac, kStampMin, erased, erased, support::id_of(0xEE, 1), cid_of(9)}, 0}};
  const auto late = take(check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}}), 50);
  EXPECT_EQ(late.outcome, OpOutcome::anonymised);
  EXPECT_FALSE(visit(1).root);
  EXPECT_TRUE(visit(1).snapshot.empty());
  EXPECT_TRUE(centre_.store.tables.registers.empty());
  const auto after = take(check_in(2, cid_of(1), "ann@example.com", {{"name", "Ann"}}), 150);
  EXPECT_EQ(after.outcome, OpOutcome::applied);
  EXPECT_EQ(after.root, reborn_cid(cid_of(1), support::id_of(0xEE, 1)));
  EXPECT_EQ(centre_.store.tables.owners.at(0).from, erased);
}

TEST_F(Rules, EveryChangedEntityHasOnePlaceInTheFeed) {
  centre_.take({stamped(check_in(1, cid_of(1), "ann@example.com", {}), 10),
                stamped(check_in(2, cid_of(2), "ann@example.com", {}), 20),
                stamped(check_out(3, "ann@example.com"), 30)});
  std::set<std::int64_t> seqs;
  for (const auto& [entity, seq] : centre_.store.tables.feed) seqs.insert(seq);
  EXPECT_THAT(seqs, ::testing::ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(centre_.store.tables.head.seq, 4);
}

TEST_F(Rules, A_contact_takes_no_more_unknown_fields_than_a_row_can_carry) {
  std::uint64_t number = 0;
  const auto push = [&](const domain::Fields& fields) {
    ++number;
    return centre_.take(
        {stamped(check_in(number, cid_of(number), "ann@example.com", fields), static_cast<std::int64_t>(number))})[0];
  };
  for (int i = 0; i < 64; ++i) {
    EXPECT_EQ(push({{"f" + std::to_string(i), "x"}}).outcome, OpOutcome::applied) << i;
  }
  const auto refused = push({{"one_more", "x"}});
  EXPECT_EQ(refused.outcome, OpOutcome::rejected);
  EXPECT_EQ(refused.code, kContactFull);
  EXPECT_EQ(push({{"name", "Ann"}, {"f3", "y"}}).outcome, OpOutcome::applied) << "nothing grows in number";
  int taken = 0;
  for (int i = 0; i < 64; ++i) {
    std::string value;
    for (int character = 0; character < 1000; ++character) value += "\u20AC";
    if (push({{"f" + std::to_string(i), value}}).outcome == OpOutcome::applied) ++taken;
  }
  EXPECT_GT(taken, 15);
  EXPECT_LT(taken, 25);
  EXPECT_EQ(push({}).outcome, OpOutcome::applied) << "a full contact still checks in";
}

TEST_F(Rules, A_joining_of_two_full_contacts_is_refused_and_changes_nothing) {
  domain::FieldWrites left;
  domain::FieldWrites right;
  for (int i = 0; i < 40; ++i) {
    left.set["l" + std::to_string(i)] = "x";
    right.set["r" + std::to_string(i)] = "x";
  }
  centre_.take({stamped(support::contact_edit(1, cid_of(1), "", left), 10)});
  centre_.take({stamped(support::contact_edit(2, cid_of(2), "ann@example.com", right), 20)});
  const Picture before = centre_.picture();
  const auto results = centre_.take({stamped(support::contact_edit(3, cid_of(1), "ann@example.com", {}), 30)});
  EXPECT_EQ(results[0].code, kContactFull);
  EXPECT_EQ(centre_.picture(), before);
}

TEST(Prepare, RefusesOneOpWithItsReason) {
  const auto code = [](const domain::Op& op) {
    const auto prepared = prepare({op.id, op.chain, op}, kTestKey);
    const auto* result = std::get_if<wire::OpResult>(&prepared);
    return result == nullptr ? std::string() : result->code;
  };
  EXPECT_EQ(code(check_in(1, cid_of(1), "no address", {})), kBadEmail);
  EXPECT_EQ(code(check_in(1, cid_of(1), "a@example.com", {{"name", std::string(70'000, 'x')}})), kBadField);
  EXPECT_EQ(code(check_in(1, cid_of(1), "a@example.com", {{"name", "\xFF\xFE"}})), kBadField);
  EXPECT_EQ(code(check_in(1, cid_of(1), "a@example.com", {{"email", "b@example.com"}})), kBadField);
  EXPECT_EQ(code(check_in(1, Uuid(), "a@example.com", {})), kMalformed);
  EXPECT_EQ(code(domain::make_check_out(op_id(1), {}, {})), kBadField);
  EXPECT_EQ(code(check_in(1, cid_of(1), "a@example.com", {})), "");
}

TEST(Prepare, AnswersAnUnknownTypeWithTheProtocolThatMayKnowIt) {
  domain::Op op = check_in(1, cid_of(1), "a@example.com", {});
  op.type = "redeem";
  op.body = domain::UnknownBody{"{}"};
  const auto prepared = prepare({op.id, op.chain, op}, kTestKey);
  const auto& result = std::get<wire::OpResult>(prepared);
  EXPECT_EQ(result.outcome, OpOutcome::unsupported);
  EXPECT_EQ(result.min_proto, wire::kProto + 1);
}

}  // namespace
}  // namespace foyer::server
