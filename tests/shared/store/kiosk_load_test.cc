// A snapshot of the centre on its way into the tablet: nothing of it shows before it is whole, nothing that people did
// is touched by it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/shared/store/kiosk_fixture.h"

namespace foyer::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class KioskLoadTest : public KioskFixture {
 protected:
  static wire::SnapshotManifest manifest(const std::vector<std::vector<wire::FeedRow>>& chunks, std::int64_t seq) {
    wire::SnapshotManifest out;
    out.id = *Uuid::parse("0190a1b2-0000-7000-8000-00000000f001");
    out.epoch = "e1";
    out.seq = seq;
    out.nonce = "00aa";
    for (const auto& rows : chunks) {
      out.chunks.push_back({1, std::string(64, 'a'), std::ssize(rows)});
      for (const wire::FeedRow& row : rows) out.digest.add(row.kind, row.id, row.seq);
    }
    return out;
  }
  void load(const std::vector<std::vector<wire::FeedRow>>& chunks, std::int64_t seq) {
    copy_ = manifest(chunks, seq);
    ASSERT_TRUE(store_.begin_load(copy_).ok());
    std::int64_t n = 0;
    for (const auto& rows : chunks) ASSERT_TRUE(store_.load_chunk(copy_.id, n++, rows).ok());
  }
  void sweep() {
    for (int i = 0; i < 100 && store_.sync_state()->has_leftovers; ++i) ASSERT_TRUE(store_.sweep().ok());
  }
  std::vector<std::string> keys() {
    std::vector<std::string> all;
    const auto contacts = store_.contacts();
    for (const ContactView& one : *contacts) all.push_back(one.email_key.value_or(""));
    std::ranges::sort(all);
    return all;
  }

  wire::SnapshotManifest copy_;
};

TEST_F(KioskLoadTest, ShowsWhenItIsWholeAndTheFeedGoesOnBehindIt) {
  const Uuid ann = new_id();
  const Uuid bob = new_id();
  load({{contact_row(ann, "ann@example.com", {}, 1, 4)}, {contact_row(bob, "bob@example.com", {}, 1, 7)}}, 9);
  EXPECT_THAT(keys(), IsEmpty());
  const auto taken = store_.finish_load(copy_.id);
  ASSERT_TRUE(taken.ok()) << taken.error().detail;
  EXPECT_THAT(keys(), ElementsAre("ann@example.com", "bob@example.com"));
  EXPECT_EQ(store_.sync_state()->cursor, copy_.cursor());
  EXPECT_TRUE(store_.sync_state()->load.empty());
  ASSERT_TRUE(apply(page({contact_row(bob, "bob@example.com", {{"name", "Bob"}}, 2, 10)}, 10)).ok());
  EXPECT_EQ(store_.contact_by_email("bob@example.com")->value().visits, 2);
}

TEST_F(KioskLoadTest, GoesOnAtTheChunkThatAKillCutShort) {
  std::vector<wire::FeedRow> many;
  for (int i = 0; i < 1200; ++i) {
    many.push_back(contact_row(new_id(), "p" + std::to_string(i) + "@example.com", {}, 1, i + 1));
  }
  const auto last = contact_row(new_id(), "last@example.com", {}, 1, 1300);
  copy_ = manifest({many, {last}}, 1300);
  ASSERT_TRUE(store_.begin_load(copy_).ok());
  // As far as the transactions of a chunk got.
  std::vector<wire::FeedRow> part(many.begin(), many.begin() + 700);
  auto db = Database::open(dir_.path() + "/kiosk.db");
  ASSERT_TRUE(store_.load_chunk(copy_.id, 0, part).ok());
  ASSERT_TRUE(db->exec("UPDATE meta SET value = 0 WHERE name = 'load_next'").ok());

  auto again = *KioskStore::open(dir_.path(), clock_, random_);
  EXPECT_EQ(again.sync_state()->load_next, 0);
  EXPECT_EQ(again.finish_load(copy_.id).error().fault, Fault::conflict);
  ASSERT_TRUE(again.load_chunk(copy_.id, 0, many).ok());
  EXPECT_EQ(again.load_chunk(copy_.id, 0, many).error().fault, Fault::conflict) << "a late answer";
  ASSERT_TRUE(again.load_chunk(copy_.id, 1, {{last}}).ok());
  ASSERT_TRUE(again.finish_load(copy_.id).ok());
  EXPECT_EQ(again.contacts(5000)->size(), 1201U);
}

