#include "sync/agent/sync_pass.h"

#include <algorithm>
#include <utility>

#include "shared/base/log.h"
#include "shared/wire/pull.h"
#include "shared/wire/push.h"
#include "sync/agent/tls_clock.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/paths.h"

namespace foyer::agent {
namespace {

constexpr std::int64_t kPollGraceMs = 10'000;  // beyond the wait that was asked for, for a slow link
constexpr std::int64_t kTidyEveryMs = 60'000;
constexpr std::int64_t kDiskRetryMs = 1'000;     // a full or busy disk is asked again this often
constexpr std::int64_t kNewWorkRetryMs = 1'000;  // new work cuts a back-off short, but not below this distance

}  // namespace

SyncPass::SyncPass(store::KioskStore& store, Transport& transport, Clock& clock, Random& random, PassOptions options)
    : store_(store),
      transport_(transport),
      clock_(clock),
      random_(random),
      options_(std::move(options)),
      batch_(wire::kPushOpsMax) {
  next_second_chance_ = options_.may_poll ? now() + kSecondChanceMs : now();
  look();
  erase_traces();
}

Facts SyncPass::facts() const {
  const auto lane_facts = [this](Lane which) { return LaneFacts{lane(which).is_in_flight, lane(which).not_before}; };
  Facts out;
  out.now = now();
  out.is_enrolled = state_.enrolment.has_value();
  out.is_locked_out = is_locked_out_;
  out.locked_out_until = locked_out_until_;
  out.is_unreachable = is_unreachable_;
  out.push = lane_facts(Lane::push);
  out.pull = lane_facts(Lane::pull);
  out.hello = lane_facts(Lane::hello);
  out.letter = lane_facts(Lane::letter);
  out.has_letter = letter_ && !lane(Lane::letter).has_given_up;
  out.has_pending = has_pending_;
  out.push.not_before = std::max(out.push.not_before, push_due_);
  out.is_at_head = is_at_head_;
  out.is_forked = state_.forked;
  out.is_revoked = state_.revoked;
  out.is_held = state_.removal && next_held_ask_ <= now();
  out.may_poll = options_.may_poll;
  out.has_greeted = has_greeted_ || options_.may_poll;  // while a poll is held, the signs of life ask often enough
  out.last_sign = last_sign_;
  out.next_look = next_look_;
  return out;
}

bool SyncPass::is_idle() const {
  return std::none_of(lanes_.begin(), lanes_.end(), [](const LaneState& state) { return state.is_in_flight; });
}

bool SyncPass::is_drained() const { return is_enrolled() && is_idle() && !has_pending_ && is_at_head_ && parked_ == 0; }

bool SyncPass::is_stuck() const {
  if (!is_idle()) return false;
  if (!is_enrolled() || is_locked_out_ || is_unreachable_) return true;
  const bool can_push = has_pending_ && push_due_ <= now() && !lane(Lane::push).has_given_up;
  const bool can_pull = !is_at_head_ && !state_.forked && !state_.revoked && !lane(Lane::pull).has_given_up;
  const bool can_ask = state_.revoked && !lane(Lane::hello).has_given_up;
  return !can_push && !can_pull && !can_ask;
}

Error SyncPass::why_stuck() const {
  if (state_.revoked) return {Fault::refused, "staff revoked this tablet; enrol it again with foyer-sync enrol"};
  if (!is_enrolled()) return {Fault::refused, "this tablet is not enrolled; run foyer-sync enrol first"};
  if (last_error_) return *last_error_;
  if (state_.forked) return {Fault::conflict, "this database was rolled back or cloned; enrol this tablet again"};
  if (parked_ > 0) {
    return {Fault::refused,
            "the centre did not take " + std::to_string(parked_) + " of the ops; they are kept here and tried again"};
  }
  return {Fault::busy, "something is still pending; the centre wants it later"};
}

// ---- The tablet's database -----------------------------------------------------------------------------------------

bool SyncPass::stored(const Result<void>& result) {
  if (result) return true;
  store_failed(result.error());
  return false;
}

void SyncPass::store_failed(const Error& error) {
  last_error_ = error;
  if (options_.may_poll) log_error("kiosk.db", error);
  next_look_ = now() + kDiskRetryMs;
  for (const Lane which : {Lane::push, Lane::pull}) wait_until(which, std::max(lane(which).not_before, next_look_));
  if (error.fault != Fault::corrupt) return;
  // The damaged file stands aside untouched; a fresh one keeps capturing, and its state tells staff.
  if (const auto recovered = store_.recover(); !recovered)
    return log_error("setting kiosk.db aside", recovered.error());
  data_version_.reset();
  next_look_ = now();
}

void SyncPass::look() {
  next_look_ = now() + kLookEveryMs;
  const auto version = store_.data_version();
  if (!version) return store_failed(version.error());
  if (data_version_ != *version) {
    data_version_ = *version;
    refresh();
    hasten();
  }
  if (last_tidy_ + kTidyEveryMs <= now()) tidy_up();
}

void SyncPass::refresh() {
  auto state = store_.sync_state();
  if (!state) return store_failed(state.error());
  const auto wait = store_.pending_wait();
  if (!wait) return store_failed(wait.error());
  const auto parked = store_.parked();
  if (!parked) return store_failed(parked.error());
  auto letter = store_.next_dead_letter();
  if (!letter) return store_failed(letter.error());
  const std::optional<store::Enrolment> before = std::move(state_.enrolment);
  state_ = std::move(*state);
  has_pending_ = wait->has_value();
  push_due_ = now() + wait->value_or(0);
  parked_ = *parked;
  letter_ = std::move(*letter);
  meet(before);
}

// The kiosk wrote something while a push waits for its back-off: people do not wait for that, unless the centre asked.
void SyncPass::hasten() {
  if (!has_pending_) return;
  for (const Lane which : {Lane::push, Lane::hello}) {
    LaneState& state_of_lane = lane(which);
    if (state_of_lane.is_told_to_wait) continue;
    state_of_lane.not_before = std::min(state_of_lane.not_before, state_of_lane.started + kNewWorkRetryMs);
  }
}

// The first enrolment, a new one, or the same: another token or another centre starts from a clean sheet.
void SyncPass::meet(const std::optional<store::Enrolment>& before) {
  if (!state_.enrolment) return;
  const store::Enrolment& who = *state_.enrolment;
  transport_.connect_to({who.server_url, who.ca_file, date_floor_ms(state_.last_server_ms)});
  if (before && before->token == who.token && before->server_url == who.server_url && before->ca_file == who.ca_file) {
    return;
  }
  for (const Lane which : {Lane::push, Lane::pull, Lane::hello, Lane::letter}) {
    transport_.cancel(which);
    lane(which) = LaneState();
  }
  is_at_head_ = false;
  known_head_ = 0;
  is_plain_ = false;
  snapshots_begun_ = 0;
  is_unreachable_ = false;
  is_locked_out_ = false;
}

void SyncPass::give_second_chances() {
  next_second_chance_ = now() + kSecondChanceMs;
  if (stored(store_.retry_parked())) refresh();
}

void SyncPass::tidy_up() {
  last_tidy_ = now();
  if (next_second_chance_ <= now()) give_second_chances();
  if (const auto dropped = store_.clean_up(); !dropped) return store_failed(dropped.error());
  if (state_.revoked && !state_.enrolment) are_traces_left_ = true;
  erase_traces();
  stored(store_.checkpoint());
}

// While somebody reads: in a minute again.
void SyncPass::erase_traces() {
  if (!are_traces_left_) return;
  const auto done = store_.erase_traces();
  are_traces_left_ = !done.ok();
  if (!done && done.error().fault != Fault::busy) store_failed(done.error());
}

// ---- Carrying out --------------------------------------------------------------------------------------------------

void SyncPass::carry_out(const Action& action) {
  switch (action.act) {
    case Act::push: return start_push();
    case Act::pull: return start_pull(false);
    case Act::poll: return start_pull(true);
    case Act::hello: return start_hello();
    case Act::letter: return start_letter();
    case Act::drop_push:
      transport_.cancel(Lane::push);
      lane(Lane::push).is_in_flight = false;
      return push_shrinks();
    case Act::drop_pull:
      transport_.cancel(Lane::pull);
      lane(Lane::pull).is_in_flight = false;
      return;
    case Act::look: return look();
    case Act::wait: return;
  }
}

void SyncPass::begin(HttpRequest request) {
  LaneState& state = lane(request.lane);
  // Silence is counted from the first exchange that is under way.
  if (is_idle()) last_sign_ = now();
  state.is_in_flight = true;
  state.started = now();
  request.token = state_.enrolment->token;
  transport_.start(request);
}

void SyncPass::start_push() {
  auto push = store_.begin_push({batch_.ops(), push_bytes_max_});
  if (!push) return store_failed(push.error());
  if (push->ops.empty()) {  // what is pending waits for something: the next change or the next look tells
    return wait_until(Lane::push, now() + kLookEveryMs);
  }
  // Enrolled anew a moment ago: it goes with the new token, or the centre would take it for a fork of the former self.
  if (push->device != state_.enrolment->device) return refresh();
  push_ = std::move(*push);
  wire::PushRequest request;
  request.head.device = state_.enrolment->device;
  request.head.push_n = push_.push_n;
  request.head.push_id = push_.push_id;
  request.head.epoch = state_.epoch;
  request.head.clock = clock_.now();
  request.head.fork = state_.forked;
  request.head.cursor = push_.cursor;
  request.head.known = push_.known;
  request.ops = push_.ops;
  HttpRequest http;
  http.lane = Lane::push;
  http.is_post = true;
  http.target = std::string(protocol::kPushPath) + (state_.forked ? "?fork=1" : "");
  http.content_type = protocol::kLinesType;
  http.body = wire::to_lines(request);
  begin(std::move(http));
}

void SyncPass::start_pull(bool may_wait) {
  if (!sweep()) return;
  if (state_.cursor.empty() && !is_plain_) return start_snapshot();
  asked_ = Asked::page;
  asked_cursor_ = state_.cursor;
  asked_known_ = state_.known;
  is_poll_ = may_wait;
  HttpRequest http;
  http.lane = Lane::pull;
  http.target =
      protocol::pull_target({asked_cursor_, asked_known_, pull_rows_, may_wait ? protocol::kPullWaitMaxS : 0});
  http.is_long_poll = may_wait;
  if (may_wait) http.timeout_ms = std::int64_t{protocol::kPullWaitMaxS} * 1000 + kPollGraceMs;
  http.reply_bytes_max = wire::kPullBytesMax;
  begin(std::move(http));
}

void SyncPass::start_hello() {
  HttpRequest http;
  http.lane = Lane::hello;
  http.target = protocol::hello_target(clock_.now(), state_.removal);
  // A knock at a door that was shut may take as long as a slow link needs; a sign of life in between may not.
  const bool is_knock = is_unreachable_ || is_locked_out_ || !facts().has_greeted;
  http.timeout_ms = is_knock ? 2 * kConnectTimeoutMs : kProbeTimeoutMs;
  http.connect_timeout_ms = std::min(http.timeout_ms, kConnectTimeoutMs);
  begin(std::move(http));
}

void SyncPass::start_letter() {
  HttpRequest http;
  http.lane = Lane::letter;
  http.is_post = true;
  http.target = std::string(protocol::kDeadLetterPath);
  http.body = letter_->json;
  begin(std::move(http));
}

}  // namespace foyer::agent
