// Makes a copy of the feed while the caller waits: for a centre that is small, as in tests and simulations. One thread.
#pragma once

#include <atomic>
#include <utility>

#include "sync/server/core/copy_maker.h"
#include "sync/server/core/feed_copy.h"

namespace foyer::support {

class CopyAtOnce final : public server::CopyMaker {
 public:
  // All outlive it.
  CopyAtOnce(server::ServerStore& store, const Clock& clock, Random& random, server::CopyFolder& folder,
             server::CopyPlan plan)
      : store_(store), clock_(clock), random_(random), folder_(folder), plan_(plan) {}

  void begin() override { made_ = server::copy_feed(store_, clock_, random_, folder_, plan_, is_stopped_); }
  bool is_busy() const override { return false; }
  std::optional<Result<wire::SnapshotManifest>> take() override { return std::exchange(made_, std::nullopt); }

 private:
  server::ServerStore& store_;
  const Clock& clock_;
  Random& random_;
  server::CopyFolder& folder_;
  server::CopyPlan plan_;
  std::atomic<bool> is_stopped_ = false;
  std::optional<Result<wire::SnapshotManifest>> made_;
};

}  // namespace foyer::support
