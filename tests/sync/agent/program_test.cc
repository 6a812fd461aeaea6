// The program foyer-sync as a process: its command line, its exit codes, and its work through a real socket and a
// faulty network. The kiosk's side is a KioskStore of the test, as in the product.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/store/data_dir.h"
#include "shared/store/doorbell.h"
#include "shared/store/kiosk_store.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/process.h"
#include "tests/sync/agent/centre_server.h"

namespace foyer::agent {
namespace {

using support::FaultProxy;
using support::NetFault;
using support::Process;
using testing::HasSubstr;
using testing::StartsWith;

class ProgramTest : public testing::Test {
 protected:
  static std::string program() { return std::string(FOYER_BIN_DIR) + "/foyer-sync"; }
  support::Finished call(const std::vector<std::string>& arguments) const {
    std::vector<std::string> argv{program()};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    return support::run(argv);
  }
  std::string data() const { return dir_.path().string() + "/kiosk"; }
  std::string status() const { return call({"status", "--data", data(), "--json"}).out; }
  void enrol(const std::string& url) const {
    const auto done = call({"enrol", "--data", data(), "--server", url, "--code", "GOODCODE"});
    ASSERT_EQ(done.code, 0) << done.err;
  }
  void enrol() { enrol("http://127.0.0.1:" + std::to_string(proxy_.port())); }

  void check_in(int who) {
    if (!kiosk_) {
      auto opened = store::KioskStore::open(data(), clock_, random_);
      ASSERT_TRUE(opened.ok()) << opened.error().detail;
      kiosk_ = std::make_unique<store::KioskStore>(std::move(*opened));
    }
    domain::CheckIn body;
    body.cid = time_uuid(random_, clock_.now().wall_ms);
    body.email = "visitor" + std::to_string(who) + "@example.org";
    body.visit.id = time_uuid(random_, clock_.now().wall_ms);
    const domain::Op op{time_uuid(random_, clock_.now().wall_ms), body.cid, "check_in", 1, clock_.now(), body};
    ASSERT_TRUE(kiosk_->submit(op).ok());
    store::ring(data() + "/run", store::kBellOfAgent);
  }

  static bool blocks_sigterm(pid_t pid) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
      if (!line.starts_with("SigBlk:")) continue;
      const auto blocked = std::stoull(line.substr(7), nullptr, 16);
      const auto has = [blocked](int signal) { return (blocked & (1ULL << (signal - 1))) != 0; };
      return has(SIGTERM) && !has(SIGUSR2);  // before exec() the child of a fork may block all of them
    }
    return false;
  }

  std::int64_t now() const { return clock_.now().mono_ms; }
  void wait_for_ops(std::size_t count) {
    support::wait_until("ops at the centre", [&] { return centre_.ops() == count; });
  }
  void wait_for_poll() {
    support::wait_until("a held poll", [&] { return centre_.polls_held() > 0; });
  }

  SystemClock clock_;
  SystemRandom random_;
  support::TempDir dir_;
  CentreServer centre_;
  FaultProxy proxy_{{0, centre_.port(), 7, {}, 200}};
  std::unique_ptr<store::KioskStore> kiosk_;
};

