#include "sync/server/sqlite/sqlite_store.h"

#include <algorithm>

#include "shared/store/migrations.h"
#include "sync/server/core/columns.h"

namespace foyer::server {

// Made by foyer_embed_sql() from schema/.
extern const store::Migration kServerSchema[];
extern const std::size_t kServerSchemaCount;

namespace {

// The centre's memory goal is 64 MiB with 100,000 documents; half of it caches pages.
constexpr int kCacheKib = 32 * 1024;
// Checkpoints every 62 MiB of WAL: fewer of them made ingest a third faster than SQLite's 4 MiB.
constexpr int kCheckpointPages = 16'000;

Result<std::optional<Device>> one_device(store::Statement& find) {
  std::optional<Device> device;
  if (find.next()) device = read_device(find);
  if (auto done = find.end(); !done) return done.error();
  return device;
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path, const Clock& clock, Random& random,
                                                       const std::string& vfs) {
  store::DatabaseOptions options;
  options.vfs = vfs;
  options.cache_kib = kCacheKib;
  options.checkpoint_pages = kCheckpointPages;
  auto db = store::Database::open(path, options);
  if (!db) return db.error();
  if (auto done = store::migrate(*db, std::span(kServerSchema, kServerSchemaCount)); !done) return done.error();
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(*db)));
  if (auto done = store->open_organisation(clock, random); !done) return done.error();
  return store;
}

Result<void> SqliteStore::open_organisation(const Clock& clock, Random& random) {
  return write([&]() -> Result<void> {
    auto find = db_.prepare("SELECT id, epoch, mac_key FROM org ORDER BY created_ms LIMIT 1");
    const bool is_there = find.next();
    if (is_there) {
      identity_.org = find.id(0);
      identity_.epoch = find.id(1);
      identity_.mac_key = read_mac(find, 2);
    }
    if (auto done = find.end(); !done) return done;
    if (is_there) return {};
    const std::int64_t now_ms = clock.now().wall_ms;
    identity_ = {time_uuid(random, now_ms), random_uuid(random), random_key(random)};
    auto add = db_.prepare(
        "INSERT INTO org (id, epoch, mac_key, created_ms, seq, hlc, min_seq, backup_seq) "
        "VALUES (?, ?, ?, ?, 0, 0, 0, 0)");
    add.bind(identity_.org).bind(identity_.epoch).bind(std::span<const std::uint8_t>(identity_.mac_key)).bind(now_ms);
    return add.run();
  });
}

Result<void> SqliteStore::write(const Work& work) { return db_.transact(work); }

Result<void> SqliteStore::read(const Work& work) {
  if (auto begun = db_.exec("BEGIN"); !begun) return begun;
  auto done = work();
  // Nothing was written: ending it cannot lose anything, and a failure shows at the next BEGIN.
  const auto ended = db_.exec("COMMIT");
  return done ? ended : done;
}

Result<OrgHead> SqliteStore::head() {
  auto find = db_.prepare("SELECT seq, hlc, min_seq, backup_seq FROM org WHERE id = ?");
  find.bind(identity_.org);
  OrgHead head;
  const bool is_there = find.next();
  if (is_there) head = {find.integer(0), find.integer(1), find.integer(2), find.integer(3)};
  if (auto done = find.end(); !done) return done.error();
  if (!is_there) return Error{Fault::corrupt, "the organisation's row is missing"};
  return head;
}

Result<std::optional<Nonce>> SqliteStore::nonce_at(std::int64_t seq) {
  auto find = db_.prepare("SELECT nonce FROM commit_log WHERE org = ? AND seq_hi >= ? ORDER BY seq_hi LIMIT 1");
  find.bind(identity_.org).bind(seq);
  std::optional<Nonce> nonce;
  if (find.next()) {
    const std::string bytes = find.blob(0);
    nonce.emplace();
    std::copy_n(bytes.begin(), std::min(bytes.size(), nonce->size()), nonce->begin());
  }
  if (auto done = find.end(); !done) return done.error();
  return nonce;
}

Result<std::int64_t> SqliteStore::last_erasure() {
  auto find = db_.prepare("SELECT COALESCE(MAX(seq), 0) FROM feed WHERE org = ? AND kind = ?");
  find.bind(identity_.org).bind(static_cast<int>(FeedKind::erased));
  const std::int64_t seq = find.next() ? find.integer(0) : 0;
  if (auto done = find.end(); !done) return done.error();
  return seq;
}

