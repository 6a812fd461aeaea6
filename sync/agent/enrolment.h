// A one-time code becomes a tablet that the centre knows (POST /v1/enrol). Blocking; for the command line. The code and
// the token are secrets: they travel in the body, and no message holds them. On failure nothing is stored;
// Fault::refused means that the code is not (or no longer) good.
#pragma once

#include <string>

#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/store/kiosk_store.h"
#include "sync/agent/transport.h"

namespace foyer::agent {

struct EnrolOrder {
  std::string server_url;  // as parse_server_url() returned it
  std::string ca_file;     // absolute; empty: the system's
  std::string code;
  std::string app_version;
  int stop_fd = -1;  // readable: stop waiting for the answer
};

// Returns what was stored.
Result<store::Enrolment> enrol(store::KioskStore& store, Transport& transport, Clock& clock, const EnrolOrder& order);

}  // namespace foyer::agent
