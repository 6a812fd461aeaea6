#include "kiosk/views/home_view.h"

#include <algorithm>
#include <string>

#include "kiosk/screens/texts.h"
#include "kiosk/views/frame.h"
#include "kiosk/widgets/controls.h"
#include "kiosk/widgets/icons.h"

namespace foyer::views {
namespace {

using screens::HomeChoice;
using widgets::Rect;
using widgets::Type;
using widgets::Ui;
namespace texts = screens::texts;

constexpr float kTileHeightMax = 148;
constexpr float kLeavingHeightMax = 112;

const char* icon_of(HomeChoice choice) {
  switch (choice) {
    case HomeChoice::drop_in: return widgets::icons::kWalk;
    case HomeChoice::meeting: return widgets::icons::kPerson;
    case HomeChoice::tour: return widgets::icons::kTour;
    case HomeChoice::leave_contacts: return widgets::icons::kContacts;
    case HomeChoice::leaving: return widgets::icons::kLeave;
    case HomeChoice::none: break;
  }
  return widgets::icons::kForward;
}

void draw_tile(Ui& ui, const Words& words, const Rect& place, const screens::HomeTile& tile, bool primary) {
  const std::string title = words(tile.title);
  const std::string subtitle = words(tile.subtitle);
  widgets::tile(
      ui, place,
      {.id = tile.id, .title = title, .subtitle = subtitle, .icon = icon_of(tile.choice), .primary = primary});
}

float draw_heading(Ui& ui, const Words& words, float y) {
  const Rect place{widgets::kMargin, y, ui.width() - 2 * widgets::kMargin, 0};
  const std::string question = words(texts::kHomeQuestion);
  if (ui.large_text()) {
    return y + ui.label("home.title", place, question, {.type = Type::title1, .max_lines = ui.portrait() ? 2 : 1}) + 16;
  }
  y += ui.label("home.title", place, words(texts::kHomeTitle), {.type = Type::display, .max_lines = 1}) + 4;
  y += ui.label("home.question", {place.x, y, place.w, 0}, question,
                {.type = Type::body, .colour = ui.theme().text2, .max_lines = 1});
  return y + 24;
}

// The help line at the bottom, with a warning sign when it is for staff.
struct Help {
  std::string words;
  widgets::TextStyle style;
  float icon, width, y;
};

Help lay_out_help(const Ui& ui, const Words& words, const screens::HomeModel& model) {
  Help help{
      .words = words(model.help()), .style = {.type = Type::label, .max_lines = 2}, .icon = 0, .width = 0, .y = 0};
  help.style.colour = model.needs_staff ? ui.theme().text : ui.theme().text2;
  help.icon = model.needs_staff ? ui.line_height(Type::label) + widgets::kGap : 0;
  help.width = ui.width() - 2 * widgets::kMargin - help.icon;
  help.y = ui.height() - 28 - ui.text_height(help.width, help.words, help.style);
  return help;
}

void draw_help(Ui& ui, const screens::HomeModel& model, const Help& help) {
  if (model.needs_staff) {
    ui.icon(widgets::icons::kWarning, widgets::kMargin + (help.icon - widgets::kGap) / 2,
            help.y + ui.line_height(Type::label) / 2, Type::icon, ui.theme().warn);
  }
  ui.label("home.help", {widgets::kMargin + help.icon, help.y, help.width, 0}, help.words, help.style);
}

}  // namespace

void draw_home(Ui& ui, const Words& words, const screens::HomeModel& model) {
  float y = draw_header(ui, words, screens::ScreenId::home, HeaderKind::full);
  y = draw_heading(ui, words, y + (ui.large_text() ? 0 : 8));
  const Help help = lay_out_help(ui, words, model);
  const float bottom = help.y - 24;

  const auto is_leaving = [](const screens::HomeTile& tile) { return tile.choice == HomeChoice::leaving; };
  const auto reasons = static_cast<std::size_t>(
      std::count_if(model.tiles.begin(), model.tiles.end(), [&](const auto& tile) { return !is_leaving(tile); }));
  const bool with_leaving = reasons < model.tiles.size();
  const std::size_t columns = ui.portrait() || reasons < 3 ? 1 : 2;
  const std::size_t rows = (reasons + columns - 1) / columns;
  const auto lines = static_cast<float>(rows + (with_leaving ? 1 : 0));
  const float gap = widgets::kGutter;
  const float even = (bottom - y - gap * (lines - 1)) / std::max(1.0F, lines);
  const float leaving_height = with_leaving ? std::min(even, kLeavingHeightMax) : 0;
  const float rest = bottom - y - (with_leaving ? leaving_height + gap : 0);
  const float height = std::min(
      kTileHeightMax, (rest - gap * static_cast<float>(rows - 1)) / static_cast<float>(std::max<std::size_t>(1, rows)));

  const Rect area = content(ui, y, bottom);
  const float width = (area.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  std::size_t at = 0;
  for (const screens::HomeTile& tile : model.tiles) {
    if (is_leaving(tile)) continue;
    const std::size_t column = at % columns;
    // The last of an odd number takes the whole line.
    const bool alone = columns == 2 && column == 0 && at + 1 == reasons;
    draw_tile(ui, words,
              {area.x + static_cast<float>(column) * (width + gap),
               y + static_cast<float>(at / columns) * (height + gap), alone ? area.w : width, height},
              tile, at == 0);
    ++at;
  }
  for (const screens::HomeTile& tile : model.tiles) {
    if (!is_leaving(tile)) continue;
    const float top = y + static_cast<float>(rows) * (height + gap);
    draw_tile(ui, words, {area.x, top, area.w, leaving_height}, tile, false);
  }
  draw_help(ui, model, help);
}

}  // namespace foyer::views
