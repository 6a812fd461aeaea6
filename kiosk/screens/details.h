// Your details: name and email; phone and company where the purpose asks, never required. Next goes through the
// required fields; the optional ones are one touch away. Pure; UI thread; never fails.
#pragma once

#include "kiosk/screens/form.h"

namespace foyer::screens {

struct DetailsModel {
  Purpose purpose = Purpose::drop_in;
  Form form;  // details.name details.email details.phone details.company

  Text title() const;
};

DetailsModel make_details(Purpose purpose);

enum class DetailsOutcome : std::uint8_t { ignored, stay, next };
DetailsOutcome update(DetailsModel& model, const Action& action, std::int64_t now_ms);

}  // namespace foyer::screens
