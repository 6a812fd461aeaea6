// The second half of SyncPass: what came back from the centre and what follows from it.
#include <algorithm>
#include <utility>

#include "shared/base/log.h"
#include "shared/wire/enrol.h"
#include "shared/wire/pull.h"
#include "shared/wire/push.h"
#include "sync/agent/sync_pass.h"
#include "sync/agent/wipe_proof.h"

namespace foyer::agent {
namespace {

constexpr std::int64_t kContactEveryMs = 10'000;  // last_contact is written at most this often for signs of life alone
constexpr std::int64_t kEmptyPollMs = 1'000;      // a poll that ends sooner than this with nothing was not held
constexpr std::int64_t kRevokedAskMs = 60'000;    // whether it shall forget everything
constexpr std::int64_t kHeldRetryMs = 240'000;    // the feed once more: the centre may have been put right
constexpr std::int64_t kHeldAskMs = 60'000;       // between two questions whether so much may go
constexpr std::int64_t kRevokedSoonMs = 1'000;    // the same, while something is on its way to the centre
constexpr int kTimeoutsToShrink = 2;
constexpr int kAloneToDoubt = 3;  // ops refused alone in a row, before it is the centre rather than the ops
constexpr int kRestartsMax = 3;   // of the feed in a row, before that counts as a failure

Meaning nobody(const Error& error) {
  Meaning out;
  out.answer = Answer::not_the_centre;
  out.error = error;
  return out;
}

}  // namespace

// ---- What came back ------------------------------------------------------------------------------------------------

void SyncPass::finished(const Exchange& exchange) {
  lane(exchange.lane).is_in_flight = false;
  if (exchange.lane == Lane::hello) return hello_ended(exchange.reply);
  if (exchange.lane == Lane::letter) return letter_ended(exchange.reply);
  if (!exchange.reply) {
    const Error& error = exchange.reply.error();
    if (exchange.lane == Lane::push && error.fault == Fault::timeout) push_shrinks();
    if (exchange.lane == Lane::pull && asked_ == Asked::page && error.fault == Fault::full && pull_rows_ > 1) {
      pull_rows_ /= 2;  // and again at once: the feed goes on with smaller pages
      return note_fault(Lane::pull, error);
    }
    return lane_failed(exchange.lane, error, kOfflineCapMs, std::nullopt);
  }
  last_sign_ = now();
  if (exchange.lane == Lane::push) return push_ended(*exchange.reply);
  pull_ended(*exchange.reply);
}

void SyncPass::hello_ended(const Result<HttpReply>& reply) {
  LaneState& state = lane(Lane::hello);
  const Meaning meaning = reply ? meaning_of(*reply) : nobody(reply.error());
  switch (meaning.answer) {
    case Answer::not_the_centre:
      is_unreachable_ = true;
      state.not_before = now() + state.backoff.failed(random_, kOfflineCapMs);
      return note_fault(Lane::hello, meaning.error);
    case Answer::locked_out:
    case Answer::outdated: return lock_out(Lane::hello, meaning);
    case Answer::revoked: return revoked(Lane::hello, meaning);
    default: break;  // whatever it says, it is alive; push and pull have their own answers
  }
  last_sign_ = now();
  has_greeted_ = true;
  state.backoff.succeeded();
  if (is_unreachable_) log_info("the centre answers again");
  is_unreachable_ = false;
  is_locked_out_ = false;
  state.fault.clear();
  if (meaning.answer != Answer::good) return;
  next_held_ask_ = now() + kHeldAskMs;
  hello_says(reply->body);
  note_sign();
}

// A newer centre takes what an older one did not know.
void SyncPass::hello_says(const std::string& body) {
  const auto proto = wire::parse_hello_proto(body);
  if (proto && stored(store_.retry_held(*proto))) refresh();
  const auto may_remove = wire::parse_hello_may_remove(body);
  if (!state_.removal || !may_remove || *may_remove < state_.removal->contacts) return;
  log_warning("an administrator confirmed that " + std::to_string(*may_remove) + " contacts may go from this tablet");
  if (!stored(store_.allow_removal(*may_remove))) return;
  lane(Lane::pull).not_before = now();
}

// Once, whatever the centre thinks of it; only a centre that cannot be asked now is asked again.
void SyncPass::letter_ended(const Result<HttpReply>& reply) {
  LaneState& state = lane(Lane::letter);
  const Meaning meaning = reply ? meaning_of(*reply) : nobody(reply.error());
  switch (meaning.answer) {
    case Answer::good:
    case Answer::malformed:
    case Answer::too_large:
      state.backoff.succeeded();
      state.not_before = 0;
      state.fault.clear();
      if (letter_ && stored(store_.mark_reported(letter_->id))) refresh();
      return;
    case Answer::locked_out:
    case Answer::outdated: return lock_out(Lane::letter, meaning);
    default: wait_until(Lane::letter, now() + state.backoff.failed(random_, meaning.cap_ms, meaning.retry_ms)); return;
  }
}

void SyncPass::handle_trouble(Lane which, const Meaning& meaning) {
  switch (meaning.answer) {
    case Answer::locked_out:
    case Answer::outdated: return lock_out(which, meaning);
    case Answer::revoked: return revoked(which, meaning);
    case Answer::forked:
      note_fault(which, meaning.error);
      if (state_.forked) return lane_failed(which, meaning.error, meaning.cap_ms, meaning.retry_ms);
      stored(store_.set_forked(true, state_.enrolment->device));
      return refresh();
    case Answer::other_epoch:
      note_fault(which, meaning.error);
      restart_feed(meaning.epoch);
      // A centre that says so again and again is not asked without a pause.
      if (lane(which).backoff.failures() >= kRestartsMax) {
        return lane_failed(which, meaning.error, meaning.cap_ms, meaning.retry_ms);
      }
      lane(which).not_before = now() + lane(which).backoff.failed(random_, meaning.cap_ms);
      return;
    case Answer::not_the_centre: return lane_failed(which, meaning.error, kOfflineCapMs, std::nullopt);
    default: return lane_failed(which, meaning.error, meaning.cap_ms, meaning.retry_ms);
  }
}

void SyncPass::lane_failed(Lane which, const Error& error, std::int64_t cap_ms, std::optional<std::int64_t> retry_ms) {
  LaneState& state = lane(which);
  wait_until(which, now() + state.backoff.failed(random_, cap_ms, retry_ms));
  state.is_told_to_wait = cap_ms != kOfflineCapMs;
  // Does the other lane wait for somebody who is gone? Ask now.
  if (error.fault != Fault::busy) last_sign_ = std::min(last_sign_, now() - kProbeAfterMs);
  note_fault(which, error);
}

void SyncPass::wait_until(Lane which, std::int64_t not_before) {
  lane(which).not_before = not_before;
  if (!options_.may_poll) lane(which).has_given_up = true;
}

void SyncPass::lane_worked(Lane which) {
  LaneState& state = lane(which);
  state.backoff.succeeded();
  state.not_before = 0;
  state.is_told_to_wait = false;
  state.fault.clear();
  lane(Lane::hello).fault.clear();
  is_unreachable_ = false;
  is_locked_out_ = false;
  lock_out_backoff_.succeeded();
}

void SyncPass::lock_out(Lane which, const Meaning& meaning) {
  is_locked_out_ = true;
  for (const Lane other : {Lane::push, Lane::pull, Lane::letter}) {
    transport_.cancel(other);
    lane(other).is_in_flight = false;
  }
  locked_out_until_ = now() + kBusyCapMs / 5 + lock_out_backoff_.failed(random_, kBusyCapMs, meaning.retry_ms);
  note_fault(which, meaning.error);
}

// Capture goes on and what was captured goes to the centre; nothing else does. Everything is forgotten only when the
// centre, and nobody on the way to it, asks for that, and has everything.
void SyncPass::revoked(Lane which, const Meaning& meaning) {
  LaneState& hello = lane(Lane::hello);
  last_sign_ = now();
  has_greeted_ = true;
  is_unreachable_ = false;
  is_locked_out_ = false;
  note_fault(which, meaning.error);
  if (!state_.revoked && !stored(store_.set_revoked(state_.enrolment->device))) return;
  if (options_.tell_kiosk && !state_.revoked) options_.tell_kiosk();
  refresh();
  const bool is_handed_in = !has_pending_ && !letter_;
  hello.not_before = now() + (is_handed_in ? kRevokedAskMs : kRevokedSoonMs);
  if (!options_.may_poll) {
    const bool is_blocked = lane(Lane::push).has_given_up || lane(Lane::letter).has_given_up || push_due_ > now();
    hello.has_given_up = is_handed_in || is_blocked;
  }
  if (!is_handed_in || !state_.enrolment || !is_wipe_proof(meaning.wipe_proof, *state_.enrolment)) return;
  const auto wiped = store_.wipe();
  if (!wiped && wiped.error().fault != Fault::conflict) return store_failed(wiped.error());
  if (wiped) log_warning("this tablet was revoked: everything it knew is forgotten");
  refresh();
  if (options_.tell_kiosk) options_.tell_kiosk();
}

void SyncPass::restart_feed(const std::string& epoch) {
  log_warning("the centre cannot continue from this tablet's cursor: reading its feed from the beginning");
  is_at_head_ = false;
  known_head_ = 0;
  is_plain_ = false;
  snapshots_begun_ = 0;
  if (stored(store_.restart_feed(epoch))) refresh();
}

// What still goes wrong on one lane stays on record for staff when another lane works.
std::string SyncPass::standing_fault() const {
  for (const LaneState& state : lanes_) {
    if (!state.fault.empty()) return state.fault;
  }
  return {};
}

// After the store has recorded an answer of the centre, which clears the fault.
void SyncPass::after_contact() {
  refresh();
  const std::string standing = standing_fault();
  if (standing != state_.last_fault) record_fault(standing);
}

// A sign of life alone; it tells nothing new about the clocks.
void SyncPass::note_sign() {
  const std::int64_t wall = clock_.now().wall_ms;
  const bool is_fresh =
      state_.last_contact_ms && wall >= *state_.last_contact_ms && wall - *state_.last_contact_ms < kContactEveryMs;
  if (is_fresh && state_.last_fault == standing_fault()) return;
  if (stored(store_.record_contact(wall + state_.clock_offset_ms.value_or(0)))) after_contact();
}

// Said once by this process, whatever a former one has recorded; a single drain leaves it to its caller.
void SyncPass::note_fault(Lane which, const Error& error) {
  last_error_ = error;
  const std::string text = std::string(fault_name(error.fault)) + ": " + error.detail;
  const bool is_said = std::ranges::any_of(lanes_, [&](const LaneState& state) { return state.fault == text; });
  if (!is_said && options_.may_poll) log_error("sync", error);
  lane(which).fault = text;
  if (text != state_.last_fault) record_fault(text);
}

void SyncPass::record_fault(const std::string& text) {
  if (stored(store_.record_fault(text))) state_.last_fault = text;
}

// ---- Push ----------------------------------------------------------------------------------------------------------

// Somebody on the way does not let it through, by silence or by a 413 of his own: smaller ones may get there.
void SyncPass::push_shrinks() {
  if (++push_timeouts_ < kTimeoutsToShrink) return;
  push_timeouts_ = 0;
  batch_.timed_out();
  stored(store_.cancel_push());
}

void SyncPass::push_ended(const HttpReply& reply) {
  const Meaning meaning = meaning_of(reply);
  if (reply.status == 413 && meaning.answer == Answer::busy) {
    push_shrinks();
    return handle_trouble(Lane::push, meaning);
  }
  push_timeouts_ = 0;
  switch (meaning.answer) {
    case Answer::good: break;
    case Answer::malformed: return push_refused(meaning, BatchSize::Refusal::malformed);
    case Answer::too_large: return push_refused(meaning, BatchSize::Refusal::too_large);
    case Answer::failed: return push_refused(meaning, BatchSize::Refusal::failed);
    default: return handle_trouble(Lane::push, meaning);
  }
  const auto parsed = wire::parse_push_reply(reply.body);
  if (!parsed) {
    return lane_failed(Lane::push, {Fault::offline, "push: the answer is not the centre's"}, kOfflineCapMs,
                       std::nullopt);
  }
  push_accepted(*parsed);
}

void SyncPass::push_accepted(const wire::PushReply& reply) {
  const auto summary = store_.record_results(push_.push_id, reply);
  if (!summary && summary.error().fault != Fault::conflict) return store_failed(summary.error());
  lane_worked(Lane::push);
  batch_.set_max(std::min(reply.limits.max_ops, wire::kPushOpsMax));
  batch_.accepted();
  push_bytes_max_ = std::min(reply.limits.max_bytes, wire::kPushBytesMax);
  search_backoff_.succeeded();
  expect_head(reply.head);
  if (summary && summary->unsettled) is_at_head_ = false;
  are_traces_left_ = are_traces_left_ || std::ranges::any_of(reply.results, [](const wire::OpResult& result) {
                       return result.outcome == wire::OpOutcome::anonymised;
                     });
  erase_traces();
  after_contact();
  if (options_.tell_kiosk) options_.tell_kiosk();
}

// The feed goes on to `head`. A poll that is held will bring it by itself.
void SyncPass::expect_head(std::int64_t head) {
  if (head <= state_.cursor_seq) return;
  known_head_ = head;
  is_at_head_ = false;
}

// One op that the centre does not take must not hold up the others, and a centre that fails on everything must condemn
// nothing: the op waits on its own (KioskStore::refuse), and the search for the next one waits longer each time until a
// push gets through.
void SyncPass::push_refused(const Meaning& meaning, BatchSize::Refusal refusal) {
  const BatchSize::Next next = batch_.refused(refusal, push_.ids.size());
  note_fault(Lane::push, meaning.error);
  LaneState& state = lane(Lane::push);
  if (next == BatchSize::Next::same) {
    state.not_before = now() + state.backoff.failed(random_, meaning.cap_ms, meaning.retry_ms);
    return;
  }
  state.backoff.succeeded();
  if (next == BatchSize::Next::smaller) {
    state.not_before = now();
    if (stored(store_.cancel_push())) refresh();
    return;
  }
  const std::int64_t not_before = now() + search_backoff_.failed(random_, meaning.cap_ms, meaning.retry_ms);
  state.not_before = not_before;
  if (search_backoff_.failures() >= kAloneToDoubt) {
    wait_until(Lane::push, not_before);
    state.is_told_to_wait = true;
  }
  std::string_view code = store::kPushMalformed;
  if (refusal == BatchSize::Refusal::too_large) code = store::kPushTooLarge;
  if (refusal == BatchSize::Refusal::failed) code = store::kServerError;
  const auto parked = store_.refuse(push_.ids.front(), code);
  if (!parked) return store_failed(parked.error());
  if (*parked) log_warning("op " + push_.ids.front().text() + " was set aside: the centre does not take it");
  refresh();
}

// ---- Pull ----------------------------------------------------------------------------------------------------------

void SyncPass::pull_ended(const HttpReply& reply) {
  if (asked_ == Asked::offer) return offer_arrived(reply);
  if (asked_ == Asked::chunk) return chunk_arrived(reply);
  const Meaning meaning = meaning_of(reply);
  if (meaning.answer == Answer::malformed && !asked_cursor_.empty()) {  // it does not know our cursor any more
    Meaning other = meaning;
    other.answer = Answer::other_epoch;
    return handle_trouble(Lane::pull, other);
  }
  if (meaning.answer != Answer::good) return handle_trouble(Lane::pull, meaning);
  const auto page = wire::parse_pull_page(reply.body);
  if (!page) {
    return lane_failed(Lane::pull, {Fault::offline, "pull: the answer is not the centre's"}, kOfflineCapMs,
                       std::nullopt);
  }
  page_arrived(*page);
}

// Far too much would go from the screen: perhaps the centre came up empty. What is shown stays, what people do goes on
// to the centre, and the feed waits for an administrator, or for a centre that says something else.
void SyncPass::hold_back() {
  refresh();
  if (!state_.removal) return;
  lane_failed(Lane::pull,
              {Fault::conflict, "the centre does not have " + std::to_string(state_.removal->contacts) + " of the " +
                                    std::to_string(state_.removal->of) +
                                    " contacts shown here; they stay until an administrator confirms it"},
              kBusyCapMs, kHeldRetryMs);
  next_held_ask_ = now();
}

void SyncPass::page_arrived(const wire::PullPage& page) {
  const std::int64_t held_ms = now() - lane(Lane::pull).started;
  const auto summary = store_.apply_page(page, asked_cursor_, asked_known_);
  if (!summary && summary.error().fault != Fault::conflict) return store_failed(summary.error());
  if (!summary) {  // the cursor moved meanwhile, or the centre was restored
    if (!state_.epoch.empty() && page.epoch != state_.epoch) restart_feed(page.epoch);
    LaneState& pull = lane(Lane::pull);
    pull.not_before = now() + pull.backoff.failed(random_, kFailureCapMs);
    if (pull.backoff.failures() > kRestartsMax) wait_until(Lane::pull, pull.not_before);
    return refresh();
  }
  if (summary->is_held) return hold_back();
  lane_worked(Lane::pull);
  if (!page.more) pull_rows_ = static_cast<int>(wire::kPullRowsMax);
  // A page that was read before our own push was carried out ends before what the push's answer told of: once more.
  is_at_head_ = !page.more && page.head >= known_head_ && !summary->unsettled;
  known_head_ = page.head;
  if (is_poll_ && page.rows.empty() && held_ms < kEmptyPollMs) {  // it does not hold polls: come back as it says
    lane(Lane::pull).not_before = now() + std::clamp(page.next_poll_ms, kEmptyPollMs, kBusyCapMs);
    lane(Lane::pull).is_told_to_wait = true;
  }
  are_traces_left_ = are_traces_left_ || summary->erased;
  erase_traces();
  after_contact();
  if (!page.rows.empty() && options_.tell_kiosk) options_.tell_kiosk();
}

}  // namespace foyer::agent
