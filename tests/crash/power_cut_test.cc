// What a power cut may do to a check-in: nothing, once it was confirmed. The power goes at every write and every sync
// of a check-in, several times with different luck for what was not synced. FOYER_SEED=N replays one run.
#include <gtest/gtest.h>

#include <optional>

#include "shared/domain/field_rules.h"
#include "shared/store/kiosk_store.h"
#include "tests/crash/crash_disk.h"
#include "tests/support/fakes.h"

namespace foyer::crash {
namespace {

using store::KioskStore;

constexpr std::uint64_t kFirstSeed = 1;
constexpr std::uint64_t kSeeds = 8;

class PowerCut : public ::testing::Test {
 protected:
  KioskStore open(const CrashDisk& disk) {
    store::KioskStoreOptions options;
    options.vfs = disk.name();
    options.check = true;
    auto store = KioskStore::open("", clock_, random_, options);
    if (!store) ADD_FAILURE() << "does not open: " << store.error().detail;
    return std::move(*store);
  }

  domain::Op check_in(int number) {
    domain::CheckIn body;
    body.cid = time_uuid(random_, clock_.now().wall_ms);
    body.email = "p" + std::to_string(number) + "@example.com";
    body.fields.set = {{"name", "Person " + std::to_string(number)}, {"company", std::string(150, 'c')}};
    body.visit.id = time_uuid(random_, clock_.now().wall_ms);
    clock_.advance(1000);
    return domain::make_check_in(time_uuid(random_, clock_.now().wall_ms), clock_.now(), std::move(body));
  }

  // Confirmed ops are there with their visit; one that was not confirmed is there whole or not at all.
  static void expect_whole(KioskStore& store, const std::vector<domain::Op>& confirmed, const domain::Op* unsure) {
    const auto push = store.begin_push({1000, 10'000'000});
    ASSERT_TRUE(push.ok()) << push.error().detail;
    EXPECT_EQ(store.counts()->dead, 0);
    const bool unsure_is_there = push->ids.size() == confirmed.size() + 1;
    ASSERT_TRUE(push->ids.size() == confirmed.size() || (unsure != nullptr && unsure_is_there));
    for (std::size_t i = 0; i < confirmed.size(); ++i) {
      EXPECT_EQ(push->ids[i], confirmed[i].id);
      EXPECT_TRUE(store.visit(std::get<domain::CheckIn>(confirmed[i].body).visit.id)->has_value());
    }
    if (unsure == nullptr) return;
    const auto visit = *store.visit(std::get<domain::CheckIn>(unsure->body).visit.id);
    EXPECT_EQ(visit.has_value(), unsure_is_there);
  }

  // One run: some check-ins, the power goes at the `boundary`th write or sync of the next one. False: it took fewer.
  bool run(std::uint64_t seed, std::uint64_t boundary, bool after_checkpoint) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ", boundary " + std::to_string(boundary));
    std::mt19937_64 luck(seed * 1000 + boundary);
    CrashDisk disk("foyer-crash");
    std::vector<domain::Op> confirmed;
    const domain::Op last = check_in(99);
    bool was_confirmed = false;
    bool was_cut = false;
    {
      auto store = open(disk);
      const int count = after_checkpoint ? 60 : 3;
      for (int i = 0; i < count; ++i) {
        confirmed.push_back(check_in(i));
        EXPECT_TRUE(store.submit(confirmed.back()).ok());
      }
      if (after_checkpoint) {
        EXPECT_TRUE(store.checkpoint().ok());
      }
      disk.cut_power_after(boundary);
      was_confirmed = store.submit(last).ok();
      was_cut = disk.is_dead();
      disk.cut_power_after(0);  // nothing that closing does reaches the disk either
    }
    disk.restart(luck);
    if (was_confirmed) confirmed.push_back(last);
    auto store = open(disk);
    expect_whole(store, confirmed, was_confirmed ? nullptr : &last);
    EXPECT_TRUE(store.submit(last).ok());  // the visitor tries again: the same op, once
    if (!was_confirmed) confirmed.push_back(last);
    EXPECT_EQ(store.counts()->pending, static_cast<std::int64_t>(confirmed.size()));
    return was_cut;
  }

  void run_all(bool after_checkpoint) {
    const char* const given = std::getenv("FOYER_SEED");
    const std::uint64_t first = support::seed_or(kFirstSeed);
    const std::uint64_t count = given == nullptr ? (after_checkpoint ? kSeeds / 2 : kSeeds) : 1;
    for (std::uint64_t seed = first; seed < first + count && !HasFailure(); ++seed) {
      std::uint64_t boundary = 1;
      while (run(seed, boundary, after_checkpoint) && !HasFailure()) ++boundary;
      EXPECT_GE(boundary, 5U) << "a check-in has that many boundaries at least";
      printf("seed %llu: power cut at each of %llu boundaries\n", static_cast<unsigned long long>(seed),
             static_cast<unsigned long long>(boundary - 1));
    }
  }

