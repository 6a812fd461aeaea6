#include "kiosk/platform/touch_router.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "tests/kiosk/platform/fingers.h"

namespace foyer::platform {
namespace {

constexpr Rect kPanel{0, 444, 1280, 356};

TouchTarget key(std::string id, Rect rect) {
  TouchTarget target;
  target.id = std::move(id);
  target.rect = rect;
  target.key = true;
  return target;
}

// One row of ten letters and a backspace on the panel, and a button above it.
std::vector<TouchTarget> keyboard() {
  std::vector<TouchTarget> targets;
  targets.push_back(button("details.back", {40, 100, 200, 88}));
  TouchTarget panel = button("keyboard", kPanel);
  panel.panel = true;
  targets.push_back(panel);
  const std::string letters = "qwertyuiop";
  for (std::size_t i = 0; i < letters.size(); ++i) {
    TouchTarget letter = key(std::string("key.") + letters[i], {16 + 125.6F * static_cast<float>(i), 452, 118, 78});
    letter.long_press_ms = 400;
    targets.push_back(letter);
  }
  TouchTarget backspace = key("key.backspace", {1084, 624, 180, 78});
  backspace.repeats = true;
  targets.push_back(backspace);
  return targets;
}

Point centre(std::size_t letter) { return {16 + 125.6F * static_cast<float>(letter) + 59, 491}; }

class TouchRouterTest : public ::testing::Test {
 protected:
  TouchRouterTest() { router_.set_targets("details", keyboard()); }
  TouchRouter router_;
};

TEST_F(TouchRouterTest, FortyOverlappingTapsEightyMsApartGiveFortyCharactersAtFifteenFrames) {
  const std::string letters = "qwertyuiop";
  std::string typed;
  std::string expected;
  std::int64_t next_frame_ms = 0;
  struct Lift {
    std::int64_t at_ms;
    std::int64_t finger;
    Point point;
  };
  std::vector<Lift> lifts;
  for (int i = 0; i < 40; ++i) {
    const std::int64_t now_ms = 80 * i;
    for (; next_frame_ms <= now_ms; next_frame_ms += 1000 / 15) router_.set_targets("details", keyboard());
    for (const Lift& lift : lifts) {  // each finger stays 90 ms, into the next one's touch
      if (lift.at_ms <= now_ms) typed += commits(Finger(router_, lift.finger).up(lift.point, lift.at_ms));
    }
    std::erase_if(lifts, [&](const Lift& lift) { return lift.at_ms <= now_ms; });
    const auto letter = static_cast<std::size_t>(i * 7 % 10);
    typed += commits(Finger(router_, i % 2).down(centre(letter), now_ms));
    lifts.push_back({now_ms + 90, i % 2, centre(letter)});
    expected += letters[letter];
  }
  for (const Lift& lift : lifts) typed += commits(Finger(router_, lift.finger).up(lift.point, lift.at_ms));
  EXPECT_EQ(typed, expected);
}

TEST_F(TouchRouterTest, NextFingerCommitsTheKeyBeforeAndItsLiftDoesNothing) {
  Finger left(router_, 1);
  Finger right(router_, 2);
  EXPECT_EQ(commits(left.down(centre(0), 0)), "");
  EXPECT_EQ(commits(right.down(centre(1), 50)), "q");
  EXPECT_EQ(commits(left.up(centre(0), 90)), "");
  EXPECT_EQ(commits(right.up(centre(1), 140)), "w");
}

TEST_F(TouchRouterTest, DownAndUpBackToBackCounts) {
  Finger mouse(router_, kMouseFinger);
  EXPECT_EQ(mouse.down(centre(3), 5).size(), 1U);
  EXPECT_EQ(commits(mouse.up(centre(3), 5)), "r");
}

TEST_F(TouchRouterTest, DoubleTapGivesTwoCommits) {
  Finger finger(router_, 1);
  std::string typed;
  for (const std::int64_t ms : {0, 120}) {
    finger.down(centre(4), ms);
    typed += commits(finger.up(centre(4), ms + 60));
  }
  EXPECT_EQ(typed, "tt");
}

TEST_F(TouchRouterTest, EveryPointOfThePanelBelongsToTheNearestKey) {
  Finger finger(router_, 1);
  for (const auto& [point, expected] : std::vector<std::pair<Point, std::string>>{
           {{0, 444}, "q"}, {{1279, 445}, "p"}, {{137, 491}, "q"}, {{1279, 799}, "backspace"}, {{300, 600}, "e"}}) {
    finger.down(point, 0);
    EXPECT_EQ(commits(finger.up(point, 30)), expected) << point.x << ',' << point.y;
  }
}

TEST_F(TouchRouterTest, SlidingRetargetsOnlyPastFortyPercentOfAKey) {
  Finger finger(router_, 1);
  finger.down(centre(0), 0);
  EXPECT_TRUE(finger.move({16 + 118 + 30, 491}, 20).empty());
  const auto actions = finger.move({16 + 118 + 32, 491}, 30);
  ASSERT_EQ(actions.size(), 1U);
  EXPECT_EQ(actions[0].gesture, Gesture::slide);
  EXPECT_EQ(actions[0].from, "key.q");
  EXPECT_EQ(actions[0].target, "key.w");
  EXPECT_EQ(commits(finger.up(centre(1), 60)), "w");
}

TEST_F(TouchRouterTest, SlidingOffThePanelCancels) {
  Finger finger(router_, 1);
  finger.down(centre(5), 0);
  const auto actions = finger.move({700, 300}, 40);
  ASSERT_EQ(actions.size(), 1U);
  EXPECT_EQ(actions[0].gesture, Gesture::cancel);
  EXPECT_TRUE(finger.move(centre(5), 50).empty());
  EXPECT_TRUE(finger.up(centre(5), 60).empty());
}

TEST_F(TouchRouterTest, ButtonIsCancelledByLeavingItAndCommitsOnLift) {
  Finger finger(router_, 1);
  finger.down({100, 140}, 0);
  EXPECT_EQ(commits(finger.up({110, 150}, 80)), "back");
  finger.down({100, 140}, 200);
  EXPECT_EQ(finger.move({300, 140}, 220).at(0).gesture, Gesture::cancel);
  EXPECT_TRUE(finger.up({100, 140}, 260).empty());
}

TEST_F(TouchRouterTest, ButtonIsNotCommittedByAnotherFinger) {
  Finger first(router_, 1);
  Finger second(router_, 2);
  first.down({100, 140}, 0);
  EXPECT_EQ(commits(second.down(centre(0), 20)), "");
  EXPECT_EQ(commits(first.up({100, 140}, 60)), "back");
}

TEST_F(TouchRouterTest, LongPressComesOnceAndTheLiftStillCommitsAsHeld) {
  Finger finger(router_, 1);
  finger.down(centre(2), 0);
  EXPECT_EQ(router_.next_deadline_us(), 400 * kMs);
  EXPECT_TRUE(router_.tick(399 * kMs).empty());
  const auto actions = router_.tick(400 * kMs);
  ASSERT_EQ(actions.size(), 1U);
  EXPECT_EQ(actions[0].gesture, Gesture::long_press);
  EXPECT_TRUE(router_.tick(900 * kMs).empty());
  const auto lifted = finger.up(centre(2), 950);
  ASSERT_EQ(commits(lifted), "e");
  EXPECT_TRUE(lifted[0].held);
}

TEST_F(TouchRouterTest, AccentIsChosenBySlidingOntoIt) {
  Finger finger(router_, 1);
  finger.down(centre(2), 0);
  router_.tick(400 * kMs);
  auto targets = keyboard();
  TouchTarget accent = key("key.accent.é", {267, 360, 118, 78});
  accent.popup = true;
  targets.push_back(accent);
  router_.set_targets("details", targets);
  const auto slid = finger.move({300, 400}, 500);
  ASSERT_EQ(slid.size(), 1U);
  EXPECT_EQ(slid[0].target, "key.accent.é");
  EXPECT_EQ(commits(finger.up({300, 400}, 600)), "accent.é");
}

TEST_F(TouchRouterTest, NearestAccentWinsInsideTheirBoxAndTheKeyOutsideOfIt) {
  auto targets = keyboard();
  TouchTarget box = button("keyboard.accents", {259, 400, 260, 94});  // over the upper row
  box.panel = box.popup = true;
  targets.push_back(box);
  for (const auto& [id, x] : {std::pair{"key.accent.é", 267.0F}, std::pair{"key.accent.è", 393.0F}}) {
    TouchTarget accent = key(id, {x, 408, 118, 78});
    accent.popup = true;
    targets.push_back(accent);
  }
  router_.set_targets("details", targets);
  const auto tap = [&](Point p) {
    Finger finger(router_, 1);
    finger.down(p, 0);
    return commits(finger.up(p, 50));
  };
  EXPECT_EQ(tap({260, 401}), "accent.é") << "the box's rim";
  EXPECT_EQ(tap({387, 493}), "accent.é") << "between two";
  EXPECT_EQ(tap({391, 450}), "accent.è");
  EXPECT_EQ(tap({330, 500}), "e") << "below the box";
  EXPECT_EQ(tap({250, 491}), "w") << "beside it";
}

TEST_F(TouchRouterTest, BackspaceRepeatsWhileHeldAndThenDoesNotCommit) {
  Finger finger(router_, 1);
  finger.down({1200, 660}, 0);
  EXPECT_TRUE(router_.tick(399 * kMs).empty());
  EXPECT_EQ(router_.tick(400 * kMs).at(0).count, 1);
  EXPECT_TRUE(router_.tick(489 * kMs).empty());
  EXPECT_EQ(router_.tick(490 * kMs).at(0).count, 2);
  EXPECT_EQ(router_.tick(2'000 * kMs).size(), 1U) << "a late frame must not delete a burst";
  EXPECT_TRUE(router_.tick(2'050 * kMs).empty());
  EXPECT_EQ(commits(finger.up({1200, 660}, 2'100)), "");
}

TEST_F(TouchRouterTest, StuckFingerIsDroppedAfterTenSeconds) {
  Finger stuck(router_, 7);
  stuck.down({100, 140}, 0);
  ASSERT_TRUE(router_.next_deadline_us().has_value());
  EXPECT_EQ(router_.tick(10'000 * kMs).at(0).gesture, Gesture::cancel);
  EXPECT_FALSE(router_.has_fingers());
  EXPECT_TRUE(stuck.up({100, 140}, 10'100).empty());
}

TEST_F(TouchRouterTest, AnotherScreenTakesTheEffectFromFingersThatAreDown) {
  Finger finger(router_, 1);
  finger.down({100, 140}, 0);
  router_.set_targets("home", {button("details.back", {40, 100, 200, 88})});
  EXPECT_TRUE(finger.up({100, 140}, 60).empty());
}

TEST_F(TouchRouterTest, TargetThatBecameAnotherOneUnderTheFingerDoesNothing) {
  Finger finger(router_, 1);
  finger.down({100, 140}, 0);
  router_.set_targets("details", {button("details.erase", {40, 100, 200, 88})});
  EXPECT_TRUE(finger.up({100, 140}, 60).empty());
}

TEST_F(TouchRouterTest, DisabledTargetInFrontSwallowsTheTouch) {
  auto targets = keyboard();
  targets.push_back(button("sheet", {0, 0, 1280, 400}));
  targets.back().enabled = false;
  router_.set_targets("details", targets);
  Finger finger(router_, 1);
  EXPECT_TRUE(finger.down({100, 140}, 0).empty());
  EXPECT_TRUE(finger.up({100, 140}, 50).empty());
}

TEST_F(TouchRouterTest, DroppingAllFingersDoesNothing) {
  Finger(router_, 2).down({100, 140}, 1);
  EXPECT_EQ(commits(router_.drop_fingers()), "");
  EXPECT_TRUE(router_.pressed().empty());
}

TEST_F(TouchRouterTest, FocusLossDropsFingersThatSayNothingMore) {
  Finger(router_, 2).down({100, 140}, 1'000);
  router_.lose_focus(1'100 * kMs);
  EXPECT_TRUE(router_.tick(1'599 * kMs).empty());
  EXPECT_EQ(router_.tick(1'600 * kMs).at(0).gesture, Gesture::cancel);
}

TEST_F(TouchRouterTest, FocusLossInTheMiddleOfATapDoesNotLoseIt) {
  Finger finger(router_, 2);
  finger.down({100, 140}, 1'000);
  router_.lose_focus(1'010 * kMs);
  EXPECT_EQ(commits(finger.up({100, 140}, 1'080)), "back");
}

TEST_F(TouchRouterTest, LiftThatIsToldWithAnOlderTimeThanItsTouchStillCounts) {
  Finger finger(router_, 1);
  finger.down(centre(0), 10);
  EXPECT_EQ(commits(finger.up(centre(0), 9)), "q");
}

TEST_F(TouchRouterTest, PressedNamesWhatIsHeldNow) {
  Finger(router_, 1).down(centre(0), 0);
  EXPECT_EQ(router_.pressed(), std::vector<std::string>{"key.q"});
}

TEST_F(TouchRouterTest, HostileEventsAreIgnored) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  Finger finger(router_, std::numeric_limits<std::int64_t>::min());
  EXPECT_TRUE(finger.up({0, 0}, 0).empty());
  EXPECT_TRUE(finger.move({0, 0}, 0).empty());
  EXPECT_TRUE(finger.down({nan, inf}, 0).empty());
  EXPECT_TRUE(finger.down({-1e30F, 1e30F}, 0).empty());
  finger.up({-1e30F, 1e30F}, 0);
  for (std::int64_t id = 0; id < 1'000; ++id) Finger(router_, id).down(centre(0), 1);
  EXPECT_LE(router_.pressed().size(), kFingersMax);
  router_.set_targets("empty", {});
  Finger(router_, 3).up(centre(0), 2);
  TouchTarget panel = button("panel", kPanel);
  panel.panel = true;
  router_.set_targets("no keys", {panel});
  EXPECT_TRUE(Finger(router_, 5'000).down(centre(0), 3).empty());
}

TEST_F(TouchRouterTest, FingerThatComesDownTwiceHasLiftedInBetween) {
  Finger finger(router_, 1);
  finger.down(centre(0), 0);
  EXPECT_EQ(commits(finger.down(centre(1), 100)), "q");
  EXPECT_EQ(commits(finger.up(centre(1), 150)), "w");
}

}  // namespace
}  // namespace foyer::platform
