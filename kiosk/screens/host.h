// Who are you meeting? One optional typed name until hosts are synced. Pure; UI thread; never fails.
#pragma once

#include "kiosk/screens/form.h"

namespace foyer::screens {

struct HostModel {
  Form form;  // host.name
};

HostModel make_host();

enum class HostOutcome : std::uint8_t { ignored, stay, next };
// "host.without_name" empties the field and goes on.
HostOutcome update(HostModel& model, const Action& action, std::int64_t now_ms);

}  // namespace foyer::screens
