// Histories that go back, with real programs: a centre restored from last night's backup, a tablet's folder that was
// copied, one that came from another machine, and a tablet whose access was taken away. Nothing is lost or doubled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/flows/outbox.h"
#include "tests/flows/site.h"

namespace foyer::flows {
namespace {

using support::Finished;
using testing::HasSubstr;

class History : public testing::Test {
 protected:
  void SetUp() override {
    centre_.start();
    front_.enrol(centre_);
  }

  static void check_in(const std::filesystem::path& data, int from, int count) {
    Outbox outbox(data);
    for (int i = from; i < from + count; ++i) {
      ASSERT_TRUE(outbox.check_in("p" + std::to_string(i) + "@example.com", {{"name", "P " + std::to_string(i)}}).ok());
    }
  }
  static Finished server(const std::vector<std::string>& words) {
    std::vector<std::string> command{program("foyer-server")};
    command.insert(command.end(), words.begin(), words.end());
    return support::run(command);
  }
  static Finished sync(const std::string& command, const std::filesystem::path& data) {
    return support::run({program("foyer-sync"), command, "--data", data});
  }
  void enrol(const std::filesystem::path& data) {
    const auto done = support::run({program("foyer-sync"), "enrol", "--data", data, "--server", centre_.url(), "--code",
                                    centre_.enrol_code("Front desk")});
    ASSERT_EQ(done.code, 0) << done.err;
  }
  static Row status(const std::filesystem::path& data) {
    return parse_rows(support::run({program("foyer-sync"), "status", "--data", data, "--json"}).out).at(0);
  }
  // Each visit once, as many as there were check-ins.
  void expect_visits(std::size_t count) {
    std::set<std::string> contacts;
    for (const Row& row : centre_.contacts()) {
      EXPECT_EQ(row.at("visits"), "1");
      contacts.insert(row.at("email"));
    }
    EXPECT_EQ(contacts.size(), count);
    EXPECT_EQ(centre_.visits().size(), count);
  }

