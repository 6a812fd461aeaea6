// Enrolment of a tablet (POST /v1/enrol): a one-time code becomes a device with a token.
//   request {"proto":3,"code":TEXT,"app_version":TEXT,"clock":{"boot","mono","wall"}}
//   reply {"device":UUID,"org":UUID,"org_name":TEXT,"kiosk":TEXT,"site":TEXT,"token":TEXT,"epoch":TEXT,"server_ms":MS,
//            "limits":{"max_ops":N,"max_bytes":N}}
// Values and pure functions; any thread; no input makes them throw. The token is a secret: never log a reply.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/wire/push.h"

namespace foyer::wire {

struct EnrolRequest {
  int proto = kProto;
  std::string code;
  std::string app_version;
  Instant clock;

  bool operator==(const EnrolRequest&) const = default;
};

struct EnrolReply {
  Uuid device;
  Uuid org;
  std::string org_name;
  std::string kiosk;  // the name staff gave it
  std::string site;
  std::string token;
  std::string epoch;
  std::int64_t server_ms = 0;
  PushLimits limits;

  bool operator==(const EnrolReply&) const = default;
};

std::string to_json(const EnrolRequest& request);
std::string to_json(const EnrolReply& reply);
Result<EnrolRequest> parse_enrol_request(std::string_view json);
Result<EnrolReply> parse_enrol_reply(std::string_view json);
// The protocol that the centre speaks, from its answer to a hello.
Result<int> parse_hello_proto(std::string_view json);
// How many contacts may go, from the same; nothing when nobody has confirmed any.
std::optional<std::int64_t> parse_hello_may_remove(std::string_view json);

}  // namespace foyer::wire