TEST_F(ProgramTest, SaysWhatItIsAndWhatIsWrong) {
  EXPECT_EQ(call({"--version"}).code, 0);
  EXPECT_THAT(call({"--version"}).out, StartsWith("foyer-sync "));
  const auto help = call({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, HasSubstr("Examples:"));
  for (const auto& wrong : std::vector<std::vector<std::string>>{
           {},
           {"fly"},
           {"run"},
           {"enrol", "--data", data()},
           {"status", "--data", data(), "--yaml"},
           {"enrol", "--data", data(), "--server", "http://foyer.example.org", "--code", "X"}}) {
    const auto done = call(wrong);
    EXPECT_EQ(done.code, 2);
    EXPECT_NE(done.err, "");
    EXPECT_EQ(done.out, "");
  }
}

TEST_F(ProgramTest, StatusOfAFolderWithoutOurDataTouchesNothing) {
  const auto done = call({"status", "--data", data(), "--json"});
  EXPECT_EQ(done.code, 1);
  EXPECT_THAT(done.err, HasSubstr("no Foyer data in " + data()));
  EXPECT_FALSE(std::filesystem::exists(data()));
  std::filesystem::create_directory(data());
  std::filesystem::permissions(data(), std::filesystem::perms(0755));
  EXPECT_EQ(call({"status", "--data", data(), "--json"}).code, 1);
  EXPECT_EQ(std::filesystem::status(data()).permissions(), std::filesystem::perms(0755));
  EXPECT_TRUE(std::filesystem::is_empty(data()));
}

TEST_F(ProgramTest, StatusIsOneObjectWithExactlyItsNames) {
  ASSERT_TRUE(store::DataDir::open(data(), "foyer-kiosk").ok());  // the kiosk has just made it
  EXPECT_EQ(
      status(),
      "{\"pending\":0,\"held\":0,\"dead\":0,\"acked\":0,\"cursor\":0,\"last_contact\":null,\"clock_offset_ms\":null,"
      "\"last_fault\":null}\n");
  enrol();
  check_in(1);
  EXPECT_THAT(status(),
              StartsWith("{\"pending\":1,\"held\":0,\"dead\":0,\"acked\":0,\"cursor\":0,\"last_contact\":\"20"));
}

TEST_F(ProgramTest, EnrolRefusesAWrongCodeAndKeepsNothing) {
  const auto done = call({"enrol", "--data", data(), "--server", centre_.url(), "--code", "WRONG"});
  EXPECT_EQ(done.code, 1);
  EXPECT_THAT(done.err, HasSubstr("ask for a new code"));
  EXPECT_EQ(call({"once", "--data", data()}).code, 1);
}

TEST_F(ProgramTest, OnceDrainsOrSaysWhyNot) {
  enrol();
  for (int i = 0; i < 30; ++i) check_in(i);
  EXPECT_EQ(call({"once", "--data", data()}).code, 0);
  EXPECT_EQ(centre_.ops(), 30u);
  EXPECT_THAT(status(), HasSubstr("\"cursor\":30,"));
  check_in(31);
  proxy_.set_down(true);
  const auto failed = call({"once", "--data", data()});
  EXPECT_EQ(failed.code, 1);
  EXPECT_THAT(failed.err, HasSubstr("connect"));
  EXPECT_EQ(std::ranges::count(failed.err, '\n'), 1) << failed.err;
  EXPECT_THAT(failed.err, StartsWith("foyer-sync: once: "));
  proxy_.set_down(false);
  EXPECT_EQ(call({"once", "--data", data()}).code, 0);
  EXPECT_EQ(centre_.ops(), 31u);
}

TEST_F(ProgramTest, RunWaitsForItsEnrolmentAndEndsCleanly) {
  Process agent({program(), "run", "--data", data()});
  support::wait_until("the doorbell", [&] { return std::filesystem::exists(data() + "/run/agent.bell"); });
  const auto second = call({"run", "--data", data()});
  EXPECT_EQ(second.code, 1);
  EXPECT_THAT(second.err, HasSubstr("another foyer-sync"));
  check_in(1);
  enrol();
  wait_for_ops(1);
  EXPECT_EQ(agent.terminate(), 0);
}

TEST_F(ProgramTest, WrongUseNamesTheProgramAndTheWrongWordFirst) {
  EXPECT_EQ(call({}).err, "foyer-sync: give a command: enrol, run, once, status; see foyer-sync --help\n");
  EXPECT_EQ(call({"--bogus"}).err, "foyer-sync: --bogus: there is no such option; see foyer-sync --help\n");
  EXPECT_EQ(call({"run", "fast"}).err, "foyer-sync: fast: not expected here; see foyer-sync run --help\n");
  EXPECT_EQ(call({"run"}).err, "foyer-sync: --data is required; see foyer-sync run --help\n");
  EXPECT_THAT(call({"--help"}).out, HasSubstr("Exit codes: 0 fine, 1 failed"));
}

TEST_F(ProgramTest, EveryRunWarnsOnceOfACentreThatIsAway) {
  enrol();
  proxy_.set_down(true);
  for (int start = 0; start < 2; ++start) {
    Process agent({program(), "run", "--data", data()});
    support::wait_until("the warning",
                        [&] { return agent.err().find("warning sync: offline: ") != std::string::npos; });
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));  // several attempts
    EXPECT_EQ(agent.terminate(), 0);
    EXPECT_EQ(agent.err().find("sync: offline: "), agent.err().rfind("sync: offline: ")) << agent.err();
  }
}

