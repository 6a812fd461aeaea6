#include "shared/base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

namespace foyer {
namespace {

constexpr const char* kLevelNames[] = {"info", "warning", "error"};  // by LogLevel

// The last cell of each row of the table of faults in shared/README.md that opens with `fault`.
std::map<std::string, std::string> levels_in_readme() {
  std::map<std::string, std::string> levels;
  std::ifstream file(std::string(FOYER_SOURCE_DIR) + "/shared/README.md");
  bool is_table = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("| Fault |")) is_table = true;
    if (line.empty()) is_table = false;
    if (!is_table || !line.starts_with("| `")) continue;
    const std::size_t last = line.rfind(" |");
    const std::size_t before = line.rfind("| ", last - 1);
    levels[line.substr(3, line.find('`', 3) - 3)] = line.substr(before + 2, last - before - 2);
  }
  return levels;
}

TEST(Log, EveryFaultHasTheLevelOfTheTableOfFaults) {
  const auto levels = levels_in_readme();
  EXPECT_EQ(levels.size(), std::size(kAllFaults));
  for (const Fault fault : kAllFaults) {
    const auto row = levels.find(fault_name(fault));
    ASSERT_NE(row, levels.end()) << fault_name(fault);
    EXPECT_EQ(row->second, kLevelNames[static_cast<std::size_t>(log_level(fault))]) << fault_name(fault);
  }
}

TEST(Log, AnErrorIsWrittenAtTheLevelOfItsFault) {
  log_open("log-test");
  testing::internal::CaptureStderr();
  log_error("sync", {Fault::busy, "later"});
  log_error("sync", {Fault::offline, "no route"});
  log_error("kiosk.db", {Fault::full, "no space"});
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_THAT(text, testing::HasSubstr("log-test info sync: busy: later\n"));
  EXPECT_THAT(text, testing::HasSubstr("log-test warning sync: offline: no route\n"));
  EXPECT_THAT(text, testing::HasSubstr("log-test error kiosk.db: full: no space\n"));
}

}  // namespace
}  // namespace foyer
