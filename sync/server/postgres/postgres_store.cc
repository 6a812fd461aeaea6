#include "sync/server/postgres/postgres_store.h"

#include "sync/server/core/columns.h"
#include "sync/server/postgres/feed_listener.h"
#include "sync/server/postgres/postgres_migrations.h"

namespace foyer::server {

// Made by foyer_embed_sql() from schema/.
extern const store::Migration kPostgresSchema[];
extern const std::size_t kPostgresSchemaCount;

using postgres::Columns;
using postgres::Connection;
using postgres::Parameters;
using postgres::Rows;

namespace {

constexpr std::int64_t kReconnectMs = 1'000;  // a request that finds the database away must not wait for it

// Plans are made once, maybe while the tables are empty: each statement of ours has an index that begins with the
// organisation, and only plans that use it stay good when the tables grow. A process that stops in mid-transaction
// gives the organisation back after the third time-out.
constexpr const char* kSession =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;"
    "SET plan_cache_mode = force_generic_plan; SET client_min_messages = error;"
    "SET lock_timeout = '5s'; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = '30s';"
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

}  // namespace

Result<std::unique_ptr<PostgresStore>> PostgresStore::open(const postgres::Address& address, const Clock& clock,
                                                           Random& random) {
  std::unique_ptr<PostgresStore> store(new PostgresStore(address, clock));
  auto db = Connection::open(address);
  if (!db) return db.error();
  if (auto set = db->exec(kSession); !set) return set.error();
  if (auto done = postgres::migrate(*db, std::span(kPostgresSchema, kPostgresSchemaCount)); !done) return done.error();
  store->db_ = std::move(*db);
  if (auto done = store->open_organisation(random); !done) return done.error();
  return store;
}

// Nothing to do when there is one; two processes must not make two.
Result<void> PostgresStore::open_organisation(Random& random) {
  if (auto known = know_organisation(); known || known.error().fault != Fault::not_found) return known;
  return transact("BEGIN", [&]() -> Result<void> {
    if (auto locked = postgres::lock_schema(*db_); !locked) return locked;
    if (auto known = know_organisation(); known || known.error().fault != Fault::not_found) return known;
    const std::int64_t now_ms = clock_.now().wall_ms;
    identity_ = {time_uuid(random, now_ms), random_uuid(random), random_key(random)};
    return run(
        "INSERT INTO org (id, epoch, mac_key, created_ms, seq, hlc, min_seq, backup_seq) "
        "VALUES ($1, $2, $3, $4, 0, 0, 0, 0)",
        org().add(identity_.epoch).add(identity_.mac_key).add(now_ms));
  });
}

Result<void> PostgresStore::know_organisation() {
  const auto rows = query("SELECT id, epoch, mac_key FROM org ORDER BY created_ms, id LIMIT 1", {});
  if (!rows) return rows.error();
  if (rows->empty()) return Error{Fault::not_found, "the database has no organisation"};
  identity_ = {rows->front().id(0), rows->front().id(1), read_mac(rows->front(), 2)};
  return {};
}

// The database behind the address may have been restored meanwhile: the identity is asked for again.
Result<void> PostgresStore::connect() {
  if (db_ && !db_->is_lost()) return {};
  db_.reset();
  const std::int64_t now_ms = clock_.now().mono_ms;
  if (now_ms < next_try_ms_) return Error{Fault::offline, "database: it does not answer"};
  next_try_ms_ = now_ms + kReconnectMs;
  auto db = Connection::open(address_);
  if (!db) return db.error();
  if (auto set = db->exec(kSession); !set) return set.error();
  db_ = std::move(*db);
  if (auto known = know_organisation(); !known) {
    db_.reset();
    return known;
  }
  next_try_ms_ = 0;
  ++connections_;
  return {};
}

// A connection that was lost while nobody used it has cost nothing yet.
Result<void> PostgresStore::begin(const char* how) {
  if (auto ready = connect(); !ready) return ready;
  auto begun = db_->exec(how);
  if (begun || !db_->is_lost()) return begun;
  if (auto again = connect(); !again) return again;
  return db_->exec(how);
}

Result<void> PostgresStore::transact(const char* how, const Work& work) {
  if (auto begun = begin(how); !begun) return begun;
  Result<void> done = work();
  if (done) return db_->commit();
  db_->rollback();
  return done;
}

Result<void> PostgresStore::write(const Work& work) {
  return transact("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", [&]() -> Result<void> {
    const auto row = query("SELECT epoch FROM org WHERE id = $1 FOR UPDATE", org());
    if (!row) return row.error();
    if (row->empty()) return Error{Fault::corrupt, "the organisation's row is missing"};
    identity_.epoch = row->front().id(0);
    return work();
  });
}

Result<void> PostgresStore::read(const Work& work) {
  return transact("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", work);
}

Result<Rows> PostgresStore::query(std::string_view sql, const Parameters& parameters) {
  return db_->query(sql, parameters);
}

Result<void> PostgresStore::run(std::string_view sql, const Parameters& parameters) {
  const auto done = db_->query(sql, parameters);
  return done ? Result<void>() : done.error();
}

Result<void> PostgresStore::run_with(std::string_view sql, const Columns& rows) {
  return rows.empty() ? Result<void>() : run(sql, org().add(rows));
}

Result<OrgHead> PostgresStore::head() {
  const auto rows = query("SELECT seq, hlc, min_seq, backup_seq, epoch FROM org WHERE id = $1", org());
  if (!rows) return rows.error();
  if (rows->empty()) return Error{Fault::corrupt, "the organisation's row is missing"};
  const auto row = rows->front();
  identity_.epoch = row.id(4);
  return OrgHead{row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
}

Result<std::optional<Nonce>> PostgresStore::nonce_at(std::int64_t seq) {
  const auto rows =
      query("SELECT nonce FROM commit_log WHERE org = $1 AND seq_hi >= $2 ORDER BY seq_hi LIMIT 1", org().add(seq));
  if (!rows) return rows.error();
  std::optional<Nonce> nonce;
  if (!rows->empty()) {
    const std::string bytes = rows->front().blob(0);
    nonce.emplace();
    if (bytes.size() == nonce->size()) std::copy(bytes.begin(), bytes.end(), nonce->begin());
  }
  return nonce;
}

Result<std::int64_t> PostgresStore::last_erasure() {
  const auto rows = query("SELECT COALESCE(MAX(seq), 0) FROM feed WHERE org = $1 AND kind = $2",
                          org().add(static_cast<int>(FeedKind::erased)));
  if (!rows) return rows.error();
  return rows->front().integer(0);
}

Result<std::vector<FeedEntry>> PostgresStore::feed(std::int64_t after_seq, std::int64_t limit) {
  const auto rows = query("SELECT seq, kind, entity FROM feed WHERE org = $1 AND seq > $2 ORDER BY seq LIMIT $3",
                          org().add(after_seq).add(limit));
  if (!rows) return rows.error();
  std::vector<FeedEntry> entries;
  for (const auto row : *rows) {
    entries.push_back({row.integer(0), static_cast<FeedKind>(row.integer(1)), row.id(2)});
  }
  return entries;
}

Result<std::optional<Device>> PostgresStore::one_device(std::string_view sql, const Parameters& parameters) {
  const auto rows = query(sql, parameters);
  if (!rows) return rows.error();
  return rows->empty() ? std::optional<Device>() : std::optional(read_device(rows->front()));
}

Result<std::optional<Device>> PostgresStore::device(const Uuid& id) {
  return one_device(std::string("SELECT ") + kDeviceColumns + " FROM device WHERE org = $1 AND id = $2", org().add(id));
}

Result<std::vector<Device>> PostgresStore::devices() {
  const auto rows =
      query(std::string("SELECT ") + kDeviceColumns + " FROM device WHERE org = $1 ORDER BY name, id", org());
  if (!rows) return rows.error();
  std::vector<Device> devices;
  for (const auto row : *rows) devices.push_back(read_device(row));
  return devices;
}

Result<std::optional<Device>> PostgresStore::device_by_token(const Mac& token_mac) {
  return one_device(std::string("SELECT ") + kDeviceColumns + " FROM device WHERE org = $1 AND token_mac = $2",
                    org().add(token_mac));
}

Result<std::vector<Anchor>> PostgresStore::anchors(const Uuid& device) {
  const auto rows = query(
      "SELECT boot, mono_ms, wall_ms, server_ms FROM clock_anchor WHERE org = $1 AND device = $2 ORDER BY server_ms",
      org().add(device));
  if (!rows) return rows.error();
  std::vector<Anchor> anchors;
  for (const auto row : *rows) anchors.push_back({{row.id(0), row.integer(1), row.integer(2)}, row.integer(3)});
  return anchors;
}

Result<void> PostgresStore::save_head(const OrgHead& head, const std::optional<Nonce>& nonce, std::int64_t now_ms) {
  auto saved = run("UPDATE org SET seq = $2, hlc = $3, min_seq = $4 WHERE id = $1",
                   org().add(head.seq).add(head.hlc).add(head.min_seq));
  if (!saved || !nonce) return saved;
  auto logged = run("INSERT INTO commit_log (org, seq_hi, nonce, at_ms) VALUES ($1, $2, $3, $4)",
                    org().add(head.seq).add(*nonce).add(now_ms));
  if (!logged) return logged;
  // Heard with the commit, by every process (feed_listener.h).
  return run("SELECT pg_notify($1, $2)",
             Parameters().add(postgres::kFeedChannel).add(postgres::feed_payload(identity_.org, head.seq)));
}

Result<void> PostgresStore::add_device(const Device& device) {
  Parameters row = org().add(device.id).add(device.name).add(device.site).add(device.status).add(device.token_mac);
  row.add(device.enrolled_ms).add(device.last_seen_ms).add(device.push_n).add(device.push_id).add(device.push_answer);
  row.add(device.stamp_last).add(device.cursor_seq).add(device.app_version).add(device.proto);
  return run(
      "INSERT INTO device (org, id, name, site, status, token_mac, enrolled_ms, last_seen_ms, push_n, push_id, "
      "push_answer, stamp_last, cursor_seq, app_version, proto) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
      row);
}

Result<void> PostgresStore::save_push(const Device& device) {
  Parameters row = org().add(device.id).add(device.push_n).add(device.push_id).add(device.push_answer);
  row.add(device.stamp_last).add(device.last_seen_ms).add(device.cursor_seq).add(device.proto);
  return run(
      "UPDATE device SET push_n = $3, push_id = $4, push_answer = $5, stamp_last = $6, last_seen_ms = $7, "
      "cursor_seq = $8, proto = $9 WHERE org = $1 AND id = $2",
      row);
}

Result<void> PostgresStore::save_removal(const Device& device) {
  Parameters row = org().add(device.id).add(device.removal.contacts).add(device.removal.of);
  row.add(device.removal_confirmed).add(device.removal_confirmed_ms);
  return run(
      "UPDATE device SET removal = $3, removal_of = $4, removal_confirmed = $5, removal_confirmed_ms = $6 "
      "WHERE org = $1 AND id = $2",
      row);
}

Result<void> PostgresStore::save_anchors(const Uuid& device, std::span<const Anchor> anchors) {
  if (auto done = run("DELETE FROM clock_anchor WHERE org = $1 AND device = $2", org().add(device)); !done) return done;
  Columns rows;
  for (const Anchor& anchor : anchors) {
    rows.add(device, anchor.device.boot, anchor.device.mono_ms, anchor.device.wall_ms, anchor.server_ms);
  }
  return run_with(
      "INSERT INTO clock_anchor (org, device, boot, mono_ms, wall_ms, server_ms) "
      "SELECT $1, * FROM unnest($2, $3, $4, $5, $6)",
      rows);
}

Result<std::int64_t> PostgresStore::revoke_devices(std::string_view name) {
  const auto rows = query("UPDATE device SET status = $3 WHERE org = $1 AND name = $2 AND status = $4 RETURNING id",
                          org().add(name).add(DeviceStatus::revoked).add(DeviceStatus::active));
  if (!rows) return rows.error();
  return std::int64_t{rows->size()};
}

Result<void> PostgresStore::add_code(const EnrolCode& code) {
  return run("INSERT INTO enrol_code (org, code_mac, kiosk, site, expires_ms) VALUES ($1, $2, $3, $4, $5)",
             org().add(code.code_mac).add(code.kiosk).add(code.site).add(code.expires_ms));
}

Result<std::optional<EnrolCode>> PostgresStore::take_code(const Mac& code_mac, std::int64_t now_ms) {
  auto dropped = run("DELETE FROM enrol_code WHERE org = $1 AND expires_ms <= $2", org().add(now_ms));
  if (!dropped) return dropped.error();
  const auto rows = query("DELETE FROM enrol_code WHERE org = $1 AND code_mac = $2 RETURNING kiosk, site, expires_ms",
                          org().add(code_mac));
  if (!rows) return rows.error();
  std::optional<EnrolCode> code;
  if (!rows->empty()) {
    const auto row = rows->front();
    code = EnrolCode{code_mac, row.text(0), row.text(1), row.integer(2)};
  }
  return code;
}

Result<void> PostgresStore::add_dead_letter(const DeadLetter& letter) {
  const Mac mac = keyed_mac(identity_.mac_key, letter.raw);
  return run(
      "INSERT INTO dead_letter (org, device, at_ms, body_mac, raw, cid, key_mac) VALUES ($1, $2, $3, $4, $5, $6, $7) "
      "ON CONFLICT (org, device, body_mac) DO NOTHING",
      org()
          .add(letter.device)
          .add(letter.at_ms)
          .add(mac)
          .add(postgres::Bytes{letter.raw})
          .add(letter.cid)
          .add(letter.key_mac));
}

Result<std::vector<DeadLetter>> PostgresStore::dead_letters(std::int64_t limit) {
  const auto rows = query(std::string("SELECT ") + kDeadLetterColumns +
                              " FROM dead_letter WHERE org = $1 ORDER BY at_ms, body_mac, device LIMIT $2",
                          org().add(limit));
  if (!rows) return rows.error();
  std::vector<DeadLetter> letters;
  for (const auto row : *rows) letters.push_back(read_dead_letter(row));
  return letters;
}

Result<bool> PostgresStore::drop_dead_letter(const Uuid& id) {
  const auto rows =
      query("DELETE FROM dead_letter WHERE org = $1 AND substring(body_mac FROM 1 FOR 16) = $2 RETURNING device",
            org().add(id.bytes()));
  if (!rows) return rows.error();
  return !rows->empty();
}

}  // namespace foyer::server
