// Taps through a change of the screen.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kiosk/platform/touch_router.h"
#include "tests/kiosk/platform/fingers.h"

namespace foyer::platform {
namespace {

// "Next" of a form lies where another screen has its main button.
class ScreenChangeTest : public ::testing::Test {
 protected:
  static constexpr Point kNext{1100, 750};
  static std::vector<TouchTarget> form() { return {button("details.next", {1000, 720, 240, 72})}; }
  static std::vector<TouchTarget> summary() {
    return {button("confirm.check_in", {960, 700, 280, 88}), button("confirm.change", {40, 700, 280, 88})};
  }
  // The visitor has tapped Next at 1000 ms.
  ScreenChangeTest() {
    router_.set_targets("details", form());
    Finger finger(router_, 1);
    finger.down(kNext, 950);
    EXPECT_EQ(commits(finger.up(kNext, 1'000)), "next");
  }
  std::string tap(Point p, std::int64_t ms) {
    Finger finger(router_, 2);
    std::string text = commits(finger.down(p, ms));
    return text + commits(finger.up(p, ms + 40));
  }
  TouchRouter router_;
};

TEST_F(ScreenChangeTest, SecondHalfOfADoubleTapDoesNothingOnTheNextScreen) {
  router_.set_targets("confirm", summary());
  EXPECT_EQ(tap(kNext, 1'150), "");
  EXPECT_EQ(tap({kNext.x + 30, kNext.y - 15}, 1'449), "");
  EXPECT_FALSE(router_.has_fingers());
}

TEST_F(ScreenChangeTest, SwallowedFingerIsFollowedWithoutEffectUntilItLifts) {
  router_.set_targets("confirm", summary());
  Finger finger(router_, 2);
  EXPECT_TRUE(finger.down(kNext, 1'150).empty());
  EXPECT_TRUE(router_.has_fingers());
  EXPECT_TRUE(router_.pressed().empty());
  EXPECT_TRUE(router_.tick(2'000 * kMs).empty());
  EXPECT_TRUE(finger.move({kNext.x - 40, kNext.y}, 2'100).empty());
  EXPECT_TRUE(finger.up({kNext.x - 40, kNext.y}, 2'200).empty());
}

TEST_F(ScreenChangeTest, TouchElsewhereOrLaterCounts) {
  router_.set_targets("confirm", summary());
  EXPECT_EQ(tap({100, 750}, 1'050), "change");
  EXPECT_EQ(tap({kNext.x - 37, kNext.y}, 1'100), "check_in");
  EXPECT_EQ(tap(kNext, 1'450), "check_in");
}

TEST_F(ScreenChangeTest, SecondHalfIsMeasuredInTheScaleOfTheScreen) {
  router_.set_scale(2);
  router_.set_targets("confirm", summary());
  EXPECT_EQ(tap({kNext.x - 70, kNext.y}, 1'100), "");
}

TEST_F(ScreenChangeTest, SameScreenIsNeverSlowed) {
  router_.set_targets("details", form());
  EXPECT_EQ(tap(kNext, 1'060), "next");
  EXPECT_FALSE(router_.is_guarding(1'100 * kMs));
}

TEST_F(ScreenChangeTest, TouchBeforeTheNextScreenHasTargetsMeetsNothing) {
  router_.set_targets("confirm", {});  // known, not shown yet
  EXPECT_EQ(tap(kNext, 1'020), "");
  EXPECT_EQ(tap({100, 750}, 1'030), "");
  Finger early(router_, 3);
  early.down(kNext, 1'100);
  router_.set_targets("confirm", summary());
  EXPECT_TRUE(early.up(kNext, 1'120).empty());
  EXPECT_EQ(tap(kNext, 1'200), "");
}

TEST_F(ScreenChangeTest, GuardEndsByItselfAndIsTold) {
  EXPECT_FALSE(router_.is_guarding(1'010 * kMs));
  router_.set_targets("confirm", summary());
  EXPECT_TRUE(router_.is_guarding(1'010 * kMs));
  EXPECT_TRUE(router_.is_guarding(1'449 * kMs));
  EXPECT_FALSE(router_.is_guarding(1'450 * kMs));
}

TEST_F(ScreenChangeTest, ScreenThatChangesByItselfIsNotGuarded) {
  router_.set_targets("attract", summary());  // long after the last tap
  EXPECT_FALSE(router_.is_guarding(9'000 * kMs));
  EXPECT_EQ(tap(kNext, 9'000), "check_in");
}

}  // namespace
}  // namespace foyer::platform
