// What --inspect answers: the list of semantics as "tree", the program's own figures as "state". Nothing of visitors
// but what is on the screen. Pure; any thread; an unknown request is answered with an error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/widgets/semantics.h"

namespace foyer::kiosk {

struct InspectState {
  std::string_view screen;
  std::string_view language;
  std::int64_t pending = 0;
  std::int64_t frames = 0;
  std::int64_t input_to_present_us = 0;  // of the last touch that changed the picture
  int window_x = 0;                      // of the drawable on the screen
  int window_y = 0;
  bool is_settled = false;
};

std::string answer(std::string_view request, const widgets::Semantics& semantics, const InspectState& state);

}  // namespace foyer::kiosk
