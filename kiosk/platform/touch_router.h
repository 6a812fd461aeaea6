// From fingers to gestures. Each finger event is hit-tested at once, in arrival order, against the targets of the last
// frame, so no tap waits for a frame and none is lost between two. A mouse is finger kMouseFinger through the same
// path. Owned by the frame loop; UI thread only. Never fails: whatever a panel reports, at most kFingersMax fingers are
// followed and events that make no sense are ignored. Reads no clock: every call brings its time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/platform/geometry.h"

namespace foyer::platform {

inline constexpr std::int64_t kMouseFinger = -1;
// What five-point panels report; a hand laid on the glass must not become a sixth letter.
inline constexpr std::size_t kFingersMax = 5;

struct Touch {
  enum class Phase { down, move, up };
  Phase phase = Phase::down;
  std::int64_t finger = kMouseFinger;
  float x = 0;  // window pixels
  float y = 0;
  std::int64_t time_us = 0;  // monotonic
};

// Something on the screen that can be touched. The order of a list of targets is the order of drawing: the last is on
// top.
struct TouchTarget {
  std::string id;
  Rect rect;
  bool enabled = true;  // a disabled target swallows the touch
  bool key = false;  // a key of the on-screen keyboard: rollover and sliding; it owns the panel's points nearest to it
  bool panel = false;    // the keyboard's panel: not touchable itself, its points belong to the nearest key
  bool popup = false;    // a key that lies on top of the panel (an accent); reached by sliding or by a second tap; with
                         // `panel` the box around such keys, whose points belong to the nearest of them
  bool repeats = false;  // goes on committing while held (backspace)
  int long_press_ms = 0;  // 0: none
};

enum class Gesture {
  press,       // a finger came down on the target: highlight it now
  commit,      // the target was chosen: act
  long_press,  // held for long_press_ms; a commit (with held = true) or a slide still follows when the finger moves or
               // lifts
  repeat,      // one more act of a repeating target while it is held; no commit follows
  slide,       // the finger of a key went over to `target`; `from` is where it came from
  cancel,      // the press of the target ended without an act
};

struct TouchAction {
  Gesture gesture = Gesture::press;
  std::string target;
  std::string from;  // of a slide
  std::int64_t finger = kMouseFinger;
  Point point;
  std::int64_t time_us = 0;
  int count = 0;      // of a repeat: 1, 2, 3 ...
  bool held = false;  // of a commit: this press has given a long_press before
};

struct TouchSettings {
  std::int64_t repeat_delay_us = 400'000;
  std::int64_t repeat_interval_us = 90'000;
  std::int64_t stuck_us = 10'000'000;  // a finger without any event for this long is gone (Wayland drops touch cancel)
  std::int64_t focus_grace_us = 500'000;
  std::int64_t touch_min_us = 0;  // shorter touches are noise; 0 because fast taps and XTEST are as short as that
  float slide_hysteresis = 0.4f;  // of the key's smaller side, measured beyond the key's edge
  float button_slop = 12.0f;      // how far outside its rectangle a pressed button may still be released, u
  // The second half of a double tap must not act on a screen that its finger has not seen.
  std::int64_t change_guard_us = 450'000;  // after the commit that brought the screen
  float change_guard_reach = 36.0f;        // around it, u: 6 mm
};

class TouchRouter {
 public:
  explicit TouchRouter(TouchSettings settings = {}) : settings_(settings) {}

  // The targets of the frame that was just built. A new `screen` drops all fingers: what is pressed there was meant for
  // the old one; and for a moment after the commit that brought it, a touch at the same place does nothing there. A
  // target that is gone or disabled cancels its press; the finger then does nothing until it lifts.
  void set_targets(std::string_view screen, std::vector<TouchTarget> targets);

  // Window pixels to one u, for the settings that are lengths.
  void set_scale(float scale) { scale_ = scale; }

  std::vector<TouchAction> handle(const Touch& reported);

  // Long presses, repeats and stuck fingers that are due.
  std::vector<TouchAction> tick(std::int64_t now_us);
  // When tick() has something to do next.
  std::optional<std::int64_t> next_deadline_us() const;

  // Another window has the focus, so lifts may be lost: fingers that say nothing more are dropped after a short while.
  // Not at once: a window that has just opened is told so in the middle of the first touch.
  void lose_focus(std::int64_t now_us);
  // All of them, now.
  std::vector<TouchAction> drop_fingers();

  const std::string& screen() const { return screen_; }
  // What is held down now; views draw these pressed.
  std::vector<std::string> pressed() const;
  bool has_fingers() const { return !fingers_.empty(); }
  // A touch where the screen was changed from would do nothing now.
  bool is_guarding(std::int64_t now_us) const;

 private:
  struct Finger {
    std::int64_t id = 0;
    std::string target;  // empty: followed, but without effect until it lifts
    Point point;
    std::int64_t down_us = 0;
    std::int64_t seen_us = 0;
    std::int64_t armed_us = 0;  // when it came onto its target
    int repeats = 0;
    bool held = false;
  };

  struct Commit {
    Point point;
    std::int64_t time_us = 0;
  };

  void down(const Touch& touch, std::vector<TouchAction>& out);
  void move(Finger& finger, const Touch& touch, std::vector<TouchAction>& out);
  void up(Finger& finger, const Touch& touch, std::vector<TouchAction>& out);
  void commit(Finger& finger, std::int64_t time_us, std::vector<TouchAction>& out);
  void cancel(Finger& finger, std::int64_t time_us, std::vector<TouchAction>& out);
  void slide_key(Finger& finger, const TouchTarget& current, std::int64_t time_us, std::vector<TouchAction>& out);
  std::optional<std::int64_t> finger_deadline_us(const Finger& finger) const;
  bool is_second_half(const Touch& touch) const;

  const TouchTarget* find(std::string_view id) const;
  const TouchTarget* hit(Point point) const;
  const TouchTarget* nearest_key(Point point) const;
  const TouchTarget* nearest(Point point, bool is_popup) const;
  const TouchTarget* popup_near(Point point) const;
  Finger* finger(std::int64_t id);

  TouchSettings settings_;
  float scale_ = 1;
  std::string screen_;
  std::vector<TouchTarget> targets_;
  std::vector<Finger> fingers_;
  std::int64_t last_us_ = 0;           // no event is older
  std::optional<Commit> last_commit_;  // on this screen
  std::optional<Commit> changed_by_;   // what brought this screen
};

}  // namespace foyer::platform
