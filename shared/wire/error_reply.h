// The body of every answer that is not 2xx:
//   {"error":WORD,"detail":TEXT} and where they apply "retry_ms":MS,"epoch":TEXT,"wipe":BOOL
// Words of sync: malformed (400) token (401) revoked (403) forked, epoch (409) snapshot (410) too_large (413) upgrade
// (426) busy (429, 503). Values and pure functions; any thread; no input makes them throw.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace foyer::wire {

struct ErrorReply {
  std::string error;
  std::string detail;  // what to do, for staff and logs; no personal data
  std::optional<std::int64_t> retry_ms;
  std::optional<std::string> epoch;
  bool wipe = false;

  bool operator==(const ErrorReply&) const = default;
};

std::string to_json(const ErrorReply& reply);
// Fault::invalid for anything else, such as the page of a captive portal.
Result<ErrorReply> parse_error_reply(std::string_view json);

}  // namespace foyer::wire
