#include "shared/store/database.h"

#include <gtest/gtest.h>

#include <fstream>

#include "shared/store/migrations.h"
#include "tests/support/fakes.h"

namespace foyer::store {
namespace {

class DatabaseTest : public ::testing::Test {
 protected:
  DatabaseTest() : db_(*Database::open(dir_.path() + "/test.db")) {
    EXPECT_TRUE(db_.exec("CREATE TABLE t (id BLOB PRIMARY KEY, a TEXT, n INTEGER) STRICT").ok());
  }
  support::TempDir dir_;
  Database db_;
};

TEST_F(DatabaseTest, BindsAndReadsEveryKindOfValue) {
  const auto id = *Uuid::parse("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
  const std::string text("a\0b'; DROP TABLE t;--", 21);
  ASSERT_TRUE(db_.prepare("INSERT INTO t VALUES (?, ?, ?)").bind(id).bind(text).bind(std::optional<int>()).run().ok());
  auto read = db_.prepare("SELECT id, a, n FROM t");
  ASSERT_TRUE(read.next());
  EXPECT_EQ(read.id(0), id);
  EXPECT_EQ(read.text(1), text);
  EXPECT_EQ(read.maybe_integer(2), std::nullopt);
  EXPECT_FALSE(read.next());
  EXPECT_TRUE(read.end().ok());
}

TEST_F(DatabaseTest, AnEmptyTextIsNotNull) {
  ASSERT_TRUE(db_.prepare("INSERT INTO t (id, a) VALUES (x'01', ?)").bind(std::string_view()).run().ok());
  EXPECT_EQ(*db_.integer("SELECT a IS NULL FROM t"), 0);
}

TEST_F(DatabaseTest, FailuresStickAndSayNothingOfTheData) {
  auto insert = db_.prepare("INSERT INTO t (id, a) VALUES (x'01', ?)");
  ASSERT_TRUE(insert.bind("secret").run().ok());
  const auto again = insert.bind("secret").run();
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().detail.find("secret"), std::string::npos);
  EXPECT_FALSE(db_.prepare("SELECT nothing FROM nowhere").bind(1).run().ok());
}

TEST_F(DatabaseTest, AFailedTransactionLeavesNothing) {
  const auto done = db_.transact([&]() -> Result<void> {
    if (auto put = db_.exec("INSERT INTO t (id) VALUES (x'01')"); !put) return put;
    return Error{Fault::refused, "no"};
  });
  EXPECT_EQ(done.error().fault, Fault::refused);
  EXPECT_EQ(*db_.integer("SELECT COUNT(*) FROM t"), 0);
  EXPECT_TRUE(db_.transact([&]() { return db_.exec("INSERT INTO t (id) VALUES (x'01')"); }).ok());
  EXPECT_EQ(*db_.integer("SELECT COUNT(*) FROM t"), 1);
}

TEST_F(DatabaseTest, AFullDatabaseIsSaidToBeFullAndKeepsWhatItHas) {
  ASSERT_TRUE(db_.exec("INSERT INTO t (id) VALUES (x'01'); PRAGMA max_page_count = 4").ok());
  const std::string much(100'000, 'x');
  const auto done =
      db_.transact([&]() { return db_.prepare("INSERT INTO t (id, a) VALUES (x'02', ?)").bind(much).run(); });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().fault, Fault::full);
  EXPECT_EQ(*db_.integer("SELECT COUNT(*) FROM t"), 1);
}

TEST_F(DatabaseTest, ALockHeldElsewhereIsBusy) {
  DatabaseOptions options;
  options.busy_timeout_ms = 1;
  auto other = Database::open(dir_.path() + "/test.db", options);
  ASSERT_TRUE(other.ok());
  ASSERT_TRUE(db_.exec("BEGIN IMMEDIATE").ok());
  const auto done = other->transact([] { return Result<void>(); });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().fault, Fault::busy);
}

TEST_F(DatabaseTest, SomethingElseThanADatabaseIsCorrupt) {
  std::ofstream(dir_.path() + "/not.db") << std::string(4096, 'x');
  const auto opened = Database::open(dir_.path() + "/not.db");
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().fault, Fault::corrupt);
}

TEST_F(DatabaseTest, AMissingFolderIsRefused) {
  EXPECT_EQ(Database::open(dir_.path() + "/none/test.db").error().fault, Fault::refused);
}

TEST_F(DatabaseTest, IsDurableAndErasesByItsSettings) {
  EXPECT_EQ(*db_.integer("PRAGMA synchronous"), 2);
  EXPECT_EQ(*db_.integer("PRAGMA secure_delete"), 1);
  auto mode = db_.prepare("PRAGMA journal_mode");
  ASSERT_TRUE(mode.next());
  EXPECT_EQ(mode.text(0), "wal");
}

TEST_F(DatabaseTest, MigratesStepByStepAndRefusesANewerOne) {
  const Migration steps[] = {{1, "CREATE TABLE a (x)"}, {2, "ALTER TABLE a ADD COLUMN y"}};
  ASSERT_TRUE(migrate(db_, std::span(steps, 1)).ok());
  ASSERT_TRUE(migrate(db_, steps).ok());
  ASSERT_TRUE(migrate(db_, steps).ok());
  EXPECT_TRUE(db_.exec("INSERT INTO a (x, y) VALUES (1, 2)").ok());
  EXPECT_EQ(migrate(db_, std::span(steps, 1)).error().fault, Fault::outdated);
}

TEST_F(DatabaseTest, AStepThatFailsIsNotThere) {
  const Migration steps[] = {{1, "CREATE TABLE a (x); CREATE TABLE a (x)"}};
  EXPECT_FALSE(migrate(db_, steps).ok());
  EXPECT_EQ(*db_.integer("PRAGMA user_version"), 0);
  EXPECT_FALSE(db_.exec("SELECT x FROM a").ok());
}

}  // namespace
}  // namespace foyer::store
