#include "kiosk/widgets/semantics.h"

#include <gtest/gtest.h>

namespace foyer::widgets {
namespace {

SemanticItem item(const char* id, Role role, PixelRect rect) {
  SemanticItem made;
  made.id = id;
  made.role = role;
  made.label = id;
  made.rect = rect;
  return made;
}

TEST(Semantics, TheItemDrawnLastIsInFront) {
  Semantics list;
  list.begin_frame("attract");
  list.add(item("attract.start", Role::button, {0, 0, 100, 100}));
  list.add(item("attract.language.de", Role::chip, {10, 10, 20, 20}));
  EXPECT_EQ(list.hit(15, 15)->id, "attract.language.de");
  EXPECT_EQ(list.hit(50, 50)->id, "attract.start");
  EXPECT_EQ(list.hit(200, 50), nullptr);
}

TEST(Semantics, TextsThePanelAndDisabledItemsAreNotTouched) {
  Semantics list;
  list.begin_frame("home");
  list.add(item("home.title", Role::text, {0, 0, 100, 20}));
  SemanticItem panel = item("keyboard", Role::key, {0, 20, 100, 20});
  panel.panel = true;
  list.add(panel);
  SemanticItem off = item("home.off", Role::button, {0, 40, 100, 20});
  off.enabled = false;
  list.add(off);
  EXPECT_EQ(list.hit(5, 5), nullptr);
  EXPECT_EQ(list.hit(5, 25), nullptr);
  EXPECT_EQ(list.hit(5, 45), nullptr);
}

TEST(Semantics, AFrameForgetsTheLastOne) {
  Semantics list;
  list.begin_frame("home");
  list.add(item("home.drop_in", Role::button, {0, 0, 10, 10}));
  list.report_overflow("home.drop_in", "Drop in");
  list.begin_frame("details");
  EXPECT_EQ(list.screen(), "details");
  EXPECT_TRUE(list.items().empty());
  EXPECT_TRUE(list.overflows().empty());
  EXPECT_EQ(list.find("home.drop_in"), nullptr);
}

TEST(Semantics, RolesHaveTheirWords) {
  EXPECT_STREQ(role_name(Role::button), "button");
  EXPECT_STREQ(role_name(Role::toggle), "toggle");
}

}  // namespace
}  // namespace foyer::widgets
