// A text field: label, box, caret, clear button, and one line below it that is the hint or, with an icon and in words,
// what is wrong. It draws a model's text and changes nothing. UI thread; never fails.
#pragma once

#include <cstddef>
#include <string_view>

#include "kiosk/widgets/ui.h"

namespace foyer::widgets {

struct Field {
  std::string_view id{};
  std::string_view label{};
  std::string_view value{};
  std::string_view placeholder{};
  std::string_view hint{};
  std::string_view error{};  // not empty: shown instead of the hint
  std::size_t caret = 0;     // byte offset in value
  bool focused = false;
  std::string_view clear_id{};  // not empty: a button that empties the field while it is focused and holds something
  std::string_view clear_label{};
  float line_width = 0;    // of the line below; 0: the field's own
  bool with_label = true;  // false: the label stands elsewhere on the screen
};

// Draws from the rectangle's top and returns the height used: label, box and, when there is one, the line below.
float field(Ui& ui, const Rect& rect, const Field& field);
// The height of a field with or without a line below it, and the part of it above the box.
float field_height(const Ui& ui, bool with_line_below);
float field_box_top(const Ui& ui);

// A field that is folded into its icon until it is touched. What it holds is not on the screen and not in the list.
struct FieldTab {
  std::string_view id{};
  std::string_view label{};
  bool error_mark = false;
  const char* icon = nullptr;
};
void field_tab(Ui& ui, const Rect& rect, const FieldTab& tab);

}  // namespace foyer::widgets
