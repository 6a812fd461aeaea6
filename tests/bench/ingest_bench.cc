// Pushes of 200 check-ins through the whole service (JSON, token, dedupe, identity, registers, feed) into SQLite and
// into PostgreSQL on disk, beside the bare inserts of such rows; and the same once more with two and four times the
// contacts.

#include "sync/server/postgres/postgres_store.h"
#include "sync/server/sqlite/sqlite_store.h"
#include "tests/bench/bare_inserts.h"
#include "tests/bench/figures.h"
#include "tests/bench/people.h"
#include "tests/support/postgres.h"
#include "tests/support/server_fixture.h"
#include "tests/support/wait.h"

namespace foyer::bench {
namespace {

constexpr int kRuns = 5;

// A store and the bare inserts beside it, each time in new databases.
class Place {
 public:
  virtual ~Place() = default;
  virtual std::unique_ptr<server::ServerStore> open() = 0;
  virtual double bare(int count) = 0;

 protected:
  template <typename Opened>
  static std::unique_ptr<server::ServerStore> checked(Opened opened) {
    if (!opened) support::fail(opened.error().detail);
    return std::move(*opened);
  }
  SystemClock clock_;
  SystemRandom random_;
};

class SqlitePlace final : public Place {
 public:
  std::unique_ptr<server::ServerStore> open() override { return open_in(empty_folder("ingest")); }
  double bare(int count) override {
    const auto folder = empty_folder("bare");
    open_in(folder);
    return bare_sqlite(folder / "server.db", count);
  }

 private:
  std::unique_ptr<server::ServerStore> open_in(const std::filesystem::path& folder) {
    return checked(server::SqliteStore::open((folder / "server.db").string(), clock_, random_));
  }
};

class PostgresPlace final : public Place {
 public:
  std::unique_ptr<server::ServerStore> open() override {
    return checked(server::PostgresStore::open(fresh(), clock_, random_));
  }
  double bare(int count) override {
    const auto address = fresh();
    checked(server::PostgresStore::open(address, clock_, random_));
    return bare_postgres(address, count);
  }

 private:
  server::postgres::Address fresh() {
    const std::string name = "bench" + std::to_string(++databases_);
    cluster_.sql("CREATE DATABASE " + name);
    return *server::postgres::parse_address(cluster_.url(name));
  }

  support::PostgresCluster cluster_{true};
  int databases_ = 0;
};

// Check-ins a second of `count` people, from number `first` on.
double ingest(support::TestCentre& centre, support::Tablet& tablet, int first, int count) {
  SystemClock clock;
  SystemRandom random;
  std::vector<std::string> requests;
  for (int i = first; i < first + count; i += kBatch) {
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

void measure_place(const std::string& name, Place& place, int count) {
  std::vector<double> service;
  std::vector<double> bare;
  for (int run = 0; run < kRuns; ++run) {
    const auto store = place.open();
    support::TestCentre centre(*store);
    support::Tablet tablet = centre.enrol("Front desk");
    service.push_back(ingest(centre, tablet, 0, count));
    bare.push_back(place.bare(count));
  }
  compare("check-ins merged at the centre, " + name, median(service), median(bare), "check-ins/s", ">= 0.5");
  const auto store = place.open();
  support::TestCentre centre(*store);
  support::Tablet tablet = centre.enrol("Front desk");
  const double empty = ingest(centre, tablet, 0, count);
  for (int times = 1; times <= 4; times *= 2) {
    const double filled = ingest(centre, tablet, times * count, times * count);
    compare("the same onto " + std::to_string(times * count) + " contacts, " + name, filled, empty, "check-ins/s",
            "about 1");
  }
}

void measure(const Options& options) {
  const int count = options.count > 0 ? options.count : 10'000;
  SqlitePlace sqlite;
  measure_place("SQLite", sqlite, count);
  PostgresPlace postgres;
  measure_place("PostgreSQL", postgres, count);
}

}  // namespace
}  // namespace foyer::bench

int main(int argc, char** argv) { return foyer::bench::run(argc, argv, foyer::bench::measure); }
