// The two soft shadows (card, sheet): small alpha pictures for the glyph atlas, drawn as eight slices that are only
// stretched along their constant side, as cheap for a CPU rasteriser as plain images. Pure; without a baked picture
// nothing is drawn.
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/widgets/ui.h"

namespace foyer::widgets {

// A square of `side` x `side` alpha values to be put into the atlas, without filtering or scaling.
struct ShadowPicture {
  int side = 0;
  std::vector<std::uint8_t> alpha;
};
ShadowPicture shadow_picture(std::size_t index, float scale);

// What Fonts::shadows holds for the picture of the same index and scale, once its place in the atlas is known.
Shadow placed_shadow(std::size_t index, float scale, float u0, float v0, float u1, float v1);

// Draws a shadow around a rectangle, in window pixels. `tint` is a colour with the strength as its alpha.
void draw_shadow(ImDrawList& draw, const Shadow& shadow, const PixelRect& rect, Colour tint);

}  // namespace foyer::widgets
