// A SQLite database behind Result. The only folder that sees sqlite3.h; everybody else writes SQL through Statement.
// One Database belongs to one thread at a time. Failures: Fault::full (no space), corrupt (not what was written, or not
// a database), busy (another process holds the lock for longer than the time-out), outdated (a newer program wrote it),
// refused (may not be opened or written), invalid (a constraint or a mistake in the SQL). Details never hold data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/id.h"
#include "shared/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace foyer::store {

struct DatabaseOptions {
  std::string vfs;                      // empty: the system's
  int busy_timeout_ms = 5000;           // longer than any transaction of ours
  int checkpoint_pages = 1000;          // PRAGMA wal_autocheckpoint; 0: only checkpoint() does it, never a commit
  int cache_kib = 2048;                 // page cache of this connection
  std::int64_t journal_bytes_max = -1;  // PRAGMA journal_size_limit; -1: the WAL is reused and never truncated
  bool create = true;
};

class Database;

// One prepared statement, taken from the connection's cache and given back by the destructor. Parameters are bound in
// order. The first failure sticks: bind() and next() do nothing more, and run() or end() returns it.
//   auto find = db.prepare("SELECT name FROM kiosk WHERE org = ? AND id = ?");
//   find.bind(org).bind(id);
//   while (find.next()) names.push_back(find.text(0));
//   if (auto done = find.end(); !done) return done.error();
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  Statement& bind(std::int64_t value);
  Statement& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
  Statement& bind(bool value) { return bind(static_cast<std::int64_t>(value)); }
  Statement& bind(std::string_view text);
  Statement& bind(const std::string& text) { return bind(std::string_view(text)); }
  Statement& bind(const char* text) { return bind(std::string_view(text)); }
  Statement& bind(const Uuid& id);  // 16 bytes
  Statement& bind(std::span<const std::uint8_t> blob);
  Statement& bind(std::nullopt_t);
  template <typename T>
  Statement& bind(const std::optional<T>& value) {
    return value ? bind(*value) : bind(std::nullopt);
  }

  bool next();         // true: a row is there. False: no more rows, or a failure that end() returns
  Result<void> end();  // after the last next(); the statement may be bound and used again
  Result<void> run();  // next() until there are no rows, then end()

  // Of the current row; columns from 0. REQUIRES: next() returned true
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string text(int column) const;
  Uuid id(int column) const;  // the nil id when it is not 16 bytes
  std::string blob(int column) const;
  std::optional<std::int64_t> maybe_integer(int column) const;
  std::optional<std::string> maybe_text(int column) const;
  std::optional<Uuid> maybe_id(int column) const;

 private:
  friend class Database;
  Statement(Database& db, sqlite3_stmt* raw, std::string sql);
  Statement& bound(int rc);
  void fail(int rc);

  Database* db_;
  sqlite3_stmt* raw_;
  std::string sql_;
  int next_parameter_ = 1;
  bool done_ = false;
  std::optional<Error> error_;
};

class Database {
 public:
  // Opens or creates `path` (0600) in WAL mode with synchronous=FULL and secure_delete=ON.
  static Result<Database> open(const std::string& path, const DatabaseOptions& options = {});
  Database(Database&& other) noexcept;
  Database& operator=(Database&& other) noexcept;
  ~Database();

  // One or more statements without parameters. REQUIRES: no data in `sql`
  Result<void> exec(const std::string& sql);
  // Never fails here: a mistake in the SQL comes out of run() or end().
  Statement prepare(std::string_view sql);
  // The first column of the first row of a statement without parameters.
  Result<std::int64_t> integer(std::string_view sql);

  std::int64_t changes() const;  // rows changed by the last statement
  std::int64_t last_row_id() const;

  // Runs `work` inside BEGIN IMMEDIATE … COMMIT. Rolls back when `work` or the commit fails; then nothing of it is
  // there.
  Result<void> transact(const std::function<Result<void>()>& work);

  // Changes whenever another connection has committed (PRAGMA data_version). Cheap.
  Result<std::int64_t> data_version();
  // Copies the WAL into the database as far as readers allow, without blocking writers. Returns frames left in the WAL.
  Result<std::int64_t> checkpoint();
  // Frames in the WAL after the last commit of this connection. Counted only when checkpoint_pages is 0.
  int wal_frames() const { return wal_frames_ ? *wal_frames_ : 0; }
  // Writes everything back and empties the WAL, so that no erased byte stays in it. Fault::busy while somebody reads.
  Result<void> checkpoint_and_truncate();
  // PRAGMA quick_check: Fault::corrupt when it finds something.
  Result<void> quick_check();
  // A consistent copy into a new file, while others write.
  Result<void> backup_to(const std::string& path);

 private:
  friend class Statement;
  struct Close {
    void operator()(sqlite3* raw) const;
  };
  Database() = default;
  Error error(int rc) const;
  void give_back(std::string sql, sqlite3_stmt* raw);
  void forget_statements();

  std::unique_ptr<int> wal_frames_;  // written by SQLite's hook; outlives the connection
  std::unique_ptr<sqlite3, Close> raw_;
  std::multimap<std::string, sqlite3_stmt*, std::less<>> idle_;  // prepared and not in use
};

}  // namespace foyer::store
