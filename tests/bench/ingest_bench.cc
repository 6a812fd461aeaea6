// Pushes of 200 check-ins through the whole service (JSON, token, dedupe, identity, registers, feed) into SQLite on
// disk, beside the bare inserts of such rows: the same tables and keys, the same number of transactions, nothing looked
// up.

#include "shared/store/database.h"
#include "sync/server/sqlite/sqlite_store.h"
#include "tests/bench/figures.h"
#include "tests/bench/people.h"
#include "tests/support/server_fixture.h"
#include "tests/support/wait.h"

namespace foyer::bench {
namespace {

constexpr int kBatch = 200;

double service_per_second(int count) {
  const auto folder = empty_folder("ingest");
  SystemClock clock;
  SystemRandom random;
  auto store = server::SqliteStore::open((folder / "server.db").string(), clock, random);
  if (!store) support::fail(store.error().detail);
  support::TestCentre centre(**store);
  support::Tablet tablet = centre.enrol("Front desk");
  std::vector<std::string> requests;
  for (int i = 0; i < count; i += kBatch) {
    std::vector<domain::Op> ops;
    for (int n = i; n < i + kBatch; ++n) ops.push_back(check_in_of(n, clock, random));
    ++tablet.push_n;
    requests.push_back(to_lines(centre.request(tablet, ops)));
  }
  const double start = now_ms();
  for (const std::string& request : requests) {
    const auto response = centre.call("POST", protocol::kPushPath, request, tablet.token);
    if (response.status != 200) support::fail(response.body);
  }
  return count / (now_ms() - start) * 1e3;
}

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
    "INSERT INTO email_owner VALUES (zeroblob(16), 'someone.here@northern-freight' || hex(?1) || '.example.com', 1, "
    "9223372036854775807, ?1, ?1, 1)",
    "INSERT INTO contact_view VALUES (zeroblob(16), ?, 'someone.here@northern-freight.example.com', zeroblob(270), 1, "
    "1)",
    "INSERT INTO visit VALUES (zeroblob(16), ?1, ?1, ?1, 'someone.here@northern-freight.example.com', zeroblob(16), "
    "'', 1, "
    "'Jonas Halvorsen, reception A', NULL, '{\"company\":\"Northern Freight & Partners GmbH\",\"name\":{\"full\":"
    "\"Margarete Lindqvist-Oyelaran 1\"},\"phone\":\"+49 30 1000000\"}', ?1, 1, 1, 0, 9223372036854775807, NULL, NULL, "
    "NULL)",
};
constexpr const char* kBareFeed = "INSERT INTO feed VALUES (zeroblob(16), ?, ?, ?)";

double bare_per_second(int count) {
  const auto folder = empty_folder("bare");
  SystemClock clock;
  SystemRandom random;
  const std::string path = (folder / "server.db").string();
  if (auto made = server::SqliteStore::open(path, clock, random); !made) support::fail(made.error().detail);
  store::DatabaseOptions options;
  options.cache_kib = 32 * 1024;
  options.checkpoint_pages = 16'000;
  auto db = store::Database::open(path, options);
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

void measure(const Options& options) {
  const int count = options.count > 0 ? options.count : 10'000;
  std::vector<double> service;
  std::vector<double> bare;
  for (int run = 0; run < 5; ++run) {
    service.push_back(service_per_second(count));
    bare.push_back(bare_per_second(count));
  }
  compare("check-ins merged at the centre", median(service), median(bare), "check-ins/s", ">= 0.5");
}

}  // namespace
}  // namespace foyer::bench

int main(int argc, char** argv) { return foyer::bench::run(argc, argv, foyer::bench::measure); }
