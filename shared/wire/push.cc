#include "shared/wire/push.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "shared/wire/json_cut.h"
#include "shared/wire/json_reader.h"
#include "shared/wire/json_text.h"
#include "shared/wire/op_json.h"

namespace foyer::wire {
namespace {

constexpr std::size_t kReplyBytesMax = 4 * 1024 * 1024;
constexpr std::size_t kHeadBytesMax = 4 * 1024;  // a head without its ops is a tenth of it
constexpr OpOutcome kOutcomes[] = {OpOutcome::applied,  OpOutcome::duplicate,   OpOutcome::anonymised,
                                   OpOutcome::rejected, OpOutcome::unsupported, OpOutcome::deferred};

std::string stamp_text(std::uint64_t stamp) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out(16, '0');
  for (std::size_t i = 16; i-- > 0; stamp >>= 4) out[i] = kHex[stamp & 15];
  return out;
}

std::optional<std::uint64_t> parse_stamp(const std::string& text) {
  std::uint64_t stamp = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), stamp, 16);
  if (text.size() != 16 || failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return stamp;
}

std::string result_to_json(const OpResult& result) {
  JsonObject out;
  if (result.id) {
    out.text("id", result.id->text());
  } else {
    out.null("id");
  }
  out.text("r", op_outcome_name(result.outcome));
  if (result.seq) out.number("seq", *result.seq);
  if (result.stamp) out.text("stamp", stamp_text(*result.stamp));
  if (result.quality) out.text("q", domain::time_quality_name(*result.quality));
  if (!result.proof.empty()) out.text("proof", result.proof);
  if (result.root) out.text("root", result.root->text());
  if (result.alias) {
    out.raw("alias", JsonArray().text(result.alias->first.text()).text(result.alias->second.text()).str());
  }
  if (!result.code.empty()) out.text("code", result.code);
  if (!result.detail.empty()) out.text("detail", result.detail);
  if (result.outcome == OpOutcome::rejected) out.boolean("retry", result.retry);
  if (result.min_proto) out.number("min_proto", *result.min_proto);
  if (result.retry_ms) out.number("retry_ms", *result.retry_ms);
  return out.str();
}

std::optional<std::pair<Uuid, Uuid>> read_alias(const Json& json, Members& members) {
  const Json* const alias = json.find("alias");
  if (alias == nullptr) return std::nullopt;
  if (alias->items.size() == 2) {
    const auto cid = Uuid::parse(alias->items[0].text);
    const auto root = Uuid::parse(alias->items[1].text);
    if (cid && root) return std::pair(*cid, *root);
  }
  members.fail("alias", "not two UUIDs");
  return std::nullopt;
}

Result<OpResult> read_result(const Json& json) {
  Members members(json);
  OpResult result;
  result.id = members.maybe_id("id");
  const std::string outcome = members.text("r");
  bool known = false;
  for (const OpOutcome candidate : kOutcomes) {
    if (outcome != op_outcome_name(candidate)) continue;
    result.outcome = candidate;
    known = true;
  }
  if (!known) members.fail("r", "unknown word");
  result.seq = members.maybe_number("seq");
  if (const auto stamp = members.maybe_text("stamp")) {
    result.stamp = parse_stamp(*stamp);
    if (!result.stamp) members.fail("stamp", "not 16 hexadecimal digits");
  }
  if (const auto quality = members.maybe_text("q")) result.quality = domain::parse_time_quality(*quality);
  result.proof = members.maybe_text("proof").value_or(std::string());
  result.root = members.maybe_id("root");
  result.alias = read_alias(json, members);
  result.code = members.maybe_text("code").value_or(std::string());
  result.detail = members.maybe_text("detail").value_or(std::string());
  result.retry = members.boolean_or("retry", false);
  if (const auto proto = members.maybe_number("min_proto")) {
    if (*proto < 0 || *proto > 1'000'000) members.fail("min_proto", "out of range");
    result.min_proto = static_cast<int>(*proto);
  }
  result.retry_ms = members.maybe_number("retry_ms");
  if (!members.ok()) return members.error();
  return result;
}

PushedOp read_pushed(std::string_view json) {
  PushedOp pushed{std::nullopt, std::nullopt, Error{Fault::invalid, "op: not an object"}};
  const auto tree = read_json(json, kOpBytesMax, kDepthMax);
  if (!tree) {
    pushed.id = find_id(json, "id");
    pushed.chain = find_id(json, "chain");
    pushed.op = Error{Fault::invalid, tree.error().detail};
    return pushed;
  }
  if (!tree->is(Json::Kind::object)) return pushed;
  const auto id_of = [&tree](std::string_view name) {
    const Json* const id = tree->find(name);
    return id != nullptr && id->is(Json::Kind::text) ? Uuid::parse(id->text) : std::nullopt;
  };
  pushed.id = id_of("id");
  pushed.chain = id_of("chain");
  const Json* const proof = tree->find("proof");
  if (proof != nullptr && proof->is(Json::Kind::text)) pushed.proof = proof->text;
  pushed.op = op_from(*tree);
  return pushed;
}

Result<PushHead> read_head(Members& members) {
  PushHead head;
  const std::int64_t proto = members.number("proto");
  if (proto < 1 || proto > 1'000'000) members.fail("proto", "out of range");
  head.device = members.id("device");
  head.push_n = members.number("push_n");
  head.push_id = members.id("push_id");
  head.epoch = members.maybe_text("epoch").value_or(std::string());
  head.clock = members.instant("clock");
  head.fork = members.boolean_or("fork", false);
  head.cursor = members.maybe_text("cursor").value_or(std::string());
  head.known = members.maybe_text("known").value_or(std::string());
  if (!members.ok()) return members.error();
  head.proto = static_cast<int>(proto);
  return head;
}

