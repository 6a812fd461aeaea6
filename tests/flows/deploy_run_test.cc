// deploy/run, the command a stranger starts with, on a machine without a display: what a second run keeps, how either
// half comes back when it was deleted, and what --reset never touches.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/flows/site.h"

namespace foyer::flows {
namespace {

namespace fs = std::filesystem;
using support::Finished;
using testing::HasSubstr;

class DeployRun : public testing::Test {
 protected:
  Finished start(const std::vector<std::string>& options = {}) const {
    std::vector<std::string> command{FOYER_SOURCE_DIR "/deploy/run", "--programs", FOYER_BIN_DIR, "--data", data()};
    command.insert(command.end(), options.begin(), options.end());
    return support::run(command, {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}}, std::chrono::minutes(2));
  }
  void expect_centre_has(const Finished& run, const std::string& what) const {
    EXPECT_EQ(run.code, 0) << run.out << run.err;
    EXPECT_THAT(run.out, HasSubstr("\ncentre: " + what + "\nscreenshots: " + data().string()));
  }
  fs::path data() const { return folder_.path() / "a folder"; }

  support::TempDir folder_;
};

TEST_F(DeployRun, ASecondRunKeepsTheData) {
  expect_centre_has(start(), "1 contacts, 1 visits");
  EXPECT_THAT(support::read_text(data() / "log/apply.log"), HasSubstr("18 added, 0 changed, 0 removed, 0 unchanged"));
  expect_centre_has(start(), "2 contacts, 2 visits");
  EXPECT_THAT(support::read_text(data() / "log/apply.log"), HasSubstr("0 added, 0 changed, 0 removed, 18 unchanged"));
}

TEST_F(DeployRun, ADeletedTabletIsEnrolledAgain) {
  expect_centre_has(start(), "1 contacts, 1 visits");
  fs::remove_all(data() / "kiosk");
  expect_centre_has(start(), "2 contacts, 2 visits");
}

TEST_F(DeployRun, ADeletedCentreGetsItsTabletBack) {
  expect_centre_has(start(), "1 contacts, 1 visits");
  fs::remove_all(data() / "server");
  expect_centre_has(start(), "1 contacts, 1 visits");
}

TEST_F(DeployRun, ResetStartsAfreshAndKeepsWhatFoyerDidNotMake) {
  expect_centre_has(start(), "1 contacts, 1 visits");
  const std::vector<fs::path> ours{data() / "notes.txt", data() / "kiosk/kiosk.toml", data() / "server/copy.pem",
                                   data() / "log/why.txt", data() / "screenshots/mine.png"};
  for (const fs::path& file : ours) std::ofstream(file) << "";
  expect_centre_has(start({"--reset"}), "1 contacts, 1 visits");
  for (const fs::path& file : ours) EXPECT_TRUE(fs::exists(file)) << file;
}

TEST_F(DeployRun, ResetRefusesAFolderThatIsNotFoyers) {
  for (const char* file : {"server/server.db", "kiosk/kiosk.db", "log/server.log"}) {
    fs::create_directories((data() / file).parent_path());
    std::ofstream(data() / file) << "of somebody else";
  }
  const Finished refused = start({"--reset"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("--reset deletes only"));
  EXPECT_EQ(support::read_text(data() / "server/server.db"), "of somebody else");
  EXPECT_EQ(support::read_text(data() / "kiosk/kiosk.db"), "of somebody else");
}

TEST_F(DeployRun, AFolderWithOtherThingsInItIsNotTaken) {
  fs::create_directories(data());
  std::ofstream(data() / "thesis.txt") << "";
  const Finished refused = start();
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("--data"));
  EXPECT_FALSE(fs::exists(data() / "server"));
}

TEST_F(DeployRun, NothingIsTouchedWhileAProgramRunsOnIt) {
  expect_centre_has(start(), "1 contacts, 1 visits");
  support::Process server({program("foyer-server"), "serve", "--data", data() / "server", "--listen", "127.0.0.1:0"});
  server.line_after("listening on ");
  for (const std::vector<std::string>& options : {std::vector<std::string>{"--reset"}, {}}) {
    const Finished refused = start(options);
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, HasSubstr("foyer-server is running"));
  }
  EXPECT_TRUE(fs::exists(data() / "kiosk/kiosk.db"));
  EXPECT_EQ(server.terminate(), 0);
}

TEST_F(DeployRun, WrongUseIsTwoAndMakesNothing) {
  EXPECT_EQ(start({"--no-such-option"}).code, 2);
  const Finished nothing_there = start({"--programs", folder_.path()});
  EXPECT_EQ(nothing_there.code, 2);
  EXPECT_THAT(nothing_there.err, HasSubstr("foyer-server"));
  EXPECT_FALSE(fs::exists(data()));
}

}  // namespace
}  // namespace foyer::flows
