// I am leaving: check out by email, with one answer for known and unknown people. Next hides the keyboard when the
// email is right; Check out works at once too. Pure; UI thread; never fails.
#pragma once

#include "kiosk/screens/form.h"

namespace foyer::screens {

struct LeavingModel {
  Form form;  // leaving.email
  bool is_saving = false;
};

LeavingModel make_leaving();

enum class LeavingOutcome : std::uint8_t { ignored, stay, submit };
LeavingOutcome update(LeavingModel& model, const Action& action, std::int64_t now_ms);

}  // namespace foyer::screens
