#include "kiosk/views/host_view.h"

#include <algorithm>
#include <string>

#include "kiosk/screens/texts.h"
#include "kiosk/views/form_parts.h"
#include "kiosk/views/frame.h"
#include "kiosk/widgets/controls.h"

namespace foyer::views {

using widgets::Rect;
namespace texts = screens::texts;

void draw_host(widgets::Ui& ui, const Words& words, const screens::HostModel& model) {
  constexpr screens::ScreenId kScreen = screens::ScreenId::host;
  const bool with_title = !ui.largest_text() || ui.portrait();
  const std::string title = words(texts::kHostTitle);
  float y =
      draw_header(ui, words, kScreen, HeaderKind::with_back, with_title ? std::string_view() : std::string_view(title));
  const float bottom = draw_keyboard(ui, words, model.form);
  if (with_title) y = draw_title(ui, kScreen, y, title) + 16;

  const std::string id = target(kScreen, "without_name");
  const std::string label = words(texts::kHostWithoutName);
  const widgets::Button skip{.id = id, .label = label, .kind = widgets::ButtonKind::secondary};
  const float height = std::max(widgets::kButtonHeight, ui.line_height(widgets::Type::button) + 20);
  const float y_below = draw_fields(ui, words, model.form, content(ui, y, bottom - height - 2 * widgets::kGap));
  const float width = ui.portrait() ? ui.width() - 2 * widgets::kMargin
                                    : std::min(ui.width() - 2 * widgets::kMargin, widgets::button_width(ui, skip) + 40);
  const float top = std::min(y_below + widgets::kGutter, bottom - widgets::kGap - height);
  widgets::button(ui, {widgets::kMargin, top, width, height}, skip);
}

}  // namespace foyer::views
