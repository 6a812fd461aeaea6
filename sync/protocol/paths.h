// Where the centre answers and how a request is addressed: the paths, header names and query strings that the agent and
// the server share. Values and pure functions; any thread; nothing here fails.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/removal.h"

namespace foyer::protocol {

// The version of the protocol that this program speaks. The server answers every version still installed.
inline constexpr int kProto = 3;

inline constexpr std::string_view kHealthPath = "/v1/health";                // GET, no token
inline constexpr std::string_view kEnrolPath = "/v1/enrol";                  // POST, no token, a one-time code
inline constexpr std::string_view kHelloPath = "/v1/sync/hello";             // GET
inline constexpr std::string_view kPushPath = "/v1/sync/push";               // POST; with ?fork=1 from a forked tablet
inline constexpr std::string_view kPullPath = "/v1/sync/pull";               // GET, see PullQuery
inline constexpr std::string_view kSnapshotPath = "/v1/sync/snapshot";       // GET; its chunks stand under it
inline constexpr std::string_view kDeadLetterPath = "/v1/sync/dead-letter";  // POST, one raw op

// Under this prefix: a token of `foyer-server api-token`, never a tablet's. The routes stand in staff_api.cc.
inline constexpr std::string_view kStaffPrefix = "/v1/staff/";

// `Authorization: Bearer <token>` on everything but health and enrol.
inline constexpr std::string_view kAuthorizationHeader = "Authorization";
inline constexpr std::string_view kBearer = "Bearer ";
inline constexpr std::string_view kJsonType = "application/json";
// A push: its head on one line, each op on one of its own (shared/wire/push.h), so that a broken one is refused alone.
inline constexpr std::string_view kLinesType = "application/x-ndjson";
// A chunk of a snapshot: such lines, packed (shared/wire/snapshot.h).
inline constexpr std::string_view kChunkType = "application/gzip";

struct PullQuery {
  std::string cursor;  // empty: from the beginning
  std::string known;   // the commit that the last push's answer named; empty: none
  int limit = 0;       // 0: the server's own
  int wait_s = 0;      // how long the server may hold the answer when there is nothing new
  int proto = kProto;

  bool operator==(const PullQuery&) const = default;
};

// "/v1/sync/pull?cursor=…&known=…&limit=500&wait=25&proto=3". REQUIRES: both cursors came from a server (they need no
// escaping)
std::string pull_target(const PullQuery& query);

// The inverse, from what stands behind the '?'. Unknown names are skipped; Fault::invalid for a bad number.
Result<PullQuery> parse_pull_query(std::string_view query);

// "/v1/sync/snapshot/0190…/7"
std::string chunk_path(const Uuid& snapshot, std::int64_t n);

struct ChunkName {
  Uuid snapshot;
  std::int64_t n = 0;
};
// The inverse; nothing for any other path.
std::optional<ChunkName> parse_chunk_path(std::string_view path);

// "/v1/sync/hello?boot=…&mono=…&wall=…": a hello that shows the tablet's clocks, so that the centre knows this boot
// even when the next push comes after another one.
// `removal`: what would go from the tablet's screen and waits for a confirmation ("&remove=812&of=900").
std::string hello_target(const Instant& clock, const std::optional<domain::Removal>& removal = {});
// The clocks of a hello; nothing when it shows none or they are not three numbers of a boot.
std::optional<Instant> parse_hello_clock(std::string_view query);

std::optional<domain::Removal> parse_hello_removal(std::string_view query);

// The value of `name` in "a=1&b=2" as it stands there, or nothing.
std::optional<std::string_view> query_value(std::string_view query, std::string_view name);

}  // namespace foyer::protocol
