// The rasteriser's picture beside the one that ImGui's own OpenGL backend draws of the same lists.
#define EGL_NO_X11
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>
#include <backends/imgui_impl_opengl3.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "kiosk/platform/rasteriser.h"
#include "tests/kiosk/platform/raster_scene.h"

namespace foyer::platform {
namespace {

constexpr int kWidth = 1280;
constexpr int kHeight = 800;

// Flat fills, glyphs and anti-aliased fringes agree to a level or two: both blend in eight bits, rounded differently.
// What remains are pixels whose centre lies exactly on an edge: GL leaves open which side owns them, and its picture is
// upside down to ours, so the two choose differently (the ends of a line at half pixels). Measured: 15 pixels of
// 1,024,000.
constexpr int kLevelsAlike = 3;
constexpr double kOtherShareMax = 0.0001;

class OffscreenGl {
 public:
  OffscreenGl() {
    const auto get = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    if (get != nullptr) display_ = get(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    if (display_ == EGL_NO_DISPLAY || eglInitialize(display_, nullptr, nullptr) == EGL_FALSE) return;
    const EGLint wanted[] = {EGL_SURFACE_TYPE,
                             EGL_PBUFFER_BIT,
                             EGL_RENDERABLE_TYPE,
                             EGL_OPENGL_BIT,
                             EGL_RED_SIZE,
                             8,
                             EGL_GREEN_SIZE,
                             8,
                             EGL_BLUE_SIZE,
                             8,
                             EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (eglChooseConfig(display_, wanted, &config, 1, &count) == EGL_FALSE || count == 0) return;
    eglBindAPI(EGL_OPENGL_API);
    const EGLint size[] = {EGL_WIDTH, kWidth, EGL_HEIGHT, kHeight, EGL_NONE};
    surface_ = eglCreatePbufferSurface(display_, config, size);
    context_ = eglCreateContext(display_, config, EGL_NO_CONTEXT, nullptr);
    is_ready_ = eglMakeCurrent(display_, surface_, surface_, context_) == EGL_TRUE;
  }
  ~OffscreenGl() {
    if (display_ != EGL_NO_DISPLAY) eglTerminate(display_);
  }
  OffscreenGl(const OffscreenGl&) = delete;
  OffscreenGl& operator=(const OffscreenGl&) = delete;
  bool is_ready() const { return is_ready_; }

 private:
  EGLDisplay display_ = EGL_NO_DISPLAY;
  EGLSurface surface_ = EGL_NO_SURFACE;
  EGLContext context_ = EGL_NO_CONTEXT;
  bool is_ready_ = false;
};

GLuint upload(const Texture& texture) {
  std::vector<std::uint8_t> rgba(texture.pixels.size() * 4, 255);
  for (std::size_t i = 0; i < texture.pixels.size(); ++i) rgba[i * 4 + 3] = texture.pixels[i];
  GLuint name = 0;
  glGenTextures(1, &name);
  glBindTexture(GL_TEXTURE_2D, name);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, texture.width, texture.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  return name;
}

// The lists of `data` as ImGui's backend draws them, top row first, 0x00RRGGBB.
std::vector<std::uint32_t> draw_with_gl(const ImDrawData& data, const Texture& texture) {
  const GLuint name = upload(texture);
  for (int n = 0; n < data.CmdListsCount; ++n) {
    for (ImDrawCmd& command : data.CmdLists[n]->CmdBuffer)
      command.TextureId = reinterpret_cast<ImTextureID>(std::uintptr_t{name});
  }
  ImGuiContext* ours = ImGui::GetCurrentContext();
  ImGuiContext* backend = ImGui::CreateContext();  // the backend keeps its state, and a font texture, in a context
  ImGui::SetCurrentContext(backend);
  ImGui_ImplOpenGL3_Init("#version 130");
  ImGui_ImplOpenGL3_NewFrame();
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(const_cast<ImDrawData*>(&data));
  std::vector<std::uint8_t> rgba(std::size_t{kWidth} * kHeight * 4);
  glReadPixels(0, 0, kWidth, kHeight, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext(backend);
  ImGui::SetCurrentContext(ours);
  std::vector<std::uint32_t> pixels(std::size_t{kWidth} * kHeight);
  for (std::size_t y = 0; y < kHeight; ++y) {
    for (std::size_t x = 0; x < kWidth; ++x) {
      const std::uint8_t* p = &rgba[((kHeight - 1 - y) * kWidth + x) * 4];
      pixels[y * kWidth + x] = std::uint32_t{p[0]} << 16 | std::uint32_t{p[1]} << 8 | p[2];
    }
  }
  return pixels;
}

int difference(std::uint32_t a, std::uint32_t b) {
  int most = 0;
  for (int shift = 0; shift < 24; shift += 8) {
    most = std::max(most, std::abs(static_cast<int>(a >> shift & 0xFF) - static_cast<int>(b >> shift & 0xFF)));
  }
  return most;
}

TEST(RasterBesideGl, PictureIsTheOneThatImGuisOwnBackendDraws) {
  GuiContext gui;
  const FontSet& fonts = load_scene_fonts(gui);
  OffscreenGl gl;
  ASSERT_TRUE(gl.is_ready()) << "no offscreen OpenGL: install libegl-dev, libgl-dev and libgl1-mesa-dri";
  draw_scene(gui.begin_frame(kWidth, kHeight, 0.016F), fonts, 17);
  const ImDrawData& data = gui.end_frame();
  std::vector<std::uint32_t> ours(std::size_t{kWidth} * kHeight);
  Rasteriser rasteriser;
  rasteriser.draw(data, {ours.data(), kWidth, kHeight, kWidth});
  const std::vector<std::uint32_t> theirs = draw_with_gl(data, *fonts.texture);

  std::array<int, 256> levels{};
  for (std::size_t i = 0; i < ours.size(); ++i) {
    ++levels[static_cast<std::size_t>(difference(ours[i], theirs[i]))];
  }
  int others = 0;
  for (int d = kLevelsAlike + 1; d < 256; ++d) others += levels[static_cast<std::size_t>(d)];
  RecordProperty("pixels_that_differ", others);
  EXPECT_LE(others, static_cast<int>(kOtherShareMax * static_cast<double>(ours.size())));
}

}  // namespace
}  // namespace foyer::platform
