#include "kiosk/views/frame.h"

#include <algorithm>

#include "kiosk/screens/overlays.h"
#include "kiosk/screens/texts.h"
#include "kiosk/widgets/controls.h"
#include "kiosk/widgets/icons.h"
#include "kiosk/widgets/panels.h"

namespace foyer::views {

using widgets::Rect;
using widgets::Ui;
namespace texts = screens::texts;

constexpr float kBottomMargin = 32;
constexpr float kPrimaryWidth = 300;

std::string target(screens::ScreenId screen, std::string_view name) {
  return std::string(screens::screen_name(screen)).append(".").append(name);
}

float draw_header(Ui& ui, const Words& words, screens::ScreenId screen, HeaderKind kind,
                  std::string_view title_in_place_of_brand) {
  ui.fill({0, 0, ui.width(), ui.height()}, ui.theme().background);
  if (kind == HeaderKind::ground_only) return widgets::header_height(ui);
  const std::string accessibility = words(texts::kAccessibility);
  const std::string language = screens::native_name(words.language());
  const std::string back = kind == HeaderKind::with_back ? words(texts::kBack) : std::string();
  widgets::header(ui, {.screen = screens::screen_name(screen),
                       .brand = words.organisation(),
                       .accessibility = accessibility,
                       .language = language,
                       .title = title_in_place_of_brand,
                       .back = back,
                       .with_buttons = kind != HeaderKind::brand_only});
  return widgets::header_height(ui);
}

float draw_title(Ui& ui, screens::ScreenId screen, float y, std::string_view title) {
  const Rect place{widgets::kMargin, y, ui.width() - 2 * widgets::kMargin, 0};
  return y + ui.label(target(screen, "title"), place, title, {.type = widgets::Type::title1, .max_lines = 2});
}

Rect content(const Ui& ui, float top, float bottom) {
  return {widgets::kMargin, top, ui.width() - 2 * widgets::kMargin, bottom - top};
}

Rect action_row(const Ui& ui) {
  const float height = std::max(widgets::kPrimaryHeight, ui.line_height(widgets::Type::button) + 28);
  return content(ui, ui.height() - kBottomMargin - height, ui.height() - kBottomMargin);
}

float draw_back(Ui& ui, const Words& words, screens::ScreenId screen) {
  const Rect row = action_row(ui);
  const std::string id = target(screen, "back");
  const std::string label = words(texts::kBack);
  const widgets::Button back{.id = id, .label = label, .icon = widgets::icons::kBack};
  const float width = std::max(200.0F, widgets::button_width(ui, back));
  widgets::button(ui, {row.x, row.y, width, row.h}, back);
  return row.x + width;
}

void draw_close(Ui& ui, const Words& words, screens::ScreenId screen) {
  const Rect row = action_row(ui);
  draw_close_at(ui, words, screen, row.y, row.h);
}

void draw_close_at(Ui& ui, const Words& words, screens::ScreenId screen, float y, float height) {
  const std::string id = target(screen, "close");
  const std::string label = words(texts::kClose);
  const widgets::Button close{.id = id, .label = label, .kind = widgets::ButtonKind::primary};
  const float width = std::max(kPrimaryWidth, widgets::button_width(ui, close));
  widgets::button(ui, {ui.width() - widgets::kMargin - width, y, width, height}, close);
}

}  // namespace foyer::views
