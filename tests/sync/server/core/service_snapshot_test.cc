// What a tablet that is new here gets instead of the feed's first pages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/protocol/gzip.h"
#include "sync/server/core/secrets.h"
#include "tests/support/copy_desk.h"
#include "tests/support/server_memory_store.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::chunk_of;
using support::cid_of;
using support::offer_of;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::int64_t kDayMs = std::int64_t{24} * 60 * 60 * 1000;

class ServiceSnapshot : public ::testing::Test {
 protected:
  void people(std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t i = from; i <= to; ++i) {
      centre_.push(tablet_, {check_in(i, cid_of(i), "p" + std::to_string(i) + "@example.com",
                                      {{"name", "Name " + std::to_string(i)}}, centre_.clock.now())});
    }
  }
  // All of its rows, as the hashes and the digest of the manifest say they are.
  std::vector<wire::FeedRow> rows_of(const wire::SnapshotManifest& copy) {
    std::vector<wire::FeedRow> all;
    wire::FeedDigest digest;
    for (std::int64_t n = 0; n < std::ssize(copy.chunks); ++n) {
      const Response chunk = chunk_of(centre_, tablet_, copy.id, n);
      EXPECT_EQ(chunk.status, 200) << chunk.body;
      EXPECT_EQ(chunk.content_type, protocol::kChunkType);
      const wire::SnapshotChunk& said = copy.chunks[static_cast<std::size_t>(n)];
      EXPECT_EQ(hex(sha256(chunk.body)), said.sha256);
      EXPECT_EQ(std::ssize(chunk.body), said.bytes);
      const auto rows = wire::parse_snapshot_lines(*protocol::gunzip(chunk.body, wire::kChunkBytesMax));
      EXPECT_EQ(std::ssize(*rows), said.rows);
      for (const wire::FeedRow& row : *rows) {
        digest.add(row.kind, row.id, row.seq);
        all.push_back(row);
      }
    }
    EXPECT_EQ(digest, copy.digest);
    return all;
  }

  support::ServerMemoryStore store_;
  support::CopyDesk desk_{store_};
  support::TestCentre centre_{store_, desk_.options()};
  support::Tablet tablet_ = centre_.enrol("Front desk");
};

TEST_F(ServiceSnapshot, IsTheFeedAsOfOneMomentInChunksThatNeverChange) {
  people(1, 30);
  const auto offer = offer_of(centre_, tablet_);
  ASSERT_TRUE(offer.manifest);
  EXPECT_GT(offer.manifest->chunks.size(), 3U);
  const auto page = centre_.page(tablet_, "limit=500");
  EXPECT_EQ(offer.manifest->cursor(), page.cursor);
  EXPECT_EQ(rows_of(*offer.manifest), page.rows);
  people(31, 33);
  EXPECT_EQ(rows_of(*offer.manifest), page.rows);
  EXPECT_EQ(centre_.page(tablet_, "cursor=" + offer.manifest->cursor()).rows.size(), 6U);
}

TEST_F(ServiceSnapshot, IsMadeOnceForAllTabletsAndAnewWhenMuchHasHappened) {
  people(1, 10);
  const auto first = offer_of(centre_, tablet_);
  const auto other = centre_.enrol("Back door");
  EXPECT_EQ(offer_of(centre_, other).manifest, first.manifest);
  people(11, 14);
  EXPECT_EQ(offer_of(centre_, other).manifest, first.manifest);
  people(15, 20);
  const auto second = offer_of(centre_, other);
  EXPECT_NE(second.manifest->id, first.manifest->id);
  EXPECT_EQ(chunk_of(centre_, tablet_, first.manifest->id, 0).status, 200) << "somebody may be reading it";
  people(21, 60);
  offer_of(centre_, other);
  EXPECT_EQ(chunk_of(centre_, tablet_, first.manifest->id, 0).status, 404) << "two are kept";
}

TEST_F(ServiceSnapshot, SurvivesTheServerAndEndsWithItsDay) {
  people(1, 10);
  const auto offer = offer_of(centre_, tablet_);
  desk_.folder.files["0190a1b2-0000-7000-8000-000000000001.0"] = "of a copy that a kill cut short";
  CopyShelf after_restart(desk_.folder, desk_.maker, {1});
  EXPECT_EQ(*after_restart.newest(), *offer.manifest);
  EXPECT_FALSE(desk_.folder.files.contains("0190a1b2-0000-7000-8000-000000000001.0"));
  centre_.clock.turn(kDayMs - 1);
  EXPECT_EQ(chunk_of(centre_, tablet_, offer.manifest->id, 0).status, 200);
  centre_.clock.turn(1);
  EXPECT_EQ(chunk_of(centre_, tablet_, offer.manifest->id, 0).status, 404);
  EXPECT_THAT(desk_.folder.files, IsEmpty());
}

