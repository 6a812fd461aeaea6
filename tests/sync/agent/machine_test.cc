#include "sync/agent/machine.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/process.h"

namespace foyer::agent {
namespace {

class MachineTest : public testing::Test {
 protected:
  std::string mark_of(const std::string& id) {
    const std::string file = dir_.path() / "machine-id";
    std::ofstream(file) << id << "\n";
    return machine_mark(file);
  }
  std::string folder() const { return dir_.path(); }
  support::TempDir dir_;
};

TEST_F(MachineTest, AMarkIsNotTheId) {
  const std::string mark = mark_of("0123456789abcdef0123456789abcdef");
  EXPECT_EQ(mark.size(), 64U);
  EXPECT_EQ(mark.find("0123456789abcdef0123456789abcdef"), std::string::npos);
  EXPECT_NE(mark, mark_of("1123456789abcdef0123456789abcdef"));
  EXPECT_EQ(mark_of(""), "");
  EXPECT_EQ(mark_of("uninitialized"), "");
  EXPECT_EQ(machine_mark(dir_.path() / "missing"), "");
}

TEST_F(MachineTest, AFolderBelongsToTheMachineThatUsedItFirst) {
  EXPECT_FALSE(*is_of_another_machine(folder(), mark_of("one")));
  EXPECT_FALSE(*is_of_another_machine(folder(), mark_of("one")));
  EXPECT_TRUE(*is_of_another_machine(folder(), mark_of("two")));
  EXPECT_FALSE(*is_of_another_machine(folder(), "")) << "a machine without an id is not watched";
  ASSERT_TRUE(keep_machine(folder(), mark_of("two")).ok());
  EXPECT_FALSE(*is_of_another_machine(folder(), mark_of("two")));
}

TEST_F(MachineTest, ATornMarkIsWrittenAgain) {
  std::ofstream(folder() + "/" + kMachineFile) << "0123";
  EXPECT_FALSE(*is_of_another_machine(folder(), mark_of("one")));
  EXPECT_TRUE(*is_of_another_machine(folder(), mark_of("two")));
}

}  // namespace
}  // namespace foyer::agent
