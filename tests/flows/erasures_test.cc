// I6 with real programs: a person who was erased stays erased, whatever is put back. No byte of theirs is left in the
// centre's folder nor, once it has heard of it, in a tablet's; visits still count; who comes back is somebody new.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "tests/flows/outbox.h"
#include "tests/flows/site.h"
#include "tests/sync/server/http/raw_client.h"

namespace foyer::flows {
namespace {

using support::Finished;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> files_with(const std::filesystem::path& folder, const std::string& trace) {
  std::vector<std::string> files;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::string bytes = support::read_text(file.path());
    std::ranges::transform(bytes, bytes.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (bytes.find(trace) != std::string::npos) files.push_back(file.path().filename());
  }
  return files;
}

class Erased : public testing::Test {
 protected:
  void SetUp() override {
    centre_.start();
    front_.enrol(centre_);
    const Finished made = server({"api-token", "--data", centre_.data(), "--name", "Reception"});
    ASSERT_EQ(made.code, 0) << made.err;
    token_ = made.out.substr(0, made.out.find('\n'));
    check_in("bob@example.com", "Bob");
    check_in("Zuleika@example.com", "Zuleika Trace");
    ASSERT_EQ(front_.once().code, 0);
    ASSERT_EQ(server({"backup", "--data", centre_.data(), backup()}).code, 0);
    keep_by_hand();
    check_in("zuleika@EXAMPLE.com", "Zuleika Trace");
    ASSERT_EQ(front_.once().code, 0);
  }

  static Finished server(const std::vector<std::string>& words) {
    std::vector<std::string> command{program("foyer-server")};
    command.insert(command.end(), words.begin(), words.end());
    return support::run(command);
  }
  std::string backup() const { return centre_.data().parent_path() / "backup.db"; }
  std::filesystem::path image() const { return centre_.data().parent_path() / "image"; }

  void check_in(const std::string& email, const std::string& name) const {
    Outbox outbox(front_.data());
    const bool is_she = name != "Bob";
    ASSERT_TRUE(outbox
                    .check_in(email, {{"name", name}, {"phone", is_she ? "0177-trace" : "1"}},
                              is_she ? std::optional<std::string>("Her Host") : std::nullopt)
                    .ok());
  }
  int erase() {
    const Row row = only(centre_.contacts(), "email", "zuleika@EXAMPLE.com");
    server::RawClient client(static_cast<std::uint16_t>(centre_.port()));
    client.request("POST", "/v1/staff/contacts/" + row.at("id") + "/erase",
                   R"({"act":"01990000-0000-7000-8000-00000000000e"})", {{"Authorization", "Bearer " + token_}});
    return client.answer().status;
  }
  // As a snapshot of the machine keeps it, without asking any program of ours.
  void keep_by_hand() {
    ASSERT_EQ(centre_.stop(), 0);
    std::filesystem::copy(centre_.data(), image(), std::filesystem::copy_options::recursive);
    centre_.start();
  }
  // The database only: the ledger is on another disk, or newer.
  void put_back_by_hand() const {
    for (const auto& file : std::filesystem::directory_iterator(centre_.data())) {
      if (file.path().filename().string().starts_with("server.db")) std::filesystem::remove(file.path());
    }
    for (const auto& file : std::filesystem::directory_iterator(image())) {
      if (!file.path().filename().string().starts_with("server.db")) continue;
      std::filesystem::copy_file(file.path(), centre_.data() / file.path().filename());
    }
  }
  void expect_erased_at_the_centre() const {
    for (const char* const trace : {"zuleika", "0177-trace", "her host"}) {
      EXPECT_THAT(files_with(centre_.data(), trace), IsEmpty()) << trace;
    }
    EXPECT_EQ(centre_.contacts().size(), 1U);
  }
  // The tablet still has what she typed, and hands it in again.
  void expect_healed_and_forgotten() {
    EXPECT_THAT(files_with(front_.data(), "zuleika"), Not(IsEmpty())) << "else there is nothing to show here";
    front_.start_agent();
    support::wait_until("the tablet to heal the centre and to forget", [&] {
      return front_.pending() == 0 && centre_.visits().size() == 3 && files_with(front_.data(), "zuleika").empty();
    });
    EXPECT_EQ(front_.stop_agent(), 0);
    expect_erased_at_the_centre();
    EXPECT_THAT(files_with(front_.data(), "zuleika"), IsEmpty());
    check_in("zuleika@example.com", "Zuleika");
    EXPECT_EQ(front_.once().code, 0);
    EXPECT_EQ(only(centre_.contacts(), "email", "zuleika@example.com").at("visits"), "1") << "somebody new";
    EXPECT_EQ(centre_.visits().size(), 4U);
  }

