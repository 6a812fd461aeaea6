// The whole feed for tablets that do not know it yet (shared/wire/snapshot.h).
#include <algorithm>

#include "sync/server/core/feed_reader.h"
#include "sync/server/core/service.h"

namespace foyer::server {
namespace {

constexpr std::int64_t kReadyMs = 1'000;  // a copy of 100,000 rows is made in about that time

}  // namespace

// A copy may be of a history that was rolled back since, or of the time before an erasure.
Result<void> Service::tidy_copies() {
  CopyShelf* const copies = options_.copies;
  if (copies == nullptr || copies->empty()) return {};
  return store_.read([&]() -> Result<void> {
    const auto erased = store_.last_erasure();
    if (!erased) return erased.error();
    Result<void> failure;
    copies->tidy(clock_.now().wall_ms, [&](const wire::SnapshotManifest& copy) {
      const auto known = knows(store_, copy.cursor());
      if (!known) failure = known.error();
      return !known || (*known && copy.seq >= *erased);
    });
    return failure;
  });
}

void Service::tidy() {
  // What cannot be read now is looked at the next time, and before anything is given out.
  static_cast<void>(tidy_copies());
}

Response Service::snapshot(const Device&, const Request&) {
  CopyShelf* const copies = options_.copies;
  wire::SnapshotOffer offer;
  OrgHead head;
  bool is_small = true;
  const auto looked = store_.read([&]() -> Result<void> {
    auto row = store_.head();
    if (!row) return row.error();
    head = *row;
    if (copies == nullptr) return {};
    auto first = store_.feed(0, copies->rules().small_rows);
    if (!first) return first.error();
    is_small = std::ssize(*first) < copies->rules().small_rows;
    return {};
  });
  if (!looked) return unavailable("looking for a snapshot", looked.error());
  for (int round = 0; !is_small; ++round) {
    if (auto tidied = tidy_copies(); !tidied) return unavailable("looking for a snapshot", tidied.error());
    // While what came since is less than half of it, a tablet is there sooner with it than with a new one.
    const wire::SnapshotManifest* const newest = copies->newest();
    if (newest != nullptr && head.seq - newest->seq <= newest->digest.rows / 2) {
      offer.manifest = *newest;
      break;
    }
    if (round > 0) {
      offer.retry_ms = kReadyMs;
      break;
    }
    if (copies->make(clock_.now().wall_ms) == CopyShelf::Making::failed_lately) break;
  }
  Response response;
  response.body = to_json(offer);
  return response;
}

Response Service::snapshot_chunk(const Device&, const Request& request) {
  const auto name = protocol::parse_chunk_path(request.path);
  if (!name || options_.copies == nullptr) return error_response(404, "not_found", "there is nothing under this path");
  if (auto tidied = tidy_copies(); !tidied) return unavailable("reading a snapshot", tidied.error());
  auto bytes = options_.copies->chunk(name->snapshot, name->n);
  if (!bytes) return error_response(404, "not_found", bytes.error().detail);
  Response response;
  response.content_type = protocol::kChunkType;
  response.body = std::move(*bytes);
  return response;
}

}  // namespace foyer::server