  support::FakeClock clock_;
  support::SeededRandom random_;
};

TEST_F(PowerCut, ACheckInThatWasConfirmedIsThere) { run_all(false); }

TEST_F(PowerCut, SoItIsAfterTheWalStartsAgain) { run_all(true); }

// The power goes anywhere in a longer life: opening, check-ins, checkpoints, pushes and their results.
TEST_F(PowerCut, AnywhereInADay) {
  const std::uint64_t first = support::seed_or(kFirstSeed);
  const std::uint64_t count = std::getenv("FOYER_SEED") == nullptr ? 150 : 1;
  for (std::uint64_t seed = first; seed < first + count && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 luck(seed);
    CrashDisk disk("foyer-crash");
    std::vector<domain::Op> confirmed;
    for (int life = 0; life < 4; ++life) {
      disk.cut_power_after(1 + luck() % 400);
      std::optional<domain::Op> unsure;
      {
        store::KioskStoreOptions options;
        options.vfs = disk.name();
        auto store = KioskStore::open("", clock_, random_, options);
        for (int i = 0; store && !disk.is_dead() && i < 200; ++i) {
          unsure = check_in(i);
          if (!store->submit(*unsure)) break;
          confirmed.push_back(*unsure);
          unsure.reset();
          if (luck() % 20 == 0) static_cast<void>(store->checkpoint());
          if (luck() % 10 == 0 && store->begin_push({10, 1'000'000})) static_cast<void>(store->cancel_push());
        }
        disk.cut_power_after(0);
      }
      disk.restart(luck);
      auto store = open(disk);
      ASSERT_TRUE(store.cancel_push().ok());
      const auto pending = store.counts()->pending;
      const auto sure = static_cast<std::int64_t>(confirmed.size());
      ASSERT_TRUE(pending == sure || (unsure && pending == sure + 1)) << pending << " of " << sure;
      for (const auto& op : confirmed) {
        ASSERT_TRUE(store.visit(std::get<domain::CheckIn>(op.body).visit.id)->has_value());
      }
      if (pending > sure) confirmed.push_back(*unsure);
    }
  }
}

// The disk of these tests can tell: without flushes, confirmed commits do get lost.
TEST_F(PowerCut, WouldLoseCommitsThatWereNotFlushed) {
  int lost = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    std::mt19937_64 luck(seed);
    CrashDisk disk("foyer-crash");
    const domain::Op op = check_in(1);
    {
      auto store = open(disk);
      store::DatabaseOptions options;
      options.vfs = disk.name();
      options.checkpoint_pages = 0;
      auto careless = store::Database::open("/kiosk.db", options);
      ASSERT_TRUE(careless.ok());
      ASSERT_TRUE(careless->exec("PRAGMA synchronous = OFF").ok());
      ASSERT_TRUE(careless->exec("INSERT INTO meta (name, value) VALUES ('confirmed', 1)").ok());
      disk.cut_power_after(0);
    }
    disk.restart(luck);
    store::DatabaseOptions options;
    options.vfs = disk.name();
    auto after = store::Database::open("/kiosk.db", options);
    ASSERT_TRUE(after.ok());
    lost += *after->integer("SELECT COUNT(*) = 0 FROM meta WHERE name = 'confirmed'") != 0 ? 1 : 0;
  }
  EXPECT_GT(lost, 5);
}

TEST_F(PowerCut, AFullDiskLeavesNothingHalfDone) {
  int refused = 0;
  for (std::uint64_t free_bytes = 0; free_bytes < 40'000; free_bytes += 1000) {
    CrashDisk disk("foyer-crash");
    auto store = open(disk);
    std::vector<domain::Op> confirmed = {check_in(1)};
    ASSERT_TRUE(store.submit(confirmed[0]).ok());
    const auto last = check_in(2);
    disk.set_free_bytes(free_bytes);
    const auto done = store.submit(last);
    if (done) confirmed.push_back(last);
    if (!done) {
      ++refused;
      EXPECT_EQ(done.error().fault, Fault::full);
    }
    EXPECT_EQ(store.counts()->pending, static_cast<std::int64_t>(confirmed.size()));
    disk.set_free_bytes(std::numeric_limits<std::uint64_t>::max());
    EXPECT_TRUE(store.submit(last).ok());
    EXPECT_EQ(store.counts()->pending, 2);
    EXPECT_EQ(store.open_visits()->size(), 2U);
  }
  EXPECT_GT(refused, 0);
  EXPECT_LT(refused, 40);
}

}  // namespace
}  // namespace foyer::crash
