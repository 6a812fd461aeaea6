#include "kiosk/views/form_parts.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/screens/suggestion.h"
#include "kiosk/screens/texts.h"
#include "kiosk/views/frame.h"
#include "kiosk/widgets/controls.h"
#include "kiosk/widgets/field.h"
#include "kiosk/widgets/icons.h"
#include "kiosk/widgets/keyboard_panel.h"

namespace foyer::views {
namespace {

using screens::FieldKind;
using widgets::Rect;
using widgets::Type;
using widgets::Ui;
namespace texts = screens::texts;

constexpr float kColumnGap = 32;
constexpr float kRowGap = 6;
constexpr float kAboveKeyboard = 12;
constexpr std::size_t kChipLinesMax = 2;

// What a field says below its box: what is wrong, why the last key did nothing, or why it is asked while it is focused.
struct Below {
  std::string text;
  bool is_error = false;
};
Below below(const Words& words, const screens::Field& field, bool with_why) {
  if (field.error) return {words(*field.error), true};
  if (field.hint) return {words(*field.hint), false};
  if (field.why && with_why) return {words(*field.why), false};
  return {};
}

float draw_field(Ui& ui, const Words& words, const screens::Form& form, std::size_t at, const Rect& place,
                 bool with_label, float line_width = 0) {
  const screens::Field& field = form.fields[at];
  const bool focused = at == form.focus;
  const std::string label = words(field.label);
  // At the largest text a question needs the room of the line that says why.
  const bool is_crowded = ui.largest_text() && screens::suggested_address(form).has_value();
  const Below line = below(words, field, focused && !is_crowded);
  const std::string clear = words(texts::kClearField);
  const std::string clear_id = field.id + ".clear";
  return widgets::field(ui, place,
                        {.id = field.id,
                         .label = label,
                         .value = field.text.text(),
                         .hint = line.is_error ? std::string_view() : std::string_view(line.text),
                         .error = line.is_error ? std::string_view(line.text) : std::string_view(),
                         .caret = field.text.caret(),
                         .focused = focused,
                         .clear_id = clear_id,
                         .clear_label = clear,
                         .line_width = line_width,
                         .with_label = with_label});
}

const char* icon_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::name:
    case FieldKind::host: return widgets::icons::kPerson;
    case FieldKind::email: return widgets::icons::kMail;
    case FieldKind::phone: return widgets::icons::kPhone;
    case FieldKind::company: return widgets::icons::kCompany;
  }
  return widgets::icons::kText;
}

// A line of tabs, one for each field: the focused one says its label, the others are their icons and take the focus.
float draw_tabs(Ui& ui, const Words& words, const screens::Form& form, const Rect& area) {
  const float height = std::max(widgets::kChipHeight, ui.line_height(Type::label) + 12);
  const auto others = static_cast<float>(form.fields.size() - 1);
  const float narrow = std::max(84.0F, height);
  const float wide = area.w - others * (narrow + widgets::kGap);
  float x = area.x;
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    const screens::Field& field = form.fields[i];
    const bool focused = i == form.focus;
    const Rect place{x, area.y, focused ? wide : narrow, height};
    const std::string label = words(field.label);
    if (focused) {
      ui.text(field.id, place, label, {.type = Type::label_strong, .max_lines = 1, .middle = true});
    } else {
      widgets::field_tab(
          ui, place,
          {.id = field.id, .label = label, .error_mark = field.error.has_value(), .icon = icon_of(field.kind)});
    }
    x += place.w + widgets::kGap;
  }
  return area.y + height;
}

// "Did you mean ...?" on one line; where it is too wide for that, the words above the answers; where there is no height
// for that either, without the picture.
struct Question {
  std::string words;
  float yes = 0, no = 0;  // widths
  bool is_stacked = false;
  bool has_icon = true;
  float height = 0;
};

