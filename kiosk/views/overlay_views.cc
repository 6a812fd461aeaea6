#include "kiosk/views/overlay_views.h"

#include <algorithm>
#include <array>
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

using screens::ScreenId;
using widgets::Align;
using widgets::ButtonKind;
using widgets::Rect;
using widgets::Type;
using widgets::Ui;
namespace texts = screens::texts;

constexpr float kSheetWidth = 860;
constexpr std::size_t kChoicesInGroup = 3;

// A sheet in the middle of an otherwise empty screen: badge, title, sentence, perhaps a bar, perhaps two buttons side
// by side.
struct Sheet {
  ScreenId screen;
  const char* icon;
  widgets::Colour ground, front;
  std::string title, text;
  float bar = -1;                     // 0 .. 1, below 0: none
  widgets::Button first{}, second{};  // without an id: none

  bool has_buttons() const { return !second.id.empty(); }
};

void draw_sheet(Ui& ui, const Sheet& sheet) {
  constexpr float kBadge = 56;
  const float room = ui.width() - 2 * widgets::kMargin;
  const float width = ui.large_text() ? room : std::min(kSheetWidth, room);
  const float x = (ui.width() - width) / 2;
  const Rect inside{x + 40, 0, width - 80, 0};
  const widgets::TextStyle title{.type = Type::title1, .align = Align::centre, .max_lines = 2};
  const widgets::TextStyle text{.type = Type::body, .colour = ui.theme().text2, .align = Align::centre, .max_lines = 4};
  const float title_height = ui.text_height(inside.w, sheet.title, title);
  const float text_height = ui.text_height(inside.w, sheet.text, text);
  const float button = std::max(widgets::kPrimaryHeight, ui.line_height(Type::button) + 28);
  const float half = (inside.w - widgets::kGap) / 2;
  const float widest = std::max(widgets::button_width(ui, sheet.first), widgets::button_width(ui, sheet.second));
  const bool stacked = widest > half;
  const float bar = sheet.bar >= 0 ? 12 + widgets::kGutter : 0;
  const float buttons = sheet.has_buttons() ? 32 + (stacked ? 2 * button + widgets::kGap : button) : 0;
  const float height = 40 + 2 * kBadge + 20 + title_height + 12 + text_height + bar + buttons + 40;
  float y = std::max(widgets::header_height(ui), (ui.height() - height) / 2);
  widgets::card(ui, {x, y, width, height}, 2);
  y += 40;
  widgets::badge(ui, x + width / 2, y + kBadge, kBadge, sheet.icon, sheet.ground, sheet.front);
  y += 2 * kBadge + 20;
  ui.label(target(sheet.screen, "title"), {inside.x, y, inside.w, title_height}, sheet.title, title);
  y += title_height + 12;
  ui.label(target(sheet.screen, "text"), {inside.x, y, inside.w, text_height}, sheet.text, text);
  y += text_height + 32;
  if (sheet.bar >= 0) {
    widgets::progress(ui, {inside.x, y, inside.w, 12}, sheet.bar);
    y += bar;
  }
  if (!sheet.has_buttons()) return;
  if (stacked) {
    widgets::button(ui, {inside.x, y, inside.w, button}, sheet.second);
    widgets::button(ui, {inside.x, y + button + widgets::kGap, inside.w, button}, sheet.first);
  } else {
    widgets::button(ui, {inside.x, y, half, button}, sheet.first);
    widgets::button(ui, {inside.x + half + widgets::kGap, y, half, button}, sheet.second);
  }
}

// One group of choices: its heading, then the choices on one line or, where the words are long, below each other.
struct Group {
  screens::Text heading;
  std::vector<screens::AccessibilityChoice> choices;
};

std::vector<Group> groups_of(const screens::AccessibilityModel& model) {
  const std::vector<screens::AccessibilityChoice> all = screens::choices(model);
  std::vector<Group> groups;
  const std::array headings = {texts::kTextSize, texts::kContrast, texts::kTime};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t group = std::min(i / kChoicesInGroup, headings.size() - 1);
    if (group == groups.size()) groups.push_back({headings[group], {}});
    groups.back().choices.push_back(all[i]);
  }
  return groups;
}

