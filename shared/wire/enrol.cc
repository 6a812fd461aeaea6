#include "shared/wire/enrol.h"

#include "shared/wire/json_reader.h"
#include "shared/wire/json_text.h"

namespace foyer::wire {
namespace {

constexpr std::size_t kEnrolBytesMax = 16 * 1024;
constexpr int kEnrolDepthMax = 8;

}  // namespace

std::string to_json(const EnrolRequest& request) {
  return JsonObject()
      .number("proto", request.proto)
      .text("code", request.code)
      .text("app_version", request.app_version)
      .raw("clock", instant_to_json(request.clock))
      .str();
}

std::string to_json(const EnrolReply& reply) {
  return JsonObject()
      .text("device", reply.device.text())
      .text("org", reply.org.text())
      .text("org_name", reply.org_name)
      .text("kiosk", reply.kiosk)
      .text("site", reply.site)
      .text("token", reply.token)
      .text("epoch", reply.epoch)
      .number("server_ms", reply.server_ms)
      .raw("limits", limits_to_json(reply.limits))
      .str();
}

Result<EnrolRequest> parse_enrol_request(std::string_view json) {
  auto tree = read_json(json, kEnrolBytesMax, kEnrolDepthMax);
  if (!tree) return tree.error();
  Members members(*tree);
  EnrolRequest request;
  const std::int64_t proto = members.number("proto");
  if (proto < 1 || proto > 1'000'000) members.fail("proto", "out of range");
  request.code = members.text("code");
  request.app_version = members.maybe_text("app_version").value_or(std::string());
  request.clock = members.instant("clock");
  if (!members.ok()) return members.error();
  request.proto = static_cast<int>(proto);
  return request;
}

Result<EnrolReply> parse_enrol_reply(std::string_view json) {
  auto tree = read_json(json, kEnrolBytesMax, kEnrolDepthMax);
  if (!tree) return tree.error();
  Members members(*tree);
  EnrolReply reply;
  reply.device = members.id("device");
  reply.org = members.id("org");
  reply.org_name = members.maybe_text("org_name").value_or(std::string());
  reply.kiosk = members.text("kiosk");
  reply.site = members.maybe_text("site").value_or(std::string());
  reply.token = members.text("token");
  reply.epoch = members.text("epoch");
  reply.server_ms = members.number("server_ms");
  reply.limits = read_limits(*tree);
  if (reply.token.empty()) members.fail("token", "empty");
  if (!members.ok()) return members.error();
  return reply;
}

Result<int> parse_hello_proto(std::string_view json) {
  auto tree = read_json(json, kEnrolBytesMax, kEnrolDepthMax);
  if (!tree) return tree.error();
  Members members(*tree);
  const std::int64_t proto = members.number("proto");
  if (proto < 1 || proto > 1'000'000) members.fail("proto", "out of range");
  if (!members.ok()) return members.error();
  return static_cast<int>(proto);
}

std::optional<std::int64_t> parse_hello_may_remove(std::string_view json) {
  auto tree = read_json(json, kEnrolBytesMax, kEnrolDepthMax);
  if (!tree) return std::nullopt;
  Members members(*tree);
  const auto contacts = members.maybe_number("may_remove");
  return members.ok() ? contacts : std::nullopt;
}

}  // namespace foyer::wire