constexpr float kBarIcon = 60;
constexpr float kBarPadding = 8;
constexpr widgets::TextStyle kQuestionText{.type = Type::body, .middle = true, .cut = widgets::Cut::middle};

float pill_height(const Ui& ui) { return std::max(widgets::kChipHeight, ui.line_height(Type::label) + 12); }

Question lay_out_question(const Ui& ui, const Words& words, const std::string& address, float width, float height_max) {
  Question question;
  question.yes = widgets::chip_width(ui, {.label = words(texts::kYesFix)});
  question.no = widgets::chip_width(ui, {.label = words(texts::kNoKeep)});
  const float answers = question.yes + question.no + 2 * widgets::kGap + kBarPadding;
  const auto fits = [&](const std::string& text, float room) { return ui.text_width(text, Type::body) <= room; };
  question.words = words(texts::kDidYouMean, {{"address", address}});
  if (!fits(question.words, width - kBarIcon - answers)) {
    question.words = words(texts::kDidYouMean, {{"address", address.substr(address.rfind('@'))}});
  }
  question.height = pill_height(ui) + 2 * kBarPadding;
  if (fits(question.words, width - kBarIcon - answers)) return question;
  const float stacked =
      question.height + ui.text_height(width - kBarIcon - kBarPadding, question.words, kQuestionText) + 2 * kBarPadding;
  question.is_stacked = stacked <= height_max;
  question.has_icon = question.is_stacked;
  if (question.is_stacked) question.height = stacked;
  return question;
}

void draw_question(Ui& ui, const Words& words, const screens::Form& form, const Rect& bar, const Question& question) {
  const widgets::Theme& t = ui.theme();
  ui.fill(bar, t.warn_tint, widgets::kRadiusButton);
  ui.outline(bar, t.warn, widgets::kRadiusButton, t.border_width);
  const float pill = pill_height(ui);
  const float answers_top = bar.bottom() - kBarPadding - pill;
  const float words_height = question.is_stacked ? answers_top - bar.y - kBarPadding : bar.h;
  if (question.has_icon)
    ui.icon(widgets::icons::kHelp, bar.x + kBarIcon / 2, bar.y + words_height / 2, Type::icon, t.warn);
  const Rect no{bar.right() - kBarPadding - question.no, answers_top, question.no, pill};
  const Rect yes{no.x - widgets::kGap - question.yes, answers_top, question.yes, pill};
  const float right = question.is_stacked ? bar.right() - kBarPadding : yes.x - widgets::kGap;
  const float left = bar.x + (question.has_icon ? kBarIcon : 2 * kBarPadding);
  ui.label(target(form.screen, "suggestion"), {left, bar.y, right - left, words_height}, question.words, kQuestionText);
  const std::string yes_id = target(form.screen, "suggestion_yes");
  const std::string no_id = target(form.screen, "suggestion_no");
  widgets::chip(ui, yes, {.id = yes_id, .label = words(texts::kYesFix), .primary = true});
  widgets::chip(ui, no, {.id = no_id, .label = words(texts::kNoKeep)});
}

// The domain chips on the bottom of the area. Returns the y above them.
float draw_chips(Ui& ui, const screens::Form& form, const Rect& area) {
  const std::vector<screens::Chip> chips = screens::chips(form);
  if (chips.empty() || !form.is_keyboard_shown) return area.bottom();
  const float height = pill_height(ui);
  // Which chips stand on which line; what finds no room is left out.
  struct Place {
    const screens::Chip* chip;
    std::string label;
    float x, width;
    std::size_t line;
  };
  std::vector<Place> places;
  const std::size_t lines_max = ui.portrait() ? kChipLinesMax : 1;
  float x = area.x;
  std::size_t line = 0;
  for (const screens::Chip& chip : chips) {
    std::string label = "@" + chip.domain;
    const float width = std::min(area.w, widgets::chip_width(ui, {.id = chip.id, .label = label}));
    if (x + width > area.right()) {
      if (++line >= lines_max) break;
      x = area.x;
    }
    places.push_back({&chip, std::move(label), x, width, line});
    x += width + widgets::kGap;
  }
  const std::size_t lines = places.empty() ? 0 : places.back().line + 1;
  const float top =
      area.bottom() - kAboveKeyboard - static_cast<float>(lines) * (height + widgets::kGap) + widgets::kGap;
  for (const Place& place : places) {
    const float y = top + static_cast<float>(place.line) * (height + widgets::kGap);
    widgets::chip(ui, {place.x, y, place.width, height}, {.id = place.chip->id, .label = place.label});
  }
  return top;
}

}  // namespace

