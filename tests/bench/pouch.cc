#include "tests/bench/pouch.h"

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/bench/figures.h"
#include "tests/support/process.h"

namespace foyer::bench {

std::map<std::string, double> run_pouch(const std::filesystem::path& anchors, int count, int documents) {
  const auto copy = empty_folder("anchors");
  std::filesystem::copy(anchors, copy, std::filesystem::copy_options::recursive);
  const std::string command = "chmod -R u+w '" + copy.string() + "' && cd '" + (copy / "pouch").string() +
                              "' && npm install --no-audit --no-fund >npm.log 2>&1 && SCRATCH='" + copy.string() +
                              "' bash run_node.sh 1 " + std::to_string(count) + " " + std::to_string(documents);
  const auto done = support::run({"bash", "-c", command}, {}, std::chrono::minutes(20));
  std::ifstream lines(copy / "pouch_big.jsonl");
  std::string line;
  if (!std::getline(lines, line)) support::fail("PouchDB gave no figures: " + done.err);
  std::map<std::string, double> figures;
  const auto printed = nlohmann::json::parse(line);
  for (const auto& [name, value] : printed.items()) {
    if (value.is_number()) figures[name] = value.get<double>();
  }
  return figures;
}

}  // namespace foyer::bench
