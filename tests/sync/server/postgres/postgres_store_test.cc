// What a database in another process can do to the store: go away, be held by others, be restored.
#include "sync/server/postgres/postgres_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/support/postgres.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using support::cid_of;
using support::op_id;

class PostgresStoreAlone : public testing::Test {
 protected:
  PostgresStoreAlone() {
    EXPECT_TRUE(secrets_open());
    store_ = open();
  }

  std::unique_ptr<PostgresStore> open(const std::string& more = {}) {
    auto opened = PostgresStore::open(*postgres::parse_address(cluster_.url() + more), clock_, random_);
    if (!opened) support::fail(opened.error().detail);
    return std::move(*opened);
  }

  static Changes one_node(std::uint64_t number) {
    Changes changes;
    changes.nodes = {{cid_of(number), std::nullopt, cid_of(number), std::nullopt, {}, 1, 1}};
    return changes;
  }
  static Result<void> add(PostgresStore& store, std::uint64_t number) {
    return store.write([&] { return store.apply(one_node(number)); });
  }
  std::string nodes() const { return cluster_.sql("SELECT count(*) FROM contact_node"); }

  support::PostgresCluster cluster_;
  support::TurnableClock clock_;
  support::SeededRandom random_{1};
  std::unique_ptr<PostgresStore> store_;
};

TEST_F(PostgresStoreAlone, AConnectionLostInATransactionFailsItAndTheNextIsFine) {
  const auto done = store_->write([&]() -> Result<void> {
    EXPECT_TRUE(store_->apply(one_node(1)));
    cluster_.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'foyer-server'");
    return store_->apply(one_node(2));
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::offline);
  EXPECT_EQ(nodes(), "0\n");
  const auto again = add(*store_, 1);
  EXPECT_TRUE(again) << again.error().detail;
  EXPECT_EQ(nodes(), "1\n");
}

TEST_F(PostgresStoreAlone, ARestartBetweenTransactionsIsNotNoticed) {
  ASSERT_TRUE(add(*store_, 1));
  cluster_.stop();
  cluster_.start();
  const auto again = add(*store_, 2);
  EXPECT_TRUE(again) << again.error().detail;
  EXPECT_EQ(nodes(), "2\n");
}

TEST_F(PostgresStoreAlone, ADatabaseThatIsAwayAsksForPatienceAndIsFoundAgain) {
  cluster_.kill_now();
  for (int i = 0; i < 3; ++i) {
    const auto done = add(*store_, 1);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().fault, Fault::offline);
  }
  cluster_.start();
  EXPECT_FALSE(add(*store_, 1)) << "it must not be asked for at every request";
  clock_.turn(1'000);
  const auto again = add(*store_, 1);
  EXPECT_TRUE(again) << again.error().detail;
}

TEST_F(PostgresStoreAlone, TheOrganisationIsHeldByOneWriterAtATime) {
  const auto other = open();
  bool is_second_done = false;
  std::thread second;
  ASSERT_TRUE(store_->write([&]() -> Result<void> {
    second = std::thread([&] {
      EXPECT_TRUE(add(*other, 2));
      is_second_done = true;
    });
    support::wait_until("the second writer to wait", [&] {
      return cluster_.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") == "1\n";
    });
    EXPECT_FALSE(is_second_done);
    return store_->apply(one_node(1));
  }));
  second.join();
  EXPECT_EQ(nodes(), "2\n");
}

TEST_F(PostgresStoreAlone, WhoeverWaitsTooLongForItIsAskedForPatience) {
  const auto other = open("?options=-clock_timeout%3D5s");
  ASSERT_TRUE(store_->write([&]() -> Result<void> {
    const auto waited = add(*other, 2);
    EXPECT_FALSE(waited);
    EXPECT_EQ(waited.error().fault, Fault::busy);
    return store_->apply(one_node(1));
  }));
  EXPECT_TRUE(add(*other, 2));
}

TEST_F(PostgresStoreAlone, AReadSeesOneMomentAndWritesNothing) {
  const auto other = open();
  ASSERT_TRUE(add(*store_, 1));
  Keys keys;
  keys.nodes = {cid_of(1), cid_of(2)};
  ASSERT_TRUE(store_->read([&]() -> Result<void> {
    Snapshot before, after;
    EXPECT_TRUE(store_->load(keys, before));
    EXPECT_TRUE(add(*other, 2));
    EXPECT_TRUE(store_->load(keys, after));
    EXPECT_EQ(before.nodes, after.nodes);
    return {};
  }));
  EXPECT_FALSE(store_->read([&] { return store_->apply(one_node(3)); }));
}

TEST_F(PostgresStoreAlone, AFailureThatTheWorkPassesOverIsNotCommitted) {
  Changes receipt;
  receipt.receipts.resize(1);
  receipt.receipts[0].op_id = op_id(1);
  ASSERT_TRUE(store_->write([&] { return store_->apply(receipt); }));
  const auto done = store_->write([&]() -> Result<void> {
    EXPECT_TRUE(store_->apply(one_node(2)));
    EXPECT_FALSE(store_->apply(receipt)) << "an operation is received once";
    return {};
  });
  EXPECT_FALSE(done);
  EXPECT_EQ(nodes(), "0\n");
}

TEST_F(PostgresStoreAlone, ADetailHoldsNothingOfTheRows) {
  Changes changes;
  changes.facts.resize(1);
  changes.facts[0].op_id = op_id(1);
  changes.facts[0].email_key = "ann@example.com";
  ASSERT_TRUE(store_->write([&] { return store_->apply(changes); }));
  const auto twice = store_->write([&] { return store_->apply(changes); });
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().detail, "database: a row breaks a rule of its table (23505, visit_fact_pkey)");
  changes.facts[0].op_id = op_id(2);
  changes.facts[0].email_key = std::string("ann\0@example.com", 16);
  const auto broken = store_->write([&] { return store_->apply(changes); });
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().detail, testing::Not(testing::HasSubstr("ann")));
}

