// PouchDB doing the work of our agent and centre, from the anchors' folder. One thread. Failures throw
// (tests/support/wait.h).
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace foyer::bench {

// What bench.js prints after `count` contacts with a visit each; with `documents` above 0 also what one change costs on
// top of that many. Copies the anchors first, for it installs its packages beside itself.
std::map<std::string, double> run_pouch(const std::filesystem::path& anchors, int count, int documents);

}  // namespace foyer::bench
