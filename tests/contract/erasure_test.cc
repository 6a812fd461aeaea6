// I6: after an erasure no byte of the person is in any file of the centre's database, whatever table it stood in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/server/sqlite/sqlite_store.h"
#include "tests/support/process.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::cid_of;

class ErasedFiles : public ::testing::Test {
 protected:
  ErasedFiles() {
    EXPECT_TRUE(secrets_open());
    auto opened = SqliteStore::open((dir_.path() / "server.db").string(), clock_, random_);
    if (!opened) throw std::runtime_error(opened.error().detail);
    store_ = std::move(*opened);
    centre_ = std::make_unique<support::TestCentre>(*store_);
    tablet_ = centre_->enrol("Front desk");
  }

  void push(const domain::Op& op) {
    centre_->clock.turn(1000);
    centre_->push(tablet_, {op});
  }

  // The files that hold the text, whatever case it is in.
  std::vector<std::string> files_with(std::string text) const {
    std::vector<std::string> files;
    const auto lower = [](std::string bytes) {
      std::ranges::transform(bytes, bytes.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      return bytes;
    };
    text = lower(text);
    for (const auto& file : std::filesystem::directory_iterator(dir_.path())) {
      if (lower(support::read_text(file.path())).find(text) != std::string::npos)
        files.push_back(file.path().filename());
    }
    return files;
  }

  support::TempDir dir_;
  support::TurnableClock clock_;
  support::SeededRandom random_{1};
  std::unique_ptr<SqliteStore> store_;
  std::unique_ptr<support::TestCentre> centre_;
  support::Tablet tablet_;
};

constexpr const char* kTraces[] = {"zuleika", "dobson-name", "0177-trace", "host-of-her"};

TEST_F(ErasedFiles, HoldNothingOfThePersonAndEverythingOfTheOthers) {
  for (std::uint64_t i = 1; i <= 300; ++i) {
    push(
        check_in(i, cid_of(i), "other" + std::to_string(i) + "@example.com", {{"name", "Other " + std::to_string(i)}}));
    if (i % 10 != 0) continue;
    auto op = check_in(1000 + i, cid_of(1000 + i), "Zuleika@Example.com",
                       {{"name", "Zuleika Dobson-Name"}, {"phone", "0177-trace"}});
    std::get<domain::CheckIn>(op.body).visit.host = "host-of-her";
    push(op);
    push(support::check_out(2000 + i, "zuleika@example.com"));
  }
  EXPECT_EQ(centre_->act(cid_of(1010), "edit", R"(,"set":{"phone":"0177-trace-of-staff"})").status, 200);
  push(
      check_in(4001, cid_of(4001), "zuleika@example.com", {{"name", "Another 0177-TRACE"}, {"phone", "0177-trace-2"}}));
  auto letter = check_in(5000, cid_of(5000), "ZULEIKA@example.com", {{"name", "Zuleika Dobson-Name"}});
  EXPECT_EQ(centre_->call("POST", protocol::kDeadLetterPath, wire::to_json(letter), tablet_.token).status, 200);
  for (const char* trace : kTraces) EXPECT_THAT(files_with(trace), ::testing::Not(::testing::IsEmpty())) << trace;

  EXPECT_EQ(centre_->act(cid_of(1010), "erase").status, 200);
  for (const char* trace : kTraces) EXPECT_THAT(files_with(trace), ::testing::IsEmpty()) << trace;
  EXPECT_EQ(centre_->contacts().size(), 300U);
  EXPECT_EQ(centre_->visits().size(), 331U);

  auto late = check_in(6000, cid_of(6000), "zuleika@example.com", {{"name", "Zuleika Dobson-Name"}});
  late.at = {centre_->clock.now().boot, centre_->clock.now().mono_ms - 100'000, 0};
  push(late);
  EXPECT_EQ(centre_->call("POST", protocol::kDeadLetterPath, wire::to_json(letter), tablet_.token).status, 200);
  EXPECT_EQ(centre_->visits().size(), 332U);
  for (const char* trace : kTraces) EXPECT_THAT(files_with(trace), ::testing::IsEmpty()) << trace;
}

TEST_F(ErasedFiles, AReaderOnlyDelaysIt) {
  push(check_in(1, cid_of(1), "zuleika@example.com", {}));
  auto reader = store::Database::open((dir_.path() / "server.db").string());
  ASSERT_TRUE(reader);
  ASSERT_TRUE(reader->exec("BEGIN"));
  ASSERT_TRUE(reader->integer("SELECT COUNT(*) FROM visit"));
  EXPECT_EQ(centre_->act(cid_of(1), "erase").status, 200);
  EXPECT_THAT(files_with("zuleika"), ::testing::Not(::testing::IsEmpty())) << "the reader still sees the old state";
  ASSERT_TRUE(reader->exec("COMMIT"));
  EXPECT_EQ(centre_->act(cid_of(1), "erase").status, 404);
  EXPECT_THAT(files_with("zuleika"), ::testing::IsEmpty());
}

}  // namespace
}  // namespace foyer::server
