#include "kiosk/widgets/corners.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace foyer::widgets {
namespace {

double covered(const std::vector<std::uint8_t>& alpha) {
  return std::accumulate(alpha.begin(), alpha.end(), 0.0) / 255;
}

TEST(Corners, EveryRadiusOfTheThemeIsBakedOnceFilledAndStroked) {
  for (const float scale : {0.6F, 1.0F, 1.5F, 2.7F}) {
    const auto specs = corner_specs(scale);
    for (const float radius : {kRadiusKey, kRadiusField, kRadiusButton, kRadiusRow, kRadiusCard, kRadiusSheet}) {
      const int px = static_cast<int>(std::lround(radius * scale));
      EXPECT_EQ(std::count(specs.begin(), specs.end(), CornerSpec{px, 0}), 1) << radius << " at " << scale;
      const int focus = static_cast<int>(std::lround(kFocusWidth * scale));
      EXPECT_EQ(std::count(specs.begin(), specs.end(), CornerSpec{px, focus}), 1) << radius << " at " << scale;
    }
  }
}

TEST(Corners, ADiscCoversItsArea) {
  for (const int radius : {7, 12, 28, 75}) {
    const double area = std::numbers::pi * radius * radius;
    EXPECT_NEAR(covered(corner_picture({radius, 0})), area, area * 0.01) << radius;
  }
}

TEST(Corners, ARingIsTheDiscWithoutTheOneInsideIt) {
  const auto disc = corner_picture({24, 0});
  const auto ring = corner_picture({24, 4});
  const double area = std::numbers::pi * (24 * 24 - 20 * 20);
  EXPECT_NEAR(covered(ring), area, area * 0.01);
  for (std::size_t i = 0; i < ring.size(); ++i) EXPECT_LE(ring[i], disc[i]);
  EXPECT_EQ(ring[24 * 48 + 24], 0);   // the middle
  EXPECT_EQ(ring[24 * 48 + 2], 255);  // within the stroke
}

}  // namespace
}  // namespace foyer::widgets