TEST_F(PostgresStoreAlone, ARestoredEpochIsKnownWithTheNextWrite) {
  const Uuid epoch = support::id_of(0xE0, 2);
  cluster_.sql("UPDATE org SET epoch = '" + epoch.text() + "'");
  ASSERT_TRUE(store_->write([] { return Result<void>(); }));
  EXPECT_EQ(store_->identity().epoch, epoch);
}

TEST_F(PostgresStoreAlone, SeveralThatOpenAnEmptyDatabaseAtOnceMakeItOnce) {
  cluster_.sql("CREATE DATABASE fresh");
  const auto address = *postgres::parse_address(cluster_.url("fresh"));
  std::vector<std::thread> threads;
  std::vector<Uuid> organisations(6);
  for (std::size_t i = 0; i < organisations.size(); ++i) {
    threads.emplace_back([&, i] {
      support::TurnableClock clock;
      support::SeededRandom random(i + 10);
      auto opened = PostgresStore::open(address, clock, random);
      EXPECT_TRUE(opened) << (opened ? "" : opened.error().detail);
      if (opened) organisations[i] = (*opened)->identity().org;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(organisations, testing::Each(organisations[0]));
  EXPECT_EQ(cluster_.sql("SELECT count(*) FROM org", "fresh"), "1\n");
}

TEST_F(PostgresStoreAlone, AUserWithoutTheRightToMakeTablesMayUseThoseThatAreThere) {
  cluster_.sql("CREATE ROLE ann LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ann");
  const auto ann = open("?user=ann");
  const auto done = add(*ann, 1);
  EXPECT_TRUE(done) << done.error().detail;
}

// A chain of joins in one batch ends where they end one after the other.
TEST_F(PostgresStoreAlone, AJoinOfAJoinGoesToTheEnd) {
  for (std::uint64_t i = 1; i <= 3; ++i) ASSERT_TRUE(add(*store_, i));
  Changes joins;
  joins.joins = {{cid_of(1), cid_of(2), cid_of(2)}, {cid_of(2), cid_of(3), cid_of(3)}};
  ASSERT_TRUE(store_->write([&] { return store_->apply(joins); }));
  Keys keys;
  keys.nodes = {cid_of(1), cid_of(2), cid_of(3)};
  Snapshot snapshot;
  ASSERT_TRUE(store_->read([&] { return store_->load(keys, snapshot); }));
  EXPECT_EQ(snapshot.nodes.at(cid_of(1)).parent, cid_of(2));
  for (std::uint64_t i = 1; i <= 3; ++i) EXPECT_EQ(snapshot.nodes.at(cid_of(i)).root, cid_of(3)) << i;
}

}  // namespace
}  // namespace foyer::server
