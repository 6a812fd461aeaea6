// What every visitor screen shares: ground, header, title, the row of actions at the bottom. UI thread; never fails.
#pragma once

#include <string_view>

#include "kiosk/screens/screen.h"
#include "kiosk/views/words.h"
#include "kiosk/widgets/ui.h"

namespace foyer::views {

enum class HeaderKind { full, with_back, brand_only, ground_only };

// Fills the ground and draws the header. Returns the y at which the screen's own part begins. A screen without room for
// its title below shows it in the brand's place.
float draw_header(widgets::Ui& ui, const Words& words, screens::ScreenId screen, HeaderKind kind,
                  std::string_view title_in_place_of_brand = {});

// A title across the content's width from `y`. Returns the y below it.
float draw_title(widgets::Ui& ui, screens::ScreenId screen, float y, std::string_view title);

// The rectangle between the margins from `top` to `bottom`.
widgets::Rect content(const widgets::Ui& ui, float top, float bottom);

// Where the row of actions at the bottom stands; as high as a primary button in this text size.
widgets::Rect action_row(const widgets::Ui& ui);

// "<screen>.<name>".
std::string target(screens::ScreenId screen, std::string_view name);

// Back at the left end of the row of actions. Returns the x at which it ends.
float draw_back(widgets::Ui& ui, const Words& words, screens::ScreenId screen);

// Close of an overlay, at the right end of the row of actions.
void draw_close(widgets::Ui& ui, const Words& words, screens::ScreenId screen);
// The same at another height, for a screen whose text needs the whole height below its header.
void draw_close_at(widgets::Ui& ui, const Words& words, screens::ScreenId screen, float y, float height);

}  // namespace foyer::views
