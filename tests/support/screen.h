// A display, its pixels and a finger on it: Xvfb with a free number, screenshots of what it shows, and presses through
// XTEST, which reach the kiosk as a pointer's. One thread. Failures throw (wait.h).
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/process.h"

typedef struct _XDisplay Display;  // Xlib's

namespace foyer::support {

inline constexpr int kScreenWidth = 1280;
inline constexpr int kScreenHeight = 800;

// An X server that lives as long as this.
class Xvfb {
 public:
  Xvfb();
  const std::string& name() const { return name_; }  // ":7"

 private:
  std::unique_ptr<Process> server_;
  std::string name_;
};

// A connection to a display, with everything a visitor does to it.
class Screen {
 public:
  explicit Screen(const std::string& display);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  void press(int x, int y);
  void release();
  void tap(int x, int y);

  // Types on a keyboard with real keys. Its keys are given the characters of `text`, as a layout of some country does,
  // and keep them; at most 30 different ones at a time.
  void type(const std::string& text);

  // Writes everything on the display as a PNG.
  void photograph(const std::filesystem::path& file);

 private:
  Display* display_;
};

}  // namespace foyer::support
