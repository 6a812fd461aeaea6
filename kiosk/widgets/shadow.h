// The two soft shadows, baked into the font atlas once and drawn as eight slices that are only stretched along their
// constant side: as cheap for a CPU rasteriser as plain images. Call reserve before the atlas is built and bake right
// after, before the texture is read. UI thread (or wherever the atlas is built); without room nothing is drawn.
#pragma once

#include <array>

#include "kiosk/widgets/ui.h"

namespace foyer::widgets {

struct ShadowSlots {
  std::array<int, kShadows> rects{};  // ids of the atlas's custom rectangles
  float scale = 1;
};

ShadowSlots reserve_shadows(ImFontAtlas& atlas, float scale);
// Paints the reserved rectangles. REQUIRES: the atlas is built (atlas.Build()) and `slots` is from the same atlas.
std::array<Shadow, kShadows> bake_shadows(ImFontAtlas& atlas, const ShadowSlots& slots);

// Draws shadow `index` around a rectangle, in window pixels.
void draw_shadow(ImDrawList& draw, const Shadow& shadow, const PixelRect& rect, Colour tint);

}  // namespace foyer::widgets
