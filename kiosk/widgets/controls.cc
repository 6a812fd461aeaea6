#include "kiosk/widgets/controls.h"

#include <algorithm>
#include <utility>

#include "kiosk/widgets/icons.h"

namespace foyer::widgets {
namespace {

constexpr float kTextPadding = 20;  // between a control's edge and its text
constexpr float kIconGap = 10;

SemanticItem item_of(std::string_view id, Role role, std::string_view label) {
  SemanticItem item;
  item.id = id;
  item.role = role;
  item.label = label;
  return item;
}

float icon_width(const Ui& ui, Type type) { return ui.font(type)->FontSize / ui.frame().scale; }

// Icon and words as one group in the middle of a rectangle.
void centred_words(Ui& ui, std::string_view id, const Rect& rect, const char* icon, std::string_view words, Type type,
                   Colour colour) {
  Rect inside = rect.inset(kTextPadding, 4);
  if (icon != nullptr) {
    const float wide = icon_width(ui, Type::icon);
    const float text = std::min(ui.text_width(words, type), inside.w - wide - kIconGap);
    const float start = inside.centre_x() - (wide + kIconGap + text) / 2;
    ui.icon(icon, start + wide / 2, rect.centre_y(), Type::icon, colour);
    inside = {start + wide + kIconGap, inside.y, inside.right() - start - wide - kIconGap, inside.h};
    ui.text(id, inside, words, {.type = type, .colour = colour, .max_lines = 2, .middle = true});
    return;
  }
  ui.text(id, inside, words, {.type = type, .colour = colour, .align = Align::centre, .max_lines = 2, .middle = true});
}

// A surface that is tapped: white with a border, tinted under a finger.
void tappable(Ui& ui, const Rect& rect, float radius, bool pressed, bool checked) {
  const Theme& t = ui.theme();
  ui.fill(rect, pressed ? t.primary : checked ? t.primary_tint : t.surface, radius);
  ui.outline(rect, checked ? t.primary : t.border, radius, checked ? kFocusWidth : t.border_width);
}

}  // namespace

void tile(Ui& ui, const Rect& rect, const Tile& tile) {
  const Theme& t = ui.theme();
  const bool pressed = ui.pressed(tile.id);
  const bool filled = tile.primary || pressed;
  const Colour ground = filled ? (pressed ? t.primary_pressed : t.primary) : t.surface;
  ui.surface(rect, ground, kRadiusCard, pressed ? 0 : 1);

  const float badge = std::min(72.0F, rect.h - 2 * 16);
  const Rect icon_box{rect.x + kCardPadding, rect.centre_y() - badge / 2, badge, badge};
  ui.fill(icon_box, filled ? with_alpha(t.on_primary, 40) : t.primary_tint, kRadiusRow);
  if (t.outlined && !filled) ui.outline(icon_box, t.border, kRadiusRow, 2);
  ui.icon(tile.icon, icon_box.centre_x(), icon_box.centre_y(), Type::icon_large, filled ? t.on_primary : t.primary);

  const float arrow = 44;
  const float arrow_room = arrow + icon_width(ui, Type::icon) / 2;
  const Rect words{icon_box.right() + kGutter, rect.y + 10, rect.right() - arrow_room - kGutter - icon_box.right(),
                   rect.h - 20};
  ui.icon(icons::kForward, rect.right() - arrow, rect.centre_y(), Type::icon, filled ? t.on_primary : t.text2);

  const Colour title_colour = filled ? t.on_primary : t.text;
  const TextStyle title{.type = Type::tile, .colour = title_colour, .max_lines = 2, .middle = true};
  const TextStyle subtitle{.type = Type::label, .colour = filled ? t.on_primary : t.text2, .max_lines = 1};
  const float title_height = ui.text_height(words.w, tile.title, title);
  const float subtitle_height = ui.line_height(Type::label);
  const bool one_line = title_height <= ui.line_height(Type::tile) + 1;
  const bool with_subtitle = !tile.subtitle.empty() && one_line && title_height + 6 + subtitle_height <= words.h &&
                             ui.text_width(tile.subtitle, Type::label) <= words.w;
  if (with_subtitle) {
    const float top = rect.centre_y() - (title_height + 6 + subtitle_height) / 2;
    TextStyle upper = title;
    upper.middle = false;
    ui.text(tile.id, {words.x, top, words.w, title_height}, tile.title, upper);
    ui.text(tile.id, {words.x, top + title_height + 6, words.w, subtitle_height}, tile.subtitle, subtitle);
  } else {
    ui.text(tile.id, words, tile.title, title);
  }
  SemanticItem item = item_of(tile.id, Role::button, tile.title);
  item.value = tile.subtitle;
  ui.report(std::move(item), rect);
}

float button_width(const Ui& ui, const Button& button) {
  const float icon = button.icon != nullptr ? icon_width(ui, Type::icon) + kIconGap : 0;
  return ui.text_width(button.label, Type::button) + icon + 2 * kTextPadding + 16;
}

void button(Ui& ui, const Rect& rect, const Button& button) {
  const Theme& t = ui.theme();
  const bool pressed = ui.pressed(button.id);
  Colour words = t.text;
  if (button.kind == ButtonKind::primary) {
    ui.surface(rect, pressed ? t.primary_pressed : t.primary, kRadiusButton, 0);
    words = t.on_primary;
  } else if (pressed) {
    ui.fill(rect, t.primary, kRadiusButton);
    words = t.on_primary;
  } else if (button.kind == ButtonKind::secondary) {
    ui.fill(rect, t.surface, kRadiusButton);
    ui.outline(rect, t.border, kRadiusButton, t.border_width);
  } else {
    words = t.primary;
  }
  centred_words(ui, button.id, rect, button.icon, button.label, Type::button, words);
  SemanticItem item = item_of(button.id, Role::button, button.label);
  item.enabled = button.enabled;
  ui.report(std::move(item), rect);
}

float chip_width(const Ui& ui, const Chip& chip) {
  const float icon = chip.icon != nullptr ? icon_width(ui, Type::icon) : 0;
  if (chip.icon_only) return std::max(76.0F, icon + 2 * kTextPadding);
  const float words = ui.text_width(chip.label, Type::label);
  return words + icon + (chip.icon != nullptr ? kIconGap : 0) + 2 * kTextPadding + 4;
}

void chip(Ui& ui, const Rect& rect, const Chip& chip) {
  const Theme& t = ui.theme();
  const bool pressed = ui.pressed(chip.id);
  if (chip.primary) {
    ui.fill(rect, pressed ? t.primary_pressed : t.primary, rect.h / 2);
  } else {
    tappable(ui, rect, rect.h / 2, pressed, chip.checked);
  }
  const Colour words = pressed || chip.primary ? t.on_primary : chip.checked ? t.primary : t.text;
  if (chip.icon_only) {
    ui.icon(chip.icon, rect.centre_x(), rect.centre_y(), Type::icon, words);
  } else {
    centred_words(ui, chip.id, rect, chip.icon, chip.label, Type::label, words);
  }
  SemanticItem item = item_of(chip.id, Role::chip, chip.label);
  item.checked = chip.checked;
  ui.report(std::move(item), rect);
}

void choice(Ui& ui, const Rect& rect, const Choice& choice) {
  const Theme& t = ui.theme();
  const bool pressed = ui.pressed(choice.id);
  tappable(ui, rect, kRadiusButton, pressed, choice.checked);
  const Colour words = pressed ? t.on_primary : choice.checked ? t.primary : t.text;
  centred_words(ui, choice.id, rect, choice.checked ? icons::kCheck : nullptr, choice.label, Type::button, words);
  SemanticItem item = item_of(choice.id, Role::toggle, choice.label);
  item.checked = choice.checked;
  ui.report(std::move(item), rect);
}

void row(Ui& ui, const Rect& rect, const Row& row) {
  const Theme& t = ui.theme();
  const bool pressed = ui.pressed(row.id);
  ui.surface(rect, pressed ? t.primary : t.surface, kRadiusRow, pressed ? 0 : 1);
  if (row.checked && !pressed) ui.outline(rect, t.primary, kRadiusRow, kFocusWidth);
  const Colour words = pressed ? t.on_primary : t.text;
  const float tick = 72;
  ui.text(row.id, {rect.x + kCardPadding, rect.y, rect.w - kCardPadding - tick, rect.h}, row.label,
          {.type = Type::button, .colour = words, .max_lines = 1, .middle = true});
  if (row.checked) {
    ui.icon(icons::kCheck, rect.right() - tick / 2 - 8, rect.centre_y(), Type::icon_large,
            pressed ? t.on_primary : t.primary);
  }
  SemanticItem item = item_of(row.id, Role::row, row.label);
  item.checked = row.checked;
  ui.report(std::move(item), rect);
}

}  // namespace foyer::widgets
