// What an organisation sets at its centre: server.toml in the data folder. Every setting, its default, its limits and
// its meaning stand in one table in server_config.cc. A missing file means defaults. Every server command reads it,
// because the database is chosen here. It may hold a database password: keep it 0600 and never print it. Values; any
// thread. An unknown key or a bad value is Fault::invalid; the detail begins with file:line and says what to write
// instead.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace foyer::config {

inline constexpr std::string_view kSqlite = "sqlite";  // server.db in the data folder

// What one request may cost. Tablets learn the first two from every answer.
struct RequestLimits {
  std::int64_t push_ops_max = 200;          // org lock is held for one batch (shared/README.md)
  std::int64_t push_bytes_max = 1'048'576;  // inflated
  std::int64_t pull_rows_max = 500;         // rows of one page
  std::int64_t poll_s_max = 25;             // below the 30 s after which many proxies cut an idle request
  std::int64_t connections_max = 8'192;

  bool operator==(const RequestLimits&) const = default;
};

// How hosts are told. The password is a secret.
struct MailSettings {
  std::string url;  // empty: hosts are not told
  std::string from;
  std::string user;
  std::string password;
  std::string password_file;
  std::string ca;
  std::int64_t age_max_minutes = 240;

  bool operator==(const MailSettings&) const = default;
};

struct ServerConfig {
  std::string organisation = "Foyer";
  std::string database{kSqlite};  // or the URL of a PostgreSQL database, which may hold a password
  std::int64_t enrol_code_minutes = 10;
  RequestLimits limits;
  MailSettings mail;

  bool operator==(const ServerConfig&) const = default;
};

Result<ServerConfig> load_server_config(const std::filesystem::path& file);

// `file` names the text in messages.
Result<ServerConfig> parse_server_config(std::string_view text, std::string_view file);

// A server.toml with every setting commented out: default, limits, meaning.
std::string describe_server_config();

}  // namespace foyer::config