  Centre centre_;
  Tablet front_{"Front desk"};
  std::string token_;
};

TEST_F(Erased, StaysErasedWhenABackupFromBeforeIsRestored) {
  ASSERT_EQ(erase(), 200);
  expect_erased_at_the_centre();
  ASSERT_EQ(centre_.stop(), 0);
  const Finished restored = server({"restore", "--data", centre_.data(), backup()});
  ASSERT_EQ(restored.code, 0) << restored.err;
  EXPECT_THAT(restored.out, HasSubstr("1 people who were erased since the backup are erased in it"));
  expect_erased_at_the_centre();
  centre_.start();
  expect_healed_and_forgotten();
}

TEST_F(Erased, StaysErasedWhenTheDatabaseIsPutBackByHand) {
  ASSERT_EQ(erase(), 200);
  ASSERT_EQ(centre_.stop(), 0);
  put_back_by_hand();
  EXPECT_THAT(files_with(centre_.data(), "zuleika"), Not(IsEmpty()));
  centre_.start();
  expect_erased_at_the_centre();
  expect_healed_and_forgotten();
}

TEST_F(Erased, StaysErasedWhenTheServerIsKilledRightAfterTheAnswer) {
  ASSERT_EQ(erase(), 200);
  centre_.kill_now();
  put_back_by_hand();
  centre_.start();
  centre_.kill_now();
  centre_.start();
  expect_healed_and_forgotten();
}

TEST_F(Erased, NobodyComesBackOverALedgerThatCannotBeRead) {
  ASSERT_EQ(erase(), 200);
  ASSERT_EQ(centre_.stop(), 0);
  const auto ledger = centre_.data() / "erasures";
  const std::string good = support::read_text(ledger);
  std::ofstream(ledger, std::ios::trunc) << "{\"v\":1,\"erase_\n" << good;
  const Finished refused = server({"restore", "--data", centre_.data(), backup()});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("erasures: 1 lines cannot be read"));
  expect_erased_at_the_centre();
  put_back_by_hand();
  const Finished unsafe = server({"serve", "--data", centre_.data(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(unsafe.code, 1) << "the line that cannot be read may be of somebody in this database";
  EXPECT_THAT(unsafe.err, HasSubstr("erasures: 1 lines cannot be read"));
  std::ofstream(ledger, std::ios::trunc) << good << good.substr(0, good.size() / 2);
  const Finished restored = server({"restore", "--data", centre_.data(), backup()});
  EXPECT_EQ(restored.code, 0) << "a torn last line is of an erasure that never was: " << restored.err;
  // What was replaced is kept as it was, and this one was put there by hand.
  for (const std::string& name : files_with(centre_.data(), "zuleika")) std::filesystem::remove(centre_.data() / name);
  centre_.start();
  expect_healed_and_forgotten();
}

TEST_F(Erased, ALedgerThatCannotBeWrittenErasesNobody) {
  const auto ledger = centre_.data() / "erasures";
  std::filesystem::create_directory(ledger);
  EXPECT_EQ(erase(), 503);
  EXPECT_EQ(centre_.contacts().size(), 2U);
  std::filesystem::remove(ledger);
  EXPECT_EQ(erase(), 200);
  expect_erased_at_the_centre();
}

}  // namespace
}  // namespace foyer::flows
