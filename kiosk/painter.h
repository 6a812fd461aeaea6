// From the app's state to pixels: lays out a frame, keeps its list of semantics, draws what changed into the window.
// Laying out is cheap and may be done without drawing, to know what lies where. Owned by the frame loop; UI thread;
// never fails.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/app_state.h"
#include "kiosk/app/catalogue.h"
#include "kiosk/platform/gui_context.h"
#include "kiosk/platform/rasteriser.h"
#include "kiosk/platform/touch_router.h"
#include "kiosk/platform/window.h"
#include "kiosk/widgets/ui.h"
#include "shared/base/clock.h"

namespace foyer::kiosk {

class Painter {
 public:
  // `cache_dir` keeps the glyph atlas from start to start. REQUIRES: window and catalogue outlive the painter
  Painter(platform::Window& window, const app::Catalogue& catalogue, std::filesystem::path cache_dir);

  void lay_out(const app::AppState& state, const std::vector<std::string>& pressed, const Instant& now);
  // Draws and shows what was laid out last. True when the picture differs from the one before.
  bool show();
  // Everything has to be drawn again: the window has another size or lost its content.
  void invalidate() { rasteriser_.invalidate(); }

  // Window pixels to one u, of the last layout.
  float scale() const { return scale_; }
  const widgets::Semantics& semantics() const { return semantics_; }
  // What of it can be touched.
  std::vector<platform::TouchTarget> targets(const app::AppState& state) const;
  // When the picture changes by itself, after the last lay_out().
  std::optional<std::int64_t> next_frame_us() const { return next_frame_us_; }

 private:
  void load_fonts(const app::AppState& state);

  platform::Window& window_;
  const app::Catalogue& catalogue_;
  const std::filesystem::path cache_dir_;
  platform::GuiContext gui_;
  platform::Rasteriser rasteriser_;
  widgets::Fonts fonts_;
  float scale_ = 0;  // of the fonts that are loaded; 0: none
  widgets::TextSize text_size_ = widgets::TextSize::normal;
  widgets::Semantics semantics_;
  std::optional<std::int64_t> next_frame_us_;
  const ImDrawData* laid_out_ = nullptr;
};

}  // namespace foyer::kiosk
