// foyer-simulate: runs seeds of the simulator. Exit code 0: every promise held; 1: one was broken, the seed and the
// smallest plan that still breaks it are printed; 2: the command line.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "sync/server/core/secrets.h"
#include "tests/simulation/shrink.h"
#include "tests/simulation/world.h"

namespace foyer::simulation {
namespace {

constexpr const char* kUsage =
    "usage: foyer-simulate --seeds FIRST COUNT   seeds one after the other, to the first that breaks a promise\n"
    "       foyer-simulate --first FIRST COUNT   the same, and the plan is not made small\n"
    "       foyer-simulate --seed N              one seed, with everything that happens\n"
    "       foyer-simulate --replay FILE         the seeds in FILE, one a line, '#' begins a comment\n";

void explain(const Plan& plan, const Violation& violation, bool is_shrunk = true) {
  std::printf("seed %llu broke %s: %s\n", static_cast<unsigned long long>(plan.seed), violation.promise.c_str(),
              violation.what.c_str());
  std::fflush(stdout);
  if (!is_shrunk) return;
  const Plan smallest = shrink(plan, violation);
  const Outcome outcome = run(smallest);
  std::printf("what is left of it breaks %s: %s\n%sagain with: foyer-simulate --seed %llu\n",
              outcome.violation->promise.c_str(), outcome.violation->what.c_str(), to_text(smallest).c_str(),
              static_cast<unsigned long long>(plan.seed));
}

// Every 16th seed runs twice: it must be the same run.
bool run_seed(std::uint64_t seed, bool is_shrunk = true) {
  const Plan plan = make_plan(seed);
  const Outcome outcome = run(plan);
  if (outcome.violation) {
    explain(plan, *outcome.violation, is_shrunk);
    return false;
  }
  if (seed % 16 == 0 && run(plan).hash != outcome.hash) {
    std::printf("seed %llu is not the same run twice\n", static_cast<unsigned long long>(seed));
    return false;
  }
  return true;
}

int run_seeds(std::uint64_t first, std::uint64_t count, bool is_shrunk) {
  const SystemClock clock;
  const std::int64_t begun = clock.now().mono_ms;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    if (!run_seed(seed, is_shrunk)) return 1;
  }
  const double seconds = static_cast<double>(clock.now().mono_ms - begun) / 1000;
  std::printf("%llu seeds from %llu are clean, %.1f seeds/s\n", static_cast<unsigned long long>(count),
              static_cast<unsigned long long>(first), static_cast<double>(count) / (seconds > 0 ? seconds : 1));
  return 0;
}

int replay(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    std::printf("cannot read %s\n", path.c_str());
    return 2;
  }
  int seeds = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (!run_seed(std::strtoull(line.c_str(), nullptr, 10))) return 1;
    ++seeds;
  }
  std::printf("%d seeds of %s are clean\n", seeds, path.c_str());
  return 0;
}

int show(std::uint64_t seed) {
  const Plan plan = make_plan(seed);
  std::printf("%s", to_text(plan).c_str());
  const Outcome outcome = run(plan, true);
  std::printf("trace %016llx, %zu ops, %lld requests, at rest after %.1f s\n",
              static_cast<unsigned long long>(outcome.hash), outcome.ops, static_cast<long long>(outcome.requests),
              static_cast<double>(outcome.healing_ms) / 1000);
  if (!outcome.violation) return 0;
  explain(plan, *outcome.violation);
  return 1;
}

int main_of(const std::vector<std::string>& words) {
  if (words.size() == 3 && (words[0] == "--seeds" || words[0] == "--first")) {
    return run_seeds(std::strtoull(words[1].c_str(), nullptr, 10), std::strtoull(words[2].c_str(), nullptr, 10),
                     words[0] == "--seeds");
  }
  if (words.size() == 2 && words[0] == "--seed") return show(std::strtoull(words[1].c_str(), nullptr, 10));
  if (words.size() == 2 && words[0] == "--replay") return replay(words[1]);
  std::printf("%s", kUsage);
  return 2;
}

}  // namespace
}  // namespace foyer::simulation

int main(int argc, char** argv) {
  // The programs' log says what they make of the faults, thousands of times.
  if (const int null = ::open("/dev/null", O_WRONLY); null >= 0 && std::getenv("FOYER_SIMULATE_LOG") == nullptr)
    ::dup2(null, 2);
  foyer::log_open("foyer-simulate");
  if (!foyer::server::secrets_open()) return 1;
  return foyer::simulation::main_of({argv + 1, argv + argc});
}
