// What to do next, decided from plain facts. The agent carries out one action after the other until the answer is
// `wait`, which names one moment to look again: there is no state without a wake (a forgotten retry is how queues fall
// asleep). Pure; any thread; never fails. All times are the tablet's monotonic clock in milliseconds.
#pragma once

#include <cstdint>

namespace foyer::agent {

// The database is looked at this often when nobody rings: one PRAGMA, some 20 microseconds.
inline constexpr std::int64_t kLookEveryMs = 1'000;
// While an answer is awaited, a sign of life is asked for this long after the last one. With kProbeTimeoutMs it is
// noticed within 3 s that the centre's process hangs or its machine is gone, although the link is up; TCP alone would
// not tell (a stopped process still acknowledges), and the long poll is silent by nature.
inline constexpr std::int64_t kProbeAfterMs = 1'600;
inline constexpr std::int64_t kProbeTimeoutMs = 1'000;

struct LaneFacts {
  bool is_in_flight = false;
  std::int64_t not_before = 0;  // back-off
};

struct Facts {
  std::int64_t now = 0;
  bool is_enrolled = false;
  // The centre said 401, 403 or 426: nothing goes until this time (a slow question whether that has changed).
  bool is_locked_out = false;
  std::int64_t locked_out_until = 0;
  // The centre could not be reached: only a hello goes, by its own back-off, and opens the way for the rest.
  bool is_unreachable = false;
  LaneFacts push;
  LaneFacts pull;
  LaneFacts hello;
  LaneFacts letter;
  bool has_letter = false;     // a dead op that the centre has not been shown
  bool has_pending = false;    // ops to push
  bool is_at_head = false;     // the feed has been read to its end: the next pull may wait for news
  bool is_forked = false;      // push only
  bool is_held = false;        // ask hello now whether what the centre says may be believed
  bool is_revoked = false;     // push, and ask hello whether to forget everything
  bool may_poll = true;        // false for a single drain
  bool has_greeted = true;     // false: ask hello beside the rest; its answer may release held ops
  std::int64_t last_sign = 0;  // when the centre last answered anything, or when something was last begun
  std::int64_t next_look = 0;  // when the database is looked at again
};

enum class Act {
  push,       // start a push
  pull,       // start a pull that is answered at once
  poll,       // start a pull that the centre may hold until there is news
  hello,      // ask for a sign of life
  letter,     // show the centre a dead op
  drop_push,  // give up a push that nobody will answer: it goes again under the same id
  drop_pull,  // give up a pull that nobody will answer
  look,       // read the database's state again
  wait,
};

struct Action {
  Act act = Act::wait;
  std::int64_t wake = 0;  // for `wait`: when to decide again at the latest

  bool operator==(const Action&) const = default;
};

Action next_action(const Facts& facts);

}  // namespace foyer::agent
