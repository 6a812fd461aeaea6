#include "kiosk/widgets/keyboard_panel.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/widgets/icons.h"

namespace foyer::widgets {
namespace {

using keyboard::KeyKind;
using keyboard::VisibleKey;

constexpr float kSide = 16;
constexpr float kKeyGap = 8;
constexpr float kRowPitch = 86;
constexpr float kTop = 8;
constexpr float kBottom = 12;
constexpr std::size_t kRows = 4;

struct KeyFace {
  std::string_view word;  // drawn unless there is an icon; the item's name
  const char* icon = nullptr;
  bool is_function = true;
  const char* spare_icon = nullptr;  // where the word finds no room
};

KeyFace face_of(const VisibleKey& key, const KeyWords& words) {
  switch (key.kind) {
    case KeyKind::character: return {key.label, nullptr, false};
    case KeyKind::shift: return {words.shift, key.is_locked ? icons::kShiftLock : icons::kShift};
    case KeyKind::backspace: return {words.backspace, icons::kBackspace};
    case KeyKind::symbols: return {words.symbols};
    case KeyKind::letters: return {words.letters};
    case KeyKind::accents: return {words.accents};
    case KeyKind::space: return {words.space, nullptr, false, icons::kSpace};
    case KeyKind::next: return {words.next, nullptr, true, icons::kNext};
    case KeyKind::caret_left: return {words.caret_left, icons::kLeft};
    case KeyKind::caret_right: return {words.caret_right, icons::kForward};
  }
  return {key.label};
}

void draw_key(Ui& ui, const Rect& rect, const VisibleKey& key, const KeyFace& face) {
  const Theme& t = ui.theme();
  const bool pressed = ui.pressed(key.id);
  const bool next = key.kind == KeyKind::next;
  const bool filled = pressed || next || key.is_checked;
  Colour ground = face.is_function ? t.key_function : t.key;
  if (filled) ground = pressed && next ? t.primary_pressed : t.primary;
  if (!t.outlined) ui.fill({rect.x, rect.y + 3, rect.w, rect.h}, t.key_edge, kRadiusKey);
  ui.fill(rect, ground, kRadiusKey);
  if (t.outlined && !filled) ui.outline(rect, t.border, kRadiusKey, kKeyStroke);
  const Colour front = filled ? t.on_primary : t.text;
  const bool no_room = face.spare_icon != nullptr && ui.text_width(face.word, Type::smallest) > rect.w - 8;
  if (face.icon != nullptr || no_room) {
    ui.icon(no_room ? face.spare_icon : face.icon, rect.centre_x(), rect.centre_y(), Type::icon_large, front);
    return;
  }
  const Type type = key.kind == KeyKind::character ? Type::key : Type::key_word;
  ui.text(key.id, rect.inset(4, 2), face.word,
          {.type = type, .colour = front, .align = Align::centre, .max_lines = 1, .middle = true});
}

void report_key(Ui& ui, const Rect& rect, const VisibleKey& key, std::string_view label, bool is_covered) {
  SemanticItem item;
  item.id = key.id;
  item.role = Role::key;
  item.label = label;
  item.checked = key.is_checked;
  item.enabled = !is_covered;
  item.key = true;
  item.repeats = key.kind == KeyKind::backspace;
  item.long_press = key.has_hold;
  ui.report(std::move(item), rect);
}

void draw_popup(Ui& ui, const keyboard::AccentPopup& popup, const AccentPlaces& places) {
  const Theme& t = ui.theme();
  ui.surface(places.box, t.surface, kRadiusButton, 1);
  ui.outline(places.box, t.border, kRadiusButton, t.border_width);
  SemanticItem ground;
  ground.id = "key.accents.box";
  ground.label = popup.key_id;
  ground.panel = true;
  ground.popup = true;
  ui.report(std::move(ground), places.box);
  for (std::size_t i = 0; i < popup.accents.size(); ++i) {
    const Rect& place = places.cells[i];
    const bool pressed = ui.pressed(popup.ids[i]);
    ui.fill(place, pressed ? t.primary : t.primary_tint, kRadiusKey);
    if (t.outlined) ui.outline(place, t.border, kRadiusKey, kKeyStroke);
    ui.text(popup.ids[i], place, popup.accents[i],
            {.type = Type::key,
             .colour = pressed ? t.on_primary : t.text,
             .align = Align::centre,
             .max_lines = 1,
             .middle = true});
    SemanticItem item;
    item.id = popup.ids[i];
    item.role = Role::key;
    item.label = popup.accents[i];
    item.key = true;
    item.popup = true;
    ui.report(std::move(item), place);
  }
}

// A key of the page on its place.
struct PlacedKey {
  VisibleKey key;
  Rect rect;
};

std::vector<PlacedKey> place_keys(const std::vector<keyboard::VisibleRow>& rows, const Rect& panel, float pitch) {
  // A page with more rows than four keeps the panel's height and has lower keys.
  const float row_pitch = kRowPitch * static_cast<float>(kRows) / static_cast<float>(std::max(kRows, rows.size()));
  std::vector<PlacedKey> placed;
  float y = panel.y + kTop;
  for (const keyboard::VisibleRow& row : rows) {
    float x = kSide + row.indent * pitch;
    for (const VisibleKey& key : row.keys) {
      placed.push_back({key, {x, y, key.width * pitch - kKeyGap, row_pitch - kKeyGap}});
      x += key.width * pitch;
    }
    y += row_pitch;
  }
  return placed;
}

std::optional<AccentPlaces> popup_places(const keyboard::Keyboard& keyboard, const std::vector<PlacedKey>& keys,
                                         float width) {
  if (!keyboard.popup()) return std::nullopt;
  for (const PlacedKey& placed : keys) {
    if (placed.key.id == keyboard.popup()->key_id) {
      return accent_places(placed.rect, keyboard.popup()->accents.size(), width);
    }
  }
  return std::nullopt;
}

bool covers(const Rect& box, const Rect& key) {
  return key.centre_x() >= box.x && key.centre_x() < box.right() && key.centre_y() >= box.y &&
         key.centre_y() < box.bottom();
}

}  // namespace

AccentPlaces accent_places(const Rect& over, std::size_t count, float canvas_width) {
  const std::size_t rows = (count + kAccentsInARow - 1) / kAccentsInARow;
  const std::size_t columns = rows == 0 ? 0 : (count + rows - 1) / rows;
  const float cell = std::max(kTouchMin, over.w);
  const float width = static_cast<float>(columns) * (cell + kKeyGap) + kKeyGap;
  const float height = static_cast<float>(rows) * (over.h + kKeyGap) + kKeyGap;
  const float x = std::clamp(over.centre_x() - width / 2, kSide, std::max(kSide, canvas_width - kSide - width));
  AccentPlaces places;
  places.box = {x, std::max(0.0F, over.y - height - kKeyGap / 2), width, height};
  for (std::size_t i = 0; i < count; ++i) {
    const auto column = static_cast<float>(i % columns);
    const auto row = static_cast<float>(i / columns);
    places.cells.push_back({places.box.x + kKeyGap + column * (cell + kKeyGap),
                            places.box.y + kKeyGap + row * (over.h + kKeyGap), cell, over.h});
  }
  return places;
}

float keyboard_height(const Ui&) { return kTop + kRowPitch * static_cast<float>(kRows) - kKeyGap + kBottom; }

void keyboard_panel(Ui& ui, const keyboard::Keyboard& keyboard, const KeyWords& words) {
  const Theme& t = ui.theme();
  const Rect panel{0, ui.height() - keyboard_height(ui), ui.width(), keyboard_height(ui)};
  ui.fill(panel, t.key_ground);
  if (t.outlined) ui.fill({0, panel.y, panel.w, 3}, t.border);
  SemanticItem ground;
  ground.id = "keyboard";
  ground.label = keyboard.layout().name;
  ground.panel = true;
  ui.report(std::move(ground), panel);

  const float pitch = (panel.w - 2 * kSide + kKeyGap) / keyboard.layout().columns;
  const std::vector<PlacedKey> keys = place_keys(keyboard.rows(), panel, pitch);
  const std::optional<AccentPlaces> accents = popup_places(keyboard, keys, ui.width());
  for (const PlacedKey& placed : keys) {
    const KeyFace face = face_of(placed.key, words);
    draw_key(ui, placed.rect, placed.key, face);
    report_key(ui, placed.rect, placed.key, face.word, accents && covers(accents->box, placed.rect));
  }
  if (accents) draw_popup(ui, *keyboard.popup(), *accents);
}

}  // namespace foyer::widgets