  Centre centre_;
  Tablet front_{"Front desk"};
};

TEST_F(History, ARestoredCentreGetsEverythingBackFromItsTablets) {
  const std::string backup = centre_.data().parent_path() / "backup.db";
  check_in(front_.data(), 0, 3);
  ASSERT_EQ(front_.once().code, 0);
  const Finished kept = server({"backup", "--data", centre_.data(), backup});
  ASSERT_EQ(kept.code, 0) << kept.err;
  check_in(front_.data(), 3, 4);
  ASSERT_EQ(front_.once().code, 0);
  const auto before = centre_.visits();
  ASSERT_EQ(before.size(), 7U);

  EXPECT_EQ(server({"restore", "--data", centre_.data(), backup}).code, 1) << "a server runs on it";
  ASSERT_EQ(centre_.stop(), 0);
  const Finished restored = server({"restore", "--data", centre_.data(), backup});
  ASSERT_EQ(restored.code, 0) << restored.err;
  EXPECT_THAT(restored.out, HasSubstr("kept as"));
  check_in(front_.data(), 7, 2);  // nobody has noticed yet
  centre_.start();
  EXPECT_EQ(centre_.visits().size(), 3U) << "last night's";

  front_.start_agent();
  support::wait_until("the tablet to heal it", [&] { return front_.pending() == 0 && centre_.visits().size() == 9; });
  EXPECT_EQ(front_.stop_agent(), 0);
  expect_visits(9);
  for (const Row& visit : before) {
    EXPECT_EQ(only(centre_.visits(), "id", visit.at("id")).at("checked_in_at"), visit.at("checked_in_at"));
  }
  EXPECT_EQ(front_.once().code, 0);
  expect_visits(9);
}

TEST_F(History, ACopiedTabletIsNoticedAndLosesNothing) {
  check_in(front_.data(), 0, 2);
  ASSERT_EQ(front_.once().code, 0);
  const support::TempDir other;
  const auto copy = other.path() / "kiosk";
  std::filesystem::copy(front_.data(), copy, std::filesystem::copy_options::recursive);
  check_in(front_.data(), 2, 2);
  check_in(copy, 4, 2);
  ASSERT_EQ(front_.once().code, 0);
  EXPECT_NE(sync("once", copy).code, 0) << "one of the two has to be enrolled again";
  EXPECT_EQ(status(copy).at("standing"), "forked");
  EXPECT_EQ(status(copy).at("pending"), "0") << "what it captured is handed in all the same";
  expect_visits(6);
  check_in(copy, 6, 1);
  enrol(copy);
  const Finished done = sync("once", copy);
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_FALSE(status(copy).contains("standing"));
  ASSERT_EQ(front_.once().code, 0) << "the other one never noticed";
  EXPECT_FALSE(status(front_.data()).contains("standing"));
  expect_visits(7);
}

TEST_F(History, ATabletRolledBackToAnOlderCopyLosesNothing) {
  const support::TempDir other;
  const auto copy = other.path() / "kiosk";
  check_in(front_.data(), 0, 2);
  std::filesystem::copy(front_.data(), copy, std::filesystem::copy_options::recursive);
  ASSERT_EQ(front_.once().code, 0);
  check_in(front_.data(), 2, 1);
  ASSERT_EQ(front_.once().code, 0);
  std::filesystem::remove_all(front_.data());
  std::filesystem::copy(copy, front_.data(), std::filesystem::copy_options::recursive);
  check_in(front_.data(), 3, 1);
  EXPECT_NE(front_.once().code, 0);
  EXPECT_EQ(status(front_.data()).at("standing"), "forked");
  enrol(front_.data());
  EXPECT_EQ(front_.once().code, 0);
  expect_visits(4);
}

TEST_F(History, AFolderFromAnotherMachineIsEnrolledAgain) {
  check_in(front_.data(), 0, 1);
  ASSERT_EQ(front_.once().code, 0);
  const auto mark = front_.data() / "machine";
  const bool has_id = std::filesystem::exists(mark);  // a machine without an id is not watched
  std::ofstream(mark) << std::string(64, '0') << "\n";
  check_in(front_.data(), 1, 1);
  if (!has_id) {
    EXPECT_EQ(front_.once().code, 0);
    return expect_visits(2);
  }
  EXPECT_NE(front_.once().code, 0);
  EXPECT_EQ(status(front_.data()).at("standing"), "forked");
  expect_visits(2);
  enrol(front_.data());
  EXPECT_EQ(front_.once().code, 0);
  EXPECT_FALSE(status(front_.data()).contains("standing"));
}

TEST_F(History, ARevokedTabletHandsInWhatItHasAndForgetsEverybody) {
  check_in(front_.data(), 0, 2);
  ASSERT_EQ(front_.once().code, 0);
  check_in(front_.data(), 2, 2);
  EXPECT_EQ(server({"revoke", "--data", centre_.data(), "--kiosk", "Nobody"}).code, 1);
  const Finished revoked = server({"revoke", "--data", centre_.data(), "--kiosk", "Front desk"});
  ASSERT_EQ(revoked.code, 0) << revoked.err;
  front_.start_agent();
  support::wait_until("the tablet to forget", [&] { return status(front_.data()).at("acked") == "0"; });
  EXPECT_EQ(front_.stop_agent(), 0);
  expect_visits(4);
  EXPECT_EQ(status(front_.data()).at("standing"), "revoked");
  for (const auto& file : std::filesystem::recursive_directory_iterator(front_.data())) {
    if (!file.is_regular_file()) continue;
    EXPECT_THAT(support::read_text(file.path()), testing::Not(HasSubstr("@example.com"))) << file.path();
  }
  check_in(front_.data(), 4, 1);
  EXPECT_EQ(status(front_.data()).at("pending"), "1");
  enrol(front_.data());
  EXPECT_EQ(front_.once().code, 0);
  expect_visits(5);
}

}  // namespace
}  // namespace foyer::flows
