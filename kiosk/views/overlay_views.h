// The screens that lie over another one and show nothing of it: language, accessibility, privacy, "still there?",
// trouble.
#pragma once

#include <cstdint>

#include "kiosk/screens/overlays.h"
#include "kiosk/views/words.h"
#include "kiosk/widgets/ui.h"

namespace foyer::views {

void draw_language(widgets::Ui& ui, const Words& words, const screens::LanguageModel& model);
void draw_accessibility(widgets::Ui& ui, const Words& words, const screens::AccessibilityModel& model);
void draw_privacy(widgets::Ui& ui, const Words& words);
void draw_still_there(widgets::Ui& ui, const Words& words, const screens::StillThereModel& model,
                      std::int64_t seconds_left, std::int64_t now_ms);
void draw_trouble(widgets::Ui& ui, const Words& words, const screens::TroubleModel& model);

}  // namespace foyer::views
