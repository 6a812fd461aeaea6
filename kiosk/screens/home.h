// What brings you here? Tiles that the organisation has turned off are not there. Pure; UI thread; never fails.
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/screens/screen.h"
#include "kiosk/screens/text.h"

namespace foyer::screens {

enum class HomeChoice : std::uint8_t { none, drop_in, meeting, tour, leave_contacts, leaving };

struct HomeTile {
  HomeChoice choice;
  const char* id;  // "home.drop_in"
  Text title;
  Text subtitle;
};

struct HomeModel {
  std::vector<HomeTile> tiles;  // in reading order
  bool needs_staff = false;     // something waits for staff; visitors may go on

  Text help() const;
};

// Every tile there is, in reading order.
const std::vector<HomeTile>& all_home_tiles();

HomeChoice update(const HomeModel& model, const Action& action);

}  // namespace foyer::screens
