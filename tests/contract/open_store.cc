#include "tests/contract/open_store.h"

#include "sync/server/postgres/postgres_store.h"
#include "sync/server/sqlite/sqlite_store.h"
#include "tests/support/postgres.h"
#include "tests/support/process.h"
#include "tests/support/server_fixture.h"
#include "tests/support/server_memory_store.h"

namespace foyer::server {
namespace {

struct OpenMemory final : OpenStore {
  ServerStore& store() override { return memory; }
  support::ServerMemoryStore memory;
};

struct OpenSqlite final : OpenStore {
  OpenSqlite() { OpenSqlite::reopen(); }
  ServerStore& store() override { return *sqlite; }
  void reopen() override {
    sqlite.reset();
    auto opened = SqliteStore::open(path(), clock, random);
    if (!opened) support::fail(opened.error().detail);
    sqlite = std::move(*opened);
  }
  std::string sql(const std::string& text) override {
    auto db = store::Database::open(path());
    if (!db) support::fail(db.error().detail);
    auto statement = db->prepare(text);
    std::string first;
    if (statement.next()) first = statement.text(0);
    if (auto done = statement.run(); !done) support::fail(done.error().detail);
    return first;
  }
  std::string path() const { return (dir.path() / "server.db").string(); }

  support::TempDir dir;
  support::TurnableClock clock;
  support::SeededRandom random{1};
  std::unique_ptr<SqliteStore> sqlite;
};

struct OpenPostgres final : OpenStore {
  OpenPostgres() { OpenPostgres::reopen(); }
  ServerStore& store() override { return *postgres; }
  void reopen() override {
    postgres.reset();
    auto opened = PostgresStore::open(*postgres::parse_address(cluster.url()), clock, random);
    if (!opened) support::fail(opened.error().detail);
    postgres = std::move(*opened);
  }
  std::string sql(const std::string& text) override {
    const std::string out = cluster.sql(text);
    return out.substr(0, out.find('\n'));
  }

  support::PostgresCluster cluster;
  support::TurnableClock clock;
  support::SeededRandom random{1};
  std::unique_ptr<PostgresStore> postgres;
};

}  // namespace

std::string name_of(Kind kind) {
  switch (kind) {
    case Kind::memory: return "Memory";
    case Kind::sqlite: return "Sqlite";
    case Kind::postgres: return "Postgres";
  }
  return {};
}

std::unique_ptr<OpenStore> open_store(Kind kind) {
  if (auto opened = secrets_open(); !opened) support::fail(opened.error().detail);
  switch (kind) {
    case Kind::memory: return std::make_unique<OpenMemory>();
    case Kind::sqlite: return std::make_unique<OpenSqlite>();
    case Kind::postgres: return std::make_unique<OpenPostgres>();
  }
  return nullptr;
}

}  // namespace foyer::server