TEST_F(ProgramTest, SigtermEndsAnEnrolmentThatNobodyAnswers) {
  proxy_.freeze(true);
  Process enrolling({program(), "enrol", "--data", data(), "--server",
                     "http://127.0.0.1:" + std::to_string(proxy_.port()), "--code", "GOODCODE"});
  support::wait_until("the database", [&] { return std::filesystem::exists(data() + "/kiosk.db"); });
  const std::int64_t began = now();
  EXPECT_EQ(enrolling.terminate(), 0);
  EXPECT_LT(now() - began, 2'000);
  proxy_.freeze(false);
}

TEST_F(ProgramTest, SigtermRightAfterTheStartEndsRunAndOnceCleanly) {
  enrol();
  check_in(1);
  proxy_.freeze(true);
  for (const char* command : {"run", "once"}) {
    for (int i = 0; i < 5; ++i) {
      Process agent({program(), command, "--data", data()});
      // Before main() the signal ends it in the system's way.
      support::wait_until("main()", [&] { return blocks_sigterm(agent.pid()); });
      std::this_thread::sleep_for(std::chrono::milliseconds(10 * i));
      EXPECT_EQ(agent.terminate(), 0) << command << ": " << agent.err();
    }
  }
  proxy_.freeze(false);
}

TEST_F(ProgramTest, ACheckInReachesTheCentreAtOnceWhileAPollIsHeld) {
  enrol();
  Process agent({program(), "run", "--data", data()});
  std::vector<std::int64_t> delays;
  for (std::size_t i = 1; i <= 15; ++i) {
    wait_for_poll();
    const std::int64_t began = now();
    check_in(static_cast<int>(i));
    while (centre_.ops() < i && now() - began < 10'000) std::this_thread::yield();
    ASSERT_EQ(centre_.ops(), i);
    delays.push_back(now() - began);
  }
  std::sort(delays.begin(), delays.end());
  RecordProperty("median_ms", static_cast<int>(delays[delays.size() / 2]));
  EXPECT_LT(delays[delays.size() / 2], 500) << "the poll of 25 s or the look of 1 s was waited for";
}

TEST_F(ProgramTest, NoticesAHangingCentreBehindALiveLink) {
  enrol();
  Process agent({program(), "run", "--data", data()});
  wait_for_poll();
  proxy_.freeze(true);
  const std::int64_t began = now();
  support::wait_until("the fault", [&] { return status().find("\"last_fault\":\"timeout") != std::string::npos; });
  EXPECT_LT(now() - began, 4'000);  // 3 s, and what a busy machine adds
  proxy_.freeze(false);
  check_in(1);
  wait_for_ops(1);
  support::wait_until("the fault's end", [&] { return status().find("\"last_fault\":null") != std::string::npos; });
}

TEST_F(ProgramTest, NoticesThatAPushHangs) {
  enrol();
  Process agent({program(), "run", "--data", data()});
  wait_for_poll();
  proxy_.freeze(true);
  const std::int64_t began = now();
  check_in(1);
  support::wait_until("the fault", [&] { return status().find("\"last_fault\":\"timeout") != std::string::npos; });
  EXPECT_LT(now() - began, 4'000);
  proxy_.freeze(false);
  const std::int64_t thawed = now();
  wait_for_ops(1);
  EXPECT_LT(now() - thawed, 15'000) << "the frozen push was waited for";
  EXPECT_EQ(centre_.ops(), 1u);
}

TEST_F(ProgramTest, NothingIsLostOrDoubledOnABadNetwork) {
  enrol();
  support::FaultRates rates;
  rates.drop_request = rates.truncate = rates.captive = rates.unavailable = 0.04;
  rates.drop_reply = rates.duplicate = 0.15;
  proxy_.set_rates(rates);
  auto agent = std::make_unique<Process>(std::vector<std::string>{program(), "run", "--data", data()});
  for (int i = 0; i < 60; ++i) {
    check_in(i);
    if (i % 20 == 10) {
      agent->kill_now();
      agent = std::make_unique<Process>(std::vector<std::string>{program(), "run", "--data", data()});
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  support::wait_until("all ops at the centre", [&] { return centre_.ops() == 60; });
  proxy_.set_rates({});
  support::wait_until("an empty outbox", [&] { return status().find("\"pending\":0,") != std::string::npos; });
  EXPECT_THAT(status(), HasSubstr("\"held\":0,\"dead\":0,\"acked\":60,"));
  EXPECT_GT(proxy_.faults(), 0);
}

TEST_F(ProgramTest, LogsHoldNoPersonalDataAndNoToken) {
  enrol();
  proxy_.script(NetFault::unavailable, "/push");
  proxy_.script(NetFault::captive, "/push");
  Process agent({program(), "run", "--data", data()});
  check_in(1);
  wait_for_ops(1);
  EXPECT_EQ(agent.terminate(), 0);
  EXPECT_NE(agent.err(), "");
  for (const char* secret : {"example.org", "t0ken", "GOODCODE"}) {
    EXPECT_EQ(agent.err().find(secret), std::string::npos) << secret;
    EXPECT_EQ(status().find(secret), std::string::npos) << secret;
  }
}

}  // namespace
}  // namespace foyer::agent
