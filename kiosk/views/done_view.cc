#include "kiosk/views/done_view.h"

#include <algorithm>
#include <string>

#include "kiosk/screens/texts.h"
#include "kiosk/views/frame.h"
#include "kiosk/widgets/controls.h"
#include "kiosk/widgets/panels.h"

namespace foyer::views {
namespace {

using widgets::Align;
using widgets::ButtonKind;
using widgets::Cut;
using widgets::Rect;
using widgets::Type;
using widgets::Ui;
namespace texts = screens::texts;
constexpr screens::ScreenId kScreen = screens::ScreenId::done;

constexpr float kCardWidth = 860;
constexpr float kTickMs = 280;
constexpr float kBarHeight = 10;

float part_left(const screens::DoneModel& model, std::int64_t now_ms) {
  if (model.shown_ms <= 0) return 0;
  return static_cast<float>(model.clears_at_ms - now_ms) / static_cast<float>(model.shown_ms);
}

// The tick draws itself once, when the screen comes up.
float tick_part(Ui& ui, const screens::DoneModel& model, std::int64_t now_ms) {
  const std::int64_t shown_for = now_ms - (model.clears_at_ms - model.shown_ms);
  if (ui.frame().reduce_motion || shown_for < 0 || static_cast<float>(shown_for) >= kTickMs) return 1;
  ui.request_frame(16);
  return static_cast<float>(shown_for) / kTickMs;
}

// "That is not me" and "Check in another person", on one line or, where they are long, on two. They stand on `bottom`.
float draw_others(Ui& ui, const Words& words, const screens::DoneModel& model, const Rect& place, bool measure_only) {
  const float height = std::max(widgets::kButtonHeight, ui.line_height(Type::button) + 20);
  const bool undo = model.can_undo();
  const bool another = model.can_check_in_another();
  if (!undo && !another) return 0;
  const std::string undo_label = model.is_saving ? words(texts::kSaving) : words(texts::kDoneNotMe);
  const bool is_visit = model.kind == screens::DoneKind::checked_in;
  const std::string another_label = words(is_visit ? texts::kDoneAnother : texts::kDoneAnotherDetails);
  const widgets::Button first{.id = "done.not_me", .label = undo_label};
  const widgets::Button second{.id = "done.another", .label = another_label};
  const float half = (place.w - widgets::kGutter) / 2;
  const bool both = undo && another;
  const bool stacked =
      both && std::max(widgets::button_width(ui, first), widgets::button_width(ui, second)) > half && ui.portrait();
  const float total = stacked ? 2 * height + widgets::kGap : height;
  if (measure_only) return total;
  if (!both) {
    widgets::button(ui, {place.x, place.y, place.w, height}, undo ? first : second);
  } else if (stacked) {
    widgets::button(ui, {place.x, place.y, place.w, height}, first);
    widgets::button(ui, {place.x, place.y + height + widgets::kGap, place.w, height}, second);
  } else {
    widgets::button(ui, {place.x, place.y, half, height}, first);
    widgets::button(ui, {place.x + half + widgets::kGutter, place.y, half, height}, second);
  }
  return total;
}

// The card's lower part: bar, sentence, Keep and Done. Returns its height.
float draw_clearing(Ui& ui, const Words& words, const screens::DoneModel& model, const Rect& inside,
                    std::int64_t seconds_left, std::int64_t now_ms, bool measure_only) {
  const std::string clears = words.plural(texts::kDoneClears, seconds_left);
  const std::string keep_label = words(texts::kDoneKeep);
  const std::string done_label = words(texts::kDoneDone);
  const widgets::Button keep{.id = "done.keep", .label = keep_label};
  const widgets::Button finish{.id = "done.done", .label = done_label, .kind = ButtonKind::primary};
  const float height = std::max(widgets::kPrimaryHeight, ui.line_height(Type::button) + 28);
  const float line = ui.line_height(Type::label);
  const float words_top = kBarHeight + 10;
  const float buttons_top = words_top + line + 16;
  if (measure_only) return buttons_top + height;
  widgets::progress(ui, {inside.x, inside.y, inside.w, kBarHeight}, part_left(model, now_ms));
  ui.label("done.clears", {inside.x, inside.y + words_top, inside.w, line}, clears,
           {.type = Type::label, .colour = ui.theme().text2, .align = Align::centre, .max_lines = 1, .middle = true});
  const float half = (inside.w - widgets::kGap) / 2;
  const float y = inside.y + buttons_top;
  widgets::button(ui, {inside.x, y, half, height}, keep);
  widgets::button(ui, {inside.x + half + widgets::kGap, y, half, height}, finish);
  return buttons_top + height;
}

}  // namespace

void draw_done(Ui& ui, const Words& words, const screens::DoneModel& model, std::int64_t seconds_left,
               std::int64_t now_ms) {
  const float top = draw_header(ui, words, kScreen, HeaderKind::full);
  const float room = ui.width() - 2 * widgets::kMargin;
  const float width = ui.large_text() ? room : std::min(kCardWidth, room);
  const float x = (ui.width() - width) / 2;
  const Rect inside{x + 40, 0, width - 80, 0};

  const std::string title = words(model.title(), {{"name", model.name}});
  const std::string subtitle = words(model.subtitle(), {{"host", model.host}});
  const widgets::TextStyle title_style{.type = Type::title1, .align = Align::centre, .max_lines = 2, .cut = Cut::end};
  const widgets::TextStyle subtitle_style{
      .type = Type::body, .colour = ui.theme().text2, .align = Align::centre, .max_lines = 3, .cut = Cut::end};
  const float title_height = ui.text_height(inside.w, title, title_style);
  const float subtitle_height = ui.text_height(inside.w, subtitle, subtitle_style);
  const float clearing = draw_clearing(ui, words, model, inside, seconds_left, now_ms, true);
  const float others = draw_others(ui, words, model, {x, 0, width, 0}, true);

  // The tick takes what is left, and goes where too little is left.
  const float below = others > 0 ? widgets::kGutter + others : 0;
  const float bottom = ui.height() - 32 - below;
  const float fixed = 24 + title_height + 12 + subtitle_height + 24 + clearing + 32;
  const float left = bottom - top - fixed;
  const float radius = std::min(64.0F, (left - 36) / 2);
  const bool with_tick = radius >= 28;
  const float card_height = fixed + (with_tick ? 2 * radius + 32 : 0);
  const float start = top + std::max(0.0F, (bottom - top - card_height) / 2);

  widgets::card(ui, {x, start, width, card_height}, 2);
  float y = start + 24;
  if (with_tick) {
    y += 12;
    widgets::tick(ui, x + width / 2, y + radius, radius, tick_part(ui, model, now_ms));
    y += 2 * radius + 20;
  }
  ui.label("done.title", {inside.x, y, inside.w, title_height}, title, title_style);
  y += title_height + 12;
  ui.label("done.sub", {inside.x, y, inside.w, subtitle_height}, subtitle, subtitle_style);
  y += subtitle_height + 24;
  draw_clearing(ui, words, model, {inside.x, y, inside.w, 0}, seconds_left, now_ms, false);
  draw_others(ui, words, model, {x, start + card_height + widgets::kGutter, width, 0}, false);
}

}  // namespace foyer::views
