// Turns SIGTERM, SIGINT and SIGHUP into a call on a thread of its own, where anything may be called. Block them first
// (block_end_signals(), before any thread is made). Owned by main.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace foyer::kiosk {

void block_end_signals();

class SignalWaiter {
 public:
  // `on_end` is called from the waiter's thread, once for each signal.
  explicit SignalWaiter(std::function<void()> on_end);
  ~SignalWaiter();
  SignalWaiter(const SignalWaiter&) = delete;
  SignalWaiter& operator=(const SignalWaiter&) = delete;

 private:
  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

}  // namespace foyer::kiosk
