#include "kiosk/widgets/corners.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace foyer::widgets {
namespace {

// In u: what views and widgets draw with.
constexpr std::array kRadii = {kRadiusKey,  kRadiusField, kRadiusButton, kRadiusRow,
                               kRadiusCard, kRadiusSheet, kRadiusClear};
constexpr std::array kStrokes = {2.0F, kKeyStroke, 3.0F, kFocusWidth};

void draw_corner(ImDrawList& draw, const Corner& corner, ImVec2 at, bool is_right, bool is_bottom, Colour colour) {
  const auto radius = static_cast<float>(corner.spec.radius_px);
  const ImVec2 middle{(corner.uv_min.x + corner.uv_max.x) / 2, (corner.uv_min.y + corner.uv_max.y) / 2};
  const ImVec2 first{is_right ? middle.x : corner.uv_min.x, is_bottom ? middle.y : corner.uv_min.y};
  const ImVec2 last{is_right ? corner.uv_max.x : middle.x, is_bottom ? corner.uv_max.y : middle.y};
  draw.AddImage(draw._CmdHeader.TextureId, at, {at.x + radius, at.y + radius}, first, last, colour);
}

void draw_box(ImDrawList& draw, float left, float top, float right, float bottom, Colour colour) {
  if (left < right && top < bottom) draw.AddRectFilled({left, top}, {right, bottom}, colour);
}

}  // namespace

std::vector<CornerSpec> corner_specs(float scale) {
  const auto pixels = [scale](float u) { return static_cast<int>(std::lround(u * scale)); };
  std::vector<CornerSpec> specs;
  const auto add = [&specs](const CornerSpec& spec) {
    if (spec.radius_px > 0 && std::find(specs.begin(), specs.end(), spec) == specs.end()) specs.push_back(spec);
  };
  for (const float radius : kRadii) {
    add({pixels(radius), 0});
    for (const float stroke : kStrokes) add({pixels(radius), std::max(1, pixels(stroke))});
  }
  return specs;
}

std::vector<std::uint8_t> corner_picture(const CornerSpec& spec) {
  const auto side = static_cast<std::size_t>(spec.radius_px) * 2;
  const auto radius = static_cast<float>(spec.radius_px);
  const auto covered = [](float distance, float limit) { return std::clamp(limit - distance + 0.5F, 0.0F, 1.0F); };
  std::vector<std::uint8_t> alpha(side * side);
  for (std::size_t y = 0; y < side; ++y) {
    for (std::size_t x = 0; x < side; ++x) {
      const float distance = std::hypot(static_cast<float>(x) + 0.5F - radius, static_cast<float>(y) + 0.5F - radius);
      float part = covered(distance, radius);
      if (spec.stroke_px > 0) part -= covered(distance, radius - static_cast<float>(spec.stroke_px));
      alpha[y * side + x] = static_cast<std::uint8_t>(std::lround(part * 255));
    }
  }
  return alpha;
}

void draw_rounded(ImDrawList& draw, const Corner& corner, const PixelRect& rect, Colour colour) {
  const auto radius = static_cast<float>(corner.spec.radius_px);
  const auto stroke = static_cast<float>(corner.spec.stroke_px);
  const float left = rect.x, top = rect.y, right = rect.x + rect.w, bottom = rect.y + rect.h;
  draw_corner(draw, corner, {left, top}, false, false, colour);
  draw_corner(draw, corner, {right - radius, top}, true, false, colour);
  draw_corner(draw, corner, {left, bottom - radius}, false, true, colour);
  draw_corner(draw, corner, {right - radius, bottom - radius}, true, true, colour);
  if (stroke == 0) {
    draw_box(draw, left + radius, top, right - radius, top + radius, colour);
    draw_box(draw, left, top + radius, right, bottom - radius, colour);
    draw_box(draw, left + radius, bottom - radius, right - radius, bottom, colour);
    return;
  }
  draw_box(draw, left + radius, top, right - radius, top + stroke, colour);
  draw_box(draw, left + radius, bottom - stroke, right - radius, bottom, colour);
  draw_box(draw, left, top + radius, left + stroke, bottom - radius, colour);
  draw_box(draw, right - stroke, top + radius, right, bottom - radius, colour);
}

}  // namespace foyer::widgets
