// foyer-screenshots as a person calls it: every picture is there, has something on it and differs from the others.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "tests/screenshots/scenes.h"
#include "tests/screenshots/stage.h"

namespace foyer::tests {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

TEST(Screenshots, OfOneScreenStandInEveryFolderAndDiffer) {
  const fs::path out = fs::path(FOYER_BUILD_DIR) / "screenshots_test";
  fs::remove_all(out);
  const std::string program = std::string(FOYER_BIN_DIR) + "/foyer-screenshots";
  const std::string command = "'" + program + "' --out '" + out.string() + "' --only home >/dev/null";
  ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT: a fixed command of the build
  std::map<std::string, std::string> seen;
  for (const auto& folder : fs::directory_iterator(out)) {
    const fs::path file = folder.path() / "home.png";
    ASSERT_TRUE(fs::exists(file)) << file;
    const auto [other, is_new] = seen.emplace(contents(file), file.string());
    EXPECT_TRUE(is_new) << file << " is the same picture as " << other->second;
  }
  EXPECT_GE(seen.size(), 13u);
}

TEST(Screenshots, RefusesWrongUse) {
  const std::string program = "'" + std::string(FOYER_BIN_DIR) + "/foyer-screenshots'";
  EXPECT_EQ(std::system((program + " --help >/dev/null").c_str()), 0);         // NOLINT: a fixed command of the build
  EXPECT_EQ(WEXITSTATUS(std::system((program + " 2>/dev/null").c_str())), 2);  // NOLINT: a fixed command of the build
}

// All scenes in both languages, in memory: none is blank, and no two of one language are the same.
TEST(Screenshots, OfEveryScreenShowSomethingOfItsOwn) {
  Stage stage(fs::path(FOYER_BUILD_DIR) / "assets" / "locale");
  stage.set_window(1280, 800, widgets::TextSize::normal);
  for (const char* language : {"en", "de"}) {
    std::map<std::vector<std::uint32_t>, std::string> seen;
    for (const NamedScene& scene : all_scenes()) {
      Picture picture = stage.picture(*play(scene, {language, screens::Look::light, screens::TextSize::normal}));
      const std::set<std::uint32_t> colours(picture.pixels.begin(), picture.pixels.end());
      EXPECT_GT(colours.size(), 16u) << scene.name << " " << language << " is blank";
      const auto [other, is_new] = seen.emplace(std::move(picture.pixels), scene.name);
      EXPECT_TRUE(is_new) << scene.name << " looks like " << other->second;
    }
  }
}

}  // namespace
}  // namespace foyer::tests
