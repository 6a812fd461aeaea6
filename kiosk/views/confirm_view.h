// Is this right? What was typed, row by row, the notice, Change, and the one button that saves. Only draws and reports;
// UI thread, never fails.
#pragma once

#include "kiosk/screens/confirm.h"
#include "kiosk/views/words.h"
#include "kiosk/widgets/ui.h"

namespace foyer::views {

void draw_confirm(widgets::Ui& ui, const Words& words, const screens::ConfirmModel& model,
                  const screens::HostModel& host, const screens::DetailsModel& details);

}  // namespace foyer::views
