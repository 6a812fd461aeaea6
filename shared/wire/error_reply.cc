#include "shared/wire/error_reply.h"

#include "shared/wire/json_reader.h"
#include "shared/wire/json_text.h"

namespace foyer::wire {
namespace {

constexpr std::size_t kErrorBytesMax = 16 * 1024;
constexpr int kErrorDepthMax = 8;

}  // namespace

std::string to_json(const ErrorReply& reply) {
  JsonObject out;
  out.text("error", reply.error).text("detail", reply.detail);
  if (reply.retry_ms) out.number("retry_ms", *reply.retry_ms);
  if (reply.epoch) out.text("epoch", *reply.epoch);
  if (reply.wipe) out.boolean("wipe", true);
  if (!reply.proof.empty()) out.text("proof", reply.proof);
  return out.str();
}

Result<ErrorReply> parse_error_reply(std::string_view json) {
  auto tree = read_json(json, kErrorBytesMax, kErrorDepthMax);
  if (!tree) return tree.error();
  Members members(*tree);
  ErrorReply reply;
  reply.error = members.text("error");
  reply.detail = members.maybe_text("detail").value_or(std::string());
  reply.retry_ms = members.maybe_number("retry_ms");
  reply.epoch = members.maybe_text("epoch");
  reply.wipe = members.boolean_or("wipe", false);
  reply.proof = members.maybe_text("proof").value_or(std::string());
  if (!members.ok()) return members.error();
  return reply;
}

}  // namespace foyer::wire
