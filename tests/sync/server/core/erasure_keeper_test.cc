// When the ledger of erasures and the database are held together, and what happens when one of the two fails.
#include "sync/server/core/erasure_keeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/server_fixture.h"
#include "tests/support/server_memory_store.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::cid_of;

// Commits fail when told to; a restored database is a new connection.
class MoodyStore final : public support::ServerMemoryStore {
 public:
  Result<void> write(const Work& work) override {
    return ServerMemoryStore::write([&]() -> Result<void> {
      if (auto done = work(); !done) return done;
      return fails ? Result<void>(Error{Fault::full, "no space"}) : Result<void>();
    });
  }
  std::int64_t connections() const override { return connected; }

  bool fails = false;
  std::int64_t connected = 1;
};

class Keeper : public testing::Test {
 protected:
  Keeper() {
    tablet_ = centre_.enrol("Front desk");
    centre_.push(tablet_, {check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}}, centre_.clock.now())});
  }
  std::size_t contacts() { return centre_.contacts().size(); }
  int erase(std::uint64_t act = 1) { return centre_.act(support::id_of(0xAC, act), cid_of(1), "erase", "").status; }
  server::Response hello() { return centre_.call("GET", protocol::kHelloPath, {}, tablet_.token); }
  std::size_t lines() const { return centre_.ledger.contents.erasures.size(); }

  MoodyStore store_;
  support::TestCentre centre_{store_};
  support::Tablet tablet_;
};

TEST_F(Keeper, ALedgerThatCannotBeWrittenErasesNobodyAndSaysSo) {
  centre_.ledger.is_full = true;
  const Response refused = centre_.act(support::id_of(0xAC, 1), cid_of(1), "erase", "");
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, testing::HasSubstr("nobody was erased: the ledger of erasures cannot be written"));
  EXPECT_EQ(contacts(), 1U);
  centre_.ledger.is_full = false;
  EXPECT_EQ(erase(), 200) << "the same act again";
  EXPECT_EQ(contacts(), 0U);
  EXPECT_EQ(lines(), 1U);
}

TEST_F(Keeper, ACommitThatFailsAfterItsLineIsMadeUpForBeforeAnythingElse) {
  EXPECT_EQ(centre_.act(cid_of(9), "erase").status, 404) << "staff have a token";
  store_.fails = true;
  EXPECT_EQ(erase(), 503);
  EXPECT_EQ(lines(), 1U);
  EXPECT_EQ(contacts(), 1U);
  EXPECT_EQ(hello().status, 503) << "the store still fails";
  store_.fails = false;
  EXPECT_EQ(hello().status, 200);
  EXPECT_EQ(contacts(), 0U);
  EXPECT_EQ(erase(), 200) << "the same act again";
  EXPECT_EQ(erase(2), 404);
  EXPECT_EQ(lines(), 1U);
}

TEST_F(Keeper, ADatabaseThatWasPutBackIsNoticedByItsNewConnection) {
  const auto before = store_.tables;
  EXPECT_EQ(erase(), 200);
  store_.tables = before;
  EXPECT_EQ(contacts(), 1U);
  ++store_.connected;
  EXPECT_EQ(hello().status, 200);
  EXPECT_EQ(contacts(), 0U);
}

TEST_F(Keeper, ADatabaseThatWasPutBackIsNoticedByATabletThatKnowsMore) {
  const auto before = store_.tables;
  EXPECT_EQ(erase(), 200);
  const std::string cursor = centre_.page(tablet_, "").cursor;
  store_.tables = before;
  EXPECT_EQ(centre_.pull(tablet_, "cursor=" + cursor).status, 409);
  const auto page = centre_.page(tablet_, "");
  EXPECT_EQ(contacts(), 0U);
  EXPECT_TRUE(std::ranges::any_of(page.rows, [](const auto& row) { return row.kind == "erased"; }));
  EXPECT_TRUE(std::ranges::none_of(page.rows, [](const auto& row) { return row.kind == "contact"; }));
}

TEST_F(Keeper, AServerThatStartsOnADatabaseThatWasPutBackErasesAgain) {
  const auto before = store_.tables;
  EXPECT_EQ(erase(), 200);
  store_.tables = before;
  ErasureKeeper fresh(store_, centre_.ledger, centre_.clock, centre_.random);
  EXPECT_EQ(*fresh.settle(), 1);
  EXPECT_EQ(contacts(), 0U);
  EXPECT_EQ(*fresh.settle(), 0);
}

TEST_F(Keeper, UnreadableLinesAreOnlyAsBadAsWhatIsMissing) {
  const auto before = store_.tables;
  EXPECT_EQ(erase(), 200);
  centre_.ledger.contents.unreadable = 2;
  EXPECT_TRUE(ErasureKeeper(store_, centre_.ledger, centre_.clock, centre_.random).settle().ok());
  store_.tables = before;
  const auto refused = ErasureKeeper(store_, centre_.ledger, centre_.clock, centre_.random).settle();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fault, Fault::refused);
  EXPECT_THAT(refused.error().detail, testing::HasSubstr("the ledger: 2 lines cannot be read"));
  EXPECT_EQ(contacts(), 1U);
}

TEST_F(Keeper, APersonErasedTwiceIsErasedTwiceAgain) {
  const auto before = store_.tables;
  EXPECT_EQ(erase(1), 200);
  centre_.clock.turn(1000);
  centre_.push(tablet_, {check_in(2, cid_of(1), "ann@example.com", {{"name", "Ann"}}, centre_.clock.now())});
  ASSERT_EQ(contacts(), 1U);
  EXPECT_EQ(centre_.act(centre_.contacts()[0].id, "erase").status, 200);
  EXPECT_EQ(lines(), 2U);
  store_.tables = before;
  EXPECT_EQ(*ErasureKeeper(store_, centre_.ledger, centre_.clock, centre_.random).settle(), 2);
  EXPECT_EQ(contacts(), 0U);
  centre_.clock.turn(1000);
  centre_.push(tablet_, {check_in(3, cid_of(1), "ann@example.com", {{"name", "Ann"}}, centre_.clock.now())});
  EXPECT_EQ(contacts(), 1U);
}

}  // namespace
}  // namespace foyer::server
