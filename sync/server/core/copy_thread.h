// Makes copies of the feed on a thread of its own, over a way of its own to the database, so that nobody's push waits
// for them. The way is opened for each copy and closed after it: its page cache would cost as much memory as the
// server. Owned by the server's main(); called on the service's thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "sync/server/core/copy_maker.h"
#include "sync/server/core/feed_copy.h"

namespace foyer::server {

class CopyThread final : public CopyMaker {
 public:
  using OpenStore = std::function<Result<std::shared_ptr<ServerStore>>()>;

  // All outlive it; `open` and what it opens are used on the thread.
  CopyThread(OpenStore open, const Clock& clock, Random& random, CopyFolder& folder);
  // Gives up a copy under way.
  ~CopyThread() override;
  CopyThread(const CopyThread&) = delete;
  CopyThread& operator=(const CopyThread&) = delete;

  void begin() override;
  bool is_busy() const override;
  std::optional<Result<wire::SnapshotManifest>> take() override;

 private:
  void run();
  Result<wire::SnapshotManifest> make();

  const OpenStore open_;
  const Clock& clock_;
  Random& random_;
  CopyFolder& folder_;
  std::atomic<bool> is_stopping_ = false;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool is_wanted_ = false;  // until the copy is made
  std::optional<Result<wire::SnapshotManifest>> made_;
  std::thread thread_;  // the last: it uses all of them
};

}  // namespace foyer::server
