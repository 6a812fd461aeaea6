// The one clock of a simulated run and what is to happen when. Nothing runs but events of this line, one after the
// other, so a run is the same each time. The devices' own clocks are derived from it and may be wrong by years. One
// thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "shared/base/clock.h"

namespace foyer::simulation {

inline constexpr std::int64_t kBeginMs = 1'772'528'400'000;  // 2026-03-03T09:00:00Z

class Timeline {
 public:
  using Event = std::function<void()>;

  std::int64_t now() const { return now_; }
  // Events of one moment happen in the order in which they were asked for.
  void at(std::int64_t when, Event event) {
    events_.emplace(std::pair(when < now_ ? now_ : when, ++count_), std::move(event));
  }
  void in(std::int64_t ms, Event event) { at(now_ + ms, std::move(event)); }
  // The next event up to and including `until`. False: there is none, and it is `until` now.
  bool step(std::int64_t until) {
    if (events_.empty() || events_.begin()->first.first > until) {
      now_ = until;
      return false;
    }
    auto first = events_.extract(events_.begin());
    now_ = first.key().first;
    first.mapped()();
    return true;
  }

 private:
  std::int64_t now_ = kBeginMs;
  std::uint64_t count_ = 0;
  std::map<std::pair<std::int64_t, std::uint64_t>, Event> events_;
};

// A device's clocks: `mono` counts from the boot and goes on in sleep, `wall` is what somebody set it to.
class DeviceClock final : public Clock {
 public:
  explicit DeviceClock(const Timeline& line) : line_(line), booted_(line.now()) {}
  Instant now() const override { return {boot_, line_.now() - booted_, line_.now() + wall_offset_}; }

  void boot(const Uuid& id) {
    boot_ = id;
    booted_ = line_.now();
  }
  void set_wall(std::int64_t wall_ms) { wall_offset_ = wall_ms - line_.now(); }
  std::int64_t wall_offset() const { return wall_offset_; }
  // When the device's `mono_ms` shows this.
  std::int64_t moment(std::int64_t mono_ms) const { return booted_ + mono_ms; }

 private:
  const Timeline& line_;
  Uuid boot_;
  std::int64_t booted_;
  std::int64_t wall_offset_ = 0;
};

}  // namespace foyer::simulation
