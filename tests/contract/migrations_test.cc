// A database of every earlier version, with people in it, opened by this program: nothing of it is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "shared/store/database.h"
#include "sync/server/core/view_fields.h"
#include "sync/server/postgres/postgres_store.h"
#include "sync/server/sqlite/sqlite_store.h"
#include "tests/contract/open_store.h"
#include "tests/support/postgres.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using support::id_of;

const char* const kToken = "a token of a tablet";
const Uuid kDevice = id_of(0xDE, 1);
const Uuid kAnn = support::cid_of(1);

// A database before any store has opened it.
class Raw {
 public:
  virtual ~Raw() = default;
  virtual const char* schema() const = 0;
  virtual void exec(const std::string& sql) = 0;
  virtual void set_version(int version) = 0;
  virtual Result<std::unique_ptr<ServerStore>> open() = 0;
  virtual std::string bytes(const std::string& hex_digits) const = 0;
  virtual std::string id(const Uuid& id) const = 0;
  virtual std::string truth() const = 0;

 protected:
  template <typename Opened>
  static Result<std::unique_ptr<ServerStore>> as_store(Opened opened) {
    if (!opened) return opened.error();
    return std::unique_ptr<ServerStore>(std::move(*opened));
  }
  support::TurnableClock clock_;
  support::SeededRandom random_{1};
};

class RawSqlite final : public Raw {
 public:
  const char* schema() const override { return "sqlite"; }
  void exec(const std::string& sql) override {
    auto db = store::Database::open(path());
    if (!db) support::fail(db.error().detail);
    if (auto done = db->exec(sql); !done) support::fail(done.error().detail + " in " + sql);
  }
  void set_version(int version) override { exec("PRAGMA user_version = " + std::to_string(version)); }
  Result<std::unique_ptr<ServerStore>> open() override { return as_store(SqliteStore::open(path(), clock_, random_)); }
  std::string bytes(const std::string& hex_digits) const override { return "x'" + hex_digits + "'"; }
  std::string id(const Uuid& id) const override { return bytes(hex(id.bytes())); }
  std::string truth() const override { return "1"; }

 private:
  std::string path() const { return (dir_.path() / "server.db").string(); }
  support::TempDir dir_;
};

class RawPostgres final : public Raw {
 public:
  const char* schema() const override { return "postgres"; }
  void exec(const std::string& sql) override { cluster_.sql(sql); }
  void set_version(int version) override {
    exec(
        "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL); DELETE FROM schema_version; "
        "INSERT INTO schema_version VALUES (" +
        std::to_string(version) + ")");
  }
  Result<std::unique_ptr<ServerStore>> open() override {
    return as_store(PostgresStore::open(*postgres::parse_address(cluster_.url()), clock_, random_));
  }
  std::string bytes(const std::string& hex_digits) const override { return "'\\x" + hex_digits + "'"; }
  std::string id(const Uuid& id) const override { return "'" + id.text() + "'"; }
  std::string truth() const override { return "true"; }

 private:
  support::PostgresCluster cluster_;
};

std::unique_ptr<Raw> raw(Kind kind) {
  if (kind == Kind::postgres) return std::make_unique<RawPostgres>();
  return std::make_unique<RawSqlite>();
}

std::set<std::filesystem::path> steps(const Raw& db) {
  std::set<std::filesystem::path> files;
  const auto folder = std::filesystem::path(FOYER_SOURCE_DIR) / "sync/server" / db.schema() / "schema";
  for (const auto& file : std::filesystem::directory_iterator(folder)) files.insert(file.path());
  return files;
}

