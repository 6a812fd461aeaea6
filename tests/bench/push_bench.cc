// 10,000 waiting check-ins through the real agent to the real centre, and from there into an empty tablet; with the
// anchors, beside PouchDB doing the same amount of work. A check-in counts as two documents: contact and visit.
#include "tests/bench/figures.h"
#include "tests/bench/pouch.h"
#include "tests/bench/tablets.h"

namespace foyer::bench {
namespace {

constexpr std::chrono::minutes kPatience{20};

double documents_per_second(const std::filesystem::path& tablet, int check_ins) {
  return 2.0 * check_ins / drain(tablet) * 1e3;
}

struct Speeds {
  double push = 0, pull = 0;
};

Speeds ours(int count) {
  flows::Centre centre;
  centre.start();
  const auto full = enrolled_folder(centre, "full");
  fill(full, count);
  const double push = documents_per_second(full, count);
  if (centre.visits().size() != static_cast<std::size_t>(count)) support::fail("the centre lacks visits");
  const double pull = documents_per_second(enrolled_folder(centre, "empty"), count);
  return {push, pull};
}

void measure(const Options& options) {
  const int count = options.count > 0 ? options.count : 10'000;
  const Speeds us = ours(count);
  if (!options.anchors) {
    show("push of " + std::to_string(count) + " check-ins", us.push, "documents/s");
    show("pull into an empty tablet", us.pull, "documents/s");
    return;
  }
  const auto them = run_pouch(*options.anchors, count, 0);
  compare("push of " + std::to_string(count) + " check-ins", us.push, them.at("push_docs_s"), "doc/s", ">= 4");
  compare("pull into an empty tablet", us.pull, them.at("pull_docs_s"), "doc/s", ">= 8");
}

}  // namespace
}  // namespace foyer::bench

int main(int argc, char** argv) { return foyer::bench::run(argc, argv, foyer::bench::measure); }
