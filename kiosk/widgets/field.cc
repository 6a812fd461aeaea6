#include "kiosk/widgets/field.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "kiosk/widgets/icons.h"
#include "shared/base/text.h"

namespace foyer::widgets {
namespace {

constexpr float kPadding = 20;
constexpr float kLabelGap = 6;
constexpr float kHintGap = 6;
constexpr float kCapHeight = 0.601F;
// Longer text (no field of ours takes it) has no stops: finding them costs the square of its length.
constexpr std::size_t kCaretTextMax = 512;

float box_height(const Ui& ui) { return std::max(kFieldHeight, ui.line_height(Type::body) + 24); }

// Long text is drawn smaller before it slides out of sight.
ImFont* face_for(Ui& ui, float room, std::string_view text) {
  for (const Type type : {Type::body, Type::label}) {
    ImFont* face = ui.font(type);
    if (face->CalcTextSizeA(face->FontSize, 1e6F, 0, text.data(), text.data() + text.size()).x <= room) return face;
  }
  return ui.font(Type::caption);
}

struct DrawnValue {
  std::vector<CaretStop> stops;  // where the caret can stand
  std::string_view visible;      // the part that is on the screen
};

// The text and the caret; long text slides so that the caret stays inside.
DrawnValue draw_value(Ui& ui, const Rect& box, const Field& field) {
  const Theme& t = ui.theme();
  const PixelRect p = ui.pixels(box);
  const float room = p.w - ui.px(4);
  ImFont* face = face_for(ui, room, field.value);
  const float size = face->FontSize;
  const bool empty = field.value.empty();
  const std::string_view shown = empty ? field.placeholder : field.value;
  const std::size_t caret = std::min(field.caret, field.value.size());
  const auto width_to = [&](std::size_t offset) {
    const char* begin = field.value.data();
    return offset == 0 ? 0.0F : face->CalcTextSizeA(size, 1e6F, 0, begin, begin + offset).x;
  };
  const float slide = field.focused ? std::floor(std::max(0.0F, width_to(caret) - room)) : 0;
  const float top = std::round(p.y + p.h / 2 - face->Ascent + size * kCapHeight / 2);
  ui.draw().PushClipRect({p.x, p.y}, {p.x + p.w, p.y + p.h}, true);
  if (!shown.empty()) {
    ui.draw().AddText(face, size, {p.x - slide, top}, empty ? t.placeholder : t.text, shown.data(),
                      shown.data() + shown.size());
  }
  if (field.focused) {
    const float x = std::round(p.x + width_to(caret) - slide);
    const float half = std::round(size * 0.55F);
    const float middle = std::round(p.y + p.h / 2);
    ui.draw().AddRectFilled({x + 1, middle - half}, {x + 1 + std::max(2.0F, ui.px(3)), middle + half}, t.focus);
  }
  ui.draw().PopClipRect();

  DrawnValue drawn;
  drawn.stops.push_back({p.x - slide, 0});
  if (field.value.size() > kCaretTextMax) return drawn;
  std::size_t first = field.value.size();
  std::size_t last = 0;
  for (std::size_t at = 0; at < field.value.size();) {
    const std::size_t begin = at;
    at = next_grapheme(field.value, at);
    const CaretStop stop{p.x - slide + width_to(at), at};
    if (drawn.stops.back().x >= p.x && stop.x <= p.x + p.w + 0.5F) {
      first = std::min(first, begin);
      last = at;
    }
    drawn.stops.push_back(stop);
  }
  if (first < last) drawn.visible = field.value.substr(first, last - first);
  return drawn;
}

void draw_clear(Ui& ui, const Rect& button, const Field& field) {
  const bool pressed = ui.pressed(field.clear_id);
  const Rect disc{button.centre_x() - 22, button.centre_y() - 22, 44, 44};
  ui.fill(disc, pressed ? ui.theme().primary : ui.theme().surface2, kRadiusClear);
  ui.icon(icons::kClose, disc.centre_x(), disc.centre_y(), Type::icon,
          pressed ? ui.theme().on_primary : ui.theme().text2);
}

}  // namespace

float field_box_top(const Ui& ui) { return ui.line_height(Type::label) + kLabelGap; }

float field_height(const Ui& ui, bool with_line_below) {
  const float line = ui.line_height(Type::label);
  return line + kLabelGap + box_height(ui) + (with_line_below ? kHintGap + line : 0);
}

float field(Ui& ui, const Rect& rect, const Field& field) {
  const Theme& t = ui.theme();
  const float line = ui.line_height(Type::label);
  const bool wrong = !field.error.empty();
  if (field.with_label) {
    ui.text(field.id, {rect.x, rect.y, rect.w, line}, field.label, {.type = Type::label, .max_lines = 1});
  }
  const Rect box{rect.x, rect.y + (field.with_label ? field_box_top(ui) : 0), rect.w, box_height(ui)};
  ui.fill(box, t.surface, kRadiusField);
  const Colour edge = wrong ? t.bad : field.focused ? t.focus : t.border;
  ui.outline(box, edge, kRadiusField, wrong || field.focused ? kFocusWidth : t.border_width);
  const bool with_clear = field.focused && !field.clear_id.empty() && !field.value.empty();
  const float right = with_clear ? 72 : kPadding;
  DrawnValue drawn = draw_value(ui, {box.x + kPadding, box.y + 6, box.w - kPadding - right, box.h - 12}, field);

  SemanticItem item;
  item.id = field.id;
  item.role = Role::field;
  item.label = field.label;
  item.value = drawn.visible;
  item.focused = field.focused;
  item.error = wrong;
  item.caret_stops = std::move(drawn.stops);
  // The clear button stands beside the field, not on it, for whoever asks where to touch.
  ui.report(std::move(item), {box.x, box.y, with_clear ? box.w - 76 : box.w, box.h});
  if (with_clear) {
    const Rect place{box.right() - 64, box.centre_y() - box.h / 2, 64, box.h};
    draw_clear(ui, place, field);
    SemanticItem clear;
    clear.id = field.clear_id;
    clear.role = Role::button;
    clear.label = field.clear_label;
    ui.report(std::move(clear), place);
  }

  const std::string_view below = wrong ? field.error : field.hint;
  if (below.empty()) return box.bottom() - rect.y;
  Rect words{rect.x, box.bottom() + kHintGap, field.line_width > 0 ? field.line_width : rect.w, line};
  if (wrong) {
    const float icon = ui.font(Type::icon)->FontSize / ui.frame().scale;
    ui.icon(icons::kError, words.x + icon / 2, words.y + line / 2, Type::icon, t.bad);
    words.x += icon + 8;
    words.w -= icon + 8;
  }
  std::string id(field.id);
  id += wrong ? ".error" : ".hint";
  const TextStyle style{.type = Type::label, .colour = wrong ? t.bad : t.text2, .max_lines = 2};
  if (!ui.large_text() || ui.portrait()) words.h = std::max(line, ui.text_height(words.w, below, style));
  ui.label(id, words, below, style);
  return words.bottom() - rect.y;
}

void field_tab(Ui& ui, const Rect& rect, const FieldTab& tab) {
  const Theme& t = ui.theme();
  const bool pressed = ui.pressed(tab.id);
  ui.fill(rect, pressed ? t.primary : t.surface, kRadiusField);
  ui.outline(rect, tab.error_mark ? t.bad : t.border, kRadiusField, tab.error_mark ? kFocusWidth : t.border_width);
  ui.icon(tab.icon, rect.centre_x(), rect.centre_y(), Type::icon, pressed ? t.on_primary : t.text);
  SemanticItem item;
  item.id = tab.id;
  item.role = Role::field;
  item.label = tab.label;
  item.error = tab.error_mark;
  ui.report(std::move(item), rect);
}

}  // namespace foyer::widgets
