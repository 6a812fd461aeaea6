#include "sync/server/core/contact_history.h"

#include "shared/base/log.h"
#include "shared/wire/json_reader.h"
#include "shared/wire/json_text.h"

namespace foyer::server {
namespace {

constexpr std::size_t kWrittenBytesMax = std::size_t{4} * 1024 * 1024;  // far above one op and its escapes

}  // namespace

std::string written_to_json(const Writing& writing) {
  wire::JsonObject fields;
  for (const auto& [name, text] : writing.fields) fields.maybe_text(name, text);
  return fields.str();
}

decltype(Writing::fields) parse_written(std::string_view json) {
  using wire::Json;
  decltype(Writing::fields) fields;
  const auto tree = wire::read_json(json, kWrittenBytesMax, 2);
  if (!tree || !tree->is(Json::Kind::object)) {
    log_warning("a line of the contacts' history is damaged; it is left out");
    return fields;
  }
  for (const auto& [name, value] : tree->members) {
    fields[name] = value.is(Json::Kind::text) ? std::optional(value.text) : std::nullopt;
  }
  return fields;
}

}  // namespace foyer::server
