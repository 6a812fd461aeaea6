#include "sync/server/sqlite/sqlite_backup.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "shared/store/database.h"
#include "sync/server/sqlite/sqlite_store.h"
#include "tests/support/process.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::cid_of;

class Backup : public ::testing::Test {
 protected:
  Backup() : centre_(*store_), tablet_(centre_.enrol("Front desk")) {}

  std::string path(const std::string& name) const { return dir_.path() / name; }
  std::unique_ptr<SqliteStore> open() { return std::move(*SqliteStore::open(path("server.db"), clock_, random_)); }
  wire::PushReply visit(std::uint64_t number) {
    return centre_.push(tablet_, {check_in(number, cid_of(number), "p" + std::to_string(number) + "@example.com", {})});
  }
  static OrgHead head_of(ServerStore& store) {
    OrgHead head;
    static_cast<void>(store.read([&]() -> Result<void> {
      head = *store.head();
      return {};
    }));
    return head;
  }
  Result<Restored> restored(const std::string& file) {
    return restore(path(file), path("server.db"), "20260303T091204Z", random_);
  }
  std::string bytes(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write_file(const std::string& name, const std::string& content) const {
    std::ofstream(path(name), std::ios::binary) << content;
  }

  support::TempDir dir_;
  support::TurnableClock clock_;
  support::SeededRandom random_{1};
  std::unique_ptr<SqliteStore> store_ = open();
  support::TestCentre centre_;
  support::Tablet tablet_;
};

TEST_F(Backup, IsOnePrivateFileAndTabletsAreTold) {
  visit(1);
  const auto done = back_up(path("server.db"), path("backup.db"));
  ASSERT_TRUE(done.ok()) << done.error().detail;
  EXPECT_EQ(done->seq, head_of(*store_).seq);
  EXPECT_EQ(head_of(*store_).backup_seq, done->seq);
  struct stat found {};
  ASSERT_EQ(::stat(path("backup.db").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  for (const char* const rest : {"backup.db-wal", "backup.db-shm", "backup.db.part"}) {
    EXPECT_FALSE(std::filesystem::exists(path(rest))) << rest;
  }
  EXPECT_EQ(visit(2).backup_seq, done->seq) << "what came after it is not in it";
}

TEST_F(Backup, IsOfOneMomentWhileTheServerWrites) {
  std::atomic<bool> is_over = false;
  std::atomic<std::uint64_t> number = 1;
  std::thread server([&] {
    while (!is_over) {
      visit(number++);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));  // as every server of ours has to wait for requests
    }
  });
  for (int i = 0; i < 5; ++i) {
    const auto done = back_up(path("server.db"), path("backup.db"));
    EXPECT_TRUE(done.ok()) << done.error().detail;
  }
  is_over = true;
  server.join();
  auto copy = store::Database::open(path("backup.db"));
  const auto seq = copy->integer("SELECT seq FROM org");
  EXPECT_EQ(*copy->integer("SELECT MAX(seq_hi) FROM commit_log"), *seq);
  EXPECT_EQ(*copy->integer("SELECT MAX(seq) FROM feed"), *seq);
  EXPECT_EQ(head_of(*store_).backup_seq, *seq);
}

TEST_F(Backup, ReplacesABackupAndNothingElse) {
  ASSERT_TRUE(back_up(path("server.db"), path("backup.db")).ok());
  visit(1);
  ASSERT_TRUE(back_up(path("server.db"), path("backup.db")).ok());
  write_file("letter.txt", "Dear Ann");
  EXPECT_EQ(back_up(path("server.db"), path("letter.txt")).error().fault, Fault::refused);
  EXPECT_EQ(bytes("letter.txt"), "Dear Ann");
  EXPECT_FALSE(back_up(path("server.db"), path("server.db")).ok());
}

TEST_F(Backup, ThatCannotBeWrittenPromisesNothing) {
  visit(1);
  EXPECT_FALSE(back_up(path("server.db"), path("missing/backup.db")).ok());
  EXPECT_EQ(head_of(*store_).backup_seq, 0);
}

TEST_F(Backup, ComesBackAsAHistoryOfItsOwn) {
  visit(1);
  ASSERT_TRUE(back_up(path("server.db"), path("backup.db")).ok());
  const OrgHead then = head_of(*store_);
  const StoreIdentity before = store_->identity();
  const std::string code = centre_.make_code("Side door");
  ASSERT_TRUE(back_up(path("server.db"), path("with_code.db")).ok());
  visit(2);
  store_.reset();
  const auto done = restored("with_code.db");
  ASSERT_TRUE(done.ok()) << done.error().detail;
  store_ = open();
  EXPECT_EQ(head_of(*store_).seq, then.seq);
  EXPECT_EQ(head_of(*store_).backup_seq, then.seq);
  EXPECT_NE(store_->identity().epoch, before.epoch);
  EXPECT_EQ(store_->identity().org, before.org);
  EXPECT_EQ(store_->identity().mac_key, before.mac_key) << "proofs and erased keys are read with it";
  support::TestCentre again(*store_);
  EXPECT_EQ(again.enrol_with(code).status, 401) << "a code of then may have been used since";
  EXPECT_EQ(again.pull(tablet_, "").status, 200) << "tablets of the backup are known";
  auto kept = store::Database::open(done->kept_as);
  EXPECT_EQ(*kept->integer("SELECT COUNT(*) FROM visit"), 2);
}

TEST_F(Backup, CanBePutWhereNoDatabaseIs) {
  visit(1);
  ASSERT_TRUE(back_up(path("server.db"), path("backup.db")).ok());
  store_.reset();
  for (const char* const suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path("server.db") + suffix);
  const auto done = restored("backup.db");
  ASSERT_TRUE(done.ok()) << done.error().detail;
  EXPECT_EQ(done->kept_as, "");
  store_ = open();
  EXPECT_GT(head_of(*store_).seq, 0);
}

TEST_F(Backup, ADamagedDatabaseIsKeptWithItsWal) {
  visit(1);
  ASSERT_TRUE(back_up(path("server.db"), path("backup.db")).ok());
  store_.reset();
  write_file("server.db", "damage");
  write_file("server.db-wal", "what was in its log");
  const auto done = restored("backup.db");
  ASSERT_TRUE(done.ok()) << done.error().detail;
  EXPECT_EQ(bytes("server.db.before-20260303T091204Z"), "damage");
  store_ = open();
  EXPECT_GT(head_of(*store_).seq, 0);
}

TEST_F(Backup, WhatIsNoBackupChangesNothing) {
  visit(1);
  ASSERT_TRUE(back_up(path("server.db"), path("backup.db")).ok());
  visit(2);
  store_.reset();
  const std::string database = bytes("server.db");
  const std::string good = bytes("backup.db");
  write_file("text", "not a database at all");
  std::string torn = good.substr(0, good.size() - 4096);
  write_file("torn", torn);
  std::string damaged = good;
  damaged.replace(4096, 8192, std::string(8192, '\x5a'));
  write_file("damaged", damaged);
  write_file("newer", good);
  {
    auto newer = store::Database::open(path("newer"));
    ASSERT_TRUE(newer->exec("PRAGMA user_version = 999; PRAGMA journal_mode = DELETE;").ok());
  }
  EXPECT_EQ(restored("missing").error().fault, Fault::not_found);
  EXPECT_EQ(restored("text").error().fault, Fault::invalid);
  EXPECT_EQ(restored("server.db").error().fault, Fault::invalid);
  EXPECT_EQ(restored("torn").error().fault, Fault::corrupt);
  EXPECT_EQ(restored("damaged").error().fault, Fault::corrupt);
  EXPECT_EQ(restored("newer").error().fault, Fault::outdated);
  EXPECT_EQ(bytes("server.db"), database);
  EXPECT_EQ(bytes("backup.db"), good);
  for (const auto& file : std::filesystem::directory_iterator(dir_.path())) {
    EXPECT_EQ(file.path().string().find("restoring"), std::string::npos) << file.path();
    EXPECT_EQ(file.path().string().find("before"), std::string::npos) << file.path();
  }
}

}  // namespace
}  // namespace foyer::server
