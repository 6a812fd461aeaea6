#include "sync/server/core/stamps.h"

#include <algorithm>
#include <cstdlib>

#include "sync/protocol/limits.h"

namespace foyer::server {
namespace {

// Bounds beyond which a tablet's numbers are noise: ten thousand years either way, safe to add and subtract.
constexpr std::int64_t kClockMaxMs = 400'000'000'000'000;

bool is_sane(std::int64_t ms) { return ms > -kClockMaxMs && ms < kClockMaxMs; }

// How far the tablet's wall clock was behind ours, from the reading nearest to `wall_ms`.
std::int64_t nearest_offset(std::int64_t wall_ms, const Instant& sent, std::int64_t received_ms,
                            std::span<const Anchor> anchors) {
  std::int64_t offset = is_sane(sent.wall_ms) ? received_ms - sent.wall_ms : 0;
  std::int64_t distance = is_sane(sent.wall_ms) ? std::abs(wall_ms - sent.wall_ms) : kClockMaxMs;
  for (const Anchor& anchor : anchors) {
    if (!is_sane(anchor.device.wall_ms)) continue;
    const std::int64_t candidate = std::abs(wall_ms - anchor.device.wall_ms);
    if (candidate >= distance) continue;
    distance = candidate;
    offset = anchor.server_ms - anchor.device.wall_ms;
  }
  return offset;
}

const Anchor* nearest_anchor(const Instant& at, std::span<const Anchor> anchors) {
  const Anchor* nearest = nullptr;
  for (const Anchor& anchor : anchors) {
    if (anchor.device.boot != at.boot || !is_sane(anchor.device.mono_ms)) continue;
    if (nearest == nullptr ||
        std::abs(at.mono_ms - anchor.device.mono_ms) < std::abs(at.mono_ms - nearest->device.mono_ms)) {
      nearest = &anchor;
    }
  }
  return nearest;
}

// The last contact, after `after_ms`, in a boot other than the one that runs now; 0 without one. Ops wait on a tablet
// in their order, so what belongs to a boot that was never seen here was captured since.
std::int64_t last_contact_before(const Uuid& boot, std::int64_t after_ms, std::span<const Anchor> anchors) {
  std::int64_t last = 0;
  for (const Anchor& anchor : anchors) {
    if (anchor.device.boot != boot && anchor.server_ms > after_ms) last = std::max(last, anchor.server_ms);
  }
  return last;
}

}  // namespace

Timed device_time(const Instant& at, const Instant& sent, std::int64_t received_ms, std::span<const Anchor> anchors,
                  std::int64_t enrolled_ms) {
  const bool has_boot = !at.boot.is_nil() && is_sane(at.mono_ms);
  if (has_boot && at.boot == sent.boot && is_sane(sent.mono_ms) && at.mono_ms <= sent.mono_ms) {
    const std::int64_t ms = received_ms - (sent.mono_ms - at.mono_ms);
    if (ms >= kPlausibleFromMs) return {ms, domain::TimeQuality::exact};
  }
  if (has_boot) {
    if (const Anchor* anchor = nearest_anchor(at, anchors)) {
      const std::int64_t ms = anchor->server_ms + (at.mono_ms - anchor->device.mono_ms);
      if (ms >= kPlausibleFromMs) return {std::min(ms, received_ms), domain::TimeQuality::exact};
    }
  }
  if (is_sane(at.wall_ms)) {
    const std::int64_t ms = at.wall_ms + nearest_offset(at.wall_ms, sent, received_ms, anchors);
    if (ms >= kPlausibleFromMs && ms <= received_ms) {
      const std::int64_t floor_ms = last_contact_before(sent.boot, enrolled_ms, anchors);
      return {std::min(std::max(ms, floor_ms), received_ms), domain::TimeQuality::estimated};
    }
    const std::int64_t floor_ms = has_boot ? last_contact_before(sent.boot, 0, anchors) : 0;
    if (floor_ms >= kPlausibleFromMs) {
      return {ms < floor_ms ? std::min(floor_ms, received_ms) : received_ms, domain::TimeQuality::estimated};
    }
  }
  return {received_ms, domain::TimeQuality::unknown};
}

Stamper::Stamper(Stamp org_hlc, Stamp device_stamp_last, std::int64_t now_ms, std::int64_t count)
    : hlc_(std::max(org_hlc, stamp_floor(now_ms)) + count), stamp_last_(device_stamp_last), now_ms_(now_ms) {}

Stamp Stamper::next(std::int64_t ms) {
  stamp_last_ = std::min(hlc_, std::max(stamp_floor(std::min(ms, now_ms_)), stamp_last_ + 1));
  return stamp_last_;
}

Stamp Stamper::again(Stamp given) {
  if (given > hlc_) return next(stamp_ms(given));
  stamp_last_ = std::max(stamp_last_, given);
  return given;
}

std::vector<Anchor> with_anchor(std::vector<Anchor> anchors, const Anchor& newest) {
  std::erase_if(anchors, [&](const Anchor& anchor) { return anchor.device.boot == newest.device.boot; });
  std::stable_sort(anchors.begin(), anchors.end(),
                   [](const Anchor& a, const Anchor& b) { return a.server_ms < b.server_ms; });
  anchors.push_back(newest);
  const auto kept_max = static_cast<std::size_t>(protocol::kAnchorsPerDevice);
  if (anchors.size() > kept_max) anchors.erase(anchors.begin(), anchors.end() - static_cast<std::ptrdiff_t>(kept_max));
  return anchors;
}

}  // namespace foyer::server
