#include "shared/store/data_dir.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/support/fakes.h"

namespace foyer::store {
namespace {

TEST(DataDir, IsCreatedForItsOwnerOnly) {
  const support::TempDir temp;
  const auto dir = DataDir::open(temp.path() + "/a/b", "foyer-kiosk");
  ASSERT_TRUE(dir.ok());
  for (const std::string& path : {dir->path(), dir->run_dir()}) {
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_all);
  }
  EXPECT_EQ(dir->file("kiosk.db"), temp.path() + "/a/b/kiosk.db");
}

TEST(DataDir, HasOneProcessOfAProgram) {
  const support::TempDir temp;
  {
    const auto first = DataDir::open(temp.path(), "foyer-kiosk");
    ASSERT_TRUE(first.ok());
    const auto second = DataDir::open(temp.path() + "/", "foyer-kiosk");
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().fault, Fault::conflict);
    EXPECT_TRUE(DataDir::open(temp.path(), "foyer-sync").ok());
    EXPECT_TRUE(DataDir::open_shared(temp.path()).ok());
  }
  EXPECT_TRUE(DataDir::open(temp.path(), "foyer-kiosk").ok());
}

TEST(DataDir, RefusesWhatIsNoFolder) {
  EXPECT_EQ(DataDir::open("", "foyer-kiosk").error().fault, Fault::invalid);
  EXPECT_EQ(DataDir::open("/dev/null/x", "foyer-kiosk").error().fault, Fault::refused);
}

unsigned mode_of(const std::string& path) {
  struct stat found {};
  EXPECT_EQ(::stat(path.c_str(), &found), 0);
  return found.st_mode & 07777U;
}

TEST(DataDir, AReaderCreatesNothingAndChangesNoMode) {
  const support::TempDir temp;
  const auto missing = DataDir::open_existing(temp.path() + "/none", "kiosk");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().detail, "no Foyer data in " + temp.path() + "/none");
  EXPECT_FALSE(std::filesystem::exists(temp.path() + "/none"));
  const std::string home = temp.path() + "/home";
  ASSERT_EQ(::mkdir(home.c_str(), 0755), 0);
  ASSERT_EQ(::chmod(home.c_str(), 0755), 0);
  EXPECT_FALSE(DataDir::open_existing(home, "kiosk").ok());
  EXPECT_EQ(mode_of(home), 0755U);
  EXPECT_TRUE(std::filesystem::is_empty(home));
  { std::ofstream(home + "/kiosk.db") << "x"; }
  EXPECT_TRUE(DataDir::open_existing(home, "kiosk").ok());
  EXPECT_FALSE(DataDir::open_existing(home, "server").ok());
  EXPECT_EQ(mode_of(home), 0755U);
  EXPECT_FALSE(std::filesystem::exists(home + "/run"));
}

TEST(DataDir, AReaderTakesAFolderThatAProgramHasJustMade) {
  const support::TempDir temp;
  const auto kiosk = DataDir::open(temp.path() + "/kiosk", "foyer-kiosk");
  ASSERT_TRUE(kiosk.ok());
  EXPECT_TRUE(DataDir::open_existing(temp.path() + "/kiosk", "kiosk").ok());
}

TEST(DataDir, AWriterLeavesAFolderOfOthersAlone) {
  const support::TempDir temp;
  const std::string home = temp.path() + "/home";
  ASSERT_EQ(::mkdir(home.c_str(), 0755), 0);
  ASSERT_EQ(::chmod(home.c_str(), 0755), 0);
  { std::ofstream(home + "/letter.txt") << "x"; }
  const auto refused = DataDir::open(home, "foyer-kiosk");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fault, Fault::refused);
  EXPECT_EQ(mode_of(home), 0755U);
  EXPECT_FALSE(std::filesystem::exists(home + "/run"));
  EXPECT_FALSE(DataDir::open_shared(home).ok());
  { std::ofstream(home + "/kiosk.toml") << ""; }  // now it is ours
  EXPECT_TRUE(DataDir::open(home, "foyer-kiosk").ok());
  EXPECT_EQ(mode_of(home), 0700U);
}

TEST(DataDir, AnEmptyFolderIsTaken) {
  const support::TempDir temp;
  const std::string empty = temp.path() + "/empty";
  ASSERT_EQ(::mkdir(empty.c_str(), 0755), 0);
  EXPECT_TRUE(DataDir::open(empty, "foyer-kiosk").ok());
  EXPECT_EQ(mode_of(empty), 0700U);
}

}  // namespace
}  // namespace foyer::store
