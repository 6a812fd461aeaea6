// The on-screen keyboard as it stands at the bottom of a screen: the rows of keyboard::Keyboard on a grid of key
// pitches, pressed and locked keys, the box of accents over a held key. UI thread; never fails.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "kiosk/keyboard/keyboard.h"
#include "kiosk/widgets/ui.h"

namespace foyer::widgets {

// Words on the keys that type no character, and the spoken names of those that show an icon.
struct KeyWords {
  std::string_view next, space, shift, backspace, symbols, letters, accents, caret_left, caret_right;
};

// Where the accents of a held key stand: rows of at most five, centred above the key as far as the screen allows.
inline constexpr std::size_t kAccentsInARow = 5;
struct AccentPlaces {
  Rect box;  // a touch in it takes the nearest accent
  std::vector<Rect> cells;
};
AccentPlaces accent_places(const Rect& over, std::size_t count, float canvas_width);

// Height of the panel in u: four rows.
float keyboard_height(const Ui& ui);
// Draws across the bottom of the screen.
void keyboard_panel(Ui& ui, const keyboard::Keyboard& keyboard, const KeyWords& words);

}  // namespace foyer::widgets
