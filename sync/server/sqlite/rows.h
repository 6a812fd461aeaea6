// How records stand in columns: the few conversions that loading, writing and exporting share. Any thread.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "shared/store/database.h"
#include "sync/server/core/records.h"

namespace foyer::server {

// Shorter or longer bytes give a value that matches nothing.
inline Mac read_mac(const store::Statement& row, int column) {
  const std::string bytes = row.blob(column);
  Mac mac{};
  if (bytes.size() == mac.size()) std::copy(bytes.begin(), bytes.end(), mac.begin());
  return mac;
}

// Absent texts are NULL in the database and empty in records.
inline std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

inline std::optional<Uuid> or_null(const Uuid& id) { return id.is_nil() ? std::nullopt : std::optional(id); }

}  // namespace foyer::server
