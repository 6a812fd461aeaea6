#include "sync/server/core/copy_thread.h"

#include <utility>

namespace foyer::server {

CopyThread::CopyThread(OpenStore open, const Clock& clock, Random& random, CopyFolder& folder)
    : open_(std::move(open)), clock_(clock), random_(random), folder_(folder), thread_([this] { run(); }) {}

CopyThread::~CopyThread() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void CopyThread::begin() {
  {
    const std::lock_guard lock(mutex_);
    is_wanted_ = true;
  }
  changed_.notify_all();
}

bool CopyThread::is_busy() const {
  const std::lock_guard lock(mutex_);
  return is_wanted_;
}

std::optional<Result<wire::SnapshotManifest>> CopyThread::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(made_, std::nullopt);
}

void CopyThread::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_stopping_ || is_wanted_; });
    if (is_stopping_) return;
    lock.unlock();
    auto made = make();
    lock.lock();
    made_ = std::move(made);
    is_wanted_ = false;
  }
}

Result<wire::SnapshotManifest> CopyThread::make() {
  const auto store = open_();
  if (!store) return store.error();
  return copy_feed(**store, clock_, random_, folder_, CopyPlan(), is_stopping_);
}

}  // namespace foyer::server
