// A TOML file as a flat list of settings, each with its dotted key and the line it stands on. Only for settings.cc; the
// TOML library stays behind it. Values; any thread. A file that is not TOML is Fault::invalid with file and line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/base/result.h"

namespace foyer::config {

// A date, a list of anything but texts: nothing that a setting could be.
struct Unsupported {
  bool operator==(const Unsupported&) const = default;
};
using TomlValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>, Unsupported>;

struct TomlEntry {
  std::string key;  // "timeouts_ms.home"
  TomlValue value;
  int line = 0;
};

// `file` names the text in messages.
Result<std::vector<TomlEntry>> read_toml(std::string_view text, std::string_view file);

}  // namespace foyer::config
