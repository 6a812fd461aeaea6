// The agent's loops: `run` until told to stop, `once` until everything is exchanged or something failed. One thread;
// the one place where it sleeps is Transport::wait(), which the doorbell and the stop signal end early.
#pragma once

#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "sync/agent/sync_pass.h"
#include "sync/agent/transport.h"

namespace foyer::store {
class Doorbell;
}

namespace foyer::agent {

// Until `stop_fd` is readable.
void run_until_stopped(SyncPass& pass, Transport& transport, Clock& clock, store::Doorbell& bell, int stop_fd);

// One drain. The error says why something is still to do.
Result<void> drain_once(SyncPass& pass, Transport& transport, Clock& clock, int stop_fd);

}  // namespace foyer::agent
