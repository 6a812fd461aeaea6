#include "kiosk/widgets/theme.h"

#include <algorithm>
#include <cmath>

namespace foyer::widgets {
namespace {

constexpr Theme kLight = {
    .name = ThemeName::light,
    .background = rgb(0xF3F5F8),
    .surface = rgb(0xFFFFFF),
    .surface2 = rgb(0xE9EDF3),
    .text = rgb(0x12161C),
    .text2 = rgb(0x404858),
    .placeholder = rgb(0x4E5867),
    .border = rgb(0x6B7585),
    .hairline = rgb(0xD5DBE4),
    .primary = rgb(0x094AAE),
    .primary_pressed = rgb(0x073A87),
    .on_primary = rgb(0xFFFFFF),
    .primary_tint = rgb(0xEDF3FD),
    .ok = rgb(0x0A5C32),
    .ok_tint = rgb(0xE2F4E9),
    .warn = rgb(0x6E4400),
    .warn_tint = rgb(0xFFF1D6),
    .bad = rgb(0x981812),
    .bad_tint = rgb(0xFDE8E6),
    .focus = rgb(0x5B21B6),
    .focus_ring = rgb(0xFFFFFF),
    .key = rgb(0xFFFFFF),
    .key_function = rgb(0xDDE3EB),
    .key_ground = rgb(0xC3CBD7),
    .key_edge = rgb(0x8F9AAB),
    .border_width = 2,
    .shadow_opacity = 1,
    .outlined = false,
};

constexpr Theme kDark = {
    .name = ThemeName::dark,
    .background = rgb(0x0E1217),
    .surface = rgb(0x191F27),
    .surface2 = rgb(0x252D38),
    .text = rgb(0xF3F6FA),
    .text2 = rgb(0xB7C0CD),
    .placeholder = rgb(0xA6B0BF),
    .border = rgb(0x8590A1),
    .hairline = rgb(0x323B48),
    .primary = rgb(0x7DB0FF),
    .primary_pressed = rgb(0xA9CBFF),
    .on_primary = rgb(0x06204A),
    .primary_tint = rgb(0x12213A),
    .ok = rgb(0x63D692),
    .ok_tint = rgb(0x123123),
    .warn = rgb(0xF5C451),
    .warn_tint = rgb(0x3A2C08),
    .bad = rgb(0xFF9C94),
    .bad_tint = rgb(0x3D1718),
    .focus = rgb(0xC9A7FF),
    .focus_ring = rgb(0x000000),
    .key = rgb(0x38424F),
    .key_function = rgb(0x232B35),
    .key_ground = rgb(0x12171D),
    .key_edge = rgb(0x05080B),
    .border_width = 2,
    .shadow_opacity = 2,
    .outlined = false,
};

constexpr Theme kHighContrast = {
    .name = ThemeName::high_contrast,
    .background = rgb(0x000000),
    .surface = rgb(0x000000),
    .surface2 = rgb(0x000000),
    .text = rgb(0xFFFFFF),
    .text2 = rgb(0xFFFFFF),
    .placeholder = rgb(0xFFFFFF),
    .border = rgb(0xFFFFFF),
    .hairline = rgb(0xFFFFFF),
    .primary = rgb(0xFFD60A),
    .primary_pressed = rgb(0xFFFFFF),
    .on_primary = rgb(0x000000),
    .primary_tint = rgb(0x000000),
    .ok = rgb(0x5CFF9D),
    .ok_tint = rgb(0x000000),
    .warn = rgb(0xFFD60A),
    .warn_tint = rgb(0x000000),
    .bad = rgb(0xFF8F87),
    .bad_tint = rgb(0x000000),
    .focus = rgb(0x00E5FF),
    .focus_ring = rgb(0x000000),
    .key = rgb(0x000000),
    .key_function = rgb(0x000000),
    .key_ground = rgb(0x000000),
    .key_edge = rgb(0x000000),
    .border_width = 3,
    .shadow_opacity = 0,
    .outlined = true,
};

double linear(std::uint32_t channel) {
  const double c = static_cast<double>(channel & 0xFFu) / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
  return 0.2126 * linear(colour) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour >> 16);
}

struct TypeSize {
  Face face;
  float normal, large, largest;  // u
};

// A+ is 1.6 times the text (body 4.9 mm high), with the floor raised to it; A++ has no text below 60 u (6.1 mm).
// Titles grow less, so that they stay one idea on one or two lines; icons keep step with the text beside them.
constexpr std::array<TypeSize, kTypes> kTypeSizes = {{
    {Face::medium, 24, 47, 60},             // caption
    {Face::medium, 26, 47, 60},             // label
    {Face::semi_bold, 26, 47, 60},          // label_strong
    {Face::medium, 30, 48, 60},             // body
    {Face::semi_bold, 30, 48, 60},          // button
    {Face::display_semi_bold, 36, 52, 62},  // tile
    {Face::display_semi_bold, 36, 54, 64},  // title2
    {Face::medium, 44, 52, 60},             // key
    {Face::semi_bold, 30, 44, 60},          // key_word
    {Face::display_semi_bold, 48, 64, 72},  // title1
    {Face::display_semi_bold, 68, 80, 88},  // display
    {Face::semi_bold, 25, 40, 50},          // smaller
    {Face::semi_bold, 24, 34, 40},          // smallest
    {Face::icons, 30, 44, 52},              // icon
    {Face::icons, 42, 54, 60},              // icon_large
    {Face::icons, 96, 96, 96},              // icon_hero
}};

}  // namespace

