#include "sync/server/postgres/address.h"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace foyer::server::postgres {
namespace {

constexpr std::string_view kSecretOptions[] = {"password", "sslpassword", "passfile"};

// What we set when the URL does not. A peer that is gone without a word is noticed within half a minute.
constexpr std::pair<const char*, const char*> kDefaults[] = {{"tcp_user_timeout", "15000"},
                                                             {"keepalives_idle", "10"},
                                                             {"keepalives_count", "3"},
                                                             {"keepalives_interval", "5"},
                                                             {"fallback_application_name", "foyer-server"}};

struct Free {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

}  // namespace

Result<Address> parse_address(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, Free> parsed(PQconninfoParse(url.c_str(), nullptr));
  // libpq's own message repeats the URL.
  const bool is_url = url.starts_with("postgresql://") || url.starts_with("postgres://");
  if (!parsed || !is_url) {
    return Error{Fault::invalid,
                 "the address of the database is not one; write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, and "
                 "characters like @ : / % in a name or password as %40 %3A %2F %25"};
  }
  Address address;
  std::string host, port;
  const auto has = [&](std::string_view name) {
    return std::ranges::any_of(address.options, [&](const auto& option) { return option.first == name; });
  };
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    const std::string name = option->keyword, value = option->val;
    address.options.emplace_back(name, value);
    if (std::ranges::find(kSecretOptions, name) != std::end(kSecretOptions) && !value.empty()) {
      address.secrets.push_back(value);
    }
    if (name == "host" || (name == "hostaddr" && host.empty())) host = value;
    if (name == "port") port = value;
    if (name == "dbname") address.database = value;
    if (name == "user") address.user = value;
  }
  for (const auto& [name, value] : kDefaults) {
    if (!has(name)) address.options.emplace_back(name, value);
  }
  address.options.emplace_back("client_encoding", "UTF8");
  address.place = "postgresql://" + host + (port.empty() ? "" : ":" + port) + "/" + address.database;
  return address;
}

std::string without_secrets(const Address& address, std::string text) {
  for (const std::string& secret : address.secrets) {
    constexpr std::string_view kInstead = "(not shown)";
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kInstead.size())) {
      text.replace(at, secret.size(), kInstead);
    }
  }
  return text;
}

}  // namespace foyer::server::postgres
