// The part of SyncPass that gets to know a centre with much in it: the manifest of a snapshot, its chunks one after the
// other, and the moment it takes over (shared/wire/snapshot.h). It goes on the pull's lane, in the place of the feed's
// first pages; what people do goes to the centre beside it. A kill costs at most the chunk that was under way.
#include <algorithm>
#include <utility>

#include "shared/base/log.h"
#include "sync/agent/sha256.h"
#include "sync/agent/sync_pass.h"
#include "sync/protocol/gzip.h"
#include "sync/protocol/paths.h"

namespace foyer::agent {
namespace {

// A snapshot may go while it is read (a day is over, somebody was erased, another server answers): then a new one is
// begun. A centre at which that never ends is read by pages, which always gets further.
constexpr int kSnapshotsMax = 4;
// What is damaged on the way is fetched again; what is damaged at the centre stays so.
constexpr int kDamagedMax = 4;
constexpr std::int64_t kSweepPauseMs = 20;  // between two deletions, for the visitor's commits
// Between two questions whether a snapshot is ready, whatever the centre says.
constexpr std::int64_t kAskAgainMinMs = 250;
constexpr std::int64_t kAskAgainMaxMs = 60'000;

}  // namespace

// Before anything new is read. False: later.
bool SyncPass::sweep() {
  if (!state_.has_leftovers) return true;
  const auto swept = store_.sweep();
  if (!swept) {
    store_failed(swept.error());
    return false;
  }
  lane(Lane::pull).not_before = now() + kSweepPauseMs;
  if (*swept) refresh();
  return false;
}

void SyncPass::start_snapshot() {
  HttpRequest http;
  http.lane = Lane::pull;
  http.reply_bytes_max = wire::kChunkBytesMax;
  asked_ = state_.load.empty() ? Asked::offer : Asked::chunk;
  if (asked_ == Asked::offer) {
    http.target = protocol::kSnapshotPath;
    return begin(std::move(http));
  }
  auto manifest = wire::parse_snapshot_manifest(state_.load);
  if (!manifest) return snapshot_is_gone();
  load_ = std::move(*manifest);
  if (state_.load_next >= std::ssize(load_.chunks)) return take_over(load_.id);
  http.target = protocol::chunk_path(load_.id, state_.load_next);
  http.reply_type = protocol::kChunkType;
  begin(std::move(http));
}

void SyncPass::offer_arrived(const HttpReply& reply) {
  const Meaning meaning = meaning_of(reply);
  if (meaning.answer == Answer::not_there) {  // an older centre
    is_plain_ = true;
    return;
  }
  if (meaning.answer != Answer::good) return handle_trouble(Lane::pull, meaning);
  const auto offer = wire::parse_snapshot_offer(reply.body);
  if (!offer) {
    return lane_failed(Lane::pull, {Fault::offline, "snapshot: the answer is not the centre's"}, kOfflineCapMs,
                       std::nullopt);
  }
  LaneState& pull = lane(Lane::pull);
  if (offer->retry_ms) {
    const std::int64_t wait = std::clamp(*offer->retry_ms, kAskAgainMinMs, kAskAgainMaxMs);
    pull.not_before = now() + wait + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(wait)));
    return;
  }
  lane_worked(Lane::pull);
  if (!offer->manifest || snapshots_begun_ >= kSnapshotsMax) {
    is_plain_ = true;
    return;
  }
  if (!state_.epoch.empty() && offer->manifest->epoch != state_.epoch) return restart_feed(offer->manifest->epoch);
  ++snapshots_begun_;
  damaged_chunks_ = 0;
  const auto begun = store_.begin_load(*offer->manifest);
  if (!begun && begun.error().fault != Fault::conflict) return store_failed(begun.error());
  refresh();
}

void SyncPass::chunk_arrived(const HttpReply& reply) {
  const Meaning meaning = meaning_of(reply);
  if (meaning.answer == Answer::not_there) return snapshot_is_gone();
  if (meaning.answer != Answer::good) return handle_trouble(Lane::pull, meaning);
  const std::int64_t n = state_.load_next;
  if (state_.load.empty() || n >= std::ssize(load_.chunks)) return refresh();
  const wire::SnapshotChunk& wanted = load_.chunks[static_cast<std::size_t>(n)];
  const bool is_whole = std::ssize(reply.body) == wanted.bytes && sha256_hex(reply.body) == wanted.sha256;
  auto lines = is_whole ? protocol::gunzip(reply.body, wire::kChunkBytesMax) : Error{Fault::invalid, {}};
  auto rows =
      lines ? wire::parse_snapshot_lines(*lines) : Result<std::vector<wire::FeedRow>>(Error{Fault::invalid, {}});
  if (!rows || std::ssize(*rows) != wanted.rows) {
    if (++damaged_chunks_ >= kDamagedMax) snapshot_is_gone();
    return lane_failed(Lane::pull, {Fault::offline, "snapshot: a chunk was damaged on its way"}, kOfflineCapMs,
                       std::nullopt);
  }
  damaged_chunks_ = 0;
  const auto loaded = store_.load_chunk(load_.id, n, *rows);
  if (!loaded && loaded.error().fault != Fault::conflict) return store_failed(loaded.error());
  lane_worked(Lane::pull);
  refresh();
}

void SyncPass::take_over(const Uuid& snapshot) {
  const auto summary = store_.finish_load(snapshot);
  if (!summary && summary.error().fault == Fault::conflict) return snapshot_is_gone();
  if (!summary) return store_failed(summary.error());
  if (summary->is_held) {
    snapshots_begun_ = 0;
    if (stored(store_.drop_load())) hold_back();
    return;
  }
  log_info("took in a snapshot of the centre");
  snapshots_begun_ = 0;
  are_traces_left_ = are_traces_left_ || summary->erased;
  erase_traces();
  refresh();
  if (options_.tell_kiosk) options_.tell_kiosk();
}

void SyncPass::snapshot_is_gone() {
  lane(Lane::pull).not_before = now() + lane(Lane::pull).backoff.failed(random_, kOfflineCapMs);
  if (stored(store_.drop_load())) refresh();
}

}  // namespace foyer::agent
