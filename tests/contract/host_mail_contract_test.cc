// Which host is told of which visit, once, and what tablets hear of it, over every ServerStore.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/open_store.h"
#include "tests/sync/server/mail/host_site.h"

namespace foyer::server {
namespace {

using domain::HostTold;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class HostIsTold : public ::testing::TestWithParam<Kind> {
 protected:
  HostIsTold() : open_(open_store(GetParam())), site_(std::make_unique<HostSite>(open_->store())) {}

  std::unique_ptr<OpenStore> open_;
  std::unique_ptr<HostSite> site_;
};

TEST_P(HostIsTold, OncePerVisitHoweverOftenItIsPushed) {
  const domain::Op op = site_->visit(1, "ada");
  for (int i = 0; i < 3; ++i) site_->centre.push(site_->tablet, {op, op});
  EXPECT_EQ(site_->told(1), HostTold::waiting);
  const auto notices = site_->take();
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].host, "Ada Example");
  EXPECT_EQ(notices[0].address, "ada@example.com");
  EXPECT_EQ(notices[0].visitor, "Visitor 1");
  EXPECT_EQ(notices[0].kiosk, "Front desk");
  EXPECT_EQ(notices[0].site, "Head office");
  EXPECT_EQ(notices[0].occurred_ms, site_->now());
  EXPECT_THAT(site_->take(), IsEmpty()) << "another server looks at the same moment";
  site_->settle(notices[0], Delivery::sent, 250);
  EXPECT_EQ(site_->told(1), HostTold::sent);
  site_->centre.push(site_->tablet, {op});
  site_->centre.clock.turn(3'600'000);
  EXPECT_THAT(site_->take(), IsEmpty());
}

TEST_P(HostIsTold, AServerThatDiedLeavesItToTheNextAfterTheLease) {
  site_->centre.push(site_->tablet, {site_->visit(1, "ada")});
  const auto first = site_->take();
  ASSERT_THAT(first, SizeIs(1));
  site_->centre.clock.turn(kNoticeLeaseMs - 1);
  EXPECT_THAT(site_->take(), IsEmpty());
  site_->centre.clock.turn(1);
  const auto second = site_->take();
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_EQ(second[0].mail.visit_id, first[0].mail.visit_id);
}

TEST_P(HostIsTold, LaterWaitsLongerEachTimeAndRefusedIsTheEnd) {
  site_->centre.push(site_->tablet, {site_->visit(1, "ada")});
  for (const std::int64_t wait_ms : {30'000, 60'000, 120'000, 240'000, 480'000, 900'000, 900'000}) {
    const auto notices = site_->take();
    ASSERT_THAT(notices, SizeIs(1));
    site_->settle(notices[0], Delivery::later, 451);
    EXPECT_EQ(site_->told(1), HostTold::waiting);
    site_->centre.clock.turn(wait_ms - 1);
    EXPECT_THAT(site_->take(), IsEmpty());
    site_->centre.clock.turn(1);
  }
  const auto notices = site_->take();
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].mail.smtp_code, 451);
  site_->settle(notices[0], Delivery::refused, 550);
  EXPECT_EQ(site_->told(1), HostTold::failed);
  site_->centre.clock.turn(3'600'000);
  EXPECT_THAT(site_->take(), IsEmpty());
}

TEST_P(HostIsTold, AVisitThatIsTooOldIsNotTold) {
  const domain::Op old = site_->visit(1, "ada");
  site_->centre.clock.turn(4 * 3'600'000 + 1);
  site_->centre.push(site_->tablet, {old, site_->visit(2, "ada")});
  const auto notices = site_->take();
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].mail.visit_id, support::visit_id(2));
  EXPECT_EQ(site_->told(1), HostTold::failed);
}

TEST_P(HostIsTold, AVoidedVisitIsNotTold) {
  site_->centre.push(site_->tablet, {site_->visit(1, "ada"), site_->visit(2, "ada"),
                                     support::void_visit(3, support::visit_id(1), site_->centre.clock.now())});
  EXPECT_THAT(site_->take(), SizeIs(1));
  EXPECT_EQ(site_->told(1), HostTold::none);
}

TEST_P(HostIsTold, AHostWhoCannotBeToldIsSaidToBeUntold) {
  site_->centre.push(site_->tablet,
                     {site_->visit(1, "mute"), site_->visit(2, "nobody"),
                      support::check_in(3, support::cid_of(3), "x@example.com", {}, site_->centre.clock.now())});
  EXPECT_THAT(site_->take(), IsEmpty());
  EXPECT_EQ(site_->told(1), HostTold::failed);
  EXPECT_EQ(site_->told(2), HostTold::failed);
  EXPECT_EQ(site_->told(3), HostTold::none);
}

TEST_P(HostIsTold, NothingWaitsWhereThereIsNoMailServer) {
  HostSite quiet(open_->store(), ServiceOptions{});
  quiet.centre.push(quiet.tablet, {quiet.visit(7, "ada")});
  EXPECT_EQ(quiet.told(7), HostTold::none);
  EXPECT_THAT(quiet.take(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Stores, HostIsTold, ::testing::Values(Kind::memory, Kind::sqlite, Kind::postgres),
                         [](const auto& suite) { return name_of(suite.param); });

}  // namespace
}  // namespace foyer::server
