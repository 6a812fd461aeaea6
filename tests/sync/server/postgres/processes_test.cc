// Several foyer-server processes over one database: nothing is lost or doubled when one of them is killed, and each
// shows at once what came in at another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

#include "shared/wire/push.h"
#include "sync/server/postgres/connection.h"
#include "tests/support/postgres.h"
#include "tests/sync/server/http/server_fixture.h"

namespace foyer::server {
namespace {

unsigned seed() {
  const char* given = std::getenv("FOYER_SEED");
  return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
}

class TwoServers : public testing::Test {
 protected:
  std::string settings() const { return "database = \"" + cluster_.url() + "\"\n"; }
  std::string count(const std::string& table) const {
    const std::string out = cluster_.sql("SELECT count(*) FROM " + table);
    return out.substr(0, out.find('\n'));
  }

  std::vector<domain::Op> visitors(std::uint64_t first, std::uint64_t number) {
    std::vector<domain::Op> ops;
    for (std::uint64_t i = first; i < first + number; ++i) {
      ops.push_back(a_.visitor(i, "p" + std::to_string(i) + "@example.com"));
    }
    return ops;
  }
  static RawAnswer push(ServerProcess& server, const support::Tablet& tablet, const std::string& body) {
    return server.ask("POST", "/v1/sync/push", body, ServerProcess::bearer(tablet));
  }
  // How many of the ops were merged now or before.
  static int taken(const RawAnswer& answer) {
    const auto reply = wire::parse_push_reply(answer.body);
    if (!reply) return 0;
    return static_cast<int>(std::ranges::count_if(reply->results, [](const wire::OpResult& result) {
      return result.outcome == wire::OpOutcome::applied || result.outcome == wire::OpOutcome::duplicate;
    }));
  }

