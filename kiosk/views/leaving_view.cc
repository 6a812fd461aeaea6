#include "kiosk/views/leaving_view.h"

#include <algorithm>
#include <string>

#include "kiosk/screens/texts.h"
#include "kiosk/views/form_parts.h"
#include "kiosk/views/frame.h"
#include "kiosk/widgets/controls.h"
#include "kiosk/widgets/field.h"
#include "kiosk/widgets/panels.h"

namespace foyer::views {
namespace {

using widgets::Rect;
using widgets::Type;
using widgets::Ui;
namespace texts = screens::texts;
constexpr screens::ScreenId kScreen = screens::ScreenId::leaving;

float check_out_height(const Ui& ui) { return std::max(widgets::kPrimaryHeight, ui.line_height(Type::button) + 28); }

void draw_check_out(Ui& ui, const Words& words, const screens::LeavingModel& model, const Rect& place) {
  const std::string id = target(kScreen, "check_out");
  const std::string label = model.is_saving ? words(texts::kSaving) : words(texts::kCheckOut);
  widgets::button(ui, place, {.id = id, .label = label, .icon = nullptr, .kind = widgets::ButtonKind::primary});
}

}  // namespace

void draw_leaving(Ui& ui, const Words& words, const screens::LeavingModel& model) {
  const bool with_title = !ui.large_text() || ui.portrait();
  const std::string title = words(texts::kLeavingTitle);
  float y =
      draw_header(ui, words, kScreen, HeaderKind::with_back, with_title ? std::string_view() : std::string_view(title));
  const float bottom = draw_keyboard(ui, words, model.form);
  const float width = ui.width() - 2 * widgets::kMargin;
  if (with_title) {
    y = draw_title(ui, kScreen, y, title);
    y += ui.label(target(kScreen, "sub"), {widgets::kMargin, y, width, 0}, words(texts::kLeavingHint),
                  {.type = Type::body, .colour = ui.theme().text2, .max_lines = 2}) +
         12;
  }
  const std::string label = words(texts::kCheckOut);
  const float height = check_out_height(ui);
  const float button = std::max(280.0F, widgets::button_width(ui, {.id = "leaving.check_out", .label = label}));
  const Rect area = content(ui, y, bottom);
  float below = area.y;
  if (ui.portrait()) {
    below = draw_fields(ui, words, model.form, area) + widgets::kGutter;
    draw_check_out(ui, words, model, {area.x, below, area.w, height});
    below += height;
  } else {
    // Beside the field, on its line.
    const float field = area.w - button - widgets::kGutter;
    below = draw_fields(ui, words, model.form, {area.x, area.y, field, area.h}, ui.large_text() ? area.w : 0);
    const float box = widgets::field_height(ui, false) - widgets::field_box_top(ui);
    const float top = area.y + widgets::field_box_top(ui) + (box - height) / 2;
    draw_check_out(ui, words, model, {area.right() - button, top, button, height});
  }
  draw_offers(ui, words, model.form, content(ui, below, bottom));
}

}  // namespace foyer::views
