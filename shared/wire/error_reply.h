// The body of every answer that is not 2xx:
//   {"error":WORD,"detail":TEXT} and where they apply "retry_ms":MS,"epoch":TEXT,"wipe":BOOL,"proof":TEXT
// A revoked tablet forgets everything only on a wipe whose proof is HMAC-SHA256, in hexadecimal digits, of
// kWipeMessage and the tablet's id, keyed with SHA-256 of its token: nobody on the way can make one.
// Words of sync: malformed (400) token (401) revoked (403) forked, epoch (409) snapshot (410) too_large (413) upgrade
// (426) busy (429, 503). Values and pure functions; any thread; no input makes them throw.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace foyer::wire {

inline constexpr std::string_view kWipeMessage = "revoked, wipe ";

struct ErrorReply {
  std::string error;
  std::string detail;  // what to do, for staff and logs; no personal data
  std::optional<std::int64_t> retry_ms;
  std::optional<std::string> epoch;
  bool wipe = false;
  std::string proof = {};

  bool operator==(const ErrorReply&) const = default;
};

std::string to_json(const ErrorReply& reply);
// Fault::invalid for anything else, such as the page of a captive portal.
Result<ErrorReply> parse_error_reply(std::string_view json);

}  // namespace foyer::wire
