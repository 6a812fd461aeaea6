// Is this right? Shows what was typed, straight from the fields (it owns no copy), and saves it once. Pure; UI thread;
// never fails.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "kiosk/screens/details.h"
#include "kiosk/screens/host.h"

namespace foyer::screens {

struct ConfirmModel {
  bool is_saving = false;  // the answer of the disk is awaited: nothing else is accepted
};

struct SummaryRow {
  const char* id;  // "confirm.row.name"
  Text label;
  std::string_view value{};    // what was typed; points into the form
  std::optional<Text> text{};  // instead of a value, for the reason
};
std::vector<SummaryRow> summary(const HostModel& host, const DetailsModel& details);

// "confirm.check_in" or "confirm.leave_details", and its label.
const char* submit_id(Purpose purpose);
Text submit_label(Purpose purpose);
Text notice(Purpose purpose);

enum class ConfirmOutcome : std::uint8_t { ignored, submit, change };
ConfirmOutcome update(const ConfirmModel& model, Purpose purpose, const Action& action);

}  // namespace foyer::screens
