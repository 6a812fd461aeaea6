#include "shared/store/meta.h"

namespace foyer::store {
namespace {

constexpr std::string_view kRead = "SELECT value FROM meta WHERE name = ?";
constexpr std::string_view kWrite =
    "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    " WHERE meta.value IS NOT excluded.value";

}  // namespace

void Meta::note(const Result<void>& outcome) {
  if (!outcome && !error_) error_ = outcome.error();
}

std::string Meta::text(std::string_view name) {
  auto read = db_.prepare(kRead);
  read.bind(name);
  std::string value;
  if (read.next()) value = read.text(0);
  note(read.end());
  return value;
}

std::optional<std::int64_t> Meta::maybe_number(std::string_view name) {
  auto read = db_.prepare(kRead);
  read.bind(name);
  std::optional<std::int64_t> value;
  if (read.next()) value = read.maybe_integer(0);
  note(read.end());
  return value;
}

std::int64_t Meta::number(std::string_view name) { return maybe_number(name).value_or(0); }

Uuid Meta::id(std::string_view name) {
  auto read = db_.prepare(kRead);
  read.bind(name);
  Uuid value;
  if (read.next()) value = read.id(0);
  note(read.end());
  return value;
}

void Meta::set(std::string_view name, std::string_view text) { note(db_.prepare(kWrite).bind(name).bind(text).run()); }
void Meta::set(std::string_view name, std::int64_t number) { note(db_.prepare(kWrite).bind(name).bind(number).run()); }
void Meta::set(std::string_view name, const Uuid& id) { note(db_.prepare(kWrite).bind(name).bind(id).run()); }

}  // namespace foyer::store
