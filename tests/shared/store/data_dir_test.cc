#include "shared/store/data_dir.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace foyer::store
