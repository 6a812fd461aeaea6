#include "shared/wire/snapshot.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "shared/wire/feed_row.h"
#include "shared/wire/json_reader.h"
#include "shared/wire/json_text.h"
#include "shared/wire/pull.h"

namespace foyer::wire {
namespace {

// A million contacts with a visit each are 600 chunks, 100 bytes apiece.
constexpr std::size_t kManifestBytesMax = std::size_t{1024} * 1024;
constexpr int kManifestDepthMax = 8;
constexpr std::size_t kBitsDigits = 16;
constexpr std::size_t kShaDigits = 64;

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

SnapshotChunk read_chunk(Members& all, const Json& json, std::int64_t n) {
  Members members(json);
  if (members.number("n") != n) all.fail("chunks", "is not in order");
  SnapshotChunk chunk{members.number("bytes"), members.text("sha256"), members.number("rows")};
  const bool is_fine = members.ok() && is_hex(chunk.sha256, kShaDigits) && chunk.rows > 0 && chunk.bytes > 0 &&
                       chunk.bytes <= static_cast<std::int64_t>(kChunkBytesMax);
  if (!is_fine) all.fail("chunks", "holds one that cannot be");
  return chunk;
}

Result<SnapshotManifest> manifest_from(const Json& json) {
  Members members(json);
  SnapshotManifest out;
  out.id = members.id("snapshot_id");
  out.epoch = members.text("epoch");
  out.seq = members.number("seq");
  out.nonce = members.text("nonce");
  out.digest.rows = members.number("rows");
  out.made_ms = members.number("made_ms");
  const std::string bits = members.text("digest");
  const Json* const chunks = members.array("chunks");
  if (!members.ok()) return members.error();
  if (!is_hex(bits, kBitsDigits)) members.fail("digest", "is not 16 hexadecimal digits");
  std::from_chars(bits.data(), bits.data() + bits.size(), out.digest.bits, 16);
  std::int64_t rows = 0;
  for (const Json& item : chunks->items) {
    out.chunks.push_back(read_chunk(members, item, std::ssize(out.chunks)));
    rows += out.chunks.back().rows;
  }
  if (rows != out.digest.rows) members.fail("rows", "is not the sum of the chunks'");
  if (!parse_cursor(out.cursor())) members.fail("nonce", "makes no cursor");
  if (!members.ok()) return members.error();
  return out;
}

}  // namespace

std::string SnapshotManifest::cursor() const { return to_text(Cursor{epoch, seq, nonce}); }

std::string to_json(const SnapshotManifest& manifest) {
  std::array<char, kBitsDigits + 1> bits{};
  std::snprintf(bits.data(), bits.size(), "%016llx", static_cast<unsigned long long>(manifest.digest.bits));
  JsonArray chunks;
  std::int64_t n = 0;
  for (const SnapshotChunk& chunk : manifest.chunks) {
    chunks.raw(JsonObject()
                   .number("n", n++)
                   .number("bytes", chunk.bytes)
                   .text("sha256", chunk.sha256)
                   .number("rows", chunk.rows)
                   .str());
  }
  return JsonObject()
      .text("snapshot_id", manifest.id.text())
      .text("epoch", manifest.epoch)
      .number("seq", manifest.seq)
      .text("nonce", manifest.nonce)
      .number("rows", manifest.digest.rows)
      .text("digest", bits.data())
      .number("made_ms", manifest.made_ms)
      .raw("chunks", chunks.str())
      .str();
}

Result<SnapshotManifest> parse_snapshot_manifest(std::string_view json) {
  const auto tree = read_json(json, kManifestBytesMax, kManifestDepthMax);
  if (!tree) return tree.error();
  return manifest_from(*tree);
}

std::string to_json(const SnapshotOffer& offer) {
  if (offer.manifest) return to_json(*offer.manifest);
  if (offer.retry_ms) return JsonObject().number("retry_ms", *offer.retry_ms).str();
  return JsonObject().boolean("pull", true).str();
}

Result<SnapshotOffer> parse_snapshot_offer(std::string_view json) {
  const auto tree = read_json(json, kManifestBytesMax, kManifestDepthMax);
  if (!tree) return tree.error();
  Members members(*tree);
  SnapshotOffer offer;
  if (members.boolean_or("pull", false)) return offer;
  offer.retry_ms = members.maybe_number("retry_ms");
  if (!members.ok()) return members.error();
  if (offer.retry_ms) return offer;
  auto manifest = manifest_from(*tree);
  if (!manifest) return manifest.error();
  offer.manifest = std::move(*manifest);
  return offer;
}

std::string to_line(const FeedRow& row) { return row_to_json(row); }

Result<std::vector<FeedRow>> parse_snapshot_lines(std::string_view lines) {
  std::vector<FeedRow> rows;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    auto row = parse_row(lines.substr(0, end));
    if (!row) return row.error();
    rows.push_back(std::move(*row));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return rows;
}

}  // namespace foyer::wire
