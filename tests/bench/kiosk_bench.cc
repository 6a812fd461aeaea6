// The kiosk measured from inside (touch to presented frame, as it says itself) and, with the anchors, from outside
// beside the same form as a page in Chromium: start, key to pixel, memory, idle.
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/bench/figures.h"
#include "tests/flows/site.h"

namespace foyer::bench {
namespace {

using nlohmann::json;
using support::Rect;

constexpr std::chrono::minutes kPatience{10};
constexpr int kIdleSeconds = 30;

// Where kiosk_latency has to press and look.
struct Places {
  Rect start, drop_in, key, backspace, field;
};

Places touch_to_frame(int count) {
  flows::Tablet tablet("Front desk");
  tablet.start_kiosk();
  support::Visitor& visitor = tablet.visitor();
  Places places;
  places.start = visitor.tree().find("attract.start")->rect;
  visitor.go_home();
  places.drop_in = visitor.tree().find("home.drop_in")->rect;
  visitor.choose("drop_in");
  visitor.wait_for_screen("details");
  std::vector<double> ms;
  for (int i = 0; i < count; ++i) {
    visitor.type("n");
    ms.push_back(visitor.state().input_to_present_us / 1e3);
    visitor.erase_typed();
  }
  show("touch to presented frame p50", median(ms), "ms");
  show("touch to presented frame p99", percentile(ms, 0.99), "ms");
  const auto tree = visitor.tree();
  places.key = tree.find("key.n")->rect;
  places.backspace = tree.find("key.backspace")->rect;
  places.field = tree.find("details.name")->rect;
  return places;
}

std::string centre_of(const Rect& rect) {
  return std::to_string(rect.x + rect.w / 2) + "," + std::to_string(rect.y + rect.h / 2);
}

json parse_line(const support::Finished& done, const std::string& what) {
  const auto reply = json::parse(done.out, nullptr, false);
  if (reply.is_discarded() || done.code != 0) support::fail(what + ": " + done.err + done.out);
  return reply;
}

// Kibibytes of memory that only this process has, and its share of the rest.
double pss_mib(pid_t pid) {
  std::istringstream lines(support::read_text("/proc/" + std::to_string(pid) + "/smaps_rollup"));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("Pss:")) return std::stod(line.substr(4)) / 1024;
  }
  return std::nan("");
}

struct Run {
  double start_ms, p50_ms, p99_ms, pss, idle_s;
};

Run figures_of(const json& measured) {
  return {measured.at("start").at("ready_ms"), measured.at("keystroke").at("p50_ms"),
          measured.at("keystroke").at("p99_ms"), measured.at("memory_end").at("pss_mib"),
          measured.at("idle").at("cpu_s")};
}

// `data`: of a tablet; with a new one the start builds the glyph atlas, as the first start after an installation does.
Run measure_ours(const std::filesystem::path& tool, const Places& at, const std::filesystem::path& data) {
  support::Xvfb display;
  const std::string field = std::to_string(at.field.x + 4) + "," + std::to_string(at.field.y + 4) + "," +
                            std::to_string(at.field.w - 8) + "," + std::to_string(at.field.h - 8);
  const auto done = support::run({tool,
                                  "--display",
                                  display.name(),
                                  "--ready",
                                  "930,370,30,30=094aae",
                                  "--tap",
                                  centre_of(at.start),
                                  "--tap",
                                  centre_of(at.drop_in),
                                  "--click",
                                  centre_of(at.key),
                                  "--click",
                                  centre_of(at.backspace),
                                  "--watch",
                                  field,
                                  "--min-pixels",
                                  "80",
                                  "--idle",
                                  std::to_string(kIdleSeconds),
                                  "--count",
                                  "100",
                                  "--",
                                  flows::program("foyer-kiosk"),
                                  "--data",
                                  data,
                                  "--window",
                                  "1280x800"},
                                 {{"SDL_VIDEODRIVER", "x11"}}, kPatience);
  Run run = figures_of(parse_line(done, "kiosk_latency"));
  support::Process agent({flows::program("foyer-sync"), "run", "--data", data});
  support::wait_until("the agent has opened its database", [&] { return std::filesystem::exists(data / "run"); });
  run.pss += pss_mib(agent.pid());
  return run;
}

Run measure_chromium(const std::filesystem::path& folder) {
  support::Xvfb display;
  const auto done =
      support::run({"sh", folder / "run_chromium.sh", "--idle", std::to_string(kIdleSeconds), "--count", "100"},
                   {{"DISPLAY", display.name()}}, kPatience);
  return figures_of(parse_line(done, "run_chromium.sh"));
}

double median_of(const std::vector<Run>& runs, double Run::*figure) {
  std::vector<double> values;
  for (const Run& run : runs) values.push_back(run.*figure);
  return median(values);
}

void beside_chromium(const std::filesystem::path& anchors, const Places& places, int runs) {
  const auto folder = empty_folder("chromium");
  std::filesystem::copy(anchors / "kiosk", folder, std::filesystem::copy_options::recursive);
  const auto tool = folder / "kiosk_latency";
  const auto built =
      support::run({"cc", "-std=gnu11", "-O2", "-o", tool, folder / "kiosk_latency.c", "-lXext", "-lXtst", "-lX11"});
  if (built.code != 0) support::fail(built.err);
  std::vector<Run> ours, theirs;
  const auto tablet = empty_folder("kiosk");
  const Run first = measure_ours(tool, places, tablet);
  show("exec to usable screen, first of all starts", first.start_ms, "ms");
  for (int i = 0; i < runs; ++i) {
    ours.push_back(measure_ours(tool, places, tablet));
    theirs.push_back(measure_chromium(folder));
  }
  const auto both = [&](const char* what, double Run::*figure, const char* unit, const char* goal) {
    compare(what, median_of(ours, figure), median_of(theirs, figure), unit, goal);
  };
  both("exec to usable screen, every other start", &Run::start_ms, "ms", "<= 0.143");
  both("key to pixel p50", &Run::p50_ms, "ms", "<= 0.2");
  both("key to pixel p99", &Run::p99_ms, "ms", "<= 0.25");
  both("memory, kiosk and agent", &Run::pss, "MiB", "<= 0.1");
  both("idle CPU in 30 s", &Run::idle_s, "s", "ours <= 0.02");
}

void measure(const Options& options) {
  const Places places = touch_to_frame(options.anchors || options.count == 0 ? 100 : options.count);
  if (options.anchors) beside_chromium(*options.anchors, places, options.count > 0 ? options.count : 5);
}

}  // namespace
}  // namespace foyer::bench

int main(int argc, char** argv) { return foyer::bench::run(argc, argv, foyer::bench::measure); }
