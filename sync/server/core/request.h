// One request to the centre and its answer, without sockets: what Service and StaffApi take and give. Values; any
// thread.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "sync/protocol/paths.h"

namespace foyer::server {

struct Request {
  std::string method;
  std::string path;   // without the query
  std::string query;  // behind the '?'
  std::string token;  // from the Authorization header; empty: none
  std::string body;
  bool may_wait = false;  // a pull may be answered with Response::waits
};

struct Response {
  int status = 200;
  std::string body;
  std::string_view content_type = protocol::kJsonType;
  std::int64_t retry_after_s = 0;  // 0: none
  std::string allow;               // for 405
  bool waits = false;              // nothing new: ask again when the head is above `head`, at the latest after wait_s
  int wait_s = 0;
  std::int64_t head = 0;  // of the feed as this request left it; 0: not looked at
};

// One entry of the tables of routes. `{id}` in a path stands for any UUID.
struct RouteName {
  std::string_view method;
  std::string_view path;

  auto operator<=>(const RouteName&) const = default;
};

// 405, with what would do.
Response wrong_method(std::string_view allowed);
// The answer for staff and tablets alike.
Response error_response(int status, std::string_view word, std::string_view detail);
// 503, and a line in the log unless the store only asks for patience.
Response unavailable(std::string_view doing, const Error& error);

// What the store or a rule said to something that staff asked for.
Response act_refused(const Error& error, std::string_view doing);
Response malformed_request(const Error& error);

}  // namespace foyer::server
