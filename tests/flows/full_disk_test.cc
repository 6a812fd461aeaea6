// A tablet whose disk is full: said to the visitor, nothing confirmed is lost, and the same tap works once there is
// room again.
#include <gtest/gtest.h>

#include "tests/flows/in_step.h"
#include "tests/flows/outbox.h"
#include "tests/flows/site.h"
#include "tests/support/small_disk.h"

namespace foyer::flows {
namespace {

// Check-ins that a file system with no room left has taken: as many as fit into what the database holds already.
std::size_t stored_until_full(const Tablet& tablet) {
  Outbox outbox(tablet.data());
  for (std::size_t stored = 0; stored < 5000; ++stored) {
    const auto visit = outbox.check_in("v" + std::to_string(stored) + "@example.com");
    if (visit) continue;
    EXPECT_EQ(visit.error().fault, Fault::full) << visit.error().detail;
    return stored;
  }
  support::fail("a full disk takes everything");
}

TEST(FullDisk, IsSaidAndTheSameTapWorksLater) {
  Centre centre;
  centre.start();
  Tablet tablet("Front desk");
  const support::SmallDisk disk(tablet.data());
  tablet.configure("");
  tablet.enrol(centre);
  tablet.start_kiosk();
  tablet.visitor().check_in("Ann Lee", "ann@example.com");
  tablet.visitor().go_home();
  tablet.visitor().choose("drop_in");
  tablet.visitor().fill_in({"Bob Ray", "bob@example.com"});

  std::size_t stored = 0;
  if (disk.is_real()) {
    disk.fill();
    stored = stored_until_full(tablet);
  } else {  // a container that may not mount: the kiosk's writes fail as they would
    tablet.kiosk().limit_file_size(1);
  }
  tablet.visitor().tap("confirm.check_in");
  tablet.visitor().wait_for_screen("trouble");
  if (disk.is_real()) disk.free();
  tablet.kiosk().limit_file_size({});
  tablet.visitor().tap("trouble.retry");
  tablet.visitor().wait_for_screen("done");

  tablet.start_agent();
  wait_until_in_step(centre, {&tablet});
  EXPECT_EQ(centre.visits().size(), stored + 2);
  EXPECT_EQ(only(centre.visits(), "email", "ann@example.com").at("reason"), "drop_in");
  EXPECT_EQ(only(centre.visits(), "email", "bob@example.com").at("reason"), "drop_in");
  tablet.kill_agent();
  tablet.kill_kiosk();
}

}  // namespace
}  // namespace foyer::flows
