// The pieces of a screen with fields: the fields on their grid, the domain chips, the keyboard below. Used by host,
// details and leaving. With large text only the focused field is drawn whole and the others are tabs, so that nothing
// shrinks. UI thread; never fails.
#pragma once

#include "kiosk/screens/form.h"
#include "kiosk/views/words.h"
#include "kiosk/widgets/ui.h"

namespace foyer::views {

// The keyboard, when it is up. Returns the y at which the free part of the screen ends.
float draw_keyboard(widgets::Ui& ui, const Words& words, const screens::Form& form);

// What helps with a focused email field, standing on the area's bottom: the domain chips, and above them or, where room
// is short, in their place "Did you mean ...?".
void draw_offers(widgets::Ui& ui, const Words& words, const screens::Form& form, const widgets::Rect& area);

// All fields of the form inside the area: stacked in portrait, two to a line in landscape. Returns the y below them.
// `line_width` is that of the line below a lone field (0: the field's own).
float draw_fields(widgets::Ui& ui, const Words& words, const screens::Form& form, const widgets::Rect& area,
                  float line_width = 0);

// The height draw_fields() needs with every field drawn whole.
float fields_height(const widgets::Ui& ui, const screens::Form& form, std::size_t columns);

}  // namespace foyer::views
