#include "kiosk/widgets/shadow.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace foyer::widgets {
namespace {

// Blur, opacity and downward shift of each level, in u.
struct Level {
  float radius, blur, opacity, shift;
};
// The opacity is what a tint of half strength (a light ground) leaves 0.10 and 0.16 of.
constexpr std::array<Level, kShadows> kLevels = {{{kRadiusCard, 14, 0.22F, 4}, {kRadiusSheet, 26, 0.34F, 8}}};

int pixels(float u, float scale) { return std::max(1, static_cast<int>(std::lround(u * scale))); }

int image_side(const Level& level, float scale) {
  return 2 * (pixels(level.blur, scale) + pixels(level.radius, scale) + pixels(level.blur, scale)) + 2;
}

// Distance from a rounded square of half side `half` around the origin; negative inside.
float rounded_distance(float x, float y, float half, float radius) {
  const float dx = std::max(std::abs(x) - (half - radius), 0.0F);
  const float dy = std::max(std::abs(y) - (half - radius), 0.0F);
  return std::sqrt(dx * dx + dy * dy) - radius;
}

}  // namespace

ShadowPicture shadow_picture(std::size_t index, float scale) {
  const Level& level = kLevels[index];
  ShadowPicture picture;
  picture.side = image_side(level, scale);
  const auto side = static_cast<std::size_t>(picture.side);
  const auto blur = static_cast<float>(pixels(level.blur, scale));
  const auto radius = static_cast<float>(pixels(level.radius, scale));
  const float half = static_cast<float>(side) / 2;
  picture.alpha.resize(side * side);
  for (std::size_t y = 0; y < side; ++y) {
    for (std::size_t x = 0; x < side; ++x) {
      const float d = rounded_distance(static_cast<float>(x) + 0.5F - half, static_cast<float>(y) + 0.5F - half,
                                       half - blur, radius);
      const float t = std::clamp(0.5F - d / (2 * blur), 0.0F, 1.0F);
      const float alpha = t * t * (3 - 2 * t) * level.opacity;
      picture.alpha[y * side + x] = static_cast<std::uint8_t>(std::lround(alpha * 255));
    }
  }
  return picture;
}

Shadow placed_shadow(std::size_t index, float scale, float u0, float v0, float u1, float v1) {
  const Level& level = kLevels[index];
  const int side = image_side(level, scale);
  Shadow shadow;
  shadow.uv_min = {u0, v0};
  shadow.uv_max = {u1, v1};
  shadow.size_px = static_cast<float>(side);
  shadow.corner_px = static_cast<float>((side - 2) / 2);
  shadow.spread_px = static_cast<float>(pixels(level.blur, scale));
  shadow.shift_px = static_cast<float>(pixels(level.shift, scale));
  return shadow;
}

void draw_shadow(ImDrawList& draw, const Shadow& shadow, const PixelRect& rect, Colour tint) {
  if (shadow.size_px <= 0 || rect.w < shadow.corner_px || rect.h < shadow.corner_px) return;
  const float left = rect.x - shadow.spread_px;
  const float top = rect.y - shadow.spread_px + shadow.shift_px;
  const float right = rect.x + rect.w + shadow.spread_px;
  const float bottom = rect.y + rect.h + shadow.spread_px + shadow.shift_px;
  // On a card too small for two whole corners the slices meet in the middle.
  const float corner_x = std::floor(std::min(shadow.corner_px, (right - left) / 2));
  const float corner_y = std::floor(std::min(shadow.corner_px, (bottom - top) / 2));
  const std::array<float, 4> xs = {left, left + corner_x, right - corner_x, right};
  const std::array<float, 4> ys = {top, top + corner_y, bottom - corner_y, bottom};
  const float u = (shadow.uv_max.x - shadow.uv_min.x) / shadow.size_px;
  const float v = (shadow.uv_max.y - shadow.uv_min.y) / shadow.size_px;
  const std::array<float, 4> us = {shadow.uv_min.x, shadow.uv_min.x + corner_x * u, shadow.uv_max.x - corner_x * u,
                                   shadow.uv_max.x};
  const std::array<float, 4> vs = {shadow.uv_min.y, shadow.uv_min.y + corner_y * v, shadow.uv_max.y - corner_y * v,
                                   shadow.uv_max.y};
  const ImTextureID texture = draw._CmdHeader.TextureId;
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 3; ++column) {
      const bool hidden = row == 1 && column == 1;  // the card covers the middle
      if (hidden || xs[column + 1] <= xs[column] || ys[row + 1] <= ys[row]) continue;
      // Along its constant side a slice shows one line of texels only, so that stretching costs no filtering.
      const float middle_u = us[1] + u / 2, middle_v = vs[1] + v / 2;
      const ImVec2 first{column == 1 ? middle_u : us[column], row == 1 ? middle_v : vs[row]};
      const ImVec2 last{column == 1 ? middle_u : us[column + 1], row == 1 ? middle_v : vs[row + 1]};
      draw.AddImage(texture, {xs[column], ys[row]}, {xs[column + 1], ys[row + 1]}, first, last, tint);
    }
  }
}

}  // namespace foyer::widgets
