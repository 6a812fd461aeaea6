// What the router's tests share: a target, a finger, and what it chose. Values; one thread; nothing fails.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/platform/touch_router.h"

namespace foyer::platform {

inline constexpr std::int64_t kMs = 1'000;

inline TouchTarget button(std::string id, Rect rect) {
  TouchTarget target;
  target.id = std::move(id);
  target.rect = rect;
  return target;
}

class Finger {
 public:
  Finger(TouchRouter& router, std::int64_t id) : router_(router), id_(id) {}
  std::vector<TouchAction> down(Point p, std::int64_t ms) { return send(Touch::Phase::down, p, ms); }
  std::vector<TouchAction> move(Point p, std::int64_t ms) { return send(Touch::Phase::move, p, ms); }
  std::vector<TouchAction> up(Point p, std::int64_t ms) { return send(Touch::Phase::up, p, ms); }

 private:
  std::vector<TouchAction> send(Touch::Phase phase, Point p, std::int64_t ms) {
    return router_.handle({phase, id_, p.x, p.y, ms * kMs});
  }
  TouchRouter& router_;
  std::int64_t id_;
};

inline std::string commits(const std::vector<TouchAction>& actions) {
  std::string text;
  for (const TouchAction& action : actions) {
    if (action.gesture == Gesture::commit) text += action.target.substr(action.target.find('.') + 1);
  }
  return text;
}

}  // namespace foyer::platform