// The op of each line; no more than `lines_max` + 1 of them.
std::vector<std::string_view> cut_lines(std::string_view text, std::size_t lines_max) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() <= lines_max) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

Result<ParsedPush> read_push(const Json& envelope, std::span<const std::string_view> ops, std::size_t ops_max) {
  Members members(envelope);
  ParsedPush push;
  auto head = read_head(members);
  if (!head) return head.error();
  if (ops.size() > ops_max) return Error{Fault::invalid, "ops: too many"};
  push.head = std::move(*head);
  push.ops.reserve(ops.size());
  for (const std::string_view op : ops) push.ops.push_back(read_pushed(op));
  return push;
}

}  // namespace

const char* op_outcome_name(OpOutcome outcome) {
  switch (outcome) {
    case OpOutcome::applied: return "applied";
    case OpOutcome::duplicate: return "duplicate";
    case OpOutcome::anonymised: return "anonymised";
    case OpOutcome::rejected: return "rejected";
    case OpOutcome::unsupported: return "unsupported";
    case OpOutcome::deferred: return "deferred";
  }
  return "deferred";
}

std::string to_lines(const PushRequest& request) {
  const PushHead& head = request.head;
  JsonObject out;
  out.number("proto", head.proto).text("device", head.device.text()).number("push_n", head.push_n);
  out.text("push_id", head.push_id.text()).text("epoch", head.epoch).raw("clock", instant_to_json(head.clock));
  if (head.fork) out.boolean("fork", true);
  if (!head.cursor.empty()) out.text("cursor", head.cursor);
  if (!head.known.empty()) out.text("known", head.known);
  std::string lines = out.str() + '\n';
  for (const std::string& op : request.ops) {
    const std::size_t begin = lines.size();
    lines += op;
    std::replace(lines.begin() + static_cast<std::ptrdiff_t>(begin), lines.end(), '\n', ' ');
    lines += '\n';
  }
  return lines;
}

Result<ParsedPush> parse_push_request(std::string_view body, const PushLimits& limits) {
  if (body.size() > limits.max_bytes) return Error{Fault::invalid, "too large"};
  if (const std::size_t end = body.find('\n'); end != std::string_view::npos) {
    const auto head = read_json(body.substr(0, end), kHeadBytesMax, kDepthMax);
    if (head && head->find_any("ops") == nullptr) {
      // A request that lost its end on the way: its last op is not the tablet's fault.
      if (!body.ends_with('\n')) return Error{Fault::invalid, "ends within a line"};
      return read_push(*head, cut_lines(body.substr(end + 1), limits.max_ops), limits.max_ops);
    }
  }
  const auto cut = cut_list(body, "ops", limits.max_ops);
  const auto tree = read_json(cut ? std::string_view(cut->envelope) : body, limits.max_bytes, kDepthMax);
  if (!tree) return tree.error();
  if (cut) return read_push(*tree, cut->items, limits.max_ops);
  Members members(*tree);
  if (auto head = read_head(members); !head) return head.error();
  return Error{Fault::invalid, "ops: missing"};
}

std::string limits_to_json(const PushLimits& limits) {
  return JsonObject()
      .number("max_ops", static_cast<std::int64_t>(limits.max_ops))
      .number("max_bytes", static_cast<std::int64_t>(limits.max_bytes))
      .str();
}

PushLimits read_limits(const Json& reply) {
  PushLimits limits;
  const Json* const json = reply.find("limits");
  if (json == nullptr) return limits;
  Members members(*json);
  const std::int64_t ops = members.number_or("max_ops", 0);
  const std::int64_t bytes = members.number_or("max_bytes", 0);
  if (ops > 0) limits.max_ops = static_cast<std::size_t>(ops);
  if (bytes > 0) limits.max_bytes = static_cast<std::size_t>(bytes);
  return limits;
}

std::string to_json(const PushReply& reply) {
  JsonArray results;
  for (const auto& result : reply.results) results.raw(result_to_json(result));
  return JsonObject()
      .boolean("ok", true)
      .text("epoch", reply.epoch)
      .number("server_ms", reply.server_ms)
      .number("head", reply.head)
      .text("commit", reply.commit)
      .number("backup_seq", reply.backup_seq)
      .number("next_poll_ms", reply.next_poll_ms)
      .raw("limits", limits_to_json(reply.limits))
      .raw("results", results.str())
      .str();
}

Result<PushReply> parse_push_reply(std::string_view json) {
  auto tree = read_json(json, kReplyBytesMax, kDepthMax);
  if (!tree) return tree.error();
  Members members(*tree);
  PushReply reply;
  if (!members.boolean_or("ok", false)) members.fail("ok", "not true");
  reply.epoch = members.text("epoch");
  reply.server_ms = members.number("server_ms");
  reply.head = members.number_or("head", 0);
  reply.commit = members.maybe_text("commit").value_or(std::string());
  reply.backup_seq = members.number_or("backup_seq", 0);
  reply.next_poll_ms = members.number_or("next_poll_ms", 0);
  reply.limits = read_limits(*tree);
  const Json* const results = members.array("results");
  if (!members.ok()) return members.error();
  for (const Json& item : results->items) {
    auto result = read_result(item);
    if (!result) return result.error();
    reply.results.push_back(std::move(*result));
  }
  return reply;
}

}  // namespace foyer::wire
