#include "sync/server/core/erasure_ledger.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/support/process.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using support::cid_of;
using support::id_of;

ErasureLine erasure(std::uint8_t number) {
  ErasureLine out;
  out.erase_id = id_of(0xE0, number);
  out.root = cid_of(number);
  out.cids = {cid_of(number), cid_of(number + 100U)};
  out.keys = {{Mac{number}, kStampMin, 42}, {Mac{1, number}, 42, kStampMax}};
  out.erased_at = 77;
  out.at_ms = 1'772'528'400'000;
  out.keep_until_ms = 1'788'080'400'000;
  return out;
}

class Ledger : public ::testing::Test {
 protected:
  std::string path() const { return dir_.path() / kErasureFile; }
  support::TempDir dir_;
  ErasureFile ledger_{path()};
};

TEST_F(Ledger, WhatWasAppendedIsReadAgainInOrder) {
  EXPECT_TRUE(ledger_.read()->erasures.empty());
  ASSERT_TRUE(ledger_.append(erasure(1)).ok());
  ASSERT_TRUE(ErasureFile(path()).append(erasure(2)).ok());
  const auto contents = ledger_.read();
  EXPECT_EQ(contents->erasures, (std::vector<ErasureLine>{erasure(1), erasure(2)}));
  EXPECT_EQ(contents->unreadable, 0);
}

TEST_F(Ledger, OnlyItsOwnerMayReadIt) {
  ASSERT_TRUE(ledger_.append(erasure(1)).ok());
  struct stat found {};
  ASSERT_EQ(::stat(path().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST_F(Ledger, AnErasureThatWasAppendedTwiceCountsOnce) {
  ASSERT_TRUE(ledger_.append(erasure(1)).ok());
  ASSERT_TRUE(ledger_.append(erasure(1)).ok());
  EXPECT_EQ(ledger_.read()->erasures.size(), 1U);
}

// The power went in the middle of an append, so no erasure was committed for it: what comes after takes its place.
TEST_F(Ledger, ATornLineCountsForNothing) {
  ASSERT_TRUE(ledger_.append(erasure(1)).ok());
  for (std::size_t length = 1; length < to_line(erasure(2)).size(); length += 7) {
    std::ofstream(path(), std::ios::app) << to_line(erasure(2)).substr(0, length);
    EXPECT_EQ(ledger_.read()->unreadable, 0);
    EXPECT_EQ(ledger_.read()->erasures, std::vector{erasure(1)});
    ASSERT_TRUE(ledger_.append(erasure(3)).ok());
    EXPECT_EQ(ledger_.read()->erasures, (std::vector<ErasureLine>{erasure(1), erasure(3)}));
    EXPECT_EQ(ledger_.read()->unreadable, 0);
    std::ofstream(path(), std::ios::trunc) << to_line(erasure(1)) << "\n";
  }
}

TEST_F(Ledger, AWholeLineWithoutItsEndCounts) {
  std::ofstream(path()) << to_line(erasure(1));
  EXPECT_EQ(ledger_.read()->erasures, std::vector{erasure(1)});
  ASSERT_TRUE(ledger_.append(erasure(2)).ok());
  EXPECT_EQ(ledger_.read()->erasures, (std::vector<ErasureLine>{erasure(1), erasure(2)}));
}

TEST_F(Ledger, OfOneErasureTheLastLineCounts) {
  ErasureLine grown = erasure(1);
  grown.cids.push_back(cid_of(77));
  for (const ErasureLine& line : {erasure(1), erasure(2), grown}) ASSERT_TRUE(ledger_.append(line).ok());
  EXPECT_EQ(ledger_.read()->erasures, (std::vector<ErasureLine>{grown, erasure(2)}));
}

TEST_F(Ledger, ADamagedLineIsCountedAndHidesNoOther) {
  ASSERT_TRUE(ledger_.append(erasure(1)).ok());
  std::ofstream(path(), std::ios::app) << "{\"v\":1,\"erase_id\":\n";
  ASSERT_TRUE(ledger_.append(erasure(2)).ok());
  EXPECT_EQ(ledger_.read()->unreadable, 1);
  EXPECT_EQ(ledger_.read()->erasures, (std::vector<ErasureLine>{erasure(1), erasure(2)}));
}

TEST_F(Ledger, OtherLinesInsteadOfAllInOneStep) {
  for (const ErasureLine& line : {erasure(1), erasure(2), erasure(3)}) ASSERT_TRUE(ledger_.append(line).ok());
  ASSERT_TRUE(ledger_.rewrite({erasure(3), erasure(1)}).ok());
  EXPECT_EQ(ledger_.read()->erasures, (std::vector<ErasureLine>{erasure(3), erasure(1)}));
  ASSERT_TRUE(ledger_.append(erasure(4)).ok());
  EXPECT_EQ(ledger_.read()->erasures.size(), 3U);
  std::filesystem::create_directory(path() + ".part");
  EXPECT_EQ(ledger_.rewrite({}).error().fault, Fault::refused);
  EXPECT_EQ(ledger_.read()->erasures.size(), 3U);
}

TEST_F(Ledger, WhatANewerVersionAddsIsSkipped) {
  std::string line = to_line(erasure(1));
  line.insert(line.size() - 1, ",\"zz\":[1]");
  EXPECT_EQ(*parse_erasure(line), erasure(1));
}

TEST_F(Ledger, DamageIsRefused) {
  for (const char* const text : {"", "{}", "[]", "{\"erase_id\":1}"}) EXPECT_FALSE(parse_erasure(text).ok()) << text;
  std::string line = to_line(erasure(1));
  line[line.find("\"mac\":\"") + 8] = 'x';
  EXPECT_FALSE(parse_erasure(line).ok());
}

TEST_F(Ledger, AFolderThatIsGoneIsSaidSo) {
  EXPECT_EQ(ErasureFile(dir_.path() / "gone" / "erasures").append(erasure(1)).error().fault, Fault::refused);
}

}  // namespace
}  // namespace foyer::server
