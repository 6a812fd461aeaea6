#include "tests/support/screen.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <png.h>

#include <algorithm>
#include <vector>

#include "tests/support/text.h"

namespace foyer::support {
namespace {

// Keys that every keyboard has, by the keycodes of X: the rows from q, a and z.
constexpr KeyCode kKeys[] = {24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 38, 39, 40,
                             41, 42, 43, 44, 45, 46, 47, 48, 52, 53, 54, 55, 56, 57, 58};

KeySym keysym_of(const std::string& character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  const std::size_t size = character.size();
  KeySym code = size == 1 ? lead : lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) code = code << 6U | (static_cast<unsigned char>(character[i]) & 0x3FU);
  return code < 0x100 ? code : 0x01000000 | code;
}

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

void Screen::type(const std::string& text) {
  const std::vector<std::string> all = characters(text);
  std::vector<std::string> distinct = all;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  if (distinct.size() > std::size(kKeys)) fail("too many different characters in '" + text + "'");
  for (std::size_t i = 0; i < distinct.size(); ++i) {
    std::vector<KeySym> levels(4, keysym_of(distinct[i]));  // with and without shift
    XChangeKeyboardMapping(display_, kKeys[i], static_cast<int>(levels.size()), levels.data(), 1);
  }
  XSync(display_, False);
  for (const std::string& character : all) {
    const auto at = std::lower_bound(distinct.begin(), distinct.end(), character) - distinct.begin();
    XTestFakeKeyEvent(display_, kKeys[at], True, CurrentTime);
    XTestFakeKeyEvent(display_, kKeys[at], False, CurrentTime);
  }
  XSync(display_, False);
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
