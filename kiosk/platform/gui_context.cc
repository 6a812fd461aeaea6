#include "kiosk/platform/gui_context.h"

#include <imgui.h>

#include <algorithm>

#include "shared/base/check.h"

namespace foyer::platform {

GuiContext::GuiContext() : context_(ImGui::CreateContext()) {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouse | ImGuiConfigFlags_NoMouseCursorChange;
  // More than 65,535 vertices in one list are split into commands with an offset.
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  ImGuiStyle& style = ImGui::GetStyle();
  style.CurveTessellationTol = 0.8F;
  style.CircleTessellationMaxError = 0.15F;
}

GuiContext::~GuiContext() {
  if (fonts_.texture) ImGui::GetIO().Fonts->SetTexID(nullptr);
  ImGui::DestroyContext(context_);
}

const FontSet& GuiContext::load_fonts(const std::vector<FontRequest>& requests, const std::vector<AlphaPatch>& patches,
                                      const std::filesystem::path& cache_dir) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  fonts_ = platform::load_fonts(atlas, requests, patches, cache_dir);
  return fonts_;
}

ImDrawList& GuiContext::begin_frame(int width, int height, float seconds_since_last) {
  FOYER_CHECK(!fonts_.fonts.empty());
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
  io.DeltaTime = std::clamp(seconds_since_last, 0.001F, 0.05F);
  ImGui::NewFrame();
  return *ImGui::GetBackgroundDrawList();
}

const ImDrawData& GuiContext::end_frame() {
  ImGui::Render();
  return *ImGui::GetDrawData();
}

}  // namespace foyer::platform
