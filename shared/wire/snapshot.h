// How a tablet gets to know a centre with much in it: the whole feed as of one moment, in chunks.
//   GET /v1/sync/snapshot answers one of
//     {"snapshot_id":UUID,"epoch":TEXT,"seq":N,"nonce":HEX,"rows":N,"digest":HEX,"made_ms":MS,
//      "chunks":[{"n":0,"bytes":N,"sha256":HEX,"rows":N},…]}        the manifest: this is what there is
//     {"retry_ms":MS}                                               one is being made: ask again
//     {"pull":true}                                                 it is not worth one: pull from the beginning
//   GET /v1/sync/snapshot/{id}/{n} answers chunk n, gzip of lines, each a row of the feed as pull.h has it.
// `rows` and `digest` are those of feed_digest.h over all chunks. Rows that only say that something is gone are left
// out, but for `erased`, which concerns a tablet's own ops. Values and pure functions; any thread; no input makes them
// throw.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/wire/feed_digest.h"
#include "shared/wire/rows.h"

namespace foyer::wire {

// Of one chunk, packed and unpacked: what a tablet holds in memory at once, and what a slow link loses at most.
inline constexpr std::size_t kChunkBytesMax = std::size_t{1024} * 1024;

struct SnapshotChunk {
  std::int64_t bytes = 0;  // packed
  std::string sha256;      // of them, 64 hexadecimal digits
  std::int64_t rows = 0;

  bool operator==(const SnapshotChunk&) const = default;
};

struct SnapshotManifest {
  Uuid id;
  std::string epoch;
  std::int64_t seq = 0;
  std::string nonce;  // of the commit at seq
  FeedDigest digest;
  std::int64_t made_ms = 0;
  std::vector<SnapshotChunk> chunks;

  // Where the feed goes on.
  std::string cursor() const;

  bool operator==(const SnapshotManifest&) const = default;
};

// Neither: pull.
struct SnapshotOffer {
  std::optional<SnapshotManifest> manifest;
  std::optional<std::int64_t> retry_ms;
};

std::string to_json(const SnapshotManifest& manifest);
Result<SnapshotManifest> parse_snapshot_manifest(std::string_view json);
std::string to_json(const SnapshotOffer& offer);
Result<SnapshotOffer> parse_snapshot_offer(std::string_view json);

// One row without its line end.
std::string to_line(const FeedRow& row);
// The lines of a whole chunk, unpacked. Fault::invalid when one of them is no JSON object.
Result<std::vector<FeedRow>> parse_snapshot_lines(std::string_view lines);

}  // namespace foyer::wire
