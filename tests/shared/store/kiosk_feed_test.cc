#include <gtest/gtest.h>

#include <fstream>

#include "tests/shared/store/kiosk_fixture.h"

namespace foyer::store {
namespace {

using KioskFeedTest = KioskFixture;

TEST_F(KioskFeedTest, APageAndItsCursorAreOneStep) {
  const auto before = store_.sync_state()->cursor;
  auto bad = page({contact_row(new_id(), "ann@example.com", {}, 1, 3)}, 3);
  bad.cursor = "nonsense";
  EXPECT_FALSE(apply(bad).ok());
  EXPECT_EQ(store_.sync_state()->cursor, before);
  EXPECT_TRUE(store_.contacts()->empty());
  ASSERT_TRUE(apply(page({contact_row(new_id(), "ann@example.com", {}, 1, 3)}, 3)).ok());
  EXPECT_EQ(store_.sync_state()->cursor_seq, 3);
  EXPECT_EQ(store_.contacts()->size(), 1U);
}

TEST_F(KioskFeedTest, APageForAnotherCursorOrEpochIsRefused) {
  const auto first = page({}, 3);
  ASSERT_TRUE(apply(first).ok());
  EXPECT_EQ(store_.apply_page(first, "").error().fault, Fault::conflict);
  auto other = page({}, 4);
  other.epoch = "e2";
  EXPECT_EQ(apply(other).error().fault, Fault::conflict);
}

TEST_F(KioskFeedTest, UnknownKindsAndUnreadableRowsAreKeptAndDoNotStopTheFeed) {
  const auto root = new_id();
  auto broken = contact_row(root, "ann@example.com", {}, 1, 5);
  broken.d = "{\"email\":17}";
  const auto summary = apply(page({{"zz_new_kind", "7", 4, "{\"a\":1}"},
                                   broken,
                                   {"", "", 0, "[1]"},
                                   contact_row(new_id(), "bob@example.com", {}, 1, 6)},
                                  6));
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(summary->kept_raw, 3U);
  EXPECT_EQ(summary->applied, 1U);
  auto db = Database::open(dir_.path() + "/kiosk.db");
  auto read = db->prepare("SELECT json FROM s_raw WHERE kind = 'zz_new_kind'");
  ASSERT_TRUE(read.next());
  EXPECT_EQ(read.text(0), "{\"a\":1}");
}

TEST_F(KioskFeedTest, WhatWaitsForStaffAboutAnErasedPersonIsForgottenWithThem) {
  const auto root = new_id();
  const auto about = [&](const Uuid& contact, std::int64_t seq) {
    return wire::to_row(
        wire::ReviewRow{new_id(), "suggestion", "open", contact, 1, R"({"typed":"0177-trace"})", {}, {}}, seq);
  };
  const wire::FeedRow broken{"zz_new_kind", "7", 4, "not even JSON"};
  ASSERT_TRUE(apply(page({about(root, 2), about(new_id(), 3), broken}, 4)).ok());
  auto db = Database::open(dir_.path() + "/kiosk.db");
  EXPECT_EQ(*db->integer("SELECT COUNT(*) FROM s_raw"), 3);
  ASSERT_TRUE(apply(page({wire::to_row(wire::ErasedRow{root, {root}, 1}, 5)}, 5)).ok());
  EXPECT_EQ(*db->integer("SELECT COUNT(*) FROM s_raw"), 2);
}

TEST_F(KioskFeedTest, UnknownMembersOfAContactAreStoredVerbatim) {
  auto row = contact_row(new_id(), "ann@example.com", {}, 1, 5);
  row.d = "{\"email\":\"ann@example.com\",\"email_key\":\"ann@example.com\",\"fields\":{},\"visits\":1,\"zz\":1.50}";
  ASSERT_TRUE(apply(page({row}, 5)).ok());
  auto db = Database::open(dir_.path() + "/kiosk.db");
  auto read = db->prepare("SELECT d FROM s_contact");
  ASSERT_TRUE(read.next());
  EXPECT_EQ(read.text(0), row.d);
}

TEST_F(KioskFeedTest, AnAliasFoldsOneContactIntoAnother) {
  const auto a = new_id();
  const auto b = new_id();
  ASSERT_TRUE(
      apply(page({contact_row(a, "ann@example.com", {}, 1, 1), contact_row(b, "bob@example.com", {}, 1, 2)}, 2)).ok());
  ASSERT_TRUE(apply(page({wire::to_row(wire::AliasRow{a, b}, 3)}, 3)).ok());
  const auto contacts = *store_.contacts();
  ASSERT_EQ(contacts.size(), 1U);
  EXPECT_EQ(contacts[0].id, b);
}

TEST_F(KioskFeedTest, LocalWritesFollowTheAliasOfTheirContact) {
  const auto op = submitted(check_in("ann@example.com", {{"company", "ACME"}}));
  const auto root = new_id();
  ASSERT_TRUE(apply(page({wire::to_row(wire::AliasRow{cid_of(op), root}, 3),
                          contact_row(root, "ann@example.com", {{"name", "Ann"}}, 4, 4)},
                         4))
                  .ok());
  const auto contacts = *store_.contacts();
  ASSERT_EQ(contacts.size(), 1U);
  EXPECT_EQ(contacts[0].id, root);
  EXPECT_EQ(contacts[0].fields.at("company"), "ACME");
  EXPECT_EQ(contacts[0].visits, 5);
}

TEST_F(KioskFeedTest, ErasingLeavesNoByteOfThePerson) {
  const auto op = submitted(check_in("zebedee@example.com", {{"name", "Zebedee Quux"}}));
  const auto push = *store_.begin_push();
  ASSERT_TRUE(store_.record_results(push.push_id, reply_to(push, 1)).ok());
  const auto root = cid_of(op);
  ASSERT_TRUE(apply(page({contact_row(root, "zebedee@example.com", {{"name", "Zebedee Quux"}}, 1, 1),
                          visit_row(visit_of(op), root, 5, std::nullopt, 2)},
                         2))
                  .ok());
  const auto late = submitted(domain::make_contact_edit(
      new_id(), clock_.now(), {root, "zebedee@example.com", {{{"phone", "Zebedee 1"}}, {}}, {}}));
  const auto summary = apply(page({wire::to_row(wire::ErasedRow{root, {root}}, 3)}, 3));
  ASSERT_TRUE(summary.ok());
  EXPECT_TRUE(summary->erased);
  ASSERT_TRUE(store_.erase_traces().ok());
  EXPECT_TRUE(store_.contact_by_email("zebedee@example.com")->has_value() == false);
  EXPECT_EQ(store_.counts()->pending, 1);  // still counted, without the person
  EXPECT_EQ(store_.begin_push()->ids, std::vector<Uuid>{late.id});
  for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    EXPECT_EQ(bytes.find("ebedee"), std::string::npos) << entry.path().filename();
  }
}

TEST_F(KioskFeedTest, ASignInAfterAnErasureIsNotTakenWithIt) {
  const auto before = submitted(check_in("zebedee@example.com", {{"name", "Zebedee"}}));
  const auto root = cid_of(before);
  ASSERT_TRUE(apply(page({contact_row(root, "zebedee@example.com", {}, 1, 1)}, 1)).ok());
  clock_.advance(60'000);
  const std::int64_t erased_ms = clock_.now().wall_ms;
  clock_.advance(60'000);
  auto again = check_in("zebedee@example.com", {{"name", "Zebedee Again"}});
  std::get<domain::CheckIn>(again.body).cid = root;
  again.chain = root;
  submitted(again);
  clock_.advance(60'000);
  ASSERT_TRUE(apply(page({wire::to_row(wire::ErasedRow{root, {root}, erased_ms << 16}, 2)}, 2)).ok());
  const auto ops = store_.begin_push()->ops;
  ASSERT_EQ(ops.size(), 2U);
  EXPECT_EQ(ops[0].find("ebedee"), std::string::npos) << "from before: counted without the person";
  EXPECT_NE(ops[1].find("Zebedee Again"), std::string::npos) << "from after: somebody who came again";
  EXPECT_EQ(store_.contact_by_email("zebedee@example.com")->value().fields.at("name"), "Zebedee Again");
}

TEST_F(KioskFeedTest, AMergeAndItsUndoingShowOneContactAndThenBothAgain) {
  const auto ann = new_id();
  const auto work = new_id();
  const auto member = new_id();
  const auto visit = new_id();
  ASSERT_TRUE(
      apply(page({contact_row(ann, "ann@example.com", {}, 1, 1), contact_row(work, "ann@work.example", {}, 1, 2),
                  wire::to_row(wire::AliasRow{member, work}, 3), visit_row(visit, member, 5, std::nullopt, 4)},
                 4))
          .ok());
  ASSERT_TRUE(
      apply(page({wire::to_row(wire::AliasRow{work, ann}, 5), contact_row(ann, "ann@example.com", {}, 2, 6)}, 6)).ok());
  EXPECT_EQ(store_.contacts()->size(), 1U);
  EXPECT_EQ(store_.visit(visit)->value().email_key, "ann@example.com") << "through the alias of an alias";
  ASSERT_TRUE(
      apply(page({wire::to_row(wire::AliasRow{work, work}, 7), wire::to_row(wire::AliasRow{member, work}, 8),
                  contact_row(ann, "ann@example.com", {}, 1, 9), contact_row(work, "ann@work.example", {}, 1, 10)},
                 10))
          .ok());
  EXPECT_EQ(store_.contacts()->size(), 2U);
  EXPECT_EQ(store_.contact_by_email("ann@work.example")->value().id, work);
  EXPECT_EQ(store_.visit(visit)->value().email_key, "ann@work.example");
}

TEST_F(KioskFeedTest, AfterARestartOnlyWhatTheNewRunBroughtStays) {
  const auto gone = new_id();
  const auto kept = new_id();
  ASSERT_TRUE(
      apply(page({contact_row(gone, "ann@example.com", {}, 1, 1), contact_row(kept, "bob@example.com", {}, 1, 2)}, 2))
          .ok());
  ASSERT_TRUE(store_.restart_feed("e2").ok());
  auto first = page({contact_row(kept, "bob@example.com", {}, 2, 1)}, 1, true);
  first.epoch = "e2";
  ASSERT_TRUE(apply(first).ok());
  EXPECT_EQ(store_.contacts()->size(), 2U);
  auto last = page({}, 2);
  last.epoch = "e2";
  ASSERT_TRUE(apply(last).ok());
  const auto contacts = *store_.contacts();
  ASSERT_EQ(contacts.size(), 1U);
  EXPECT_EQ(contacts[0].visits, 2);
}

}  // namespace
}  // namespace foyer::store
