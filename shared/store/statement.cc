#include <sqlite3.h>

#include <utility>

#include "shared/store/database.h"

namespace foyer::store {

Statement::Statement(Database& db, sqlite3_stmt* raw, std::string sql) : db_(&db), raw_(raw), sql_(std::move(sql)) {}

Statement::Statement(Statement&& other) noexcept
    : db_(other.db_),
      raw_(std::exchange(other.raw_, nullptr)),
      sql_(std::move(other.sql_)),
      next_parameter_(other.next_parameter_),
      done_(other.done_),
      error_(std::move(other.error_)) {}

Statement::~Statement() {
  if (raw_ != nullptr) db_->give_back(std::move(sql_), raw_);
}

void Statement::fail(int rc) {
  if (!error_) error_ = db_->error(rc);
}

Statement& Statement::bound(int rc) {
  ++next_parameter_;
  if (rc != SQLITE_OK) fail(rc);
  return *this;
}

Statement& Statement::bind(std::int64_t value) {
  return error_ ? *this : bound(sqlite3_bind_int64(raw_, next_parameter_, value));
}

Statement& Statement::bind(std::string_view text) {
  if (error_) return *this;
  // An empty view may have no address, which SQLite would take for NULL.
  return bound(sqlite3_bind_text64(raw_, next_parameter_, text.empty() ? "" : text.data(), text.size(),
                                   SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement& Statement::bind(const Uuid& id) { return bind(std::span<const std::uint8_t>(id.bytes())); }

Statement& Statement::bind(std::span<const std::uint8_t> blob) {
  if (error_) return *this;
  if (blob.empty()) return bound(sqlite3_bind_zeroblob(raw_, next_parameter_, 0));
  return bound(sqlite3_bind_blob64(raw_, next_parameter_, blob.data(), blob.size(), SQLITE_TRANSIENT));
}

Statement& Statement::bind(std::nullopt_t) { return error_ ? *this : bound(sqlite3_bind_null(raw_, next_parameter_)); }

bool Statement::next() {
  if (error_ || done_) return false;
  const int rc = sqlite3_step(raw_);
  if (rc == SQLITE_ROW) return true;
  done_ = true;
  if (rc != SQLITE_DONE) fail(rc);
  return false;
}

Result<void> Statement::end() {
  if (raw_ != nullptr) {
    sqlite3_reset(raw_);
    sqlite3_clear_bindings(raw_);
  }
  next_parameter_ = 1;
  done_ = false;
  if (!error_) return {};
  const Error failure = *error_;
  if (raw_ != nullptr) error_.reset();  // a statement that could not be prepared stays failed
  return failure;
}

Result<void> Statement::run() {
  while (next()) {
  }
  return end();
}

bool Statement::is_null(int column) const { return sqlite3_column_type(raw_, column) == SQLITE_NULL; }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(raw_, column); }

std::string Statement::text(int column) const {
  const auto* const bytes = sqlite3_column_text(raw_, column);
  if (bytes == nullptr) return {};
  return std::string(reinterpret_cast<const char*>(bytes),
                     static_cast<std::size_t>(sqlite3_column_bytes(raw_, column)));
}

std::string Statement::blob(int column) const {
  const void* const bytes = sqlite3_column_blob(raw_, column);
  if (bytes == nullptr) return {};
  return std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(raw_, column)));
}

Uuid Statement::id(int column) const {
  const void* const bytes = sqlite3_column_blob(raw_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(raw_, column));
  if (bytes == nullptr) return {};
  return Uuid::from_bytes({static_cast<const std::uint8_t*>(bytes), size}).value_or(Uuid());
}

std::optional<std::int64_t> Statement::maybe_integer(int column) const {
  return is_null(column) ? std::nullopt : std::optional(integer(column));
}
std::optional<std::string> Statement::maybe_text(int column) const {
  return is_null(column) ? std::nullopt : std::optional(text(column));
}
std::optional<Uuid> Statement::maybe_id(int column) const {
  return is_null(column) ? std::nullopt : std::optional(id(column));
}

}  // namespace foyer::store
