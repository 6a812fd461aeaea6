// What a visitor taps: tile, button, chip, choice, row. Each draws itself into a rectangle in u and reports one item; a
// finger on it shows in the same frame. Text that is longer than its place wraps, then shrinks. UI thread; never fails.
#pragma once

#include <string_view>

#include "kiosk/widgets/ui.h"

namespace foyer::widgets {

struct Tile {
  std::string_view id{};
  std::string_view title{};
  std::string_view subtitle{};  // may be empty; left out when it has no room beside a large title
  const char* icon;
  bool primary = false;
};
void tile(Ui& ui, const Rect& rect, const Tile& tile);

enum class ButtonKind { primary, secondary, quiet };
struct Button {
  std::string_view id{};
  std::string_view label{};
  const char* icon = nullptr;
  ButtonKind kind = ButtonKind::secondary;
  bool enabled = true;
};
void button(Ui& ui, const Rect& rect, const Button& button);
// The least width that holds the label on one line with its padding.
float button_width(const Ui& ui, const Button& button);

// A pill: a domain, a language, the header's buttons. `icon_only` hides the word (it is still the item's name);
// `primary` is the one that is probably wanted.
struct Chip {
  std::string_view id{};
  std::string_view label{};
  const char* icon = nullptr;
  bool icon_only = false;
  bool checked = false;
  bool primary = false;
};
void chip(Ui& ui, const Rect& rect, const Chip& chip);
float chip_width(const Ui& ui, const Chip& chip);

// One of several (text size, theme) or on/off: a tick and a filled border say that it is chosen, not the colour alone.
struct Choice {
  std::string_view id{};
  std::string_view label{};
  bool checked = false;
};
void choice(Ui& ui, const Rect& rect, const Choice& choice);

// A whole line to tap (a language).
struct Row {
  std::string_view id{};
  std::string_view label{};
  bool checked = false;
};
void row(Ui& ui, const Rect& rect, const Row& row);

}  // namespace foyer::widgets
