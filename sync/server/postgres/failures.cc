#include "sync/server/postgres/failures.h"

#include <algorithm>
#include <cctype>

namespace foyer::server::postgres {
namespace {

struct Meaning {
  std::string_view state;  // or its first letters
  Fault fault;
  const char* words;
};

// The first that fits.
constexpr Meaning kMeanings[] = {
    {"53100", Fault::full, "there is no space left at the database"},
    {"58030", Fault::full, "the database's disk does not take writes"},
    {"53", Fault::busy, "the database has no room for this now"},
    {"40", Fault::busy, "another transaction came first"},
    {"55P03", Fault::busy, "another transaction holds the organisation's row"},
    {"57014", Fault::busy, "the database cancelled the statement"},
    {"25006", Fault::offline, "this database only reads; it is a copy or being recovered"},
    {"25P03", Fault::busy, "the transaction took too long"},
    {"08", Fault::offline, "the connection to the database was lost"},
    {"57P", Fault::offline, "the database is stopping or starting"},
    {"XX", Fault::corrupt, "the database is damaged"},
    {"42501", Fault::refused,
     "the database's user lacks a permission; make it the owner of the database and its tables"},
    {"28", Fault::refused, "the database does not accept this user"},
    {"3D000", Fault::not_found, "the database does not exist"},
    {"23", Fault::invalid, "a row breaks a rule of its table"},
};

// Of "FATAL:  3D000: database …", in whatever language the word before it is.
std::string_view state_in(std::string_view message) {
  constexpr std::size_t kLength = 5;
  const auto is_letter = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) || (c >= 'A' && c <= 'Z'); };
  for (auto at = message.find(":  "); at != std::string_view::npos; at = message.find(":  ", at + 1)) {
    const std::string_view state = message.substr(at + 3, kLength);
    const std::string_view rest = message.substr(std::min(message.size(), at + 3 + kLength));
    if (state.size() == kLength && std::ranges::all_of(state, is_letter) && rest.starts_with(':')) return state;
  }
  return {};
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

bool ends_connection(std::string_view state) {
  return state.empty() || state.starts_with("08") || state.starts_with("57P") || state == "25P03" || state == "25006";
}

Error statement_error(std::string_view state, std::string_view about) {
  if (state.empty()) return {Fault::offline, "database: the connection to it was lost"};
  Error error{Fault::invalid, "a statement failed"};
  for (const Meaning& meaning : kMeanings) {
    if (!state.starts_with(meaning.state)) continue;
    error = {meaning.fault, meaning.words};
    break;
  }
  error.detail = "database: " + error.detail + " (" + std::string(state);
  if (!about.empty()) error.detail += ", " + std::string(about);
  error.detail += ")";
  return error;
}

Error connect_error(const Address& address, const std::string& message) {
  const std::string user = address.user.empty() ? "this process's user" : "the user " + address.user;
  const std::string name = address.database.empty() ? address.user : address.database;
  const std::string_view state = state_in(message);
  if (state == "3D000") {
    return {Fault::not_found, "the database " + name + " does not exist there; make it, for example with: createdb " +
                                  (address.user.empty() ? "" : "--owner=" + address.user + " ") + name};
  }
  if (state.starts_with("28")) {
    return {Fault::refused, "PostgreSQL does not accept " + user +
                                " with what server.toml says; correct user and password there, or pg_hba.conf"};
  }
  if (state == "42501") {
    return {Fault::refused,
            user + " may not connect to the database " + name + "; GRANT CONNECT, or make it the owner"};
  }
  if (state == "57P03") return {Fault::offline, "PostgreSQL is starting or stopping; try again in a moment"};
  if (state.starts_with("53")) {
    return {Fault::busy, "PostgreSQL has no connection left; raise max_connections or end others"};
  }
  return {Fault::offline, "PostgreSQL does not answer there; start it or correct the address in server.toml (" +
                              without_secrets(address, first_line(message)) + ")"};
}

}  // namespace foyer::server::postgres
