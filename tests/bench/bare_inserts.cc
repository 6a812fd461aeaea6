#include "tests/bench/bare_inserts.h"

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/store/database.h"
#include "sync/server/postgres/connection.h"
#include "tests/bench/figures.h"
#include "tests/support/wait.h"

namespace foyer::bench {
namespace {

// The rows of one check-in, as the service writes them.
constexpr const char* kBareInserts[] = {
    "INSERT INTO op_receipt VALUES (zeroblob(16), ?, zeroblob(16), zeroblob(32), 1, 0, 0, zeroblob(16), 1, 1)",
    "INSERT INTO contact_node VALUES (zeroblob(16), ?, NULL, zeroblob(16), NULL, NULL, 1, 1)",
    "INSERT INTO contact_reg VALUES (zeroblob(16), ?, 'company', 0, 'Northern Freight & Partners GmbH', 1, "
    "zeroblob(16))",
    "INSERT INTO contact_reg VALUES (zeroblob(16), ?, 'email', 0, 'someone.here@northern-freight.example.com', 1, "
    "zeroblob(16))",
    "INSERT INTO contact_reg VALUES (zeroblob(16), ?, 'name', 0, 'Margarete Lindqvist-Oyelaran 1', 1, zeroblob(16))",
    "INSERT INTO contact_reg VALUES (zeroblob(16), ?, 'phone', 0, '+49 30 1000000', 1, zeroblob(16))",
    "INSERT INTO contact_history VALUES (zeroblob(16), ?, 1, zeroblob(16), zeroblob(16), "
    "'{\"company\":\"Northern Freight & Partners GmbH\",\"email:someone.here@northern-freight.example.com\":"
    "\"someone.here@northern-freight.example.com\",\"name\":\"Margarete Lindqvist-Oyelaran 1\",\"phone\":"
    "\"+49 30 1000000\"}')",
    "INSERT INTO email_owner VALUES (zeroblob(16), 'someone.here@northern-freight' || hex(?1) || '.example.com', 1, "
    "9223372036854775807, ?1, ?1, 1)",
    "INSERT INTO contact_view VALUES (zeroblob(16), ?, 'someone.here@northern-freight.example.com', zeroblob(270), 1, "
    "1)",
    "INSERT INTO visit VALUES (zeroblob(16), ?1, ?1, ?1, 'someone.here@northern-freight.example.com', zeroblob(16), "
    "'', 1, "
    "'Jonas Halvorsen, reception A', NULL, '{\"company\":\"Northern Freight & Partners GmbH\",\"name\":{\"full\":"
    "\"Margarete Lindqvist-Oyelaran 1\"},\"phone\":\"+49 30 1000000\"}', ?1, 1, 1, 0, 9223372036854775807, NULL, NULL, "
    "NULL, NULL, 0)",
};
constexpr const char* kBareFeed = "INSERT INTO feed VALUES (zeroblob(16), ?, ?, ?)";

}  // namespace

double bare_sqlite(const std::filesystem::path& file, int count) {
  SystemClock clock;
  SystemRandom random;
  store::DatabaseOptions options;
  options.cache_kib = 32 * 1024;
  options.checkpoint_pages = 16'000;
  auto db = store::Database::open(file.string(), options);
  if (!db) support::fail(db.error().detail);
  std::int64_t seq = 0;
  const auto check_in = [&]() -> Result<void> {
    const Uuid id = time_uuid(random, clock.now().wall_ms);
    for (const char* sql : kBareInserts) {
      if (auto done = db->prepare(sql).bind(id).run(); !done) return done;
    }
    for (const int kind : {1, 3}) {
      if (auto done = db->prepare(kBareFeed).bind(kind).bind(id).bind(++seq).run(); !done) return done;
    }
    return {};
  };
  const double start = now_ms();
  for (int i = 0; i < count; i += kBatch) {
    const auto done = db->transact([&]() -> Result<void> {
      for (int n = 0; n < kBatch; ++n) {
        if (auto inserted = check_in(); !inserted) return inserted;
      }
      return {};
    });
    if (!done) support::fail(done.error().detail);
  }
  return count / (now_ms() - start) * 1e3;
}

namespace {

using server::postgres::Column;
using server::postgres::Connection;
using server::postgres::Parameters;

// As above, for ids $1; $2 is the id of whatever does not matter.
constexpr const char* kBareSets[] = {
    "INSERT INTO op_receipt SELECT $2, id, $2, decode(repeat('00', 32), 'hex'), 1, 0, false, $2, 1, 1 "
    "FROM unnest($1) id",
    "INSERT INTO contact_node SELECT $2, id, NULL, id, NULL, NULL, 1, 1 FROM unnest($1) id",
    "INSERT INTO contact_reg SELECT $2, id, f.name, 0, f.value, 1, $2 FROM unnest($1) id, (VALUES "
    "('company', 'Northern Freight & Partners GmbH'), ('email', 'someone.here@northern-freight.example.com'), "
    "('name', 'Margarete Lindqvist-Oyelaran 1'), ('phone', '+49 30 1000000')) f (name, value)",
    "INSERT INTO contact_history SELECT $2, id, 1, $2, $2, "
    "'{\"company\":\"Northern Freight & Partners GmbH\",\"email:someone.here@northern-freight.example.com\":"
    "\"someone.here@northern-freight.example.com\",\"name\":\"Margarete Lindqvist-Oyelaran 1\",\"phone\":"
    "\"+49 30 1000000\"}' FROM unnest($1) id",
    "INSERT INTO email_owner SELECT $2, 'someone.here@northern-freight' || id || '.example.com', 1, "
    "9223372036854775807, id, id, 0 FROM unnest($1) id",
    "INSERT INTO contact_view SELECT $2, id, 'someone.here@northern-freight.example.com', "
    "decode(repeat('00', 270), 'hex'), 1, 1 FROM unnest($1) id",
    "INSERT INTO visit SELECT $2, id, id, id, 'someone.here@northern-freight.example.com', $2, '', 1, "
    "'Jonas Halvorsen, reception A', NULL, '{\"company\":\"Northern Freight & Partners GmbH\",\"name\":{\"full\":"
    "\"Margarete Lindqvist-Oyelaran 1\"},\"phone\":\"+49 30 1000000\"}', id, 1, 1, 0, 9223372036854775807, NULL, "
    "NULL, NULL, NULL, 0 FROM unnest($1) id",
};
constexpr const char* kBareFeedSet = "INSERT INTO feed SELECT $2, $3, * FROM unnest($1, $4)";

}  // namespace

double bare_postgres(const server::postgres::Address& address, int count) {
  SystemClock clock;
  SystemRandom random;
  auto db = Connection::open(address);
  if (!db) support::fail(db.error().detail);
  const auto must = [](const auto& done) {
    if (!done) support::fail(done.error().detail);
  };
  std::int64_t seq = 0;
  const double start = now_ms();
  for (int i = 0; i < count; i += kBatch) {
    Column ids;
    Column seqs[2];
    for (int n = 0; n < kBatch; ++n) {
      ids.add(time_uuid(random, clock.now().wall_ms));
      for (Column& column : seqs) column.add(++seq);
    }
    must(db->exec("BEGIN"));
    for (const char* sql : kBareSets) must(db->query(sql, Parameters().add(ids).add(Uuid())));
    for (std::int64_t kind = 0; kind < 2; ++kind) {
      must(db->query(kBareFeedSet, Parameters().add(ids).add(Uuid()).add(2 * kind + 1).add(seqs[kind])));
    }
    must(db->commit());
  }
  return count / (now_ms() - start) * 1e3;
}

}  // namespace foyer::bench