TEST_F(KioskLoadTest, WhatDoesNotAddUpIsNotShown) {
  load({{contact_row(new_id(), "ann@example.com", {}, 1, 4)}}, 9);
  auto db = Database::open(dir_.path() + "/kiosk.db");
  ASSERT_TRUE(db->exec("UPDATE n_contact SET seq = 5").ok());
  EXPECT_EQ(store_.finish_load(copy_.id).error().fault, Fault::conflict);
  EXPECT_THAT(keys(), IsEmpty());
  ASSERT_TRUE(store_.drop_load().ok());
  EXPECT_TRUE(store_.sync_state()->has_leftovers);
  EXPECT_EQ(store_.begin_load(copy_).error().fault, Fault::conflict);
  sweep();
  load({{contact_row(new_id(), "ann@example.com", {}, 1, 4)}}, 9);
  ASSERT_TRUE(store_.finish_load(copy_.id).ok());
}

TEST_F(KioskLoadTest, TakesThePlaceOfWhatWasShownInOneStep) {
  const Uuid old = new_id();
  ASSERT_TRUE(apply(page({contact_row(old, "old@example.com", {}, 1, 1)}, 1)).ok());
  ASSERT_TRUE(store_.restart_feed("e1").ok());
  load({{contact_row(new_id(), "new@example.com", {}, 1, 4)}}, 9);
  EXPECT_THAT(keys(), ElementsAre("old@example.com"));
  ASSERT_TRUE(store_.finish_load(copy_.id).ok());
  EXPECT_THAT(keys(), ElementsAre("new@example.com"));
  sweep();
  auto db = Database::open(dir_.path() + "/kiosk.db");
  EXPECT_EQ(*db->integer("SELECT COUNT(*) FROM n_contact"), 0);
  // And once more, with the tables in each other's places.
  ASSERT_TRUE(store_.restart_feed("e1").ok());
  load({{contact_row(new_id(), "third@example.com", {}, 1, 4)}}, 9);
  ASSERT_TRUE(store_.finish_load(copy_.id).ok());
  EXPECT_THAT(keys(), ElementsAre("third@example.com"));
}

TEST_F(KioskLoadTest, LeavesWhatPeopleDidHereOverIt) {
  const auto before = submitted(check_in("ann@example.com"));
  const auto push = *store_.begin_push();
  auto reply = reply_to(push, 20);
  ASSERT_TRUE(store_.record_results(push.push_id, reply).ok());
  load({{contact_row(new_id(), "bob@example.com", {}, 1, 4)}}, 9);
  const auto meanwhile = submitted(check_in("cid@example.com"));
  ASSERT_TRUE(store_.finish_load(copy_.id).ok());
  EXPECT_THAT(keys(), ElementsAre("ann@example.com", "bob@example.com", "cid@example.com"));
  EXPECT_TRUE(store_.visit(visit_of(before))->has_value()) << "acknowledged behind the snapshot";
  EXPECT_EQ(store_.counts()->pending, 1);
  EXPECT_EQ(store_.begin_push()->ids, std::vector<Uuid>{meanwhile.id});
}

TEST_F(KioskLoadTest, ForgetsWhomItSaysWasErased) {
  const auto op = submitted(check_in("ann@example.com", {{"name", "Ann Lee"}}));
  wire::ErasedRow erased;
  erased.root = cid_of(op);
  erased.cids = {cid_of(op)};
  load({{wire::to_row(erased, 5), contact_row(new_id(), "bob@example.com", {}, 1, 6)}}, 9);
  const auto taken = store_.finish_load(copy_.id);
  ASSERT_TRUE(taken.ok());
  EXPECT_TRUE(taken->erased);
  EXPECT_THAT(keys(), ElementsAre("", "bob@example.com"));
  EXPECT_EQ(store_.begin_push()->ops.at(0).find("Ann Lee"), std::string::npos);
}

TEST_F(KioskLoadTest, ANewStartOfTheFeedDropsIt) {
  load({{contact_row(new_id(), "ann@example.com", {}, 1, 4)}}, 9);
  ASSERT_TRUE(store_.restart_feed("e2").ok());
  EXPECT_EQ(store_.finish_load(copy_.id).error().fault, Fault::conflict);
  EXPECT_TRUE(store_.sync_state()->has_leftovers);
  ASSERT_TRUE(store_.restart_feed("e1").ok());
  ASSERT_TRUE(apply(page({contact_row(new_id(), "bob@example.com", {}, 1, 1)}, 1)).ok());
  EXPECT_EQ(store_.begin_load(copy_).error().fault, Fault::conflict) << "the feed is being read";
}

}  // namespace
}  // namespace foyer::store
