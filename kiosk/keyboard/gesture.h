// What a finger did to one target, decided by the touch router at the moment of the event; the program turns the
// router's actions into these. Shared by keyboard and screens. Values; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace foyer::keyboard {

enum class Gesture : std::uint8_t {
  press,       // the finger landed: it counts as activity and decides nothing
  commit,      // the target was chosen: do it
  long_press,  // held for hold_ms(); a commit with held = true, or a cancel, still follows
  repeat,      // one more act of a held backspace; no commit follows
  slide,       // the finger went over to another key: activity only
  cancel,      // the press ended without an act
};

struct Action {
  Gesture gesture = Gesture::press;
  std::string target{};                // semantic id; empty when nothing was there
  bool held = false;                   // of a commit: this press has given a long_press before
  int count = 0;                       // of a repeat: 1, 2, 3 ...
  std::optional<std::size_t> caret{};  // of a commit in a field: the byte offset under the finger, when known
};

inline constexpr std::int64_t kShiftHoldMs = 600;     // shift locks; letters have their own time in kiosk.toml
inline constexpr std::int64_t kAccentsStayMs = 1500;  // after a lift on the base letter, for a second tap
inline constexpr int kRepeatsBeforeWords = 10;        // of a held backspace; then whole words go
inline constexpr std::int64_t kDoubleTapMs = 400;     // two taps on shift lock it

}  // namespace foyer::keyboard
