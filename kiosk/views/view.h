// Draws the screen an app state stands on: the one door to the views. A view takes a model and draws; it decides, keeps
// and returns nothing, and what can be touched goes into the frame's semantics. UI thread; never fails.
#pragma once

#include "kiosk/app/app_state.h"
#include "kiosk/app/catalogue.h"
#include "kiosk/widgets/ui.h"
#include "shared/base/clock.h"

namespace foyer::views {

void draw(widgets::Ui& ui, const app::AppState& state, const app::Catalogue& catalogue, const Instant& now);

// What the frame is to be made with.
widgets::ThemeName theme_of(const app::AppState& state);
widgets::TextSize text_size_of(const app::AppState& state);

}  // namespace foyer::views
