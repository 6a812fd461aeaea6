// What a view draws with: the frame's draw list, theme, fonts and list of semantics, and the measures between design
// units and window pixels. Made anew for every frame; it holds nothing that outlives the frame. Views hand widgets
// rectangles in u; widgets draw on whole pixels. UI thread; drawing never fails, text without room is reported.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>

#include "kiosk/widgets/corners.h"
#include "kiosk/widgets/semantics.h"
#include "kiosk/widgets/theme.h"

namespace foyer::widgets {

// A rectangle in design units.
struct Rect {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  float centre_x() const { return x + w / 2; }
  float centre_y() const { return y + h / 2; }
  Rect inset(float by_x, float by_y) const { return {x + by_x, y + by_y, w - 2 * by_x, h - 2 * by_y}; }
};

// One font for each Type (see font_specs()), and the baked shadows and corners of the same atlas (see
// shadow.h, corners.h).
struct Shadow {
  ImVec2 uv_min, uv_max;  // of the whole image in the atlas
  float size_px = 0;      // the image is a square of this side; 0: not baked, draw none
  float corner_px = 0;    // side of a corner slice
  float spread_px = 0;    // how far the image reaches beyond the card
  float shift_px = 0;     // how far it lies below the card
};
inline constexpr std::size_t kShadows = 2;  // card, sheet
struct Fonts {
  std::array<ImFont*, kTypes> faces{};
  std::array<Shadow, kShadows> shadows{};
  std::vector<Corner> corners;
};

// What a frame starts from.
struct Frame {
  ImDrawList* draw = nullptr;  // with the atlas texture on top of its texture stack
  const Theme* theme = nullptr;
  const Fonts* fonts = nullptr;
  Semantics* semantics = nullptr;
  std::span<const std::string> pressed;  // ids under a finger now
  float width_px = 0;
  float height_px = 0;
  float scale = 1;  // S
  TextSize text_size = TextSize::normal;
  std::int64_t now_ms = 0;     // monotonic; drives what moves
  bool reduce_motion = false;  // nothing moves
};

enum class Align { left, centre, right };

// What becomes of a text that finds no room even after wrapping and shrinking. It always ends in an ellipsis inside its
// rectangle; `never` is for our own sentences and reports it as an overflow, the others are for what visitors typed.
enum class Cut { never, end, middle };

struct TextStyle {
  Type type = Type::body;
  Colour colour = 0;  // 0: the theme's text colour
  Align align = Align::left;
  int max_lines = 2;
  bool middle = false;  // centre the block in the rectangle's height by cap height; else it starts at the top
  Cut cut = Cut::never;
};

class Ui {
 public:
  explicit Ui(const Frame& frame) : frame_(frame) {}

  const Theme& theme() const { return *frame_.theme; }
  const Frame& frame() const { return frame_; }
  ImDrawList& draw() { return *frame_.draw; }
  Semantics& semantics() { return *frame_.semantics; }
  ImFont* font(Type type) const { return frame_.fonts->faces[index_of(type)]; }
  const Shadow& shadow(std::size_t index) const { return frame_.fonts->shadows[index]; }

  // The canvas in u.
  float width() const { return frame_.width_px / frame_.scale; }
  float height() const { return frame_.height_px / frame_.scale; }
  bool portrait() const { return frame_.height_px > frame_.width_px; }
  bool large_text() const { return frame_.text_size != TextSize::normal; }
  bool largest_text() const { return frame_.text_size == TextSize::largest; }

  // u to whole window pixels.
  float px(float u) const;
  ImVec2 at(float x, float y) const { return {px(x), px(y)}; }
  PixelRect pixels(const Rect& rect) const;
  bool pressed(std::string_view id) const;

  // A moving part calls this on each frame it moves; the loop then draws again after `ms`.
  void request_frame(std::int64_t ms);
  // Milliseconds until something on this screen moves, or -1: nothing does.
  std::int64_t next_frame_ms() const { return next_frame_ms_; }

  // --- shapes
  void fill(const Rect& rect, Colour colour, float radius = 0);
  void outline(const Rect& rect, Colour colour, float radius, float width);
  // A raised surface: level 0 lies flat, 1 is a card or tile, 2 a sheet.
  void surface(const Rect& rect, Colour colour, float radius, int level);

  // --- text
  // Width and height in u of the text on one line of this type.
  float text_width(std::string_view text, Type type) const;
  float line_height(Type type) const;  // 1.2 em lines, in u
  // Draws wrapped text, steps down the type scale when max_lines do not hold it, and shortens it when nothing helps:
  // nothing is ever drawn outside the rectangle. Returns the height used, in u. `id` names the text in the report.
  float text(std::string_view id, const Rect& rect, std::string_view text, const TextStyle& style);
  // The height text() would use, without drawing.
  float text_height(float width, std::string_view text, const TextStyle& style) const;
  // One icon glyph centred on a point.
  void icon(const char* glyph, float centre_x, float centre_y, Type type, Colour colour);

  // A text that stands for itself in the list (titles, sentences), drawn with text(). Returns the height used.
  float label(std::string_view id, const Rect& rect, std::string_view text, const TextStyle& style);
  void report(SemanticItem item, const Rect& rect);

 private:
  // The baked corner for a rectangle of this size; null: there is none.
  const Corner* corner_for(const PixelRect& rect, float radius_px, float stroke_px) const;

  Frame frame_;
  std::int64_t next_frame_ms_ = -1;
};

}  // namespace foyer::widgets
