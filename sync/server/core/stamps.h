// When an op happened, as far as the centre can know, and its place in the one order of writes (shared/README.md,
// "Time"). A tablet's wall clock may be wrong by decades; its boot clock counts honestly, so an op of the running boot,
// or of a boot that was ever seen here, has an exact time. The result never lies in the future and, for each tablet,
// always rises; it is made once, at first receipt, and kept with the op's receipt. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shared/base/clock.h"
#include "sync/server/core/records.h"

namespace foyer::server {

inline constexpr int kStampCounterBits = 16;
// A wall clock that claims a time before this program existed was never set.
inline constexpr std::int64_t kPlausibleFromMs = 1'735'689'600'000;  // 2025-01-01

constexpr Stamp stamp_floor(std::int64_t ms) { return ms << kStampCounterBits; }
constexpr std::int64_t stamp_ms(Stamp stamp) { return stamp >> kStampCounterBits; }

struct Timed {
  std::int64_t ms = 0;  // never after `received_ms`
  domain::TimeQuality quality = domain::TimeQuality::unknown;

  bool operator==(const Timed&) const = default;
};

// `sent` is the tablet's clocks when the request left, `received_ms` ours when it came. In this order:
//   same boot as the request, or as an anchor: by the boot clock, exact
//   else the tablet's wall clock, corrected by what the nearest anchor (or this request) shows it to be off, and not
//     before the tablet's last contact in a boot that is over: estimated
//   else, when that is before kPlausibleFromMs or in the future and no boot that is over was ever seen here, unknown:
//     the time of receipt
// Enrolment (at `enrolled_ms`) is a contact that proves nothing about what was captured before it: it only bounds times
// that could not be right.
Timed device_time(const Instant& at, const Instant& sent, std::int64_t received_ms, std::span<const Anchor> anchors,
                  std::int64_t enrolled_ms = 0);

// Hands out the stamps of one batch. `hlc` and `stamp_last` go back to the organisation's and the tablet's rows.
class Stamper {
 public:
  // REQUIRES: the organisation's row is locked. `count` is the most stamps that will be taken.
  Stamper(Stamp org_hlc, Stamp device_stamp_last, std::int64_t now_ms, std::int64_t count);

  Stamp next(std::int64_t ms);
  // A stamp that was given before and lost here: the same again, unless our clock stands before it now.
  Stamp again(Stamp given);
  Stamp hlc() const { return hlc_; }
  Stamp stamp_last() const { return stamp_last_; }

 private:
  Stamp hlc_;
  Stamp stamp_last_;
  std::int64_t now_ms_;
};

// With the newest reading added and no more than kAnchorsPerDevice boots kept, newest last.
std::vector<Anchor> with_anchor(std::vector<Anchor> anchors, const Anchor& newest);

}  // namespace foyer::server
