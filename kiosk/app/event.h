// What can happen to the kiosk: a touch, time, an answer of the effect runner. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "kiosk/screens/screen.h"
#include "shared/base/id.h"
#include "shared/base/result.h"

namespace foyer::app {

struct Touched {
  screens::Action action;
};
// From a physical keyboard, into the focused field.
struct Typed {
  std::string text;
};
// Time passed: send one when next_deadline() has come. Harmless at any other time.
struct Tick {};
// The store has answered a Submit: on disk, or why not.
struct Submitted {
  Uuid op_id;
  std::optional<Fault> fault;
};
// What waits on this tablet, for staff and the inspection socket.
struct StatusLoaded {
  std::int64_t pending = 0;
  std::int64_t held = 0;
  std::int64_t dead = 0;
  std::int64_t acked = 0;
  // An op was held or refused for good, a damaged database was set aside, or the database cannot be used now.
  bool needs_staff = false;

  bool operator==(const StatusLoaded&) const = default;
};

using Event = std::variant<Touched, Typed, Tick, Submitted, StatusLoaded>;

}  // namespace foyer::app
