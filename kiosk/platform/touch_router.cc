#include "kiosk/platform/touch_router.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace foyer::platform {
namespace {

// How far outside a rectangle a point lies; 0 inside.
float distance(const Rect& rect, Point p) {
  const float dx = std::max({rect.x - p.x, 0.0F, p.x - (rect.x + rect.w)});
  const float dy = std::max({rect.y - p.y, 0.0F, p.y - (rect.y + rect.h)});
  return std::hypot(dx, dy);
}

bool is_typed(const TouchTarget& target) { return target.key || target.popup; }

bool is_usable(Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }

}  // namespace

void TouchRouter::set_targets(std::string_view screen, std::vector<TouchTarget> targets) {
  targets_ = std::move(targets);
  const bool is_other_screen = screen != screen_;
  screen_ = screen;
  if (is_other_screen && last_commit_) changed_by_ = std::exchange(last_commit_, std::nullopt);
  for (Finger& finger : fingers_) {
    const TouchTarget* target = find(finger.target);
    if (is_other_screen || target == nullptr || !target->enabled) finger.target.clear();
  }
}

std::vector<TouchAction> TouchRouter::handle(const Touch& reported) {
  std::vector<TouchAction> out;
  if (!is_usable({reported.x, reported.y})) return out;
  // Events come in order, their times need not: they are told in whole milliseconds and waited for different times.
  Touch touch = reported;
  touch.time_us = last_us_ = std::max(last_us_, touch.time_us);
  if (touch.phase == Touch::Phase::down) {
    down(touch, out);
    return out;
  }
  Finger* known = finger(touch.finger);
  if (known == nullptr) return out;
  known->point = {touch.x, touch.y};
  known->seen_us = touch.time_us;
  if (touch.phase == Touch::Phase::move) {
    move(*known, touch, out);
  } else {
    up(*known, touch, out);
    std::erase_if(fingers_, [&](const Finger& f) { return f.id == touch.finger; });
  }
  return out;
}

void TouchRouter::down(const Touch& touch, std::vector<TouchAction>& out) {
  if (Finger* old = finger(touch.finger)) {  // its lift was lost: it did lift, or it could not come down again
    commit(*old, touch.time_us, out);
    std::erase_if(fingers_, [&](const Finger& f) { return f.id == touch.finger; });
  }
  if (fingers_.size() >= kFingersMax) return;
  Finger finger;
  finger.id = touch.finger;
  finger.point = {touch.x, touch.y};
  finger.down_us = finger.seen_us = finger.armed_us = touch.time_us;
  if (is_second_half(touch)) {
    fingers_.push_back(std::move(finger));
    return;
  }
  const TouchTarget* target = hit(finger.point);
  // Rollover: the next finger says that the key before it was meant.
  for (Finger& older : fingers_) {
    const TouchTarget* held = find(older.target);
    if (held != nullptr && is_typed(*held)) commit(older, touch.time_us, out);
  }
  if (target != nullptr && target->enabled) {
    finger.target = target->id;
    out.push_back({Gesture::press, target->id, {}, touch.finger, finger.point, touch.time_us, 0, false});
  }
  fingers_.push_back(std::move(finger));
}

void TouchRouter::move(Finger& finger, const Touch& touch, std::vector<TouchAction>& out) {
  const TouchTarget* current = find(finger.target);
  if (current == nullptr) return;
  if (is_typed(*current)) {
    slide_key(finger, *current, touch.time_us, out);
  } else if (distance(current->rect, finger.point) > settings_.button_slop * scale_) {
    cancel(finger, touch.time_us, out);
  }
}

void TouchRouter::slide_key(Finger& finger, const TouchTarget& current, std::int64_t time_us,
                            std::vector<TouchAction>& out) {
  const float reach = settings_.slide_hysteresis * std::min(current.rect.w, current.rect.h);
  const TouchTarget* next = popup_near(finger.point);
  if (next == nullptr) {
    if (distance(current.rect, finger.point) <= reach) return;
    next = nearest_key(finger.point);
    const bool is_off_panel = next == nullptr;
    if (is_off_panel) {
      // From an open row of accents a finger may wander; only a lift far from all of them ends it.
      if (current.popup && distance(current.rect, finger.point) <= 2 * std::min(current.rect.w, current.rect.h)) return;
      cancel(finger, time_us, out);
      return;
    }
  }
  if (next->id == current.id || !next->enabled) return;
  const std::string from = std::exchange(finger.target, next->id);
  finger.armed_us = time_us;
  finger.repeats = 0;
  if (!next->popup) finger.held = false;
  out.push_back({Gesture::slide, finger.target, from, finger.id, finger.point, time_us, 0, finger.held});
}

void TouchRouter::up(Finger& finger, const Touch& touch, std::vector<TouchAction>& out) {
  const TouchTarget* before = find(finger.target);
  if (before == nullptr) return;
  move(finger, touch, out);
  if (touch.time_us - finger.down_us < settings_.touch_min_us) {
    cancel(finger, touch.time_us, out);
    return;
  }
  commit(finger, touch.time_us, out);
}

void TouchRouter::commit(Finger& finger, std::int64_t time_us, std::vector<TouchAction>& out) {
  if (finger.target.empty()) return;
  const Gesture end = finger.repeats > 0 ? Gesture::cancel : Gesture::commit;
  out.push_back({end, finger.target, {}, finger.id, finger.point, time_us, 0, finger.held});
  finger.target.clear();
  last_commit_ = Commit{finger.point, time_us};
}

