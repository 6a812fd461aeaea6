// What has happened, honestly: it is saved on this tablet, and nobody is said to have been told. Clears itself. Pure;
// UI thread; never fails.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/screens/screen.h"
#include "kiosk/screens/text.h"

namespace foyer::screens {

enum class DoneKind : std::uint8_t { checked_in, left_details, checked_out, undone };

struct DoneModel {
  DoneKind kind = DoneKind::checked_in;
  std::string name;  // the first word of the name, for {name}; empty: greeted without one; personal
  std::string host;  // for {host}; personal
  std::int64_t clears_at_ms = 0;
  std::int64_t shown_ms = 0;  // the whole of the bar
  bool is_saving = false;     // "That is not me" is on its way to the disk

  Text title() const;     // placeholder {name}
  Text subtitle() const;  // placeholder {host}
  bool can_undo() const { return kind == DoneKind::checked_in; }
  bool can_check_in_another() const { return kind == DoneKind::checked_in || kind == DoneKind::left_details; }
};

enum class DoneOutcome : std::uint8_t { ignored, finish, undo, keep, another };
DoneOutcome update(const DoneModel& model, const Action& action);

// Takes the first word of the name for the greeting, unless it is too long for one.
void greet(DoneModel& model, std::string_view full_name);

void wipe_done(DoneModel& model);

}  // namespace foyer::screens
