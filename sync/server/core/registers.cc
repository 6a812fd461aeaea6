#include "sync/server/core/registers.h"

#include <tuple>

namespace foyer::server {

bool is_later(const FieldValue& a, const FieldValue& b) {
  // The last two never decide between writes of one op; they make the order total for any two values.
  return std::tie(a.stamp, a.op_id, a.kind, a.value) > std::tie(b.stamp, b.op_id, b.kind, b.value);
}

FieldValue merge_register(const FieldValue& a, const FieldValue& b) { return is_later(a, b) ? a : b; }

void write_register(std::map<std::string, FieldValue>& fields, const std::string& name, const FieldValue& value) {
  const auto [current, is_new] = fields.emplace(name, value);
  if (!is_new && is_later(value, current->second)) current->second = value;
}

}  // namespace foyer::server
