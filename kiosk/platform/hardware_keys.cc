#include "kiosk/platform/hardware_keys.h"

#include <SDL.h>

#include <string_view>

#include "shared/base/text.h"

namespace foyer::platform {
namespace {

// What shift makes of the keys of a US keyboard that are not letters.
constexpr std::string_view kPlain = "1234567890-=[]\\;',./`";
constexpr std::string_view kShifted = "!@#$%^&*()_+{}|:\"<>?~";
static_assert(kPlain.size() == kShifted.size());

}  // namespace

std::optional<HardwareKey> hardware_key(std::int32_t keycode, std::uint16_t modifiers) {
  switch (keycode) {
    case SDLK_BACKSPACE: return HardwareKey{HardwareKey::Kind::backspace, {}};
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
    case SDLK_TAB: return HardwareKey{HardwareKey::Kind::enter, {}};
    case SDLK_ESCAPE: return HardwareKey{HardwareKey::Kind::escape, {}};
    default: break;
  }
  const bool is_printable = keycode >= 0x20 && keycode < 0x10000 && keycode != 0x7F;
  if (!is_printable || (modifiers & (KMOD_CTRL | KMOD_LALT | KMOD_GUI)) != 0) return std::nullopt;
  auto character = static_cast<char32_t>(keycode);
  const bool is_letter = character >= U'a' && character <= U'z';
  const bool is_shifted = (modifiers & KMOD_SHIFT) != 0;
  if (is_letter) {
    if (is_shifted != ((modifiers & KMOD_CAPS) != 0)) character -= U'a' - U'A';
  } else if (is_shifted && character < 0x7F) {
    const auto at = kPlain.find(static_cast<char>(character));
    if (at != std::string_view::npos) character = static_cast<char32_t>(kShifted[at]);
  }
  return HardwareKey{HardwareKey::Kind::text, encode_utf8(character)};
}

}  // namespace foyer::platform
