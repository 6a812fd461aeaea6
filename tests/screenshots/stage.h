// Draws scenes without a window: the views, the widgets and the platform's CPU rasteriser, into memory. One at a time
// (it owns the ImGui context), one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "kiosk/app/catalogue.h"
#include "kiosk/platform/gui_context.h"
#include "kiosk/platform/rasteriser.h"
#include "kiosk/widgets/semantics.h"
#include "kiosk/widgets/ui.h"
#include "tests/screenshots/scenes.h"

namespace foyer::tests {

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint32_t> pixels;  // 0x00RRGGBB
};

class Stage {
 public:
  // Catalogues are read from `locale`.
  explicit Stage(const std::filesystem::path& locale);

  // Fonts for this window and text size; costs time, so draw many scenes between two calls.
  void set_window(int width, int height, widgets::TextSize text_size);

  // One frame of the scene; its semantics stand in semantics() until the next.
  void draw(const Scene& scene);
  // The same as pixels.
  Picture picture(const Scene& scene);

  const widgets::Semantics& semantics() const { return semantics_; }
  float scale() const { return scale_; }
  int width() const { return width_; }
  int height() const { return height_; }
  const app::Catalogue& catalogue() const { return catalogue_; }
  const widgets::Fonts& fonts() const { return fonts_; }
  // Vertices of the last frame: what a frame costs.
  int vertices() const { return vertices_; }

 private:
  app::Catalogue catalogue_;
  platform::GuiContext gui_;
  widgets::Fonts fonts_;
  widgets::Semantics semantics_;
  int width_ = 0;
  int height_ = 0;
  float scale_ = 1;
  widgets::TextSize text_size_ = widgets::TextSize::normal;
  int vertices_ = 0;
};

// 8-bit RGB. False when the file cannot be written.
bool write_png(const std::filesystem::path& file, const Picture& picture);

}  // namespace foyer::tests
