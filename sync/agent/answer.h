// What an answer of the centre means for the agent, from its status and its body. Only the centre's own JSON counts as
// its verdict: a proxy or a sign-in page that says 400, 403 or 413 must not lock a tablet out or condemn an op.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/result.h"
#include "sync/agent/backoff.h"
#include "sync/agent/transport.h"

namespace foyer::agent {

enum class Answer {
  good,         // 2xx
  malformed,    // 400 in the centre's own words: perhaps these ops, as they are
  too_large,    // 413 in the centre's own words
  failed,       // 500: perhaps these ops, perhaps the centre
  busy,         // 429, 503, and what proxies say when the centre is away: wait as told
  locked_out,   // 401, 403: this tablet may not sync; nothing is deleted
  revoked,      // 403: staff took its access away; it may still push
  outdated,     // 426
  forked,       // 409: our database was rolled back or cloned
  other_epoch,  // 409, 410: the feed starts again
  not_there,    // 404 in the centre's own words: it is older than this program, or what was asked for is gone
  not_the_centre,
};

struct Meaning {
  Answer answer = Answer::good;
  Error error{Fault::offline, {}};  // for anything but good
  std::optional<std::int64_t> retry_ms;
  std::string epoch;                    // the centre's new one, where it says so
  std::int64_t cap_ms = kFailureCapMs;  // of the back-off, where the answer does not say how long
  std::string wipe_proof = {};          // of a revoked{wipe:true}, see error_reply.h; empty: no wipe was asked for
};

Meaning meaning_of(const HttpReply& reply);

}  // namespace foyer::agent
