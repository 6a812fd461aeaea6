// The rounded corners of keys, fields, buttons and cards: small alpha pictures for the glyph atlas, so that a rounded
// rectangle is a few plain images and rectangles instead of some eighty triangles. Pure; a radius or stroke that is not
// baked is left to ImGui's own tessellation.
#pragma once

#include <cstdint>
#include <vector>

#include <imgui.h>

#include "kiosk/widgets/semantics.h"
#include "kiosk/widgets/theme.h"

namespace foyer::widgets {

// A disc of `radius_px`; with a stroke, the ring of that width inside its edge. Whole pixels.
struct CornerSpec {
  int radius_px = 0;
  int stroke_px = 0;  // 0: filled

  bool operator==(const CornerSpec&) const = default;
};
// Every corner of the theme at this scale, each once.
std::vector<CornerSpec> corner_specs(float scale);

// The whole disc or ring: 2 radius_px squared alpha values.
std::vector<std::uint8_t> corner_picture(const CornerSpec& spec);

// A picture and its place in the atlas.
struct Corner {
  CornerSpec spec;
  ImVec2 uv_min, uv_max;
};

// The rounded rectangle of this corner, in window pixels: filled, or only its outline. REQUIRES: rect is at least two
// radii wide and high
void draw_rounded(ImDrawList& draw, const Corner& corner, const PixelRect& rect, Colour colour);

}  // namespace foyer::widgets
