// Pictures to draw in the tests of the rasteriser: everything the widgets draw with, on one list.
#pragma once

#include <imgui.h>

#include <vector>

#include "kiosk/platform/gui_context.h"

namespace foyer::platform {

// Fonts of the scene, in the order draw_scene() wants them; no cache.
const FontSet& load_scene_fonts(GuiContext& gui);

// A screen with cards, keys, fields, texts in three sizes and a shadow. `pressed_key` is drawn in another colour.
void draw_scene(ImDrawList& list, const FontSet& fonts, int pressed_key);

// Where draw_scene() puts a key.
PixelRect scene_key(int key);

}  // namespace foyer::platform