void TouchRouter::cancel(Finger& finger, std::int64_t time_us, std::vector<TouchAction>& out) {
  if (finger.target.empty()) return;
  out.push_back({Gesture::cancel, finger.target, {}, finger.id, finger.point, time_us, 0, finger.held});
  finger.target.clear();
}

std::optional<std::int64_t> TouchRouter::finger_deadline_us(const Finger& finger) const {
  std::int64_t at = finger.seen_us + settings_.stuck_us;
  const TouchTarget* target = find(finger.target);
  if (target == nullptr) return at;
  if (target->repeats) {
    at = std::min(at, finger.armed_us + settings_.repeat_delay_us + finger.repeats * settings_.repeat_interval_us);
  } else if (target->long_press_ms > 0 && !finger.held) {
    at = std::min(at, finger.armed_us + std::int64_t{target->long_press_ms} * 1'000);
  }
  return at;
}

std::vector<TouchAction> TouchRouter::tick(std::int64_t now_us) {
  std::vector<TouchAction> out;
  for (Finger& finger : fingers_) {
    if (now_us >= finger.seen_us + settings_.stuck_us) {
      cancel(finger, now_us, out);
      continue;
    }
    const TouchTarget* target = find(finger.target);
    const auto due = finger_deadline_us(finger);
    if (target == nullptr || !due || now_us < *due) continue;
    if (target->repeats) {
      // One act a call: a late frame must not delete a burst.
      ++finger.repeats;
      finger.armed_us = std::max(
          finger.armed_us, now_us - settings_.repeat_delay_us - (finger.repeats - 1) * settings_.repeat_interval_us);
      out.push_back({Gesture::repeat, finger.target, {}, finger.id, finger.point, now_us, finger.repeats, false});
    } else {
      finger.held = true;
      out.push_back({Gesture::long_press, finger.target, {}, finger.id, finger.point, now_us, 0, true});
    }
  }
  std::erase_if(fingers_, [&](const Finger& f) { return now_us >= f.seen_us + settings_.stuck_us; });
  return out;
}

std::optional<std::int64_t> TouchRouter::next_deadline_us() const {
  std::optional<std::int64_t> next;
  for (const Finger& finger : fingers_) {
    const auto at = finger_deadline_us(finger);
    if (at && (!next || *at < *next)) next = at;
  }
  return next;
}

void TouchRouter::lose_focus(std::int64_t now_us) {
  for (Finger& finger : fingers_) {
    finger.seen_us = std::min(finger.seen_us, now_us - settings_.stuck_us + settings_.focus_grace_us);
  }
}

std::vector<TouchAction> TouchRouter::drop_fingers() {
  std::vector<TouchAction> out;
  for (Finger& finger : fingers_) cancel(finger, finger.seen_us, out);
  fingers_.clear();
  return out;
}

bool TouchRouter::is_guarding(std::int64_t now_us) const {
  return changed_by_ && now_us < changed_by_->time_us + settings_.change_guard_us;
}

bool TouchRouter::is_second_half(const Touch& touch) const {
  if (!is_guarding(touch.time_us)) return false;
  const float away = std::hypot(touch.x - changed_by_->point.x, touch.y - changed_by_->point.y);
  return away <= settings_.change_guard_reach * scale_;
}

std::vector<std::string> TouchRouter::pressed() const {
  std::vector<std::string> ids;
  for (const Finger& finger : fingers_) {
    if (!finger.target.empty()) ids.push_back(finger.target);
  }
  return ids;
}

const TouchTarget* TouchRouter::find(std::string_view id) const {
  if (id.empty()) return nullptr;
  for (const TouchTarget& target : targets_) {
    if (target.id == id) return &target;
  }
  return nullptr;
}

const TouchTarget* TouchRouter::hit(Point point) const {
  if (const TouchTarget* popup = popup_near(point)) return popup;
  for (auto target = targets_.rbegin(); target != targets_.rend(); ++target) {
    if (target->panel && !target->popup && target->rect.contains(point)) {
      if (const TouchTarget* key = nearest_key(point)) return key;
    }
    if (!target->key && !target->panel && !target->popup && target->rect.contains(point)) return &*target;
  }
  return nullptr;
}

const TouchTarget* TouchRouter::nearest_key(Point point) const {
  const bool is_on_panel = std::any_of(targets_.begin(), targets_.end(), [&](const TouchTarget& target) {
    return target.panel && !target.popup && target.rect.contains(point);
  });
  return is_on_panel ? nearest(point, false) : nullptr;
}

const TouchTarget* TouchRouter::nearest(Point point, bool is_popup) const {
  const TouchTarget* nearest = nullptr;
  float least = std::numeric_limits<float>::max();
  for (const TouchTarget& target : targets_) {
    if (target.panel || target.popup != is_popup || !(target.key || target.popup)) continue;
    const float d = distance(target.rect, point);
    if (d < least) {
      least = d;
      nearest = &target;
    }
  }
  return nearest;
}

const TouchTarget* TouchRouter::popup_near(Point point) const {
  for (auto target = targets_.rbegin(); target != targets_.rend(); ++target) {
    if (target->popup && target->rect.contains(point)) return target->panel ? nearest(point, true) : &*target;
  }
  return nullptr;
}

TouchRouter::Finger* TouchRouter::finger(std::int64_t id) {
  const auto found = std::find_if(fingers_.begin(), fingers_.end(), [&](const Finger& f) { return f.id == id; });
  return found == fingers_.end() ? nullptr : &*found;
}

}  // namespace foyer::platform
