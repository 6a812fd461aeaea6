#include "sync/server/postgres/rows.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>

namespace foyer::server::postgres {

std::string_view Row::bytes(int column) const {
  return {PQgetvalue(result_, number_, column), static_cast<std::size_t>(PQgetlength(result_, number_, column))};
}

bool Row::is_null(int column) const { return PQgetisnull(result_, number_, column) != 0; }

// Two, four or eight bytes with a sign, or the one of a boolean.
std::int64_t Row::integer(int column) const {
  const std::string_view raw = bytes(column);
  const bool is_negative = raw.size() > 1 && (static_cast<std::uint8_t>(raw.front()) & 0x80) != 0;
  std::uint64_t value = is_negative ? ~std::uint64_t{0} : 0;
  for (const char c : raw) value = (value << 8) | static_cast<std::uint8_t>(c);
  return static_cast<std::int64_t>(value);
}

std::string Row::text(int column) const { return std::string(bytes(column)); }

Uuid Row::id(int column) const {
  const std::string_view raw = bytes(column);
  std::array<std::uint8_t, 16> id{};
  if (raw.size() == id.size()) std::copy(raw.begin(), raw.end(), id.begin());
  return Uuid(id);
}

std::optional<std::int64_t> Row::maybe_integer(int column) const {
  return is_null(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<std::string> Row::maybe_text(int column) const {
  return is_null(column) ? std::nullopt : std::optional(text(column));
}

std::optional<Uuid> Row::maybe_id(int column) const {
  return is_null(column) ? std::nullopt : std::optional(id(column));
}

int Rows::size() const { return PQntuples(result_.get()); }

void Rows::Clear::operator()(pg_result* result) const { PQclear(result); }

}  // namespace foyer::server::postgres
