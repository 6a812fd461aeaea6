#include "tests/kiosk/platform/raster_scene.h"

#include <cmath>
#include <string>

namespace foyer::platform {
namespace {

constexpr ImU32 kBackground = IM_COL32(244, 246, 250, 255);
constexpr ImU32 kText = IM_COL32(16, 20, 28, 255);
constexpr ImU32 kPrimary = IM_COL32(8, 76, 176, 255);
constexpr ImU32 kBorder = IM_COL32(96, 108, 128, 255);

constexpr int kBlobSide = 48;

AlphaPatch blob() {
  AlphaPatch patch{kBlobSide, kBlobSide, std::vector<std::uint8_t>(kBlobSide * kBlobSide)};
  for (int y = 0; y < kBlobSide; ++y) {
    for (int x = 0; x < kBlobSide; ++x) {
      const double r = std::hypot(x - 23.5, y - 23.5) / 24;
      patch.pixels[static_cast<std::size_t>(y * kBlobSide + x)] =
          static_cast<std::uint8_t>(r < 1 ? 255 * (1 - r) * (1 - r) : 0);
    }
  }
  return patch;
}

}  // namespace

const FontSet& load_scene_fonts(GuiContext& gui) {
  return gui.load_fonts({{Typeface::text_medium, 30, GlyphCover::latin, {}},
                         {Typeface::display_semibold, 68, GlyphCover::latin, {}},
                         {Typeface::text_medium, 24, GlyphCover::latin, {}}},
                        {blob()}, {});
}

PixelRect scene_key(int key) { return {16 + key % 10 * 126, 452 + key / 10 * 86, 118, 78}; }

void draw_scene(ImDrawList& list, const FontSet& fonts, int pressed_key) {
  list.AddRectFilled({0, 0}, {1280, 800}, kBackground);
  list.AddText(fonts.fonts[1], 68, {40, 30}, kText, "Welcome, Zoë Ångström");
  list.AddText(fonts.fonts[0], 30, {40, 120}, kBorder, "Touch to check in. Größe, Łukasz, naïve.");
  for (int i = 0; i < 3; ++i) {
    const float x = 40.0F + 410.0F * static_cast<float>(i);
    const PatchUv uv = fonts.patches[0];
    list.AddImage(fonts.texture.get(), {x - 20, 170}, {x + 400, 330}, {uv.u0, uv.v0}, {uv.u1, uv.v1},
                  IM_COL32(0, 0, 0, 80));
    // One line of texels along a whole side, as the sides of a shadow are drawn; and one texel over an area.
    const float u = (uv.u0 + uv.u1) / 2 + 0.5F / static_cast<float>(fonts.texture->width);
    const float v = (uv.v0 + uv.v1) / 2 + 0.5F / static_cast<float>(fonts.texture->height);
    const ImU32 tint = IM_COL32(0, 0, 0, 160);
    const auto wide = static_cast<float>(kBlobSide);
    list.AddImage(fonts.texture.get(), {x, 420}, {x + 300, 420 + wide}, {u, uv.v0}, {u, uv.v1}, tint);
    list.AddImage(fonts.texture.get(), {x + 310, 420}, {x + 310 + wide, 430}, {uv.u0, v}, {uv.u1, v}, tint);
    list.AddImage(fonts.texture.get(), {x + 310, 435}, {x + 380, 440}, {u, v}, {u, v}, tint);
    list.AddRectFilled({x, 180}, {x + 380, 308}, IM_COL32_WHITE, 24);
    list.AddRect({x, 180}, {x + 380, 308}, kBorder, 24, 0, 2);
    list.AddCircleFilled({x + 60, 244}, 32, IM_COL32(8, 76, 176, 60));
    list.AddText(fonts.fonts[0], 30, {x + 110, 226}, kText, "Meet someone");
  }
  list.AddRect({40, 340}, {640, 408}, kPrimary, 14, 0, 4);
  list.AddLine({60, 360}, {60, 390}, kPrimary, 2);
  list.AddTriangleFilled({700, 340}, {760, 408}, {680, 400}, IM_COL32(180, 40, 30, 200));
  list.AddBezierCubic({800, 400}, {860, 320}, {920, 420}, {1000, 345}, kPrimary, 5, 0);
  list.PushClipRect({1040, 340}, {1180, 400}, true);
  list.AddText(fonts.fonts[2], 24, {1030, 350}, kText, "clipped at both of its ends");
  list.PopClipRect();
  list.AddRectFilled({0, 444}, {1280, 800}, IM_COL32(196, 203, 214, 255));
  for (int key = 0; key < 40; ++key) {
    const PixelRect r = scene_key(key);
    const ImVec2 a(static_cast<float>(r.x), static_cast<float>(r.y));
    const ImVec2 b(static_cast<float>(r.x + r.w), static_cast<float>(r.y + r.h));
    list.AddRectFilled(a, b, key == pressed_key ? kPrimary : IM_COL32_WHITE, 12);
    const std::string letter(1, static_cast<char>('a' + key % 26));
    list.AddText(fonts.fonts[0], 30, {a.x + 50, a.y + 24}, key == pressed_key ? IM_COL32_WHITE : kText, letter.c_str());
  }
}

}  // namespace foyer::platform
