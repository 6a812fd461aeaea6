// Typed text as its characters. Pure; any thread.
#pragma once

#include <string>
#include <vector>

namespace foyer::support {

// One for each code point of valid UTF-8.
inline std::vector<std::string> characters(const std::string& text) {
  std::vector<std::string> all;
  for (const char byte : text) {
    const bool continues = (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
    if (continues && !all.empty()) {
      all.back() += byte;
    } else {
      all.emplace_back(1, byte);
    }
  }
  return all;
}

}  // namespace foyer::support
