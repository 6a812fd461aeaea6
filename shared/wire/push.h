// One push of a tablet and its answer (POST /v1/sync/push). The same push_n and push_id again ask for the stored answer
// again. A request is lines, so that each op stands alone: where one ends is known without reading it, and whatever an
// op holds (a bracket or a quote without its partner, no JSON at all) spoils only itself.
//   HEAD, a line feed, then each op (op_json.h) and a line feed; "application/x-ndjson"
//   HEAD     {"proto":3,"device":UUID,"push_n":N,"push_id":UUID,"epoch":TEXT,"clock":{"boot","mono","wall"},
//            "fork":false,"cursor":CURSOR,"known":CURSOR}: the cursor of the tablet's feed, and the commit that the
//            centre last told it of (pull.h); a centre that does not know both was rolled back
// The same as one JSON object, the ops in HEAD's member "ops":[OP,…], is read as well; there only an op in which
// brackets and quotes have their partners spoils nothing but itself.
//   reply   {"ok":true,"epoch":TEXT,"server_ms":MS,"head":N,"commit":CURSOR,"backup_seq":N,"next_poll_ms":MS,
//            "limits":{"max_ops":N,"max_bytes":N},"results":[RESULT,…]}, one result for each op, in the same order
//   result  {"id":UUID|null,"r":"applied|duplicate|anonymised|rejected|unsupported|deferred", and where they apply:
//            "seq":N,"stamp":"16 hex digits","q":"exact","proof":TEXT,"root":UUID,"alias":[CID,ROOT],"code":WORD,
//            "detail":TEXT,
//            "retry":BOOL,
//            "min_proto":N,"retry_ms":MS}
// Values and pure functions; any thread; no input makes them throw.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/op.h"
#include "shared/domain/visit.h"

namespace foyer::wire {

inline constexpr int kProto = 3;
inline constexpr std::size_t kPushOpsMax = 200;  // beyond this a batch gains little and holds the org's lock longer
inline constexpr std::size_t kPushBytesMax = std::size_t{1024} * 1024;  // of the request, inflated

struct PushLimits {
  std::size_t max_ops = kPushOpsMax;
  std::size_t max_bytes = kPushBytesMax;

  bool operator==(const PushLimits&) const = default;
};

// What stands before the ops.
struct PushHead {
  int proto = kProto;
  Uuid device;
  std::int64_t push_n = 0;
  Uuid push_id;
  std::string epoch;        // empty: none known yet
  Instant clock;            // when it was sent
  bool fork = false;        // the ops of a tablet whose database was found rolled back or cloned
  std::string cursor = {};  // of the tablet's feed; empty: the beginning
  std::string known = {};   // PushReply::commit of the last push that was answered; empty: none

  bool operator==(const PushHead&) const = default;
};

// `ops` are texts made by to_json(Op), or what stands in their place; sent as they are.
struct PushRequest {
  PushHead head;
  std::vector<std::string> ops;
};

struct PushedOp {
  std::optional<Uuid> id;     // when at least it could be read
  std::optional<Uuid> chain;  // the same
  Result<domain::Op> op;      // Fault::invalid: refuse this one alone
  std::string proof = {};     // OpResult::proof, when it was answered before
};

struct ParsedPush {
  PushHead head;
  std::vector<PushedOp> ops;
};

enum class OpOutcome {
  applied,      // carried out now
  duplicate,    // carried out earlier
  anonymised,   // counted without the person, who was erased
  rejected,     // will not be carried out: staff look at it
  unsupported,  // the centre is too old for it: keep it until a newer one is there
  deferred,     // ask again later
};
const char* op_outcome_name(OpOutcome outcome);

struct OpResult {
  std::optional<Uuid> id;  // null for an op whose id could not be read: the result's position tells which
  OpOutcome outcome = OpOutcome::applied;
  std::optional<std::int64_t> seq;
  std::optional<std::uint64_t> stamp;
  std::optional<domain::TimeQuality> quality;
  std::optional<Uuid> root;
  std::optional<std::pair<Uuid, Uuid>> alias;
  std::string code;  // why, in one word, for rejected and deferred
  bool retry = false;
  std::optional<int> min_proto;
  std::optional<std::int64_t> retry_ms;
  std::string detail = {};  // for rejected: which member breaks which rule, for staff and logs; never its value
  std::string proof = {};   // opaque: gives the op its stamp back at a centre that lost it (op_json.h)

  bool operator==(const OpResult&) const = default;
};

struct PushReply {
  std::string epoch;
  std::int64_t server_ms = 0;
  std::int64_t head = 0;
  std::int64_t backup_seq = 0;  // tablets may forget acknowledged ops up to here
  std::int64_t next_poll_ms = 0;
  PushLimits limits;
  std::vector<OpResult> results;
  std::string commit = {};  // the head as a cursor: which history of the centre has these ops

  bool operator==(const PushReply&) const = default;
};

// The request's body. A line feed inside of an op, which JSON allows between its words only, becomes a space.
std::string to_lines(const PushRequest& request);
std::string to_json(const PushReply& reply);
// Fault::invalid for the whole request only when its head or the list itself is malformed or a limit is broken.
Result<ParsedPush> parse_push_request(std::string_view body, const PushLimits& limits = {});
Result<PushReply> parse_push_reply(std::string_view json);

}  // namespace foyer::wire
