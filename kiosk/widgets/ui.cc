#include "kiosk/widgets/ui.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/widgets/shadow.h"

namespace foyer::widgets {

float Ui::px(float u) const { return std::round(u * frame_.scale); }

PixelRect Ui::pixels(const Rect& rect) const {
  const float x = px(rect.x);
  const float y = px(rect.y);
  return {x, y, px(rect.right()) - x, px(rect.bottom()) - y};
}

bool Ui::pressed(std::string_view id) const {
  return std::any_of(frame_.pressed.begin(), frame_.pressed.end(), [&](const std::string& p) { return p == id; });
}

void Ui::request_frame(std::int64_t ms) {
  if (next_frame_ms_ < 0 || ms < next_frame_ms_) next_frame_ms_ = ms;
}

const Corner* Ui::corner_for(const PixelRect& rect, float radius_px, float stroke_px) const {
  if (rect.w < 2 * radius_px || rect.h < 2 * radius_px) return nullptr;
  const CornerSpec wanted{static_cast<int>(radius_px), static_cast<int>(stroke_px)};
  for (const Corner& corner : frame_.fonts->corners) {
    if (corner.spec == wanted) return &corner;
  }
  return nullptr;
}

void Ui::fill(const Rect& rect, Colour colour, float radius) {
  const PixelRect p = pixels(rect);
  if (const Corner* corner = corner_for(p, px(radius), 0)) return draw_rounded(draw(), *corner, p, colour);
  draw().AddRectFilled({p.x, p.y}, {p.x + p.w, p.y + p.h}, colour, px(radius));
}

void Ui::outline(const Rect& rect, Colour colour, float radius, float width) {
  const PixelRect p = pixels(rect);
  const float stroke = std::max(1.0F, px(width));
  if (const Corner* corner = corner_for(p, px(radius), stroke)) return draw_rounded(draw(), *corner, p, colour);
  // The stroke lies inside the rectangle, on whole pixels; AddRect takes half a pixel off by itself.
  const float inset = (stroke - 1) / 2;
  draw().AddRect({p.x + inset, p.y + inset}, {p.x + p.w - inset, p.y + p.h - inset}, colour,
                 std::max(0.0F, px(radius) - stroke / 2), 0, stroke);
}

void Ui::surface(const Rect& rect, Colour colour, float radius, int level) {
  if (level > 0 && theme().shadow_opacity > 0) {
    const auto index = static_cast<std::size_t>(level - 1);
    const auto alpha = static_cast<std::uint32_t>(std::min(255.0F, 128.0F * theme().shadow_opacity));
    draw_shadow(draw(), shadow(index), pixels(rect), with_alpha(0, alpha));
  }
  fill(rect, colour, radius);
  if (theme().outlined) outline(rect, theme().border, radius, theme().border_width);
}

void Ui::icon(const char* glyph, float centre_x, float centre_y, Type type, Colour colour) {
  ImFont* face = font(type);
  const float size = face->FontSize;
  const ImVec2 extent = face->CalcTextSizeA(size, 1e6F, 0, glyph);
  // Material Icons fill an em square that stands on the line's ascent.
  const ImVec2 top_left{std::round(px(centre_x) - extent.x / 2), std::round(px(centre_y) - size / 2)};
  draw().AddText(face, size, top_left, colour, glyph);
}

float Ui::label(std::string_view id, const Rect& rect, std::string_view words, const TextStyle& style) {
  const float used = text(id, rect, words, style);
  SemanticItem item;
  item.id = id;
  item.label = words;
  report(std::move(item), {rect.x, rect.y, rect.w, style.middle ? rect.h : used});
  return used;
}

void Ui::report(SemanticItem item, const Rect& rect) {
  item.rect = pixels(rect);
  item.pressed = pressed(item.id);
  semantics().add(std::move(item));
}

}  // namespace foyer::widgets
