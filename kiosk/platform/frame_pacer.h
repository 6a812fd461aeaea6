// When to draw and how long to sleep. Asleep while nothing changes; a frame at once after an event; one more after a
// frame that changed something, until a frame changes nothing; a steady beat while something moves. UI thread only;
// never fails; reads no clock.
#pragma once

#include <cstdint>
#include <optional>

namespace foyer::platform {

class FramePacer {
 public:
  // The fastest beat: one frame of a usual panel.
  static constexpr std::int64_t kBeatMinUs = 16'000;
  // What moves more seldom (a clock, the attract screen's languages) does not keep the screen from being settled.
  static constexpr std::int64_t kMovingUs = 100'000;

  // Something may look different now.
  void request_frame() { wanted_ = true; }
  // Wake at this time at the latest (a timeout, a long press); replaces the last one. Nothing: no need to.
  void set_deadline(std::optional<std::int64_t> at_us) { deadline_us_ = at_us; }

  // Whether to build a frame now.
  bool frame_due(std::int64_t now_us) const;
  // A frame that began at `began_us` was built and presented. `next_us`: the picture depends on time and is to be built
  // again that much later.
  void frame_done(std::int64_t began_us, std::optional<std::int64_t> next_us);

  // How long to wait for events: 0 = do not, nothing = for ever.
  std::optional<std::int64_t> wait_us(std::int64_t now_us) const;
  // Nothing moves and no frame is owed.
  bool settled() const { return !wanted_ && !is_moving_; }

 private:
  bool wanted_ = true;
  bool is_moving_ = false;
  std::optional<std::int64_t> next_beat_us_;
  std::optional<std::int64_t> deadline_us_;
};

}  // namespace foyer::platform
