// How often a check-in waits for the disk: once.
#include <gtest/gtest.h>

#include "shared/domain/field_rules.h"
#include "shared/store/kiosk_store.h"
#include "tests/crash/crash_disk.h"
#include "tests/support/fakes.h"

namespace foyer::crash {
namespace {

TEST(Flush, ACheckInIsOneAlsoAfterCheckpoints) {
  CrashDisk disk("foyer-flush");
  support::FakeClock clock;
  support::SeededRandom random;
  store::KioskStoreOptions options;
  options.vfs = disk.name();
  auto store = store::KioskStore::open("", clock, random, options);
  ASSERT_TRUE(store.ok());
  int checkpoints = 0;
  for (int i = 0; i < 500; ++i) {
    domain::CheckIn body;
    body.cid = time_uuid(random, clock.now().wall_ms);
    body.email = "p" + std::to_string(i) + "@example.com";
    body.fields.set = {{"name", "Person"}};
    body.visit.id = time_uuid(random, clock.now().wall_ms);
    clock.advance(1000);
    const auto op = domain::make_check_in(time_uuid(random, clock.now().wall_ms), clock.now(), std::move(body));
    const auto before = disk.syncs();
    ASSERT_TRUE(store->submit(op).ok());
    if (i > 0) {  // the first one starts the WAL
      EXPECT_EQ(disk.syncs() - before, 1U) << "check-in " << i;
    }
    const auto flushed = disk.syncs_of(".db");
    ASSERT_TRUE(store->checkpoint().ok());
    if (disk.syncs_of(".db") > flushed) ++checkpoints;
  }
  EXPECT_GT(checkpoints, 3);
  EXPECT_LT(disk.files().at("/kiosk.db-wal")->current.size(), 2U * 1024 * 1024);  // reused, not growing
}

}  // namespace
}  // namespace foyer::crash
