#include "kiosk/platform/rasteriser.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/kiosk/platform/raster_scene.h"

namespace foyer::platform {
namespace {

constexpr int kWidth = 1280;
constexpr int kHeight = 800;

class RasteriserTest : public ::testing::Test {
 protected:
  RasteriserTest() : fonts_(load_scene_fonts(gui_)), pixels_(std::size_t{kWidth} * kHeight, 0x123456U) {}

  Surface surface() { return {pixels_.data(), kWidth, kHeight, kWidth}; }
  std::uint32_t at(int x, int y) const { return pixels_[static_cast<std::size_t>(y * kWidth + x)]; }

  template <typename Draw>
  std::vector<PixelRect> frame(Draw draw) {
    ImDrawList& list = gui_.begin_frame(kWidth, kHeight, 0.016F);
    draw(list);
    const auto changed = rasteriser_.draw(gui_.end_frame(), surface());
    return {changed.begin(), changed.end()};
  }

  GuiContext gui_;
  const FontSet& fonts_;
  std::vector<std::uint32_t> pixels_;
  Rasteriser rasteriser_;
};

TEST_F(RasteriserTest, FillsExactlyThePixelsWhoseCentresAreCovered) {
  frame([](ImDrawList& list) {
    list.AddRectFilled({0, 0}, {1280, 800}, IM_COL32_WHITE);
    list.AddRectFilled({10, 20}, {14, 22}, IM_COL32(255, 0, 0, 255));
    list.AddRectFilled({30.4F, 20}, {32.6F, 21}, IM_COL32(0, 0, 255, 255));
  });
  EXPECT_EQ(at(9, 20), 0xFFFFFFU);
  EXPECT_EQ(at(10, 20), 0xFF0000U);
  EXPECT_EQ(at(13, 21), 0xFF0000U);
  EXPECT_EQ(at(14, 21), 0xFFFFFFU);
  EXPECT_EQ(at(13, 22), 0xFFFFFFU);
  EXPECT_EQ(at(30, 20), 0x0000FFU);
  EXPECT_EQ(at(32, 20), 0x0000FFU);
  EXPECT_EQ(at(33, 20), 0xFFFFFFU);
}

TEST_F(RasteriserTest, BlendsTranslucentColoursWithCorrectRounding) {
  frame([](ImDrawList& list) {
    list.AddRectFilled({0, 0}, {1280, 800}, IM_COL32(100, 200, 255, 255));
    list.AddRectFilled({0, 0}, {10, 10}, IM_COL32(200, 0, 255, 128));
    list.AddRectFilled({20, 0}, {30, 10}, IM_COL32(9, 9, 9, 0));
  });
  EXPECT_EQ(at(5, 5), 0x9664FFU);  // (200*128 + 100*127)/255 = 150.2; 200*127/255 = 99.6
  EXPECT_EQ(at(25, 5), 0x64C8FFU);
}

TEST_F(RasteriserTest, TrianglesThatShareAnEdgeBlendEachPixelOnce) {
  frame([](ImDrawList& list) {
    list.AddRectFilled({0, 0}, {1280, 800}, IM_COL32_WHITE);
    list.Flags &= ~ImDrawListFlags_AntiAliasedFill;
    const ImVec2 fan[] = {{100, 100}, {357, 113}, {341, 290}, {222, 333}, {90, 250}};
    list.AddConvexPolyFilled(fan, 5, IM_COL32(0, 0, 0, 128));
  });
  int covered = 0;
  for (int y = 95; y < 340; ++y) {
    for (int x = 85; x < 365; ++x) {
      const std::uint32_t pixel = at(x, y);
      ASSERT_TRUE(pixel == 0xFFFFFFU || pixel == 0x7F7F7FU) << x << ',' << y << " is " << std::hex << pixel;
      covered += pixel == 0x7F7F7FU ? 1 : 0;
    }
  }
  EXPECT_GT(covered, 40'000);
}

TEST_F(RasteriserTest, NothingIsDrawnOutsideTheClipRectangle) {
  frame([](ImDrawList& list) {
    list.AddRectFilled({0, 0}, {1280, 800}, IM_COL32_WHITE);
    list.PushClipRect({50, 60}, {70, 80}, true);
    list.AddRectFilled({0, 0}, {1280, 800}, IM_COL32_BLACK);
    list.AddCircleFilled({60, 70}, 400, IM_COL32_BLACK);
    list.PopClipRect();
  });
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const bool is_inside = x >= 50 && x < 70 && y >= 60 && y < 80;
      ASSERT_EQ(at(x, y), is_inside ? 0U : 0xFFFFFFU) << x << ',' << y;
    }
  }
}

TEST_F(RasteriserTest, GlyphsAreCopiedTexelForTexel) {
  const ImFontGlyph* glyph = fonts_.fonts[0]->FindGlyph('H');
  frame([&](ImDrawList& list) {
    list.AddRectFilled({0, 0}, {1280, 800}, IM_COL32_WHITE);
    list.AddText(fonts_.fonts[0], 30, {100, 100}, IM_COL32_BLACK, "H");
  });
  const Texture& texture = *fonts_.texture;
  const int u = static_cast<int>(std::lround(glyph->U0 * static_cast<float>(texture.width)));
  const int v = static_cast<int>(std::lround(glyph->V0 * static_cast<float>(texture.height)));
  int ink = 0;
  for (int y = 0; y < static_cast<int>(glyph->Y1 - glyph->Y0); ++y) {
    for (int x = 0; x < static_cast<int>(glyph->X1 - glyph->X0); ++x) {
      const std::uint8_t alpha = texture.pixels[static_cast<std::size_t>((v + y) * texture.width + u + x)];
      const std::uint32_t grey = 255U - alpha;
      ASSERT_EQ(at(100 + static_cast<int>(glyph->X0) + x, 100 + static_cast<int>(glyph->Y0) + y), grey * 0x010101U);
      ink += alpha;
    }
  }
  EXPECT_GT(ink, 0);
}

TEST_F(RasteriserTest, UnchangedFrameDrawsNothing) {
  const auto draw = [this](ImDrawList& list) { draw_scene(list, fonts_, -1); };
  EXPECT_EQ(frame(draw), (std::vector<PixelRect>{{0, 0, kWidth, kHeight}}));
  EXPECT_TRUE(frame(draw).empty());
  EXPECT_EQ(rasteriser_.tiles_drawn(), 0U);
}

TEST_F(RasteriserTest, OneKeyRedrawsOnlyItsTilesAndGivesTheSamePictureAsAFullFrame) {
  frame([this](ImDrawList& list) { draw_scene(list, fonts_, -1); });
  const auto changed = frame([this](ImDrawList& list) { draw_scene(list, fonts_, 17); });
  const PixelRect key = scene_key(17);
  ASSERT_FALSE(changed.empty());
  for (const PixelRect& r : changed) {
    EXPECT_GE(r.x, key.x - 1 - Rasteriser::kTileSize);
    EXPECT_LE(r.x + r.w, key.x + key.w + 1 + Rasteriser::kTileSize);
    EXPECT_GE(r.y, key.y - 1 - Rasteriser::kTileSize);
    EXPECT_LE(r.y + r.h, key.y + key.h + 1 + Rasteriser::kTileSize);
  }
  EXPECT_LE(rasteriser_.tiles_drawn(), 24U);
  const std::vector<std::uint32_t> in_parts = pixels_;
  rasteriser_.invalidate();
  frame([this](ImDrawList& list) { draw_scene(list, fonts_, 17); });
  EXPECT_EQ(in_parts, pixels_);
}

TEST_F(RasteriserTest, PixelsOutsideTheChangedRectanglesStay) {
  frame([this](ImDrawList& list) { draw_scene(list, fonts_, 3); });
  const std::vector<std::uint32_t> before = pixels_;
  const auto changed = frame([this](ImDrawList& list) { draw_scene(list, fonts_, 4); });
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const bool is_reported = std::any_of(changed.begin(), changed.end(), [&](const PixelRect& r) {
        return x >= r.x && x < r.x + r.w && y >= r.y && y < r.y + r.h;
      });
      if (is_reported) continue;
      ASSERT_EQ(at(x, y), before[static_cast<std::size_t>(y * kWidth + x)]) << x << ',' << y;
    }
  }
}

