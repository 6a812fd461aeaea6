// The real centre on PostgreSQL and a real agent: what arrives is what arrives in SQLite.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/flows/outbox.h"
#include "tests/flows/site.h"
#include "tests/support/postgres.h"

namespace foyer::flows {
namespace {

// What the commands print, without what differs from run to run.
struct Shown {
  std::vector<Row> contacts, visits;
};

Shown after_one_drain(const std::string& settings) {
  Centre centre;
  centre.configure(settings);
  centre.start();
  Tablet tablet("Front desk");
  tablet.enrol(centre);
  {
    Outbox outbox(tablet.data());
    EXPECT_TRUE(
        outbox.check_in("Ann@Example.com", {{"name", "Ann \xF0\x9F\x98\x80 O'Neill"}, {"company", "A\\B {,}"}}));
    EXPECT_TRUE(outbox.check_in("ann@example.com", {{"phone", "17"}}, "J\xC3\xB6nas \"J\""));
    EXPECT_TRUE(outbox.check_in("bob@example.com", {{"name", "Bob"}}));
  }
  const support::Finished once = tablet.once();
  EXPECT_EQ(once.code, 0) << once.err;
  EXPECT_EQ(tablet.pending(), 0);
  EXPECT_EQ(tablet.once().code, 0);
  Shown shown{centre.contacts(), centre.visits()};
  for (auto* rows : {&shown.contacts, &shown.visits}) {
    for (Row& row : *rows) {
      for (const char* column : {"id", "contact_id", "created_at", "checked_in_at"}) row.erase(column);
    }
    std::ranges::sort(*rows);
  }
  EXPECT_EQ(centre.stop(), 0);
  return shown;
}

TEST(Postgres, WhatArrivesIsWhatArrivesInSqlite) {
  support::PostgresCluster cluster;
  const Shown postgres = after_one_drain("database = \"" + cluster.url() + "\"");
  const Shown sqlite = after_one_drain("database = \"sqlite\"");
  EXPECT_EQ(postgres.contacts.size(), 2U);
  EXPECT_EQ(postgres.visits.size(), 3U);
  EXPECT_EQ(postgres.contacts, sqlite.contacts);
  EXPECT_EQ(postgres.visits, sqlite.visits);
  EXPECT_EQ(cluster.sql("SELECT count(*) FROM visit"), "3\n");
}

}  // namespace
}  // namespace foyer::flows
