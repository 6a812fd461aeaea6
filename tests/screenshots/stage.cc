#include "tests/screenshots/stage.h"

#include <imgui.h>
#include <png.h>

#include <algorithm>
#include <array>

#include "kiosk/views/fonts.h"
#include "kiosk/views/view.h"

namespace foyer::tests {

Stage::Stage(const std::filesystem::path& locale)
    : catalogue_(std::array<std::filesystem::path, 1>{locale}, {"en", "de"}) {}

void Stage::set_window(int width, int height, widgets::TextSize text_size) {
  const float scale = widgets::scale_for(static_cast<float>(width), static_cast<float>(height));
  const bool same_fonts = width_ != 0 && scale == scale_ && text_size == text_size_;
  width_ = width;
  height_ = height;
  scale_ = scale;
  text_size_ = text_size;
  if (!same_fonts) fonts_ = views::load_fonts(gui_, scale, text_size, {});
}

void Stage::draw(const Scene& scene) {
  ImDrawList& list = gui_.begin_frame(width_, height_, 0.016F);
  widgets::Frame frame;
  frame.draw = &list;
  frame.theme = &widgets::theme(views::theme_of(scene.state()));
  frame.fonts = &fonts_;
  frame.semantics = &semantics_;
  frame.pressed = scene.pressed;
  frame.width_px = static_cast<float>(width_);
  frame.height_px = static_cast<float>(height_);
  frame.scale = scale_;
  frame.text_size = text_size_;
  frame.now_ms = scene.now().mono_ms;
  widgets::Ui ui(frame);
  views::draw(ui, scene.state(), catalogue_, scene.now());
  vertices_ = gui_.end_frame().TotalVtxCount;
}

Picture Stage::picture(const Scene& scene) {
  draw(scene);
  Picture picture{width_, height_, {}};
  picture.pixels.resize(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_));
  platform::Rasteriser rasteriser;
  rasteriser.draw(*ImGui::GetDrawData(), {picture.pixels.data(), width_, height_, width_});
  return picture;
}

bool write_png(const std::filesystem::path& file, const Picture& picture) {
  std::vector<std::uint8_t> rgb;
  rgb.reserve(picture.pixels.size() * 3);
  for (const std::uint32_t pixel : picture.pixels) {
    rgb.push_back(static_cast<std::uint8_t>(pixel >> 16));
    rgb.push_back(static_cast<std::uint8_t>(pixel >> 8));
    rgb.push_back(static_cast<std::uint8_t>(pixel));
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.width);
  image.height = static_cast<png_uint_32>(picture.height);
  image.format = PNG_FORMAT_RGB;
  return png_image_write_to_file(&image, file.c_str(), 0, rgb.data(), 0, nullptr) != 0;
}

}  // namespace foyer::tests
