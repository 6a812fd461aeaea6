// Carries out what sync_step decides: the outbox to the centre, the centre's feed to the tablet. Holds the agent's
// memory between two steps; everything that must outlive the process is in the KioskStore, so a kill at any point costs
// a repetition and nothing else. Thread: the agent's one thread. A failure of network, centre or disk is recorded for
// staff (SyncState::last_fault) and tried again; nothing here deletes what people did.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/store/kiosk_store.h"
#include "shared/wire/snapshot.h"
#include "sync/agent/answer.h"
#include "sync/agent/backoff.h"
#include "sync/agent/batch_size.h"
#include "sync/agent/sync_step.h"
#include "sync/agent/transport.h"

namespace foyer::agent {

// Ops that were parked because the centre refused the push with them alone, not by its verdict on the op, are tried
// again this often: a centre that was repaired takes them.
inline constexpr std::int64_t kSecondChanceMs = 3'600'000;

struct PassOptions {
  bool may_poll = true;              // false: one drain, no second attempt, and why_stuck() says why
  std::function<void()> tell_kiosk;  // the tablet's own view may have changed
};

class SyncPass {
 public:
  // REQUIRES: all four outlive it
  SyncPass(store::KioskStore& store, Transport& transport, Clock& clock, Random& random, PassOptions options);

  Facts facts() const;
  void carry_out(const Action& action);
  void finished(const Exchange& exchange);
  // Somebody rang: look at the database now.
  void rung() { next_look_ = 0; }

  // For a single drain, in which a lane that failed is not tried again.
  bool is_enrolled() const { return state_.enrolment.has_value(); }
  bool is_drained() const;  // nothing pending, and the feed read to its head since this object was made
  bool is_stuck() const;    // no exchange under way, and none that could bring it further
  Error why_stuck() const;

 private:
  struct LaneState {
    bool is_in_flight = false;
    std::int64_t started = 0;
    std::int64_t not_before = 0;
    bool is_told_to_wait = false;  // by the centre; new work does not shorten it
    bool has_given_up = false;     // in a single drain
    Backoff backoff;
    std::string fault;  // why its last exchange failed; empty after a good one
  };

  LaneState& lane(Lane which) { return lanes_.at(static_cast<std::size_t>(which)); }
  const LaneState& lane(Lane which) const { return lanes_.at(static_cast<std::size_t>(which)); }
  std::int64_t now() const { return clock_.now().mono_ms; }

  bool is_idle() const;  // no exchange under way
  void look();
  void refresh();
  void hasten();
  void meet(const std::optional<store::Enrolment>& before);
  void begin(HttpRequest request);
  void start_push();
  void start_pull(bool may_wait);
  void start_snapshot();
  void take_over(const Uuid& snapshot);
  bool sweep();
  void start_hello();
  void push_ended(const HttpReply& reply);
  void push_accepted(const wire::PushReply& reply);
  void push_refused(const Meaning& meaning, BatchSize::Refusal refusal);
  void push_shrinks();
  void start_letter();
  void letter_ended(const Result<HttpReply>& reply);
  void hello_says(const std::string& body);
  void expect_head(std::int64_t head);
  void pull_ended(const HttpReply& reply);
  void page_arrived(const wire::PullPage& page);
  void offer_arrived(const HttpReply& reply);
  void chunk_arrived(const HttpReply& reply);
  void snapshot_is_gone();
  void hold_back();
  void hello_ended(const Result<HttpReply>& reply);
  void handle_trouble(Lane which, const Meaning& meaning);
  void lane_failed(Lane which, const Error& error, std::int64_t cap_ms, std::optional<std::int64_t> retry_ms);
  void wait_until(Lane which, std::int64_t not_before);
  void lane_worked(Lane which);
  void lock_out(Lane which, const Meaning& meaning);
  void revoked(Lane which, const Meaning& meaning);
  void restart_feed(const std::string& epoch);
  std::string standing_fault() const;
  void after_contact();
  void note_sign();
  void note_fault(Lane which, const Error& error);
  void record_fault(const std::string& text);
  bool stored(const Result<void>& result);
  void store_failed(const Error& error);
  void tidy_up();
  void erase_traces();
  void give_second_chances();

  store::KioskStore& store_;
  Transport& transport_;
  Clock& clock_;
  Random& random_;
  PassOptions options_;

  store::SyncState state_;
  bool has_pending_ = false;
  std::int64_t push_due_ = 0;  // when a pending op may be sent
  std::int64_t parked_ = 0;
  std::optional<store::DeadOp> letter_;  // the next to show
  std::optional<std::int64_t> data_version_;
  std::int64_t next_look_ = 0;
  std::int64_t last_tidy_ = 0;
  std::int64_t next_second_chance_ = 0;
  bool are_traces_left_ = true;  // of somebody who was erased, in the database's log: also from before this start

  std::array<LaneState, kLanes> lanes_;
  std::int64_t last_sign_ = 0;
  std::int64_t next_held_ask_ = 0;  // whether what the centre says may be believed
  bool has_greeted_ = false;        // the centre has answered a hello
  bool is_at_head_ = false;
  std::int64_t known_head_ = 0;  // the feed goes at least so far, as a push's answer told
  bool is_unreachable_ = false;
  bool is_locked_out_ = false;
  std::int64_t locked_out_until_ = 0;
  Backoff lock_out_backoff_;

  BatchSize batch_;
  std::size_t push_bytes_max_ = wire::kPushBytesMax;
  store::Push push_;  // the one in flight
  int push_timeouts_ = 0;
  Backoff search_backoff_;  // ops refused alone since a push was accepted: a centre that fails on everything is spared
  int pull_rows_ = static_cast<int>(wire::kPullRowsMax);  // halved when a page does not fit
  std::string asked_cursor_;                              // of the pull in flight
  std::string asked_known_;                               // the same
  bool is_poll_ = false;                                  // the pull in flight may wait

  enum class Asked { page, offer, chunk };
  Asked asked_ = Asked::page;    // by the pull in flight
  bool is_plain_ = false;        // this run of the feed is read by pages from its beginning
  int snapshots_begun_ = 0;      // in this run, without one that was taken in
  int damaged_chunks_ = 0;       // in a row
  wire::SnapshotManifest load_;  // that is being taken in, as read from state_.load

  std::optional<Error> last_error_;
};

}  // namespace foyer::agent
