// 10,000 waiting check-ins through the real agent to the real centre, and from there into an empty tablet; with the
// anchors, beside PouchDB doing the same amount of work. A check-in counts as two documents: contact and visit.
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "shared/store/kiosk_store.h"
#include "tests/bench/figures.h"
#include "tests/bench/people.h"
#include "tests/flows/site.h"

namespace foyer::bench {
namespace {

constexpr std::chrono::minutes kPatience{20};

void fill(const std::filesystem::path& tablet, int count) {
  SystemClock clock;
  SystemRandom random;
  auto store = store::KioskStore::open(tablet, clock, random);
  if (!store) support::fail(store.error().detail);
  for (int i = 0; i < count; ++i) {
    if (const auto done = store->submit(check_in_of(i, clock, random)); !done) support::fail(done.error().detail);
  }
}

double documents_per_second(const std::filesystem::path& tablet, int check_ins) {
  const double start = now_ms();
  const auto once = support::run({flows::program("foyer-sync"), "once", "--data", tablet}, {}, kPatience);
  if (once.code != 0) support::fail("foyer-sync once: " + once.err);
  return 2.0 * check_ins / (now_ms() - start) * 1e3;
}

struct Speeds {
  double push = 0, pull = 0;
};

Speeds ours(int count) {
  flows::Centre centre;
  centre.start();
  const auto enrolled = [&](const char* name) {
    const auto folder = empty_folder(name);
    const auto done = support::run({flows::program("foyer-sync"), "enrol", "--data", folder, "--server", centre.url(),
                                    "--code", centre.enrol_code(name)});
    if (done.code != 0) support::fail("enrol: " + done.err);
    return folder;
  };
  const auto full = enrolled("full");
  fill(full, count);
  const double push = documents_per_second(full, count);
  if (centre.visits().size() != static_cast<std::size_t>(count)) support::fail("the centre lacks visits");
  const double pull = documents_per_second(enrolled("empty"), count);
  return {push, pull};
}

// PouchDB in a copy of the anchors' folder: it installs its packages there.
Speeds pouch(const std::filesystem::path& anchors, int count) {
  const auto copy = empty_folder("anchors");
  std::filesystem::copy(anchors, copy, std::filesystem::copy_options::recursive);
  const std::string folder = (copy / "pouch").string();
  const std::string command = "chmod -R u+w '" + copy.string() + "' && cd '" + folder +
                              "' && npm install --no-audit --no-fund >npm.log 2>&1 && SCRATCH='" + copy.string() +
                              "' bash run_node.sh 1 " + std::to_string(count) + " 0";
  const auto done = support::run({"bash", "-c", command}, {}, kPatience);
  std::ifstream lines(copy / "pouch_big.jsonl");
  std::string line;
  if (!std::getline(lines, line)) support::fail("PouchDB gave no figures: " + done.err);
  const auto figures = nlohmann::json::parse(line);
  return {figures.at("push_docs_s"), figures.at("pull_docs_s")};
}

void measure(const Options& options) {
  const int count = options.count > 0 ? options.count : 10'000;
  const Speeds us = ours(count);
  if (!options.anchors) {
    show("push of " + std::to_string(count) + " check-ins", us.push, "documents/s");
    show("pull into an empty tablet", us.pull, "documents/s");
    return;
  }
  const Speeds them = pouch(*options.anchors, count);
  compare("push of " + std::to_string(count) + " check-ins", us.push, them.push, "doc/s", ">= 4");
  compare("pull into an empty tablet", us.pull, them.pull, "doc/s", ">= 8");
}

}  // namespace
}  // namespace foyer::bench

int main(int argc, char** argv) { return foyer::bench::run(argc, argv, foyer::bench::measure); }
