// When to draw and how long to sleep. Asleep while nothing changes; a frame at once after an event; one more after a frame
// that changed something, until a frame changes nothing; a steady beat while something moves. UI thread only; never fails;
// reads no clock.
#pragma once

#include <cstdint>
#include <optional>

namespace foyer::platform {

class FramePacer {
 public:
  static constexpr std::int64_t kAnimationFrameUs = 16'000;

  // Something may look different now.
  void request_frame() { wanted_ = true; }
  // Wake at this time at the latest (a timeout, a long press); replaces the last one. Nothing: no need to.
  void set_deadline(std::optional<std::int64_t> at_us) { deadline_us_ = at_us; }

  // Whether to build a frame now.
  bool frame_due(std::int64_t now_us) const;
  // A frame that began at `began_us` was built and presented. `changed`: it differs from the one before.
  // `animating`: the picture depends on time.
  void frame_done(std::int64_t began_us, bool changed, bool animating);

  // How long to wait for events: 0 = do not, nothing = for ever.
  std::optional<std::int64_t> wait_us(std::int64_t now_us) const;
  // Nothing moves and no frame is owed.
  bool settled() const { return !wanted_ && !animating_; }

 private:
  bool wanted_ = true;
  bool animating_ = false;
  std::int64_t next_beat_us_ = 0;
  std::optional<std::int64_t> deadline_us_;
};

}  // namespace foyer::platform
