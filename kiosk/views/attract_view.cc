#include "kiosk/views/attract_view.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/screens/overlays.h"
#include "kiosk/screens/texts.h"
#include "kiosk/views/frame.h"
#include "kiosk/widgets/controls.h"
#include "kiosk/widgets/icons.h"
#include "kiosk/widgets/panels.h"

namespace foyer::views {
namespace {

using widgets::Rect;
using widgets::Type;
using widgets::Ui;
namespace texts = screens::texts;

constexpr std::size_t kInvitationsMax = 3;
constexpr std::int64_t kMinuteMs = 60'000;

std::string clock_text(std::int64_t wall_ms) {
  const auto seconds = static_cast<std::time_t>(wall_ms / 1000);
  std::tm local{};
  localtime_r(&seconds, &local);
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%02u:%02u", static_cast<unsigned>(local.tm_hour) % 100u,
                static_cast<unsigned>(local.tm_min) % 100u);
  return text.data();
}

// A hand on a glass: rings around a disc.
void draw_touch_picture(Ui& ui, float x, float y, float radius) {
  const widgets::Theme& t = ui.theme();
  if (t.outlined) {
    ui.outline({x - radius, y - radius, 2 * radius, 2 * radius}, t.primary, radius, 3);
    ui.outline({x - radius * 0.72F, y - radius * 0.72F, 1.44F * radius, 1.44F * radius}, t.primary, radius * 0.72F, 3);
  } else {
    ui.fill({x - radius, y - radius, 2 * radius, 2 * radius}, t.primary_tint, radius);
    const float ring = radius * 0.72F;
    ui.fill({x - ring, y - ring, 2 * ring, 2 * ring}, widgets::with_alpha(t.primary, 36), ring);
  }
  const float disc = radius * 0.46F;
  ui.fill({x - disc, y - disc, 2 * disc, 2 * disc}, t.primary, disc);
  ui.icon(widgets::icons::kTouch, x, y, Type::icon_hero, t.on_primary);
}

float draw_invitations(Ui& ui, const Words& words, const std::vector<std::string>& languages, const Rect& place) {
  float y = place.y;
  const std::size_t count = std::min(languages.size(), kInvitationsMax);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string text = words.in(languages[i], texts::kAttractStart);
    const std::string id = "attract.invitation." + languages[i];
    const Type type = i == 0 ? Type::title1 : Type::title2;
    y += ui.label(id, {place.x, y, place.w, 0}, text,
                  {.type = type, .colour = i == 0 ? ui.theme().primary : ui.theme().text2, .max_lines = 2});
    y += i == 0 ? 16 : 8;
  }
  return y;
}

void draw_languages(Ui& ui, const std::vector<std::string>& languages, float bottom) {
  const float height = std::max(72.0F, ui.line_height(Type::label) + 24);
  const float y = bottom - height;
  float x = widgets::kMargin;
  for (const std::string& language : languages) {
    const std::string id = "attract.language." + language;
    const std::string name = screens::native_name(language);
    const widgets::Chip chip{.id = id, .label = name};
    const float width = std::max(176.0F, widgets::chip_width(ui, chip));
    if (x + width > ui.width() - widgets::kMargin) break;
    widgets::chip(ui, {x, y, width, height}, chip);
    x += width + 16;
  }
}

}  // namespace

void draw_attract(Ui& ui, const Words& words, const screens::AttractModel& model, std::int64_t wall_ms) {
  const widgets::Theme& t = ui.theme();
  const Rect all{0, 0, ui.width(), ui.height()};
  ui.fill(all, t.background);
  widgets::SemanticItem start;
  start.id = "attract.start";
  start.role = widgets::Role::button;
  start.label = words(texts::kAttractStart);
  start.backdrop = true;
  ui.report(std::move(start), all);

  const float top = widgets::kMargin;
  const float line = ui.line_height(Type::title2);
  const std::string clock = clock_text(wall_ms);
  const float clock_width = ui.text_width(clock, Type::title2) + 4;
  ui.label("attract.brand", {widgets::kMargin, top, all.w - 3 * widgets::kMargin - clock_width, line},
           words.organisation(), {.type = Type::title2, .max_lines = 1, .middle = true});
  ui.label("attract.clock", {all.w - widgets::kMargin - clock_width, top, clock_width, line}, clock,
           {.type = Type::title2, .colour = t.text2, .align = widgets::Align::right, .max_lines = 1, .middle = true});
  ui.request_frame(kMinuteMs - wall_ms % kMinuteMs);

  const std::string welcome = words(texts::kAttractTitle);
  if (ui.portrait()) {
    draw_touch_picture(ui, all.centre_x(), all.h * 0.33F, 190);
    float y = all.h * 0.54F;
    const Rect place{widgets::kMargin, y, all.w - 2 * widgets::kMargin, 0};
    y += ui.label("attract.title", place, welcome, {.type = Type::display}) + 20;
    draw_invitations(ui, words, model.languages, {place.x, y, place.w, 0});
  } else {
    const float left = all.w * 0.60F - widgets::kMargin;
    draw_touch_picture(ui, all.w * 0.79F, all.h * 0.48F, 200);
    float y = all.h * (ui.large_text() ? 0.22F : 0.32F);
    y += ui.label("attract.title", {widgets::kMargin, y, left, 0}, welcome, {.type = Type::display}) + 24;
    draw_invitations(ui, words, model.languages, {widgets::kMargin, y, left, 0});
  }
  draw_languages(ui, model.languages, all.h - widgets::kMargin);
}

}  // namespace foyer::views
