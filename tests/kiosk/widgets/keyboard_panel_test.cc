// Where the accents of a held key stand.
#include "kiosk/widgets/keyboard_panel.h"

#include <gtest/gtest.h>

namespace foyer::widgets {
namespace {

constexpr float kCanvas = 1280;
constexpr Rect kMiddleKey{645, 538, 118, 78};

TEST(AccentPlaces, FewStandInOneRowCentredAboveTheKey) {
  const AccentPlaces places = accent_places(kMiddleKey, 3, kCanvas);
  ASSERT_EQ(places.cells.size(), 3U);
  EXPECT_FLOAT_EQ(places.box.centre_x(), kMiddleKey.centre_x());
  EXPECT_FLOAT_EQ(places.cells[1].centre_x(), kMiddleKey.centre_x());
  EXPECT_LT(places.box.bottom(), kMiddleKey.y);
  for (const Rect& cell : places.cells) EXPECT_FLOAT_EQ(cell.y, places.cells[0].y);
}

TEST(AccentPlaces, MoreThanFiveStandInTwoRows) {
  for (const std::size_t count : {6U, 7U, 8U, 9U, 10U}) {
    const AccentPlaces places = accent_places(kMiddleKey, count, kCanvas);
    ASSERT_EQ(places.cells.size(), count);
    std::size_t in_first = 0;
    for (const Rect& cell : places.cells) in_first += cell.y == places.cells[0].y ? 1U : 0U;
    EXPECT_LE(in_first, kAccentsInARow);
    EXPECT_LE(count - in_first, in_first);
    EXPECT_LT(places.box.bottom(), kMiddleKey.y);
  }
}

TEST(AccentPlaces, BoxStaysOnTheScreenAndHoldsItsCells) {
  for (const float x : {16.0F, 79.0F, 1146.0F}) {
    const AccentPlaces places = accent_places({x, 538, 118, 78}, 9, kCanvas);
    EXPECT_GE(places.box.x, 0);
    EXPECT_LE(places.box.right(), kCanvas);
    for (const Rect& cell : places.cells) {
      EXPECT_GE(cell.x, places.box.x);
      EXPECT_LE(cell.right(), places.box.right());
      EXPECT_GE(cell.y, places.box.y);
      EXPECT_LE(cell.bottom(), places.box.bottom());
      EXPECT_GE(cell.w, kTouchMin);
    }
  }
}

TEST(AccentPlaces, NarrowCanvasStillHoldsTwoRows) {
  const AccentPlaces places = accent_places({16, 700, 70, 78}, 9, 800);
  EXPECT_LE(places.box.right(), 800);
}

}  // namespace
}  // namespace foyer::widgets