// Ann, who is inside, as the first version kept her.
void fill_first_version(Raw& db) {
  const std::string org = db.id(id_of(0x0A, 1)), device = db.id(kDevice), ann = db.id(kAnn);
  const std::string op = db.id(support::op_id(1)), visit = db.id(support::visit_id(1));
  const std::string mac = db.bytes(std::string(64, 'a'));
  const Stamp stamp = support::kMorningMs << 16;
  const std::string at = std::to_string(support::kMorningMs), stamped = std::to_string(stamp);
  std::map<std::string, FieldValue> fields;
  fields["email"] = {RegisterKind::set, "ann@example.com", stamp, support::op_id(1)};
  fields["name"] = {RegisterKind::set, "Ann", stamp, support::op_id(1)};
  const std::string view = encode_fields(fields);
  const std::string view_bytes =
      db.bytes(hex(std::span(reinterpret_cast<const std::uint8_t*>(view.data()), view.size())));
  const std::string owner_end = std::to_string(kStampMax);
  db.exec("INSERT INTO org (id, epoch, mac_key, created_ms, seq, hlc, min_seq, backup_seq) VALUES (" + org + ", " +
          org + ", " + mac + ", 1, 2, " + stamped + ", 0, 0)");
  db.exec("INSERT INTO commit_log (org, seq_hi, nonce, at_ms) VALUES (" + org + ", 2, " + db.bytes("0102030405060708") +
          ", 1)");
  db.exec(
      "INSERT INTO device (org, id, name, site, status, token_mac, enrolled_ms, last_seen_ms, push_n, push_id, "
      "push_answer, stamp_last, cursor_seq, app_version, proto) VALUES (" +
      org + ", " + device + ", 'Front desk', '', 0, " + db.bytes(hex(token_mac(kToken))) + ", 1, 1, 1, " + op +
      ", '{}', " + stamped + ", 0, 'test', 3)");
  db.exec(
      "INSERT INTO op_receipt (org, op_id, device, body_mac, stamp, time_quality, anonymised, cid, seq, received_ms) "
      "SELECT " +
      org + ", " + op + ", " + device + ", " + mac + ", " + stamped + ", 0, NOT " + db.truth() + ", " + ann + ", 2, 1");
  db.exec("INSERT INTO contact_node (org, cid, parent, root, erased_at, erase_id, born, created_seq) VALUES (" + org +
          ", " + ann + ", NULL, " + ann + ", NULL, NULL, " + stamped + ", 1)");
  for (const auto& [name, value] : fields) {
    db.exec("INSERT INTO contact_reg (org, cid, field, kind, value, stamp, op_id) VALUES (" + org + ", " + ann + ", '" +
            name + "', 0, '" + value.value + "', " + stamped + ", " + op + ")");
  }
  db.exec("INSERT INTO email_owner (org, email_key, from_stamp, to_stamp, cid, root, is_primary) VALUES (" + org +
          ", 'ann@example.com', " + std::to_string(-kStampMax) + ", " + owner_end + ", " + ann + ", " + ann + ", " +
          db.truth() + ")");
  db.exec("INSERT INTO contact_view (org, root, email_key, fields, visits, created_ms) VALUES (" + org + ", " + ann +
          ", 'ann@example.com', " + view_bytes + ", 1, " + at + ")");
  db.exec(
      "INSERT INTO visit (org, id, cid, root, email_key, device, site, reason, snapshot, op_id, stamp, occurred_ms, "
      "time_quality, closed_stamp) VALUES (" +
      org + ", " + visit + ", " + ann + ", " + ann + ", 'ann@example.com', " + device + ", '', 0, '{}', " + op + ", " +
      stamped + ", " + at + ", 0, " + owner_end + ")");
  db.exec("INSERT INTO feed (org, kind, entity, seq) VALUES (" + org + ", 1, " + ann + ", 1), (" + org + ", 3, " +
          visit + ", 2)");
}

std::optional<Writing> first_writing(ServerStore& store) {
  std::optional<Writing> first;
  EXPECT_TRUE(store.read([&]() -> Result<void> {
    Snapshot snapshot;
    Keys keys;
    keys.histories = {kAnn};
    if (auto loaded = store.load(keys, snapshot); !loaded) return loaded;
    if (!snapshot.histories.at(kAnn).empty()) first = snapshot.histories.at(kAnn).front();
    return {};
  }));
  return first;
}

class Migrations : public testing::TestWithParam<Kind> {
 protected:
  Migrations() { EXPECT_TRUE(secrets_open()); }
};

TEST_P(Migrations, FromEveryEarlierVersionKeepEverybody) {
  const auto count = static_cast<int>(steps(*raw(Kind::sqlite)).size());
  for (int from = 1; from < count; ++from) {
    SCOPED_TRACE("from version " + std::to_string(from));
    const auto db = raw(GetParam());
    int version = 0;
    for (const auto& step : steps(*db)) {
      if (++version > from) break;
      db->exec(support::read_text(step));
      if (version == 1) fill_first_version(*db);
    }
    db->set_version(from);
    auto opened = db->open();
    ASSERT_TRUE(opened) << opened.error().detail;
    support::TestCentre centre(**opened);
    support::Tablet tablet{kDevice, kToken, (*opened)->identity().epoch.text(), 1};
    EXPECT_EQ(centre.page(tablet, "").rows.size(), 2U);
    ASSERT_EQ(centre.contacts().size(), 1U);
    EXPECT_EQ(centre.contacts()[0].name, "Ann");
    EXPECT_THAT(first_writing(**opened), testing::Optional(Writing{kAnn,
                                                                   support::kMorningMs << 16,
                                                                   support::op_id(1),
                                                                   kDevice,
                                                                   {{"email", "ann@example.com"}, {"name", "Ann"}}}));
    centre.push(tablet, {support::check_in(2, support::cid_of(2), "Ann@example.com", {{"company", "Acme"}},
                                           centre.clock.now())});
    ASSERT_EQ(centre.contacts().size(), 1U);
    EXPECT_EQ(centre.contacts()[0].visits, 2);
    EXPECT_EQ(centre.contacts()[0].company, "Acme");
    EXPECT_EQ(centre.visits().size(), 2U);
    opened = db->open();
    EXPECT_TRUE(opened) << "once more, from the newest";
  }
}

TEST_P(Migrations, BothSchemasHaveTheSameSteps) {
  std::vector<std::string> names[2];
  for (const auto& step : steps(*raw(Kind::sqlite))) names[0].push_back(step.filename());
  for (const auto& step : steps(*raw(GetParam()))) names[1].push_back(step.filename());
  EXPECT_EQ(names[0], names[1]);
}

TEST_P(Migrations, OfANewerProgramAreRefused) {
  const auto db = raw(GetParam());
  ASSERT_TRUE(db->open());
  db->set_version(9000);
  const auto refused = db->open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::outdated);
  EXPECT_THAT(refused.error().detail,
              testing::MatchesRegex("the database has version 9000, this program knows [0-9]+: install the newer "
                                    "program again"));
}

INSTANTIATE_TEST_SUITE_P(Stores, Migrations, testing::Values(Kind::sqlite, Kind::postgres),
                         [](const auto& suite) { return name_of(suite.param); });

}  // namespace
}  // namespace foyer::server