TEST_F(RasteriserTest, AnotherSurfaceIsDrawnCompletely) {
  frame([this](ImDrawList& list) { draw_scene(list, fonts_, -1); });
  std::vector<std::uint32_t> small(333 * 217);
  draw_scene(gui_.begin_frame(333, 217, 0.016F), fonts_, -1);
  const auto changed = rasteriser_.draw(gui_.end_frame(), {small.data(), 333, 217, 333});
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed[0], (PixelRect{0, 0, 333, 217}));
}

TEST_F(RasteriserTest, HostileGeometryDrawsNothingOutsideAndDoesNotCrash) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  frame([&](ImDrawList& list) {
    list.AddRectFilled({0, 0}, {1280, 800}, IM_COL32_WHITE);
    list.AddTriangleFilled({nan, 0}, {10, inf}, {20, 20}, IM_COL32_BLACK);
    list.AddTriangleFilled({-1e9F, -1e9F}, {1e9F, 0}, {0, 1e30F}, IM_COL32_BLACK);
    list.AddTriangleFilled({-9e5F, -9e5F}, {9e5F, -9e5F}, {0, 9e5F}, IM_COL32(0, 0, 0, 10));
    list.AddRectFilled({-5e5F, 700}, {5e5F, 5e5F}, IM_COL32(255, 0, 0, 255));
    list.AddImage(fonts_.texture.get(), {0, 0}, {50, 50}, {-1e20F, nan}, {1e20F, 7});
    list.AddImage(nullptr, {0, 0}, {50, 50});
    list.PushClipRect({500, 500}, {400, 400});
    list.AddRectFilled({0, 0}, {1280, 800}, IM_COL32_BLACK);
    list.PopClipRect();
  });
  EXPECT_EQ(at(640, 799), 0xFF0000U);
}

TEST_F(RasteriserTest, EmptySurfaceIsLeftAlone) {
  draw_scene(gui_.begin_frame(10, 10, 0.016F), fonts_, -1);
  EXPECT_TRUE(rasteriser_.draw(gui_.end_frame(), {}).empty());
}

}  // namespace
}  // namespace foyer::platform
