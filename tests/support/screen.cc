#include "tests/support/screen.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <png.h>

#include <vector>

namespace foyer::support {
namespace {

void write_png(const std::filesystem::path& file, const std::vector<png_byte>& rgb, png_uint_32 width,
               png_uint_32 height) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = height;
  image.format = PNG_FORMAT_RGB;
  if (png_image_write_to_file(&image, file.c_str(), 0, rgb.data(), 0, nullptr) == 0) {
    fail("cannot write " + file.string() + ": " + image.message);
  }
}

}  // namespace

Xvfb::Xvfb() {
  const std::string size = std::to_string(kScreenWidth) + "x" + std::to_string(kScreenHeight) + "x24";
  server_ = std::make_unique<Process>(
      std::vector<std::string>{"Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp", "-noreset"});
  name_ = ":" + server_->line_after("");
}

Screen::Screen(const std::string& display) : display_(XOpenDisplay(display.c_str())) {
  if (display_ == nullptr) fail("cannot open display " + display);
}

Screen::~Screen() { XCloseDisplay(display_); }

void Screen::press(int x, int y) {
  XTestFakeMotionEvent(display_, -1, x, y, CurrentTime);
  XTestFakeButtonEvent(display_, 1, True, CurrentTime);
  XSync(display_, False);
}

void Screen::release() {
  XTestFakeButtonEvent(display_, 1, False, CurrentTime);
  XSync(display_, False);
}

void Screen::tap(int x, int y) {
  press(x, y);
  release();
}

void Screen::photograph(const std::filesystem::path& file) {
  XWindowAttributes root{};
  XGetWindowAttributes(display_, DefaultRootWindow(display_), &root);
  const auto width = static_cast<unsigned>(root.width);
  const auto height = static_cast<unsigned>(root.height);
  XImage* image = XGetImage(display_, DefaultRootWindow(display_), 0, 0, width, height, AllPlanes, ZPixmap);
  if (image == nullptr) fail("cannot read the display");
  std::vector<png_byte> rgb;
  rgb.reserve(std::size_t{width} * height * 3);
  for (int y = 0; y < root.height; ++y) {
    for (int x = 0; x < root.width; ++x) {
      const unsigned long pixel = XGetPixel(image, x, y);
      for (const int shift : {16, 8, 0}) rgb.push_back(static_cast<png_byte>(pixel >> shift & 0xff));
    }
  }
  XDestroyImage(image);
  write_png(file, rgb, width, height);
}

}  // namespace foyer::support
