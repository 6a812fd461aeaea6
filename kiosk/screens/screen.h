// The screens' names, as the inspection socket and the ids of targets say them, and what every screen shares. Values;
// any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/keyboard/gesture.h"
#include "shared/domain/visit.h"

namespace foyer::screens {

using keyboard::Action;
using keyboard::Gesture;

enum class ScreenId : std::uint8_t {
  attract,
  home,
  host,
  details,
  confirm,
  done,
  leaving,
  // These lie over another screen and give it back unchanged.
  language,
  accessibility,
  privacy,
  still_there,
  trouble,
};
inline constexpr ScreenId kAllScreens[] = {ScreenId::attract, ScreenId::home,        ScreenId::host,
                                           ScreenId::details, ScreenId::confirm,     ScreenId::done,
                                           ScreenId::leaving, ScreenId::language,    ScreenId::accessibility,
                                           ScreenId::privacy, ScreenId::still_there, ScreenId::trouble};

const char* screen_name(ScreenId screen);

// What the visitor chose on the home screen. The first three open a visit.
enum class Purpose : std::uint8_t { drop_in, meeting, tour, leave_contacts };

// REQUIRES: purpose != leave_contacts
domain::Reason reason_of(Purpose purpose);

// The choice on `target`, without the screen's prefix: "back" for "details.back" on `screen` details; empty when the
// target belongs to another screen.
std::string_view own_part(ScreenId screen, std::string_view target);

}  // namespace foyer::screens
