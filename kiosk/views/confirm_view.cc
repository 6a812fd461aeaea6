#include "kiosk/views/confirm_view.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/screens/texts.h"
#include "kiosk/views/frame.h"
#include "kiosk/widgets/controls.h"
#include "kiosk/widgets/icons.h"
#include "kiosk/widgets/panels.h"

namespace foyer::views {
namespace {

using widgets::Cut;
using widgets::Rect;
using widgets::Type;
using widgets::Ui;
namespace texts = screens::texts;
constexpr screens::ScreenId kScreen = screens::ScreenId::confirm;

constexpr float kRowHeightMax = 68;
constexpr float kCardPadding = 14;
constexpr float kNoticeHeightMax = 132;
constexpr float kNoticeHeightMaxPortrait = 320;

// Label left, value right; a hairline between rows.
void draw_row(Ui& ui, const Words& words, const screens::SummaryRow& row, const Rect& place, float label_width) {
  const std::string label = words(row.label);
  // Both ends of an address say whose it is.
  const Cut cut = row.label == texts::kRowEmail ? Cut::middle : Cut::end;
  const std::string value = row.text ? words(*row.text) : std::string(row.value);
  ui.text(row.id, {place.x, place.y, label_width - widgets::kGap, place.h}, label,
          {.type = Type::label, .colour = ui.theme().text2, .max_lines = 1, .middle = true});
  ui.text(row.id, {place.x + label_width, place.y, place.w - label_width, place.h}, value,
          {.type = Type::body, .max_lines = 2, .middle = true, .cut = row.text ? Cut::never : cut});
  widgets::SemanticItem item;
  item.id = row.id;
  item.label = label;
  item.value = value;
  ui.report(std::move(item), place);
}

void draw_summary(Ui& ui, const Words& words, const std::vector<screens::SummaryRow>& rows, const Rect& place) {
  widgets::card(ui, place);
  float label_width = 120;
  for (const screens::SummaryRow& row : rows) {
    label_width = std::max(label_width, ui.text_width(words(row.label), Type::label) + widgets::kGutter);
  }
  const Rect inside = place.inset(widgets::kCardPadding, kCardPadding);
  label_width = std::min(label_width, inside.w * 0.35F);
  const float height = inside.h / static_cast<float>(std::max<std::size_t>(1, rows.size()));
  float y = inside.y;
  for (const screens::SummaryRow& row : rows) {
    if (y > inside.y) ui.fill({inside.x, y - 1, inside.w, 2}, ui.theme().hairline);
    draw_row(ui, words, row, {inside.x, y, inside.w, height}, label_width);
    y += height;
  }
}

// How the notice and the button beside it share a line.
struct NoticePlan {
  std::string text, privacy;
  float button_width = 0, button_height = 0, width = 0, notice_height = 0, height = 0;
  bool stacked = false;  // the button below the notice, where both on one line would be cramped
};
NoticePlan plan_notice(const Ui& ui, const Words& words, screens::Purpose purpose) {
  NoticePlan plan;
  plan.text = words(screens::notice(purpose));
  plan.privacy = words(texts::kPrivacy);
  plan.button_width = std::max(160.0F, widgets::button_width(ui, {.id = "confirm.privacy", .label = plan.privacy}));
  plan.button_height = std::max(64.0F, ui.line_height(Type::button) + 16);
  const float all = ui.width() - 2 * widgets::kMargin;
  plan.stacked = ui.portrait() && ui.large_text();
  plan.width = plan.stacked ? all : all - plan.button_width - widgets::kGap;
  const float height = widgets::notice_height(ui, plan.width, {.id = "confirm.notice", .text = plan.text});
  plan.notice_height = std::min(ui.portrait() ? kNoticeHeightMaxPortrait : kNoticeHeightMax, height);
  plan.height = plan.notice_height + (plan.stacked ? widgets::kGap + plan.button_height : 0);
  return plan;
}

void draw_notice(Ui& ui, const NoticePlan& plan, float y) {
  widgets::notice(ui, {widgets::kMargin, y, plan.width, plan.notice_height},
                  {.id = "confirm.notice", .text = plan.text, .icon = widgets::icons::kShield});
  const float top = plan.stacked ? plan.height - plan.button_height : (plan.height - plan.button_height) / 2;
  const Rect place{ui.width() - widgets::kMargin - plan.button_width, y + top, plan.button_width, plan.button_height};
  widgets::button(ui, place, {.id = "confirm.privacy", .label = plan.privacy});
}

void draw_actions(Ui& ui, const Words& words, const screens::ConfirmModel& model, screens::Purpose purpose) {
  const float back_end = draw_back(ui, words, kScreen);
  const Rect row = action_row(ui);
  const std::string label = model.is_saving ? words(texts::kSaving) : words(screens::submit_label(purpose));
  const widgets::Button submit{.id = screens::submit_id(purpose), .label = label, .kind = widgets::ButtonKind::primary};
  const float width =
      std::min(std::max(300.0F, widgets::button_width(ui, submit)), row.right() - back_end - widgets::kGap);
  widgets::button(ui, {row.right() - width, row.y, width, row.h}, submit);
}

// Change stands at the right end of the title's line. Returns the y below both.
float draw_title_and_change(Ui& ui, const Words& words, float y) {
  const std::string change_id = target(kScreen, "change");
  const std::string change_label = words(texts::kChange);
  const widgets::Button change{.id = change_id, .label = change_label, .kind = widgets::ButtonKind::secondary};
  const float width = std::max(140.0F, widgets::button_width(ui, change));
  const float height = std::max(64.0F, ui.line_height(Type::button) + 12);
  const Rect title{widgets::kMargin, y, ui.width() - 2 * widgets::kMargin - width - widgets::kGutter, height};
  ui.label(target(kScreen, "title"), title, words(texts::kConfirmTitle),
           {.type = Type::title1, .max_lines = 1, .middle = true});
  widgets::button(ui, {ui.width() - widgets::kMargin - width, y, width, height}, change);
  return y + height + 16;
}

}  // namespace

void draw_confirm(Ui& ui, const Words& words, const screens::ConfirmModel& model, const screens::HostModel& host,
                  const screens::DetailsModel& details) {
  float y = draw_header(ui, words, kScreen, HeaderKind::full);
  y = draw_title_and_change(ui, words, y + (ui.large_text() ? 0 : 8));
  const std::vector<screens::SummaryRow> rows = screens::summary(host, details);
  const float room = action_row(ui).y - 20;
  const NoticePlan plan = plan_notice(ui, words, details.purpose);
  const float most =
      static_cast<float>(rows.size()) * std::max(kRowHeightMax, 1.5F * ui.line_height(Type::body)) + 2 * kCardPadding;
  const float height = std::min(most, room - plan.height - 16 - y);
  draw_summary(ui, words, rows, content(ui, y, y + height));
  draw_notice(ui, plan, y + height + 16);
  draw_actions(ui, words, model, details.purpose);
}

}  // namespace foyer::views
