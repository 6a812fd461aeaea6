// Figures of the benchmarks: a figure counts as a ratio within one run, ours and the anchor's in turn, never as an
// absolute time. One thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace foyer::bench {

struct Options {
  std::optional<std::filesystem::path> anchors;  // the anchors' programs, when they are there
  int count = 0;                                 // 0: the benchmark's own
};

// The whole of a benchmark's main: reads --anchors DIR and --count N (anything else is 2), measures, and says on stderr
// what went wrong (1).
int run(int argc, char** argv, void (*measure)(const Options&));

// Milliseconds of a monotonic clock.
double now_ms();

double percentile(std::vector<double> values, double p);
inline double median(std::vector<double> values) { return percentile(std::move(values), 0.5); }

// "what                    12.3 unit"
void show(const std::string& what, double value, const std::string& unit);
// "what   ours 12.3, anchor 45.6 unit, ratio 0.27 (goal ...)"
void compare(const std::string& what, double ours, double anchor, const std::string& unit, const std::string& goal);

// An empty folder below the build, on the disk that is measured (the system's temporary folder may be memory).
std::filesystem::path empty_folder(const std::string& name);

}  // namespace foyer::bench
