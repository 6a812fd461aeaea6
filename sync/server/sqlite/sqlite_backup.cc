#include "sync/server/sqlite/sqlite_backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <functional>
#include <system_error>

#include "shared/store/database.h"
#include "shared/store/migrations.h"

namespace foyer::server {

extern const store::Migration kServerSchema[];
extern const std::size_t kServerSchemaCount;

namespace {

constexpr std::int64_t kBackupId = 0x466F7942;  // "FoyB"
constexpr std::array<const char*, 3> kSideFiles = {"-wal", "-shm", "-journal"};

Error failure(const std::string& what) {
  const int number = errno;
  const Fault fault = number == ENOSPC || number == EDQUOT ? Fault::full : Fault::refused;
  return {fault, what + ": " + std::generic_category().message(number)};
}

bool is_there(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

void remove_all(const std::string& path) {
  ::unlink(path.c_str());
  for (const char* const suffix : kSideFiles) ::unlink((path + suffix).c_str());
}

Result<void> flush(const std::string& path, int flags = O_RDONLY) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool is_flushed = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  return is_flushed ? Result<void>() : failure("cannot write " + path);
}

Result<void> flush_folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return flush(slash == std::string::npos ? "." : path.substr(0, slash + 1), O_RDONLY | O_DIRECTORY);
}

Result<void> copy_private(const std::string& from, const std::string& to) {
  remove_all(to);
  const int in = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
  if (in < 0) return failure("cannot read " + from);
  const int out = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  Result<void> done = out < 0 ? failure("cannot write " + to) : Result<void>();
  std::array<char, 1 << 16> buffer{};
  while (done) {
    const ssize_t got = ::read(in, buffer.data(), buffer.size());
    if (got == 0) break;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) done = failure("cannot read " + from);
    if (got > 0 && ::write(out, buffer.data(), static_cast<std::size_t>(got)) != got) {
      done = failure("cannot write " + to);
    }
  }
  if (done && ::fsync(out) != 0) done = failure("cannot write " + to);
  ::close(in);
  if (out >= 0) ::close(out);
  return done;
}

Result<store::Database> open_there(const std::string& path) {
  store::DatabaseOptions options;
  options.create = false;
  options.busy_timeout_ms = 60'000;  // a busy server leaves short gaps only
  return store::Database::open(path, options);
}

// SQLite's first look, before anything is written to the file.
bool has_backup_id(const std::string& path) {
  constexpr off_t kApplicationIdAt = 68;  // of the header, big-endian
  std::array<unsigned char, 4> bytes{};
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool is_read = fd >= 0 && ::pread(fd, bytes.data(), bytes.size(), kApplicationIdAt) == 4;
  if (fd >= 0) ::close(fd);
  std::int64_t id = 0;
  for (const unsigned char byte : bytes) id = id << 8 | byte;
  return is_read && id == kBackupId;
}

Result<void> check_whole(store::Database& db) {
  auto check = db.prepare("PRAGMA integrity_check(1)");
  const bool is_fine = check.next() && check.text(0) == "ok";
  if (auto done = check.end(); !done) return done;
  return is_fine ? Result<void>() : Error{Fault::corrupt, "the check found damage"};
}

// Who it is and how far it goes.
struct Facts {
  Uuid org;
  Uuid epoch;
  std::int64_t seq = 0;
  std::string nonce;  // of its last commit; empty: none yet
};

Result<Facts> read_facts(store::Database& db) {
  Facts facts;
  auto find = db.prepare("SELECT id, epoch, seq FROM org ORDER BY created_ms LIMIT 1");
  const bool is_found = find.next();
  if (is_found) facts = {find.id(0), find.id(1), find.integer(2), {}};
  if (auto done = find.end(); !done) return done.error();
  if (!is_found) return Error{Fault::corrupt, "it holds no organisation"};
  auto commit = db.prepare("SELECT nonce FROM commit_log WHERE org = ? AND seq_hi = ?");
  commit.bind(facts.org).bind(facts.seq);
  if (commit.next()) facts.nonce = commit.blob(0);
  if (auto done = commit.end(); !done) return done.error();
  return facts;
}

// A copy that is whole, marked and one file.
Result<Facts> copy_and_check(store::Database& live, const std::string& part) {
  if (auto copied = live.backup_to(part); !copied) return copied.error();
  Result<Facts> facts = Error{Fault::corrupt, {}};
  {
    auto copy = open_there(part);
    if (!copy) return copy.error();
    if (auto whole = check_whole(*copy); !whole) return whole.error();
    facts = read_facts(*copy);
    if (!facts) return facts;
    auto marked =
        copy->exec("PRAGMA application_id = " + std::to_string(kBackupId) + "; PRAGMA journal_mode = DELETE;");
    if (!marked) return marked.error();
  }
  for (const char* const suffix : kSideFiles) ::unlink((part + suffix).c_str());
  if (auto flushed = flush(part); !flushed) return flushed.error();
  return facts;
}

