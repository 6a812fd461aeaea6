// ImGui as a drawing library: a context without input, ini file, windows of its own or a backend. Input goes through
// the touch router and the models, never through ImGui. One at a time; UI thread only; never fails.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "kiosk/platform/fonts.h"

struct ImDrawData;
struct ImDrawList;
struct ImGuiContext;

namespace foyer::platform {

class GuiContext {
 public:
  GuiContext();
  ~GuiContext();
  GuiContext(const GuiContext&) = delete;
  GuiContext& operator=(const GuiContext&) = delete;

  // Replaces all fonts. Not between begin_frame() and end_frame().
  const FontSet& load_fonts(const std::vector<FontRequest>& requests, const std::vector<AlphaPatch>& patches,
                            const std::filesystem::path& cache_dir);
  const FontSet& fonts() const { return fonts_; }

  // The list to draw the frame on: the whole window, nothing else. REQUIRES: fonts are loaded
  ImDrawList& begin_frame(int width, int height, float seconds_since_last);
  // Valid until the next begin_frame().
  const ImDrawData& end_frame();

 private:
  ImGuiContext* context_;
  FontSet fonts_;
};

}  // namespace foyer::platform