Result<std::vector<FeedEntry>> SqliteStore::feed(std::int64_t after_seq, std::int64_t limit) {
  auto find = db_.prepare("SELECT seq, kind, entity FROM feed WHERE org = ? AND seq > ? ORDER BY seq LIMIT ?");
  find.bind(identity_.org).bind(after_seq).bind(limit);
  std::vector<FeedEntry> entries;
  while (find.next()) {
    entries.push_back({find.integer(0), static_cast<FeedKind>(find.integer(1)), find.id(2)});
  }
  if (auto done = find.end(); !done) return done.error();
  return entries;
}

Result<std::optional<Device>> SqliteStore::device(const Uuid& id) {
  auto find = db_.prepare(std::string("SELECT ") + kDeviceColumns + " FROM device WHERE org = ? AND id = ?");
  find.bind(identity_.org).bind(id);
  return one_device(find);
}

Result<std::vector<Device>> SqliteStore::devices() {
  auto find = db_.prepare(std::string("SELECT ") + kDeviceColumns + " FROM device WHERE org = ? ORDER BY name, id");
  find.bind(identity_.org);
  std::vector<Device> devices;
  while (find.next()) devices.push_back(read_device(find));
  if (auto done = find.end(); !done) return done.error();
  return devices;
}

Result<std::optional<Device>> SqliteStore::device_by_token(const Mac& token_mac) {
  auto find = db_.prepare(std::string("SELECT ") + kDeviceColumns + " FROM device WHERE org = ? AND token_mac = ?");
  find.bind(identity_.org).bind(std::span<const std::uint8_t>(token_mac));
  return one_device(find);
}

Result<std::vector<Anchor>> SqliteStore::anchors(const Uuid& device) {
  auto find = db_.prepare(
      "SELECT boot, mono_ms, wall_ms, server_ms FROM clock_anchor WHERE org = ? AND device = ? ORDER BY server_ms");
  find.bind(identity_.org).bind(device);
  std::vector<Anchor> anchors;
  while (find.next()) {
    anchors.push_back({{find.id(0), find.integer(1), find.integer(2)}, find.integer(3)});
  }
  if (auto done = find.end(); !done) return done.error();
  return anchors;
}

Result<void> SqliteStore::save_head(const OrgHead& head, const std::optional<Nonce>& nonce, std::int64_t now_ms) {
  auto save = db_.prepare("UPDATE org SET seq = ?, hlc = ?, min_seq = ? WHERE id = ?");
  save.bind(head.seq).bind(head.hlc).bind(head.min_seq).bind(identity_.org);
  if (auto done = save.run(); !done || !nonce) return done;
  auto log = db_.prepare("INSERT INTO commit_log (org, seq_hi, nonce, at_ms) VALUES (?, ?, ?, ?)");
  log.bind(identity_.org).bind(head.seq).bind(std::span<const std::uint8_t>(*nonce)).bind(now_ms);
  return log.run();
}