// Only of the history that was copied: a database that was replaced meanwhile has another one.
Result<void> note_backup(store::Database& live, const Facts& copied) {
  return live.transact([&]() -> Result<void> {
    auto note = live.prepare(
        "UPDATE org SET backup_seq = MAX(backup_seq, ?1) WHERE id = ?2 AND epoch = ?3 AND (?1 = 0 OR ?4 ="
        " (SELECT nonce FROM commit_log WHERE org = ?2 AND seq_hi = ?1))");
    note.bind(copied.seq).bind(copied.org).bind(copied.epoch);
    note.bind(std::span(reinterpret_cast<const std::uint8_t*>(copied.nonce.data()), copied.nonce.size()));
    if (auto done = note.run(); !done) return done;
    if (live.changes() == 1) return {};
    return Error{Fault::conflict, "the database was replaced while it was copied; make another backup"};
  });
}

Error named(const std::string& file, const Error& error) { return {error.fault, file + ": " + error.detail}; }

// The copy becomes what a server can open: a history of its own.
Result<std::int64_t> begin_history(const std::string& path, Random& random) {
  auto db = open_there(path);
  if (!db) return db.error();
  if (auto whole = check_whole(*db); !whole) return whole.error();
  if (auto made = store::migrate(*db, {kServerSchema, kServerSchemaCount}); !made) return made.error();
  auto facts = read_facts(*db);
  if (!facts) return facts.error();
  auto begun = db->transact([&]() -> Result<void> {
    auto set = db->prepare("UPDATE org SET epoch = ?, backup_seq = seq WHERE id = ?");
    if (auto done = set.bind(random_uuid(random)).bind(facts->org).run(); !done) return done;
    // A code of then may have been used since.
    return db->prepare("DELETE FROM enrol_code WHERE org = ?").bind(facts->org).run();
  });
  if (!begun) return begun.error();
  if (auto marked = db->exec("PRAGMA application_id = 0;"); !marked) return marked.error();
  if (auto written = db->checkpoint_and_truncate(); !written) return written.error();
  return facts->seq;
}

// What the old database's WAL holds moves into it, or the WAL is kept beside it when that cannot be.
Result<void> keep_old(const std::string& database, const std::string& kept) {
  if (auto old = open_there(database)) static_cast<void>(old->checkpoint_and_truncate());  // damaged: kept as it is
  for (const char* const suffix : {"-wal", ""}) {
    const std::string from = database + suffix;
    if (is_there(from) && ::link(from.c_str(), (kept + suffix).c_str()) != 0) {
      return failure("cannot keep " + from + " as " + kept + suffix);
    }
  }
  return flush_folder_of(database);
}

}  // namespace

Result<BackedUp> back_up(const std::string& database, const std::string& file) {
  if (is_there(file) && !has_backup_id(file)) {
    return Error{Fault::refused, file + " is there and is no backup of Foyer: give another name"};
  }
  auto live = open_there(database);
  if (!live) return named(database, live.error());
  const std::string part = file + ".part";
  remove_all(part);
  auto copied = copy_and_check(*live, part);
  if (!copied) {
    remove_all(part);
    return named(part, copied.error());
  }
  if (std::rename(part.c_str(), file.c_str()) != 0) {
    const Error error = failure("cannot write " + file);
    remove_all(part);
    return error;
  }
  if (auto flushed = flush_folder_of(file); !flushed) return flushed.error();
  if (auto noted = note_backup(*live, *copied); !noted) return named(database, noted.error());
  return BackedUp{copied->seq};
}

Result<Restored> restore(const std::string& file, const std::string& database, const std::string& mark,
                         Random& random) {
  if (!is_there(file)) return Error{Fault::not_found, file + ": no such file"};
  if (!has_backup_id(file)) return Error{Fault::invalid, file + " is no backup made by foyer-server backup"};
  const std::string part = database + ".restoring";
  if (auto copied = copy_private(file, part); !copied) {
    remove_all(part);
    return copied.error();
  }
  const auto seq = begin_history(part, random);
  const auto flushed = seq ? flush(part) : Result<void>(seq.error());
  if (!flushed) {
    remove_all(part);
    return named(file, flushed.error());
  }
  for (const char* const suffix : kSideFiles) ::unlink((part + suffix).c_str());
  Restored restored{*seq, {}};
  if (is_there(database)) {
    restored.kept_as = database + ".before-" + mark;
    if (auto kept = keep_old(database, restored.kept_as); !kept) return kept.error();
  }
  for (const char* const suffix : kSideFiles) ::unlink((database + suffix).c_str());
  if (std::rename(part.c_str(), database.c_str()) != 0) return failure("cannot write " + database);
  if (auto done = flush_folder_of(database); !done) return done.error();
  return restored;
}

}  // namespace foyer::server
