#include "tests/support/wait.h"

#include <stdexcept>
#include <thread>

namespace foyer::support {

void fail(const std::string& message) { throw std::runtime_error(message); }

void wait_until(const std::string& what, const std::function<bool()>& is_true, std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!is_true()) {
    if (std::chrono::steady_clock::now() >= end) {
      fail("waited " + std::to_string(patience.count()) + " ms in vain: " + what);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

}  // namespace foyer::support
