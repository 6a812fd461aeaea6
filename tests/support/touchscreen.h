// A display with a touchscreen of several fingers, without hardware: Xorg with its dummy graphics card and its
// `inputtest` driver, which posts touches as a real panel's driver would. One thread. Failures throw (wait.h).
#pragma once

#include <memory>
#include <string>

#include "tests/support/process.h"

namespace foyer::support {

class Touchscreen {
 public:
  // 1280x800, up to five fingers.
  Touchscreen();
  ~Touchscreen();
  Touchscreen(const Touchscreen&) = delete;
  Touchscreen& operator=(const Touchscreen&) = delete;

  // Whether this machine has what it takes (xserver-xorg-core with the inputtest driver, the dummy driver).
  static bool is_available();

  const std::string& name() const { return name_; }  // ":7"

  void down(unsigned finger, int x, int y);
  void move(unsigned finger, int x, int y);
  void up(unsigned finger, int x, int y);

 private:
  void connect_driver();
  void touch(unsigned finger, unsigned type, int x, int y);

  TempDir dir_;
  std::unique_ptr<Process> server_;
  std::string name_;
  int driver_ = -1;
};

}  // namespace foyer::support
