#include "kiosk/signal_waiter.h"

#include <pthread.h>

#include <csignal>
#include <utility>

namespace foyer::kiosk {
namespace {

sigset_t end_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

void block_end_signals() {
  const sigset_t set = end_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

SignalWaiter::SignalWaiter(std::function<void()> on_end) {
  thread_ = std::thread([this, call = std::move(on_end)] {
    const sigset_t set = end_signals();
    while (true) {
      int signal = 0;
      sigwait(&set, &signal);
      if (is_over_) return;
      call();
    }
  });
}

SignalWaiter::~SignalWaiter() {
  is_over_ = true;
  pthread_kill(thread_.native_handle(), SIGTERM);  // blocked, so it only ends the wait
  thread_.join();
}

}  // namespace foyer::kiosk
