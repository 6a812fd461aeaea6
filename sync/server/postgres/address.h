// Where a PostgreSQL database is and who we are there: the URL of server.toml, taken apart. Its password is in
// `options` and in `secrets` only: whatever may be shown is made of the other members, or went through
// without_secrets(). Values; any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/result.h"

namespace foyer::server::postgres {

struct Address {
  std::vector<std::pair<std::string, std::string>> options;  // as libpq takes them
  std::vector<std::string> secrets;
  std::string place;     // "postgresql://db.example.com:5432/foyer", without user and password
  std::string user;      // empty: the user of this process
  std::string database;  // empty: of the user's name
};

// Fault::invalid for anything but postgresql://USER:PASSWORD@HOST:PORT/DATABASE (libpq's own rules, its options
// included); the detail repeats nothing of it.
Result<Address> parse_address(const std::string& url);

// The text with "(not shown)" in the place of every secret.
std::string without_secrets(const Address& address, std::string text);

}  // namespace foyer::server::postgres