const Theme& theme(ThemeName name) {
  switch (name) {
    case ThemeName::light: return kLight;
    case ThemeName::dark: return kDark;
    case ThemeName::high_contrast: return kHighContrast;
  }
  return kLight;
}

const char* theme_text(ThemeName name) {
  switch (name) {
    case ThemeName::light: return "light";
    case ThemeName::dark: return "dark";
    case ThemeName::high_contrast: return "high_contrast";
  }
  return "light";
}

double contrast(Colour a, Colour b) {
  const double first = luminance(a);
  const double second = luminance(b);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

std::array<ContrastPair, kContrastPairs> contrast_pairs(const Theme& t) {
  return {{
      {"text on background", t.text, t.background, 7},
      {"text on surface", t.text, t.surface, 7},
      {"text on surface2", t.text, t.surface2, 7},
      {"text2 on background", t.text2, t.background, 7},
      {"text2 on surface", t.text2, t.surface, 7},
      {"text2 on surface2", t.text2, t.surface2, 7},
      {"placeholder on surface", t.placeholder, t.surface, 7},
      {"on_primary on primary", t.on_primary, t.primary, 7},
      {"on_primary on primary_pressed", t.on_primary, t.primary_pressed, 7},
      {"primary on surface", t.primary, t.surface, 7},
      {"primary on background", t.primary, t.background, 7},
      {"primary on primary_tint", t.primary, t.primary_tint, 7},
      {"text on primary_tint", t.text, t.primary_tint, 7},
      {"text2 on primary_tint", t.text2, t.primary_tint, 7},
      {"ok on surface", t.ok, t.surface, 7},
      {"ok on ok_tint", t.ok, t.ok_tint, 7},
      {"text on ok_tint", t.text, t.ok_tint, 7},
      {"warn on surface", t.warn, t.surface, 7},
      {"warn on warn_tint", t.warn, t.warn_tint, 7},
      {"text on warn_tint", t.text, t.warn_tint, 7},
      {"bad on surface", t.bad, t.surface, 7},
      {"bad on background", t.bad, t.background, 7},
      {"bad on bad_tint", t.bad, t.bad_tint, 7},
      {"text on bad_tint", t.text, t.bad_tint, 7},
      {"text on key", t.text, t.key, 7},
      {"text on key_function", t.text, t.key_function, 7},
      {"border on surface", t.border, t.surface, 3},
      {"border on background", t.border, t.background, 3},
      {"focus on surface", t.focus, t.surface, 3},
      {"focus on background", t.focus, t.background, 3},
      {"primary fill on background", t.primary, t.background, 3},
      {"focus on its ring", t.focus, t.focus_ring, 3},
  }};
}

std::array<FontSpec, kTypes> font_specs(float scale, TextSize text_size) {
  std::array<FontSpec, kTypes> specs{};
  for (std::size_t i = 0; i < kTypes; ++i) {
    const TypeSize& size = kTypeSizes[i];
    const float u = text_size == TextSize::normal  ? size.normal
                    : text_size == TextSize::large ? size.large
                                                   : size.largest;
    specs[i] = {static_cast<Type>(i), size.face, std::round(u * scale)};
  }
  return specs;
}

float scale_for(float width_px, float height_px) {
  const float longer = std::max(width_px, height_px);
  const float shorter = std::min(width_px, height_px);
  return std::max(0.25F, std::min(longer / 1280.0F, shorter / 800.0F));
}

}  // namespace foyer::widgets
