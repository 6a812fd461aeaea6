#include "sync/agent/sync_loop.h"

#include <poll.h>

#include <algorithm>
#include <array>

#include "shared/base/check.h"
#include "shared/store/doorbell.h"

namespace foyer::agent {
namespace {

// A turn starts at most one exchange on each lane and looks once or twice; more is a mistake in the rules.
constexpr int kActionsPerTurnMax = 100;

// Carries out what is due; returns when to decide again.
std::int64_t act(SyncPass& pass) {
  for (int i = 0; i < kActionsPerTurnMax; ++i) {
    const Action action = next_action(pass.facts());
    if (action.act == Act::wait) return action.wake;
    pass.carry_out(action);
  }
  check_failed(__FILE__, __LINE__, "the agent's rules never come to a wait");
}

bool is_readable(int fd) {
  pollfd one{fd, POLLIN, 0};
  return poll(&one, 1, 0) > 0;
}

}  // namespace

void run_until_stopped(SyncPass& pass, Transport& transport, Clock& clock, store::Doorbell& bell, int stop_fd) {
  const std::array<int, 2> fds{bell.fd(), stop_fd};
  while (!is_readable(stop_fd)) {
    const std::int64_t wake = act(pass);
    for (const Exchange& exchange : transport.wait(std::max<std::int64_t>(0, wake - clock.now().mono_ms), fds)) {
      pass.finished(exchange);
    }
    if (bell.drain()) pass.rung();
  }
}

Result<void> drain_once(SyncPass& pass, Transport& transport, Clock& clock, int stop_fd) {
  const std::array<int, 1> fds{stop_fd};
  for (;;) {
    const std::int64_t wake = act(pass);
    if (pass.is_drained()) return {};
    if (pass.is_stuck()) return pass.why_stuck();
    for (const Exchange& exchange : transport.wait(std::max<std::int64_t>(0, wake - clock.now().mono_ms), fds)) {
      pass.finished(exchange);
    }
    if (is_readable(stop_fd)) return Error{Fault::timeout, "stopped before everything was exchanged"};
  }
}

}  // namespace foyer::agent
