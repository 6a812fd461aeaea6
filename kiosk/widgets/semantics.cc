#include "kiosk/widgets/semantics.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace foyer::widgets {

const char* role_name(Role role) {
  switch (role) {
    case Role::button: return "button";
    case Role::key: return "key";
    case Role::field: return "field";
    case Role::text: return "text";
    case Role::row: return "row";
    case Role::chip: return "chip";
    case Role::toggle: return "toggle";
  }
  return "text";
}

std::optional<std::size_t> caret_near(const SemanticItem& item, float x) {
  if (item.caret_stops.empty()) return std::nullopt;
  const auto nearer = [x](const CaretStop& a, const CaretStop& b) { return std::abs(a.x - x) < std::abs(b.x - x); };
  return std::min_element(item.caret_stops.begin(), item.caret_stops.end(), nearer)->offset;
}

void Semantics::begin_frame(std::string_view screen) {
  screen_ = screen;
  items_.clear();
  overflows_.clear();
}

void Semantics::add(SemanticItem item) { items_.push_back(std::move(item)); }

void Semantics::report_overflow(std::string_view id, std::string_view text) {
  overflows_.push_back({std::string(id), std::string(text)});
}

const SemanticItem* Semantics::find(std::string_view id) const {
  for (const SemanticItem& item : items_) {
    if (item.id == id) return &item;
  }
  return nullptr;
}

const SemanticItem* Semantics::hit(float x, float y) const {
  for (auto item = items_.rbegin(); item != items_.rend(); ++item) {
    if (item->touchable() && item->rect.contains(x, y)) return &*item;
  }
  return nullptr;
}

}  // namespace foyer::widgets
