// A copy of the whole feed as of one moment, for tablets that do not know it yet: chunks that never change
// (shared/wire/snapshot.h) in a CopyFolder, a file each: "<id>.0", "<id>.1" … It is read as a stream, in one
// transaction: no more than a chunk is in memory, whatever the centre holds. Any thread that owns the store.
#pragma once

#include <atomic>
#include <cstddef>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/wire/snapshot.h"
#include "sync/server/core/copy_folder.h"
#include "sync/server/core/server_store.h"

namespace foyer::server {

std::string chunk_file(const Uuid& copy, std::int64_t n);

struct CopyPlan {
  // Before packing. Rows that do not shrink at all still fit a chunk with what gzip adds.
  std::size_t chunk_bytes = wire::kChunkBytesMax - std::size_t{4} * 1024;
};

// After a failure nothing of it is left. Fault::timeout when `is_stopped` became true.
Result<wire::SnapshotManifest> copy_feed(ServerStore& store, const Clock& clock, Random& random, CopyFolder& folder,
                                         const CopyPlan& plan, const std::atomic<bool>& is_stopped);

}  // namespace foyer::server
