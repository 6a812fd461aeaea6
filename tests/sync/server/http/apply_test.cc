// `foyer-server apply` as an operator runs it, with the example that comes with Foyer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/sync/server/http/server_fixture.h"

namespace foyer::server {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kExample = FOYER_SOURCE_DIR "/assets/organisation.example.json";

class Apply : public ::testing::Test {
 protected:
  std::string file(const std::string& text) {
    const std::string path = (folder_.path() / "organisation.json").string();
    std::ofstream(path) << text;
    return path;
  }
  Ran apply(const std::string& path, const std::string& option = {}) {
    std::vector<std::string> arguments = {"apply", "--data", data_, path};
    if (!option.empty()) arguments.push_back(option);
    return run_server(arguments);
  }

  support::TempDir folder_;
  std::string data_ = (folder_.path() / "server").string();
};

TEST_F(Apply, TheExampleIsAppliedOnceAndThenUnchanged) {
  const Ran dry = apply(kExample, "--dry-run");
  EXPECT_EQ(dry.code, 0) << dry.err;
  EXPECT_EQ(dry.out, "18 added, 0 changed, 0 removed, 0 unchanged (nothing written)\n");
  const Ran first = apply(kExample);
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(first.out, "18 added, 0 changed, 0 removed, 0 unchanged\n");
  EXPECT_EQ(apply(kExample).out, "0 added, 0 changed, 0 removed, 18 unchanged\n");
  EXPECT_EQ(apply(file(R"({"hosts": []})")).out, "0 added, 0 changed, 2 removed, 0 unchanged\n");
}

TEST_F(Apply, EveryProblemIsPrintedAndNothingApplied) {
  const std::string path = file("{\n\"hosts\": [{\"id\": \"ada\"},\n{\"id\": \"max\", \"name\": 7}],\n\"staff\": 1}\n");
  const Ran ran = apply(path);
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err, path + ":2: hosts[0].name: is missing; write a text in quotes\n" + path +
                         ":3: hosts[1].name: write a text in quotes\n" + path +
                         ":4: staff: write a list\nfoyer-server: nothing was applied; put right what stands above\n");
  EXPECT_EQ(apply(kExample, "--dry-run").out, "18 added, 0 changed, 0 removed, 0 unchanged (nothing written)\n");
}

TEST_F(Apply, AMissingFileIsWrongUse) {
  const Ran ran = apply("/no/such/file.json");
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("/no/such/file.json: cannot be read"));
  EXPECT_EQ(run_server({"apply", "--data", data_}).code, 2);
}

TEST_F(Apply, NoPinIsOnDisk) {
  ASSERT_EQ(apply(kExample).code, 0);
  for (const auto& one : fs::recursive_directory_iterator(data_)) {
    if (!one.is_regular_file()) continue;
    const std::string bytes = support::read_text(one.path());
    EXPECT_THAT(bytes, Not(HasSubstr("482913"))) << one.path();
    EXPECT_THAT(bytes, Not(HasSubstr("730164"))) << one.path();
  }
}

// What the page says is what the program takes.
TEST_F(Apply, ThePageDescribesEveryMember) {
  const std::string page = support::read_text(FOYER_SOURCE_DIR "/assets/organisation.md");
  const std::string said =
      apply(file(R"({"settings":{"zz":1},"sites":[{"zz":1}],"reasons":[{"zz":1}],"hosts":[{"zz":1}],
        "staff":[{"zz":1}],
        "resources":[{"zz":1}],"bookings":[{"zz":1}],"passes":[{"zz":1}],"events":[{"zz":1}],
        "texts":[{"zz":1}],"zz":1})"))
          .err;
  const std::string mark = "those here are ";
  std::set<std::string> members;
  for (std::size_t at = said.find(mark); at != std::string::npos; at = said.find(mark, at + 1)) {
    std::istringstream words(said.substr(at + mark.size(), said.find('\n', at) - at - mark.size()));
    for (std::string word; std::getline(words, word, ',');) members.insert(word.substr(word.front() == ' ' ? 1 : 0));
  }
  EXPECT_GT(members.size(), 25U);
  for (const std::string& member : members) EXPECT_THAT(page, HasSubstr("`" + member + "`"));
}

}  // namespace
}  // namespace foyer::server