Result<void> SqliteStore::add_device(const Device& device) {
  auto add = db_.prepare(
      "INSERT INTO device (org, id, name, site, status, token_mac, enrolled_ms, last_seen_ms, push_n, push_id, "
      "push_answer, stamp_last, cursor_seq, app_version, proto) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  add.bind(identity_.org).bind(device.id).bind(device.name).bind(device.site);
  add.bind(static_cast<int>(device.status)).bind(std::span<const std::uint8_t>(device.token_mac));
  add.bind(device.enrolled_ms).bind(device.last_seen_ms).bind(device.push_n).bind(device.push_id);
  add.bind(device.push_answer).bind(device.stamp_last).bind(device.cursor_seq).bind(device.app_version);
  add.bind(device.proto);
  return add.run();
}

Result<void> SqliteStore::save_push(const Device& device) {
  auto save = db_.prepare(
      "UPDATE device SET push_n = ?, push_id = ?, push_answer = ?, stamp_last = ?, last_seen_ms = ?, cursor_seq = ?, "
      "proto = ? WHERE org = ? AND id = ?");
  save.bind(device.push_n).bind(device.push_id).bind(device.push_answer).bind(device.stamp_last);
  save.bind(device.last_seen_ms).bind(device.cursor_seq).bind(device.proto).bind(identity_.org).bind(device.id);
  return save.run();
}

Result<void> SqliteStore::save_removal(const Device& device) {
  auto save = db_.prepare(
      "UPDATE device SET removal = ?, removal_of = ?, removal_confirmed = ?, removal_confirmed_ms = ? "
      "WHERE org = ? AND id = ?");
  save.bind(device.removal.contacts).bind(device.removal.of).bind(device.removal_confirmed);
  return save.bind(device.removal_confirmed_ms).bind(identity_.org).bind(device.id).run();
}

Result<void> SqliteStore::save_anchors(const Uuid& device, std::span<const Anchor> anchors) {
  auto clear = db_.prepare("DELETE FROM clock_anchor WHERE org = ? AND device = ?");
  if (auto done = clear.bind(identity_.org).bind(device).run(); !done) return done;
  auto add = db_.prepare(
      "INSERT INTO clock_anchor (org, device, boot, mono_ms, wall_ms, server_ms) VALUES (?, ?, ?, ?, ?, ?)");
  for (const Anchor& anchor : anchors) {
    add.bind(identity_.org).bind(device).bind(anchor.device.boot).bind(anchor.device.mono_ms);
    if (auto done = add.bind(anchor.device.wall_ms).bind(anchor.server_ms).run(); !done) return done;
  }
  return {};
}

Result<std::int64_t> SqliteStore::revoke_devices(std::string_view name) {
  auto revoke = db_.prepare("UPDATE device SET status = ? WHERE org = ? AND name = ? AND status = ?");
  revoke.bind(static_cast<int>(DeviceStatus::revoked)).bind(identity_.org).bind(name);
  if (auto done = revoke.bind(static_cast<int>(DeviceStatus::active)).run(); !done) return done.error();
  return db_.changes();
}

Result<void> SqliteStore::add_code(const EnrolCode& code) {
  auto add = db_.prepare("INSERT INTO enrol_code (org, code_mac, kiosk, site, expires_ms) VALUES (?, ?, ?, ?, ?)");
  add.bind(identity_.org).bind(std::span<const std::uint8_t>(code.code_mac)).bind(code.kiosk).bind(code.site);
  return add.bind(code.expires_ms).run();
}

Result<std::optional<EnrolCode>> SqliteStore::take_code(const Mac& code_mac, std::int64_t now_ms) {
  auto drop_old = db_.prepare("DELETE FROM enrol_code WHERE org = ? AND expires_ms <= ?");
  if (auto done = drop_old.bind(identity_.org).bind(now_ms).run(); !done) return done.error();
  auto find = db_.prepare("SELECT kiosk, site, expires_ms FROM enrol_code WHERE org = ? AND code_mac = ?");
  find.bind(identity_.org).bind(std::span<const std::uint8_t>(code_mac));
  std::optional<EnrolCode> code;
  if (find.next()) code = EnrolCode{code_mac, find.text(0), find.text(1), find.integer(2)};
  if (auto done = find.end(); !done) return done.error();
  auto drop = db_.prepare("DELETE FROM enrol_code WHERE org = ? AND code_mac = ?");
  drop.bind(identity_.org).bind(std::span<const std::uint8_t>(code_mac));
  if (auto done = drop.run(); !done) return done.error();
  return code;
}

Result<void> SqliteStore::add_dead_letter(const DeadLetter& letter) {
  const Mac mac = keyed_mac(identity_.mac_key, letter.raw);
  auto add = db_.prepare(
      "INSERT INTO dead_letter (org, device, at_ms, body_mac, raw, cid, key_mac) VALUES (?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (org, device, body_mac) DO NOTHING");
  add.bind(identity_.org).bind(letter.device).bind(letter.at_ms).bind(std::span<const std::uint8_t>(mac));
  add.bind(std::span(reinterpret_cast<const std::uint8_t*>(letter.raw.data()), letter.raw.size())).bind(letter.cid);
  if (letter.key_mac) return add.bind(std::span<const std::uint8_t>(*letter.key_mac)).run();
  return add.bind(std::nullopt).run();
}

Result<std::vector<DeadLetter>> SqliteStore::dead_letters(std::int64_t limit) {
  auto find = db_.prepare(std::string("SELECT ") + kDeadLetterColumns +
                          " FROM dead_letter WHERE org = ? ORDER BY at_ms, body_mac, device LIMIT ?");
  find.bind(identity_.org).bind(limit);
  std::vector<DeadLetter> letters;
  while (find.next()) letters.push_back(read_dead_letter(find));
  if (auto done = find.end(); !done) return done.error();
  return letters;
}

Result<bool> SqliteStore::drop_dead_letter(const Uuid& id) {
  auto drop = db_.prepare("DELETE FROM dead_letter WHERE org = ? AND substr(body_mac, 1, 16) = ?");
  if (auto done = drop.bind(identity_.org).bind(id).run(); !done) return done.error();
  return db_.changes() > 0;
}

}  // namespace foyer::server