  support::PostgresCluster cluster_;
  ServerProcess a_{settings()};
  ServerProcess b_{settings()};
};

TEST_F(TwoServers, OneKilledInMidBatchLeavesNothingOfItAndTheOtherTakesItOnce) {
  support::Tablet tablet = a_.enrol("Front desk");
  const std::string body = a_.push_body(tablet, visitors(1, 100));
  auto lock = postgres::Connection::open(*postgres::parse_address(cluster_.url()));
  ASSERT_TRUE(lock) << lock.error().detail;
  ASSERT_TRUE(lock->exec("BEGIN; LOCK TABLE feed IN EXCLUSIVE MODE"));
  RawClient client(a_.port_);
  ASSERT_TRUE(client.request("POST", "/v1/sync/push", body, ServerProcess::bearer(tablet)));
  support::wait_until("the batch to be half written", [&] {
    return cluster_.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") == "1\n";
  });
  a_.process_->kill_now();
  lock->rollback();
  const RawAnswer first = push(b_, tablet, body);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(taken(first), 100);
  const RawAnswer again = push(b_, tablet, body);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(count("visit"), "100");
  EXPECT_EQ(count("op_receipt"), "100");
  EXPECT_EQ(count("contact_view"), "100");
}

TEST_F(TwoServers, KilledAtAnyMomentNothingIsLostOrDoubled) {
  constexpr int kRounds = 8;
  constexpr std::uint64_t kOps = 40;
  const unsigned chosen = seed();
  SCOPED_TRACE("FOYER_SEED=" + std::to_string(chosen));
  std::mt19937 random(chosen);
  support::Tablet tablet = b_.enrol("Front desk");
  for (int round = 0; round < kRounds; ++round) {
    const std::string body = a_.push_body(tablet, visitors(static_cast<std::uint64_t>(round) * kOps + 1, kOps));
    RawClient client(a_.port_);
    ASSERT_TRUE(client.request("POST", "/v1/sync/push", body, ServerProcess::bearer(tablet)));
    ::usleep(static_cast<useconds_t>(random() % 60'000));
    a_.process_->kill_now();
    const RawAnswer answer = push(b_, tablet, body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(taken(answer), static_cast<int>(kOps)) << answer.body;
    a_.start();
  }
  const std::string all = std::to_string(kRounds * static_cast<int>(kOps));
  EXPECT_EQ(count("visit"), all);
  EXPECT_EQ(count("op_receipt"), all);
  EXPECT_EQ(count("contact_view"), all);
  EXPECT_EQ(cluster_.sql("SELECT max(seq) - count(*) FROM feed"), "0\n") << "the feed has a gap";
  EXPECT_EQ(std::to_string(a_.lines_of("visits")), all);
}

TEST_F(TwoServers, WhatComesInAtOneEndsThePollsOfTheOther) {
  support::Tablet tablet = a_.enrol("Front desk");
  EXPECT_EQ(push(a_, tablet, a_.push_body(tablet, visitors(1, 1))).status, 200);
  const auto page = wire::parse_pull_page(b_.ask("GET", "/v1/sync/pull", {}, ServerProcess::bearer(tablet)).body);
  ASSERT_TRUE(page);
  RawClient poll(b_.port_);
  const auto start = std::chrono::steady_clock::now();
  ASSERT_TRUE(poll.request("GET", "/v1/sync/pull?wait=25&cursor=" + page->cursor, {}, ServerProcess::bearer(tablet)));
  EXPECT_EQ(poll.answer(300).status, 0) << "there is nothing new yet";
  EXPECT_EQ(push(a_, tablet, a_.push_body(tablet, visitors(2, 1))).status, 200);
  const auto news = wire::parse_pull_page(poll.answer().body);
  const auto waited = std::chrono::steady_clock::now() - start;
  ASSERT_TRUE(news);
  EXPECT_EQ(news->rows.size(), 2U);
  EXPECT_LT(waited, std::chrono::seconds(20)) << "it was the end of the poll that woke it";
}

// After the listener's connection was cut it has to find out what it did not hear.
TEST_F(TwoServers, PollsWakeAlsoAfterTheDatabaseWasAway) {
  support::Tablet tablet = a_.enrol("Front desk");
  cluster_.stop();
  cluster_.start();
  support::wait_until("the servers to be back", [&] {
    return a_.ask("GET", "/v1/sync/hello", {}, ServerProcess::bearer(tablet)).status == 200 &&
           b_.ask("GET", "/v1/sync/hello", {}, ServerProcess::bearer(tablet)).status == 200;
  });
  support::wait_until("both to listen", [&] {
    return cluster_.sql(
               "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query LIKE 'SELECT seq%'") == "2\n";
  });
  const auto page = wire::parse_pull_page(b_.ask("GET", "/v1/sync/pull", {}, ServerProcess::bearer(tablet)).body);
  ASSERT_TRUE(page);
  RawClient poll(b_.port_);
  const auto start = std::chrono::steady_clock::now();
  ASSERT_TRUE(poll.request("GET", "/v1/sync/pull?wait=25&cursor=" + page->cursor, {}, ServerProcess::bearer(tablet)));
  EXPECT_EQ(push(a_, tablet, a_.push_body(tablet, visitors(1, 1))).status, 200);
  const auto news = wire::parse_pull_page(poll.answer().body);
  ASSERT_TRUE(news);
  EXPECT_EQ(news->rows.size(), 2U);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

// The ledger of erasures is a file of each server; what one erased stands in the other's too.
TEST_F(TwoServers, WhoWasErasedStaysErasedInADatabaseThatWasRestored) {
  support::Tablet tablet = a_.enrol("Front desk");
  ASSERT_EQ(push(a_, tablet, a_.push_body(tablet, visitors(1, 3))).status, 200);
  const std::string dump = a_.data() + "/dump.sql";
  const auto dumped = support::run({support::PostgresCluster::program("pg_dump"), "--clean", "--if-exists", "--file",
                                    dump, "--dbname", cluster_.url()});
  ASSERT_EQ(dumped.code, 0) << dumped.err;
  const auto restore = [&] {
    const auto done = support::run({support::PostgresCluster::program("psql"), "--quiet", "--no-psqlrc", "--set",
                                    "ON_ERROR_STOP=1", "--file", dump, "--dbname", cluster_.url()});
    ASSERT_EQ(done.code, 0) << done.err;
    ASSERT_EQ(count("contact_view"), "3");
  };
  const Ran made = run_server({"api-token", "--data", a_.data(), "--name", "Reception"});
  const std::string whom = cluster_.sql("SELECT root FROM contact_view WHERE email_key = 'p2@example.com'");
  EXPECT_EQ(a_.ask("POST", "/v1/staff/contacts/" + whom.substr(0, whom.find('\n')) + "/erase",
                   R"({"act":"01990000-0000-7000-8000-00000000000e"})",
                   {{"Authorization", "Bearer " + made.out.substr(0, made.out.find('\n'))}})
                .status,
            200);
  const auto page = wire::parse_pull_page(a_.ask("GET", "/v1/sync/pull", {}, ServerProcess::bearer(tablet)).body);
  ASSERT_TRUE(page);
  b_.process_->kill_now();
  b_.start();
  restore();
  EXPECT_EQ(a_.ask("GET", "/v1/sync/pull?cursor=" + page->cursor, {}, ServerProcess::bearer(tablet)).status, 409);
  EXPECT_EQ(a_.ask("GET", "/v1/sync/pull", {}, ServerProcess::bearer(tablet)).status, 200);
  EXPECT_EQ(count("contact_view"), "2") << "noticed while it runs";
  a_.process_->kill_now();
  b_.process_->kill_now();
  restore();
  b_.start();
  EXPECT_EQ(count("contact_view"), "2") << "by the server that did not erase it itself";
  EXPECT_EQ(cluster_.sql("SELECT count(*) FROM contact_reg WHERE value LIKE '%p2@%'"), "0\n");
}

TEST_F(TwoServers, ACodeServesOneTabletHoweverManyProcessesAreAsked) {
  const Ran made = run_server({"enrol-code", "--data", a_.data(), "--kiosk", "Front desk"});
  ASSERT_EQ(made.code, 0) << made.err;
  const std::string code = made.out.substr(0, made.out.find('\n'));
  const std::string body = to_json(wire::EnrolRequest{wire::kProto, code, "test", a_.clock_.now()});
  RawClient at_a(a_.port_), at_b(b_.port_);
  ASSERT_TRUE(at_a.request("POST", "/v1/enrol", body));
  ASSERT_TRUE(at_b.request("POST", "/v1/enrol", body));
  const int first = at_a.answer().status, second = at_b.answer().status;
  EXPECT_THAT((std::vector{first, second}), testing::UnorderedElementsAre(200, 401));
  EXPECT_EQ(count("device"), "1");
}

}  // namespace
}  // namespace foyer::server
