#include "shared/store/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <utility>

namespace foyer::store {
namespace {

// A write that the disk did not take gets the same advice as a full disk.
Fault fault_of(int rc) {
  switch (rc & 0xFF) {
    case SQLITE_FULL: return Fault::full;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Fault::busy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Fault::corrupt;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH: return Fault::refused;
    case SQLITE_IOERR: return rc == SQLITE_IOERR_CORRUPTFS ? Fault::corrupt : Fault::full;
    default: return Fault::invalid;
  }
}

// SQLite's own words for the code, which never hold data (its message for a statement may).
Error error_of(int rc) {
  return Error{fault_of(rc), std::string("database: ") + sqlite3_errstr(rc) + " (" + std::to_string(rc) + ")"};
}

int note_frames(void* frames, sqlite3*, const char*, int count) {
  *static_cast<int*>(frames) = count;
  return SQLITE_OK;
}

// The file exists with mode 0600 before SQLite writes to it; -wal and -shm inherit the mode.
void create_private(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0) ::close(fd);
}

}  // namespace

void Database::Close::operator()(sqlite3* raw) const { sqlite3_close_v2(raw); }

Database::Database(Database&& other) noexcept
    : wal_frames_(std::move(other.wal_frames_)), raw_(std::move(other.raw_)), idle_(std::move(other.idle_)) {
  other.idle_.clear();
}

Database& Database::operator=(Database&& other) noexcept {
  forget_statements();
  raw_ = std::move(other.raw_);
  wal_frames_ = std::move(other.wal_frames_);
  idle_ = std::move(other.idle_);
  other.idle_.clear();
  return *this;
}

Database::~Database() { forget_statements(); }

void Database::forget_statements() {
  for (const auto& [sql, statement] : idle_) sqlite3_finalize(statement);
  idle_.clear();
}

Error Database::error(int rc) const {
  const int extended = raw_ ? sqlite3_extended_errcode(raw_.get()) : rc;
  return error_of((extended & 0xFF) == (rc & 0xFF) ? extended : rc);
}

Result<Database> Database::open(const std::string& path, const DatabaseOptions& options) {
  if (options.vfs.empty() && options.create) create_private(path);
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (options.create ? SQLITE_OPEN_CREATE : 0);
  const int rc = sqlite3_open_v2(path.c_str(), &raw, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
  Database db;
  db.raw_.reset(raw);
  if (rc != SQLITE_OK) return error_of(rc);
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, options.busy_timeout_ms);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  int persist = 1;  // the last connection leaves the WAL in place: it is reused, and its directory entry is durable
  sqlite3_file_control(raw, "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
  auto set = db.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
      "PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;"
      "PRAGMA wal_autocheckpoint = " +
      std::to_string(options.checkpoint_pages) + "; PRAGMA cache_size = -" + std::to_string(options.cache_kib) +
      "; PRAGMA journal_size_limit = " + std::to_string(options.journal_bytes_max) + ";");
  if (!set) return set.error();
  if (options.checkpoint_pages == 0) {
    db.wal_frames_ = std::make_unique<int>(0);
    sqlite3_wal_hook(raw, &note_frames, db.wal_frames_.get());
  }
  return db;
}

Result<void> Database::exec(const std::string& sql) {
  const int rc = sqlite3_exec(raw_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (rc != SQLITE_OK) return error(rc);
  return {};
}

Statement Database::prepare(std::string_view sql) {
  const auto found = idle_.find(sql);
  if (found != idle_.end()) {
    auto node = idle_.extract(found);
    return Statement(*this, node.mapped(), std::move(node.key()));
  }
  sqlite3_stmt* raw = nullptr;
  const int rc = sqlite3_prepare_v3(raw_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                    &raw, nullptr);
  Statement statement(*this, raw, std::string(sql));
  if (rc != SQLITE_OK || raw == nullptr) {
    statement.fail(rc == SQLITE_OK ? SQLITE_MISUSE : rc);
    // About the statement's own text, which holds no data.
    statement.error_->detail += std::string(": ") + sqlite3_errmsg(raw_.get());
  }
  return statement;
}

void Database::give_back(std::string sql, sqlite3_stmt* raw) {
  sqlite3_reset(raw);
  sqlite3_clear_bindings(raw);  // no personal data waits in a cached statement
  idle_.emplace(std::move(sql), raw);
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  auto statement = prepare(sql);
  std::optional<std::int64_t> value;
  if (statement.next()) value = statement.integer(0);
  if (auto done = statement.end(); !done) return done.error();
  if (!value) return Error{Fault::not_found, "database: no row"};
  return *value;
}

std::int64_t Database::changes() const { return sqlite3_changes64(raw_.get()); }
std::int64_t Database::last_row_id() const { return sqlite3_last_insert_rowid(raw_.get()); }

Result<void> Database::transact(const std::function<Result<void>()>& work) {
  if (auto begun = prepare("BEGIN IMMEDIATE").run(); !begun) return begun;
  Result<void> outcome = work();
  if (outcome) outcome = prepare("COMMIT").run();
  if (!outcome && sqlite3_get_autocommit(raw_.get()) == 0) {
    static_cast<void>(prepare("ROLLBACK").run());  // what failed first is what is told
  }
  return outcome;
}

Result<std::int64_t> Database::data_version() { return integer("PRAGMA data_version"); }

Result<std::int64_t> Database::checkpoint() {
  int log = 0;
  int done = 0;
  const int rc = sqlite3_wal_checkpoint_v2(raw_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &log, &done);
  if (rc != SQLITE_OK) return error(rc);
  return static_cast<std::int64_t>(log - done);
}

Result<void> Database::checkpoint_and_truncate() {
  const int rc = sqlite3_wal_checkpoint_v2(raw_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (rc != SQLITE_OK) return error(rc);
  return {};
}

Result<void> Database::quick_check() {
  auto check = prepare("PRAGMA quick_check(1)");
  bool fine = false;
  if (check.next()) fine = check.text(0) == "ok";
  if (auto done = check.end(); !done) return done;
  if (!fine) return Error{Fault::corrupt, "database: the check found damage"};
  return {};
}

Result<void> Database::backup_to(const std::string& path) {
  create_private(path);
  sqlite3* raw = nullptr;
  int rc = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  const std::unique_ptr<sqlite3, Close> target(raw);
  if (rc != SQLITE_OK) return error_of(rc);
  sqlite3_backup* const backup = sqlite3_backup_init(target.get(), "main", raw_.get(), "main");
  if (backup == nullptr) return error_of(sqlite3_extended_errcode(target.get()));
  rc = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  if (rc != SQLITE_DONE) return error_of(rc);
  return {};
}

}  // namespace foyer::store
