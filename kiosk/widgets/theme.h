// The look in numbers: colours of the three themes, the type scale, spacing and radii, all in design units (u = 1 px on
// a 1280x800 panel of 10.1 inches; multiply by the scale S for window pixels). Values; any thread; nothing fails.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace foyer::widgets {

enum class ThemeName { light, dark, high_contrast };
inline constexpr std::array kAllThemes = {ThemeName::light, ThemeName::dark, ThemeName::high_contrast};

// A, A+ and A++ of the accessibility screen.
enum class TextSize { normal, large, largest };
inline constexpr std::array kAllTextSizes = {TextSize::normal, TextSize::large, TextSize::largest};

// 0xAABBGGRR: red in the lowest byte, as draw lists hold it.
using Colour = std::uint32_t;

// From 0xRRGGBB, opaque.
constexpr Colour rgb(std::uint32_t value) {
  return 0xFF000000u | ((value & 0xFFu) << 16) | (value & 0xFF00u) | (value >> 16);
}
constexpr Colour with_alpha(Colour colour, std::uint32_t alpha) { return (colour & 0x00FFFFFFu) | (alpha << 24); }

struct Theme {
  ThemeName name;
  Colour background, surface, surface2;
  Colour text, text2, placeholder;
  Colour border, hairline;
  Colour primary, primary_pressed, on_primary, primary_tint;
  Colour ok, ok_tint, warn, warn_tint, bad, bad_tint;
  Colour focus, focus_ring;  // the ring stands between the focus colour and a primary fill
  Colour key, key_function, key_ground, key_edge;
  float border_width;    // of fields, secondary buttons and chips
  float shadow_opacity;  // 0: no shadows
  bool outlined;         // every surface and key has a border (high contrast)
};

const Theme& theme(ThemeName name);
// "light", "dark", "high_contrast".
const char* theme_text(ThemeName name);

// WCAG 2 contrast of two opaque colours, 1 .. 21.
double contrast(Colour a, Colour b);

// A pair that meets on a screen, and the least contrast it must have (7 for text, 3 for shapes that carry meaning).
struct ContrastPair {
  std::string_view what;
  Colour front;
  Colour back;
  double at_least;
};
inline constexpr std::size_t kContrastPairs = 32;
std::array<ContrastPair, kContrastPairs> contrast_pairs(const Theme& theme);

// The type scale. Every text on the screen is one of these; the last three are icons.
enum class Type {
  caption,
  label,
  label_strong,
  body,
  button,
  tile,
  title2,
  key,
  key_word,
  title1,
  display,
  smaller,   // for words that do not fit: long German ones on a key or a button,
  smallest,  // and the last step before an overflow is reported
  icon,
  icon_large,
  icon_hero,
};
inline constexpr std::size_t kTypes = 16;
constexpr std::size_t index_of(Type type) { return static_cast<std::size_t>(type); }

enum class Face { medium, semi_bold, display_semi_bold, icons };

// What the platform's font builder loads, one font for each Type, in the order of Type. `size_px` is ImGui's size
// (ascender minus descender). Rounded to whole pixels so that no glyph is scaled when it is drawn.
struct FontSpec {
  Type type;
  Face face;
  float size_px;
};
std::array<FontSpec, kTypes> font_specs(float scale, TextSize text_size);

// S for a window: the design canvas of 1280x800 (or 800x1280) fills it as far as its shape allows, so a panel of 10.1
// inches has keys of 20 mm at any resolution.
float scale_for(float width_px, float height_px);

// Spacing and shape, u.
inline constexpr float kMargin = 40;
inline constexpr float kGutter = 24;
inline constexpr float kGap = 12;
inline constexpr float kTouchMin = 60;
inline constexpr float kCardPadding = 28;
inline constexpr float kRadiusKey = 12;
inline constexpr float kRadiusField = 14;
inline constexpr float kRadiusButton = 16;
inline constexpr float kRadiusRow = 18;
inline constexpr float kRadiusCard = 24;
inline constexpr float kRadiusSheet = 28;
inline constexpr float kRadiusClear = 22;  // the disc that empties a field
inline constexpr float kFocusWidth = 4;
inline constexpr float kKeyStroke = 2.5F;
inline constexpr float kFieldHeight = 68;
inline constexpr float kButtonHeight = 72;
inline constexpr float kPrimaryHeight = 88;
inline constexpr float kChipHeight = 60;

}  // namespace foyer::widgets
