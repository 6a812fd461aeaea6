// Joins the type scale, the shadows and the corners of the widgets to the platform's font builder. For whoever makes
// frames: the kiosk's main loop, the tests, the screenshots. UI thread; loading never fails (see platform/fonts.h).
#pragma once

#include <filesystem>

#include "kiosk/platform/gui_context.h"
#include "kiosk/widgets/ui.h"

namespace foyer::views {

// Loads what the widgets need at this scale and text size, and says where everything is. The result is valid until the
// context's fonts are loaded again.
widgets::Fonts load_fonts(platform::GuiContext& gui, float scale, widgets::TextSize text_size,
                          const std::filesystem::path& cache_dir);

}  // namespace foyer::views