TEST_F(ServiceSnapshot, HoldsNobodyWhoWasErased) {
  people(1, 10);
  const auto offer = offer_of(centre_, tablet_);
  EXPECT_EQ(centre_.act(cid_of(3), "erase").status, 200);
  EXPECT_THAT(desk_.folder.files, IsEmpty());
  EXPECT_EQ(chunk_of(centre_, tablet_, offer.manifest->id, 0).status, 404);
  const auto next = offer_of(centre_, tablet_);
  for (const wire::FeedRow& row : rows_of(*next.manifest)) {
    EXPECT_EQ(row.d.find("p3@example.com"), std::string::npos) << row.d;
  }
}

TEST_F(ServiceSnapshot, OfAnErasureElsewhereIsDroppedBeforeAnythingOfItIsGiven) {
  people(1, 10);
  const auto offer = offer_of(centre_, tablet_);
  store_.tables.feed[{FeedKind::erased, cid_of(99)}] = ++store_.tables.head.seq;  // another server did that
  EXPECT_EQ(chunk_of(centre_, tablet_, offer.manifest->id, 0).status, 404);
  EXPECT_THAT(desk_.folder.files, IsEmpty());
}

TEST_F(ServiceSnapshot, OfAHistoryThatWasRolledBackIsDropped) {
  people(1, 8);
  const auto before = store_.tables;
  people(9, 10);
  const auto offer = offer_of(centre_, tablet_);
  store_.tables = before;
  people(11, 14);
  EXPECT_EQ(chunk_of(centre_, tablet_, offer.manifest->id, 0).status, 404);
  EXPECT_NE(offer_of(centre_, tablet_).manifest->id, offer.manifest->id);
}

TEST_F(ServiceSnapshot, ThatIsDamagedOnDiskIsNotGivenOut) {
  people(1, 10);
  const auto offer = offer_of(centre_, tablet_);
  desk_.folder.files.at(chunk_file(offer.manifest->id, 1)).at(20) ^= 1;
  EXPECT_EQ(chunk_of(centre_, tablet_, offer.manifest->id, 0).status, 200);
  EXPECT_EQ(chunk_of(centre_, tablet_, offer.manifest->id, 1).status, 404);
  EXPECT_THAT(desk_.folder.files, IsEmpty());
  EXPECT_THAT(rows_of(*offer_of(centre_, tablet_).manifest), SizeIs(20));
}

TEST_F(ServiceSnapshot, IsNotWorthItForASmallCentre) {
  support::ServerMemoryStore store;
  support::CopyDesk desk(store, 5);
  support::TestCentre centre(store, desk.options());
  auto tablet = centre.enrol("Front desk");
  centre.push(tablet, {check_in(1, cid_of(1), "ann@example.com", {})});
  const auto offer = offer_of(centre, tablet);
  EXPECT_FALSE(offer.manifest || offer.retry_ms);
  EXPECT_THAT(desk.folder.files, IsEmpty());
}

TEST_F(ServiceSnapshot, IsForEnrolledTabletsAlone) {
  people(1, 10);
  const auto offer = offer_of(centre_, tablet_);
  const std::string chunk = protocol::chunk_path(offer.manifest->id, 0);
  EXPECT_EQ(centre_.call("GET", protocol::kSnapshotPath).status, 401);
  EXPECT_EQ(centre_.call("GET", chunk).status, 401);
  EXPECT_EQ(centre_.call("GET", chunk, {}, centre_.staff_token("Reception")).status, 401);
  EXPECT_EQ(centre_.call("POST", chunk, {}, tablet_.token).status, 405);
  EXPECT_EQ(chunk_of(centre_, tablet_, offer.manifest->id, 99).status, 404);
  EXPECT_EQ(centre_.call("GET", std::string(protocol::kSnapshotPath) + "/..%2f/0", {}, tablet_.token).status, 404);
}

}  // namespace
}  // namespace foyer::server
