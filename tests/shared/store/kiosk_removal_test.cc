// A centre that comes up empty does not empty the tablet, whichever way it is read.
#include <gtest/gtest.h>

#include "tests/shared/store/kiosk_fixture.h"

namespace foyer::store {
namespace {

constexpr int kPeople = 120;

class KioskRemovalTest : public KioskFixture {
 protected:
  KioskRemovalTest() {
    for (int i = 0; i < kPeople; ++i) people_.push_back(new_id());
    EXPECT_TRUE(apply(page(rows(kPeople), kPeople)).ok());
    EXPECT_TRUE(store_.restart_feed("e1").ok());
  }
  // The first so many of them.
  std::vector<wire::FeedRow> rows(int count) {
    std::vector<wire::FeedRow> all;
    for (int i = 0; i < count; ++i) {
      all.push_back(
          contact_row(people_[static_cast<std::size_t>(i)], "p" + std::to_string(i) + "@example.com", {}, 1, i + 1));
    }
    return all;
  }
  Result<PageSummary> take_in(const std::vector<wire::FeedRow>& rows) {
    wire::SnapshotManifest copy;
    copy.id = new_id();
    copy.epoch = "e1";
    copy.seq = 500;
    copy.nonce = "00aa";
    if (!rows.empty()) copy.chunks.push_back({1, std::string(64, 'a'), std::ssize(rows)});
    for (const wire::FeedRow& row : rows) copy.digest.add(row.kind, row.id, row.seq);
    EXPECT_TRUE(store_.drop_load().ok());
    while (store_.sync_state()->has_leftovers && store_.sweep().ok()) continue;
    EXPECT_TRUE(store_.begin_load(copy).ok());
    if (!rows.empty()) {
      EXPECT_TRUE(store_.load_chunk(copy.id, 0, rows).ok());
    }
    return store_.finish_load(copy.id);
  }
  std::int64_t shown() { return std::ssize(*store_.contacts()); }

  std::vector<Uuid> people_;
};

TEST_F(KioskRemovalTest, AnEmptyCentreEmptiesNothing) {
  for (const bool by_snapshot : {true, false}) {
    const auto taken = by_snapshot ? take_in({}) : apply(page({}, 0));
    ASSERT_TRUE(taken.ok()) << taken.error().detail;
    EXPECT_TRUE(taken->is_held);
    EXPECT_EQ(shown(), kPeople);
    EXPECT_EQ(store_.sync_state()->removal, (domain::Removal{kPeople, kPeople}));
    EXPECT_EQ(store_.sync_state()->cursor, "") << "the feed has not begun";
  }
  submitted(check_in("new@example.com"));
  EXPECT_EQ(store_.begin_push()->ops.size(), 1U) << "people are checked in and handed in meanwhile";
}

TEST_F(KioskRemovalTest, WhatIsConfirmedGoesAndNoMore) {
  EXPECT_TRUE(take_in(rows(20))->is_held);
  ASSERT_TRUE(store_.allow_removal(100).ok());
  EXPECT_TRUE(take_in(rows(19))->is_held) << "one more than was confirmed";
  EXPECT_FALSE(take_in(rows(20))->is_held);
  EXPECT_EQ(shown(), 20);
  EXPECT_FALSE(store_.sync_state()->removal);
}

TEST_F(KioskRemovalTest, AConfirmationEndsWithTheRunItWasFor) {
  EXPECT_TRUE(apply(page(rows(20), 500))->is_held);
  ASSERT_TRUE(store_.allow_removal(100).ok());
  EXPECT_FALSE(apply(page(rows(20), 500))->is_held);
  EXPECT_EQ(shown(), 20);
  for (int i = 20; i < kPeople; ++i) {
    ASSERT_TRUE(apply(page({contact_row(people_[static_cast<std::size_t>(i)], "q" + std::to_string(i) + "@example.com",
                                        {}, 1, 501 + i)},
                           501 + i))
                    .ok());
  }
  ASSERT_TRUE(store_.restart_feed("e1").ok());
  EXPECT_TRUE(take_in({})->is_held);
}

TEST_F(KioskRemovalTest, ACentreThatIsPutRightNeedsNobody) {
  EXPECT_TRUE(take_in({})->is_held);
  EXPECT_FALSE(take_in(rows(kPeople))->is_held);
  EXPECT_FALSE(store_.sync_state()->removal);
  EXPECT_EQ(shown(), kPeople);
}

TEST_F(KioskRemovalTest, HalfOfThemAndFiftyMayGoUnasked) {
  EXPECT_FALSE(take_in(rows(kPeople / 2))->is_held) << "not more than half";
  EXPECT_EQ(shown(), kPeople / 2);
  ASSERT_TRUE(store_.restart_feed("e1").ok());
  EXPECT_FALSE(take_in(rows(10))->is_held) << "fifty";
  EXPECT_EQ(shown(), 10);
}

TEST_F(KioskRemovalTest, WhoWasErasedGoesWithoutAQuestion) {
  std::vector<wire::FeedRow> all = rows(10);
  for (int i = 10; i < kPeople; ++i) {
    wire::ErasedRow erased;
    erased.root = people_[static_cast<std::size_t>(i)];
    erased.cids = {erased.root};
    all.push_back(wire::to_row(erased, 200 + i));
  }
  EXPECT_FALSE(take_in(all)->is_held);
  EXPECT_EQ(shown(), 10);
}

}  // namespace
}  // namespace foyer::store
