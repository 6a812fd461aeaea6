#include "kiosk/views/details_view.h"

#include <string>

#include "kiosk/views/form_parts.h"
#include "kiosk/views/frame.h"
#include "kiosk/widgets/keyboard_panel.h"
#include "kiosk/widgets/panels.h"

namespace foyer::views {

void draw_details(widgets::Ui& ui, const Words& words, const screens::DetailsModel& model) {
  const float bottom = ui.height() - (model.form.is_keyboard_shown ? widgets::keyboard_height(ui) : widgets::kMargin);
  const float chips = widgets::kChipHeight + widgets::kGap;
  const float below_header = widgets::header_height(ui);
  const std::size_t columns = ui.portrait() ? 1 : 2;
  const float needed = ui.line_height(widgets::Type::title1) + 12 + fields_height(ui, model.form, columns) + chips;
  const bool with_title = ui.portrait() || (!ui.large_text() && below_header + needed <= bottom);
  const std::string title = words(model.title());
  float y = draw_header(ui, words, screens::ScreenId::details, HeaderKind::with_back,
                        with_title ? std::string_view() : std::string_view(title));
  if (with_title) y = draw_title(ui, screens::ScreenId::details, y, title) + 12;
  const float below = draw_fields(ui, words, model.form, content(ui, y, bottom - chips));
  draw_offers(ui, words, model.form, content(ui, below, bottom));
  draw_keyboard(ui, words, model.form);
}

}  // namespace foyer::views