float draw_keyboard(Ui& ui, const Words& words, const screens::Form& form) {
  if (!form.is_keyboard_shown) return ui.height();
  const std::string next = words(texts::kKeyNext);
  const std::string space = words(texts::kKeySpace);
  const std::string shift = words(texts::kKeyShift);
  const std::string backspace = words(texts::kKeyBackspace);
  const std::string symbols = words(texts::kKeySymbols);
  const std::string letters = words(texts::kKeyLetters);
  const std::string accents = words(texts::kKeyAccents);
  const std::string left = words(texts::kKeyCaretLeft);
  const std::string right = words(texts::kKeyCaretRight);
  widgets::keyboard_panel(ui, form.keyboard,
                          {.next = next,
                           .space = space,
                           .shift = shift,
                           .backspace = backspace,
                           .symbols = symbols,
                           .letters = letters,
                           .accents = accents,
                           .caret_left = left,
                           .caret_right = right});
  return ui.height() - widgets::keyboard_height(ui);
}

void draw_offers(Ui& ui, const Words& words, const screens::Form& form, const Rect& area) {
  const auto address = screens::suggested_address(form);
  if (!address) {
    draw_chips(ui, form, area);
    return;
  }
  const Question question = lay_out_question(ui, words, *address, area.w, area.h - kAboveKeyboard);
  const float lines = ui.portrait() ? kChipLinesMax : 1;
  const float both = question.height + (lines + 1) * widgets::kGap + lines * pill_height(ui) + kAboveKeyboard;
  const float bottom = area.h >= both ? draw_chips(ui, form, area) - widgets::kGap : area.bottom() - kAboveKeyboard;
  draw_question(ui, words, form, {area.x, bottom - question.height, area.w, question.height}, question);
}

float fields_height(const Ui& ui, const screens::Form& form, std::size_t columns) {
  const auto rows = static_cast<float>((form.fields.size() + columns - 1) / columns);
  return rows * widgets::field_height(ui, true) + (rows - 1) * kRowGap;
}

float draw_fields(Ui& ui, const Words& words, const screens::Form& form, const Rect& area, float line_width) {
  if (form.fields.size() == 1) return area.y + draw_field(ui, words, form, 0, area, true, line_width);
  const std::size_t columns = ui.portrait() ? 1 : 2;
  const bool whole = !ui.large_text() || fields_height(ui, form, columns) <= area.h;
  if (!whole || (ui.large_text() && columns == 2)) {
    const float y = draw_tabs(ui, words, form, area) + widgets::kGap;
    return y + draw_field(ui, words, form, form.focus, {area.x, y, area.w, 0}, false);
  }
  const float width = (area.w - kColumnGap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  float y = area.y;
  for (std::size_t first = 0; first < form.fields.size(); first += columns) {
    float height = widgets::field_height(ui, true);
    for (std::size_t i = first; i < std::min(first + columns, form.fields.size()); ++i) {
      const Rect place{area.x + static_cast<float>(i - first) * (width + kColumnGap), y, width, 0};
      height = std::max(height, draw_field(ui, words, form, i, place, true));
    }
    // Every row keeps the room of a line below its boxes, so that nothing moves when one appears.
    y += height + kRowGap;
  }
  return y - kRowGap;
}

}  // namespace foyer::views