float draw_group(Ui& ui, const Words& words, const Group& group, std::size_t number, float y, float height,
                 std::size_t columns) {
  const Rect area = content(ui, y, y);
  const std::string heading = words(group.heading);
  std::string id = target(ScreenId::accessibility, "group.") + std::to_string(number);
  y +=
      ui.label(id, {area.x, y, area.w, 0}, heading, {.type = Type::label, .colour = ui.theme().text2, .max_lines = 1}) +
      8;
  const float width = (area.w - widgets::kGap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  std::size_t at = 0;
  for (const screens::AccessibilityChoice& choice : group.choices) {
    const std::string label = words(choice.label);
    const Rect place{area.x + static_cast<float>(at % columns) * (width + widgets::kGap),
                     y + static_cast<float>(at / columns) * (height + widgets::kGap), width, height};
    widgets::choice(ui, place, {.id = choice.id, .label = label, .checked = choice.is_checked});
    ++at;
  }
  const std::size_t lines = (at + columns - 1) / columns;
  return y + static_cast<float>(lines) * (height + widgets::kGap) - widgets::kGap;
}

}  // namespace

void draw_language(Ui& ui, const Words& words, const screens::LanguageModel& model) {
  float y = draw_header(ui, words, ScreenId::language, HeaderKind::brand_only);
  y = draw_title(ui, ScreenId::language, y, words(texts::kLanguageTitle)) + widgets::kGutter;
  const std::size_t columns = ui.portrait() ? 1 : 2;
  const float height = std::max(92.0F, ui.line_height(Type::button) + 32);
  const float all = ui.width() - 2 * widgets::kMargin;
  const float width = (all - widgets::kGutter * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  for (std::size_t i = 0; i < model.languages.size(); ++i) {
    const std::string id = target(ScreenId::language, model.languages[i]);
    const std::string name = screens::native_name(model.languages[i]);
    const Rect place{widgets::kMargin + static_cast<float>(i % columns) * (width + widgets::kGutter),
                     y + static_cast<float>(i / columns) * (height + 16), width, height};
    widgets::row(ui, place, {.id = id, .label = name, .checked = model.languages[i] == words.language()});
  }
  draw_close(ui, words, ScreenId::language);
}

void draw_accessibility(Ui& ui, const Words& words, const screens::AccessibilityModel& model) {
  float y = draw_header(ui, words, ScreenId::accessibility, HeaderKind::brand_only);
  if (!ui.largest_text() || ui.portrait()) {
    y = draw_title(ui, ScreenId::accessibility, y, words(texts::kAccessibilityTitle)) + 12;
  }
  const std::vector<Group> groups = groups_of(model);
  const float bottom = action_row(ui).y - 16;
  const auto count = static_cast<float>(groups.size());
  const float heading = ui.line_height(Type::label) + 8;
  const float gap = ui.large_text() ? 12 : 20;
  // With large text in portrait the choices of a group stand below each other.
  const std::size_t columns = ui.portrait() && ui.large_text() ? 1 : kChoicesInGroup;
  std::size_t lines = 0;
  for (const Group& group : groups) lines += (group.choices.size() + columns - 1) / columns;
  const float gaps = gap * (count - 1) + widgets::kGap * (static_cast<float>(lines) - count);
  const float height = std::min(ui.portrait() && !ui.large_text() ? 140.0F : 96.0F,
                                (bottom - y - gaps - heading * count) / static_cast<float>(lines));
  std::size_t number = 0;
  for (const Group& group : groups) y = draw_group(ui, words, group, number++, y, height, columns) + gap;
  draw_close(ui, words, ScreenId::accessibility);
}

void draw_privacy(Ui& ui, const Words& words) {
  const bool cramped = ui.large_text() && !ui.portrait();
  float y = draw_header(ui, words, ScreenId::privacy, cramped ? HeaderKind::ground_only : HeaderKind::brand_only);
  if (!cramped) y = draw_title(ui, ScreenId::privacy, y, words(texts::kPrivacyTitle)) + 16;
  const std::array parts = {std::pair{texts::kPrivacyWhat, texts::kPrivacyWhatText},
                            std::pair{texts::kPrivacyWhy, texts::kPrivacyWhyText},
                            std::pair{texts::kPrivacyRights, texts::kPrivacyRightsText}};
  const float bottom = cramped ? ui.height() - widgets::kGutter : action_row(ui).y - 16;
  constexpr float kPartGap = 16;
  const float padding = ui.large_text() ? 8 : 18;
  const float most = (bottom - y - kPartGap * (parts.size() - 1)) / parts.size();
  const widgets::TextStyle heading{.type = ui.large_text() ? Type::label_strong : Type::title2, .max_lines = 1};
  const widgets::TextStyle text{.type = Type::body, .colour = ui.theme().text2, .max_lines = 8};
  std::size_t number = 0;
  for (const auto& [title, sentence] : parts) {
    const std::string said = words(sentence, {{"organisation", words.organisation()}});
    const float title_height = ui.line_height(heading.type) + 4;
    const float width = ui.width() - 2 * widgets::kMargin - 2 * widgets::kCardPadding;
    const float height = std::min(most, title_height + ui.text_height(width, said, text) + 2 * padding + 4);
    const Rect box = content(ui, y, y + height);
    widgets::card(ui, box);
    const Rect inside = box.inset(widgets::kCardPadding, padding);
    const std::string id = target(ScreenId::privacy, std::to_string(number++));
    ui.label(id + ".heading", {inside.x, inside.y, inside.w, 0}, words(title), heading);
    ui.label(id + ".text", {inside.x, inside.y + title_height, inside.w, inside.h - title_height}, said, text);
    y += height + kPartGap;
  }
  if (cramped) {
    draw_close_at(ui, words, ScreenId::privacy, widgets::kHeaderTop,
                  widgets::header_height(ui) - widgets::kHeaderTop - 12);
  } else {
    draw_close(ui, words, ScreenId::privacy);
  }
}

void draw_still_there(Ui& ui, const Words& words, const screens::StillThereModel& model, std::int64_t seconds_left,
                      std::int64_t now_ms) {
  draw_header(ui, words, ScreenId::still_there, HeaderKind::brand_only);
  const widgets::Theme& t = ui.theme();
  const std::string stay = words(texts::kStay);
  const std::string finish = words(texts::kFinish);
  const auto left = static_cast<float>(model.clears_at_ms - now_ms);
  const float part = model.shown_ms > 0 ? left / static_cast<float>(model.shown_ms) : 0;
  draw_sheet(ui, {.screen = ScreenId::still_there,
                  .icon = widgets::icons::kClock,
                  .ground = t.primary_tint,
                  .front = t.primary,
                  .title = words(texts::kStillThereTitle),
                  .text = words.plural(texts::kStillThereClears, seconds_left),
                  .bar = std::max(0.0F, part),
                  .first = {.id = "still_there.finish", .label = finish},
                  .second = {.id = "still_there.stay", .label = stay, .kind = ButtonKind::primary}});
}

void draw_trouble(Ui& ui, const Words& words, const screens::TroubleModel& model) {
  draw_header(ui, words, ScreenId::trouble, HeaderKind::brand_only);
  const widgets::Theme& t = ui.theme();
  if (model.is_slow) {
    draw_sheet(ui, {.screen = ScreenId::trouble,
                    .icon = widgets::icons::kClock,
                    .ground = t.primary_tint,
                    .front = t.primary,
                    .title = words(model.title()),
                    .text = words(model.text())});
    return;
  }
  const std::string cancel = words(texts::kCancel);
  const std::string retry = model.is_saving ? words(texts::kSaving) : words(texts::kRetry);
  draw_sheet(ui, {.screen = ScreenId::trouble,
                  .icon = widgets::icons::kWarning,
                  .ground = t.warn_tint,
                  .front = t.warn,
                  .title = words(model.title()),
                  .text = words(model.text()),
                  .first = {.id = "trouble.cancel", .label = cancel},
                  .second = {.id = "trouble.retry", .label = retry, .kind = ButtonKind::primary}});
}

}  // namespace foyer::views
