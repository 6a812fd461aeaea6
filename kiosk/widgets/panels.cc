#include "kiosk/widgets/panels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "kiosk/widgets/controls.h"
#include "kiosk/widgets/icons.h"

namespace foyer::widgets {
namespace {

constexpr float kLanguageWidthMin = 196;

float pill_height(const Ui& ui) { return std::max(60.0F, ui.line_height(Type::label) + 16); }

struct NoticeLook {
  Colour ground, front;
  const char* icon;
};
NoticeLook look_of(const Theme& t, const Notice& notice) {
  NoticeLook look{};
  switch (notice.kind) {
    case NoticeKind::info: look = {t.surface2, t.text2, icons::kInfo}; break;
    case NoticeKind::ok: look = {t.ok_tint, t.ok, icons::kCheck}; break;
    case NoticeKind::warn: look = {t.warn_tint, t.warn, icons::kHelp}; break;
    case NoticeKind::bad: look = {t.bad_tint, t.bad, icons::kError}; break;
  }
  if (notice.icon != nullptr) look.icon = notice.icon;
  return look;
}

float icon_side(const Ui& ui) { return ui.font(Type::icon)->FontSize / ui.frame().scale; }
float notice_words_width(const Ui& ui, float width) { return width - 20 - icon_side(ui) - 12 - 20; }

}  // namespace

float header_height(const Ui& ui) { return kHeaderTop + pill_height(ui) + 12; }

std::string back_id(std::string_view screen) { return std::string(screen) + ".back"; }

void header(Ui& ui, const Header& header) {
  const float height = pill_height(ui);
  const std::string prefix = std::string(header.screen) + ".";
  float left = kMargin;
  if (!header.back.empty()) {
    const std::string id = back_id(header.screen);
    const Chip back{.id = id, .label = header.back, .icon = icons::kBack};
    const float width = chip_width(ui, back);
    chip(ui, {left, kHeaderTop, width, height}, back);
    left += width + kGutter;
  }
  float right = ui.width() - kMargin;
  const std::string language_id = prefix + "language";
  const std::string accessibility_id = prefix + "accessibility";
  const Chip language{.id = language_id, .label = header.language, .icon = icons::kLanguage};
  const Chip accessibility{
      .id = accessibility_id, .label = header.accessibility, .icon = icons::kAccessibility, .icon_only = true};
  const float language_width = std::max(kLanguageWidthMin, chip_width(ui, language));
  const float accessibility_width = chip_width(ui, accessibility);
  if (header.with_buttons) right -= language_width + 16 + accessibility_width + kGutter;
  // Beside Back a brand that is too long is left out; a title is not.
  const bool titled = !header.title.empty();
  if (titled || header.back.empty() || ui.text_width(header.brand, Type::button) <= right - left) {
    ui.label(prefix + (titled ? "title" : "brand"), {left, kHeaderTop, right - left, height},
             titled ? header.title : header.brand,
             {.type = Type::button, .max_lines = ui.large_text() ? 2 : 1, .middle = true});
  }
  if (!header.with_buttons) return;
  const float x = ui.width() - kMargin - language_width;
  chip(ui, {x - 16 - accessibility_width, kHeaderTop, accessibility_width, height}, accessibility);
  chip(ui, {x, kHeaderTop, language_width, height}, language);
}

void card(Ui& ui, const Rect& rect, int level) {
  ui.surface(rect, ui.theme().surface, level > 1 ? kRadiusSheet : kRadiusCard, level);
}

float notice_height(const Ui& ui, float width, const Notice& notice) {
  const float text = ui.text_height(notice_words_width(ui, width), notice.text, {.type = Type::label, .max_lines = 4});
  return std::max(64.0F, text + 28);
}

float notice(Ui& ui, const Rect& rect, const Notice& notice) {
  const NoticeLook look = look_of(ui.theme(), notice);
  const Rect box{rect.x, rect.y, rect.w, rect.h > 0 ? rect.h : notice_height(ui, rect.w, notice)};
  ui.fill(box, look.ground, kRadiusButton);
  if (notice.kind != NoticeKind::info || ui.theme().outlined) ui.outline(box, look.front, kRadiusButton, 2);
  const float icon = icon_side(ui);
  ui.icon(look.icon, box.x + 20 + icon / 2, box.centre_y(), Type::icon, look.front);
  ui.label(notice.id, {box.x + 20 + icon + 12, box.y + 4, notice_words_width(ui, box.w), box.h - 8}, notice.text,
           {.type = Type::label, .max_lines = 4, .middle = true});
  return box.h;
}

void progress(Ui& ui, const Rect& rect, float part) {
  const Theme& t = ui.theme();
  ui.fill(rect, t.outlined ? t.background : t.surface2, rect.h / 2);
  if (t.outlined) ui.outline(rect, t.border, rect.h / 2, 2);
  const float width = std::clamp(part, 0.0F, 1.0F) * rect.w;
  if (width >= rect.h) ui.fill({rect.x, rect.y, width, rect.h}, t.primary, rect.h / 2);
}

void tick(Ui& ui, float centre_x, float centre_y, float radius, float part) {
  const Theme& t = ui.theme();
  const ImVec2 centre = ui.at(centre_x, centre_y);
  const float r = ui.px(radius);
  ui.draw().AddCircleFilled(centre, r, t.ok_tint, 64);
  if (t.outlined) ui.draw().AddCircle(centre, r, t.ok, 64, ui.px(3));
  // The tick's three corners, and its two strokes drawn one after the other.
  const std::array<ImVec2, 3> corners = {ImVec2{centre.x - r * 0.42F, centre.y + r * 0.02F},
                                         ImVec2{centre.x - r * 0.12F, centre.y + r * 0.32F},
                                         ImVec2{centre.x + r * 0.45F, centre.y - r * 0.28F}};
  const float first = std::clamp(part * 3, 0.0F, 1.0F);
  const float second = std::clamp(part * 1.5F - 0.5F, 0.0F, 1.0F);
  const auto between = [](ImVec2 a, ImVec2 b, float s) { return ImVec2{a.x + (b.x - a.x) * s, a.y + (b.y - a.y) * s}; };
  ImDrawList& draw = ui.draw();
  draw.PathLineTo(corners[0]);
  draw.PathLineTo(between(corners[0], corners[1], first));
  if (second > 0) draw.PathLineTo(between(corners[1], corners[2], second));
  draw.PathStroke(t.ok, 0, r * 0.17F);
}

void badge(Ui& ui, float centre_x, float centre_y, float radius, const char* icon, Colour ground, Colour front) {
  ui.draw().AddCircleFilled(ui.at(centre_x, centre_y), ui.px(radius), ground, 64);
  if (ui.theme().outlined) ui.draw().AddCircle(ui.at(centre_x, centre_y), ui.px(radius), front, 64, ui.px(3));
  ui.icon(icon, centre_x, centre_y, radius >= 64 ? Type::icon_hero : Type::icon_large, front);
}

}  // namespace foyer::widgets
