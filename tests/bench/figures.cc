#include "tests/bench/figures.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

namespace foyer::bench {
namespace {

std::optional<Options> parse_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    const char* value = i + 1 < argc ? argv[++i] : nullptr;
    if (name == "--anchors" && value != nullptr) {
      options.anchors = value;
    } else if (name == "--count" && value != nullptr && std::atoi(value) > 0) {
      options.count = std::atoi(value);
    } else {
      std::fprintf(stderr, "usage: %s [--anchors DIR] [--count N]\n", argv[0]);
      return std::nullopt;
    }
  }
  return options;
}

}  // namespace

int run(int argc, char** argv, void (*measure)(const Options&)) {
  const auto options = parse_options(argc, argv);
  if (!options) return 2;
  try {
    measure(*options);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s: %s\n", argv[0], failure.what());
    return 1;
  }
  return 0;
}

double now_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

double percentile(std::vector<double> values, double p) {
  if (values.empty()) return std::nan("");
  std::ranges::sort(values);
  const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(values.size())));
  return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

void show(const std::string& what, double value, const std::string& unit) {
  std::printf("%-46s %10.3f %s\n", what.c_str(), value, unit.c_str());
  std::fflush(stdout);
}

void compare(const std::string& what, double ours, double anchor, const std::string& unit, const std::string& goal) {
  std::printf("%-46s ours %10.3f  anchor %10.3f %-6s ratio %7.3f  (goal %s)\n", what.c_str(), ours, anchor,
              unit.c_str(), ours / anchor, goal.c_str());
  std::fflush(stdout);
}

std::filesystem::path empty_folder(const std::string& name) {
  const std::filesystem::path folder = std::filesystem::path(FOYER_BUILD_DIR) / "bench" / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  return folder;
}

}  // namespace foyer::bench
