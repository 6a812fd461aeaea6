#include "sync/server/core/feed_copy.h"

#include <utility>

#include "shared/wire/pull.h"
#include "sync/protocol/gzip.h"
#include "sync/server/core/feed_reader.h"
#include "sync/server/core/secrets.h"

namespace foyer::server {
namespace {

constexpr std::int64_t kEntriesAtOnce = 500;

// Says only that something is not there, which a tablet that begins does not need to hear.
bool is_absence(const FeedEntry& entry, const wire::FeedRow& row) {
  if (is_document(entry.kind)) return row.d.empty();
  if (entry.kind != FeedKind::alias) return false;
  const auto alias = wire::parse_alias_row(row);
  return alias && alias->cid == alias->root;
}

class Copier {
 public:
  Copier(ServerStore& store, CopyFolder& folder, const CopyPlan& plan, wire::SnapshotManifest& manifest)
      : store_(store), folder_(folder), plan_(plan), manifest_(manifest) {}

  Result<void> run(const std::atomic<bool>& is_stopped) {
    const auto head = store_.head();
    if (!head) return head.error();
    const auto text = cursor_at(store_, head->seq);
    if (!text) return text.error();
    const auto cursor = wire::parse_cursor(*text);
    if (!cursor) return cursor.error();
    manifest_.epoch = cursor->epoch;
    manifest_.seq = cursor->seq;
    manifest_.nonce = cursor->nonce;
    FeedReader feed(store_);
    for (std::int64_t after = 0;;) {
      if (is_stopped) return Error{Fault::timeout, "the server stops"};
      const auto entries = store_.feed(after, kEntriesAtOnce);
      if (!entries) return entries.error();
      if (entries->empty()) return end_chunk();
      after = entries->back().seq;
      if (auto added = add(feed, *entries); !added) return added;
    }
  }

 private:
  Result<void> add(FeedReader& feed, const std::vector<FeedEntry>& entries) {
    std::vector<wire::FeedRow> rows;
    if (auto read = feed.add_rows(entries, rows); !read) return read;
    std::size_t at = 0;
    for (const wire::FeedRow& row : rows) {
      while (entries[at].seq != row.seq) ++at;  // rows are the entries' in order, with some left out
      if (is_absence(entries[at], row)) continue;
      const std::string line = to_line(row);
      if (!lines_.empty() && lines_.size() + line.size() + 1 > plan_.chunk_bytes) {
        if (auto ended = end_chunk(); !ended) return ended;
      }
      lines_ += line;
      lines_ += '\n';
      ++rows_;
      manifest_.digest.add(row.kind, row.id, row.seq);
    }
    return {};
  }

  Result<void> end_chunk() {
    if (lines_.empty()) return {};
    const auto packed = protocol::gzip(lines_);
    if (!packed) return Error{Fault::full, "no memory to pack a chunk of the feed"};
    const std::int64_t n = std::ssize(manifest_.chunks);
    // Noted first, so that a file that was written in part is removed as well.
    manifest_.chunks.push_back({std::ssize(*packed), hex(sha256(*packed)), rows_});
    lines_.clear();
    rows_ = 0;
    return folder_.write(chunk_file(manifest_.id, n), *packed);
  }

  ServerStore& store_;
  CopyFolder& folder_;
  const CopyPlan& plan_;
  wire::SnapshotManifest& manifest_;
  std::string lines_;  // of the chunk that is being filled
  std::int64_t rows_ = 0;
};

}  // namespace

std::string chunk_file(const Uuid& copy, std::int64_t n) { return copy.text() + "." + std::to_string(n); }

Result<wire::SnapshotManifest> copy_feed(ServerStore& store, const Clock& clock, Random& random, CopyFolder& folder,
                                         const CopyPlan& plan, const std::atomic<bool>& is_stopped) {
  wire::SnapshotManifest manifest;
  manifest.made_ms = clock.now().wall_ms;
  manifest.id = time_uuid(random, manifest.made_ms);
  Copier copier(store, folder, plan, manifest);
  const auto done = store.read([&] { return copier.run(is_stopped); });
  if (done) return manifest;
  for (std::int64_t n = 0; n < std::ssize(manifest.chunks); ++n) folder.remove(chunk_file(manifest.id, n));
  return done.error();
}

}  // namespace foyer::server
