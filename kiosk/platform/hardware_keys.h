// What a keyboard with real keys means to a text field: the few keys that staff need. Text is read from key presses,
// not from the system's text input, which would call up its on-screen keyboard. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "kiosk/platform/window.h"

namespace foyer::platform {

// `keycode` and `modifiers` as SDL gives them (SDL_Keycode, SDL_Keymod). Nothing for keys without a meaning here.
std::optional<HardwareKey> hardware_key(std::int32_t keycode, std::uint16_t modifiers);

}  // namespace foyer::platform
