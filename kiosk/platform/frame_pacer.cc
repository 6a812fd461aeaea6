#include "kiosk/platform/frame_pacer.h"

#include <algorithm>

namespace foyer::platform {

bool FramePacer::frame_due(std::int64_t now_us) const { return wanted_ || (next_beat_us_ && now_us >= *next_beat_us_); }

void FramePacer::frame_done(std::int64_t began_us, std::optional<std::int64_t> next_us) {
  is_moving_ = next_us && *next_us < kMovingUs;
  next_beat_us_.reset();
  if (next_us) next_beat_us_ = began_us + std::max(*next_us, kBeatMinUs);
  wanted_ = false;
}

std::optional<std::int64_t> FramePacer::wait_us(std::int64_t now_us) const {
  if (wanted_) return 0;
  std::optional<std::int64_t> until = deadline_us_;
  if (next_beat_us_) until = until ? std::min(*until, *next_beat_us_) : *next_beat_us_;
  if (!until) return std::nullopt;
  return std::max<std::int64_t>(0, *until - now_us);
}

}  // namespace foyer::platform
