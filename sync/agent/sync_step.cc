#include "sync/agent/sync_step.h"

#include <algorithm>

namespace foyer::agent {
namespace {

// What a lane that has work does: it starts, or it says when it may.
bool may_start(const LaneFacts& lane, std::int64_t now, std::int64_t& wake) {
  if (lane.is_in_flight) return false;
  if (lane.not_before <= now) return true;
  wake = std::min(wake, lane.not_before);
  return false;
}

// Nobody answers, or the centre does not want this tablet: only a hello asks, from time to time.
Action knock(const Facts& facts, std::int64_t not_before, std::int64_t wake) {
  LaneFacts hello = facts.hello;
  hello.not_before = std::max(hello.not_before, not_before);
  if (may_start(hello, facts.now, wake)) return {Act::hello, 0};
  return {Act::wait, wake};
}

bool wants_pull(const Facts& facts) {
  return !facts.is_forked && !facts.is_revoked && (!facts.is_at_head || facts.may_poll);
}

}  // namespace

Action next_action(const Facts& facts) {
  if (facts.next_look <= facts.now) return {Act::look, 0};
  std::int64_t wake = facts.next_look;
  if (!facts.is_enrolled) return {Act::wait, wake};
  if (facts.is_locked_out) return knock(facts, facts.locked_out_until, wake);
  if (facts.is_unreachable) {
    if (facts.push.is_in_flight) return {Act::drop_push, 0};
    if (facts.pull.is_in_flight) return {Act::drop_pull, 0};
    return knock(facts, 0, wake);
  }
  if (!facts.has_greeted && may_start(facts.hello, facts.now, wake)) return {Act::hello, 0};
  // What people did goes first; it never waits for what others did, nor the other way round.
  if (facts.has_pending && may_start(facts.push, facts.now, wake)) return {Act::push, 0};
  if (wants_pull(facts) && may_start(facts.pull, facts.now, wake)) {
    return {facts.is_at_head ? Act::poll : Act::pull, 0};
  }
  if (facts.has_letter && may_start(facts.letter, facts.now, wake)) return {Act::letter, 0};
  if ((facts.is_revoked || facts.is_held) && may_start(facts.hello, facts.now, wake)) return {Act::hello, 0};
  if (facts.push.is_in_flight || facts.pull.is_in_flight) {
    LaneFacts hello = facts.hello;
    hello.not_before = std::max(hello.not_before, facts.last_sign + kProbeAfterMs);
    if (may_start(hello, facts.now, wake)) return {Act::hello, 0};
  }
  return {Act::wait, wake};
}

}  // namespace foyer::agent
