#include "kiosk/screens/home.h"

#include "kiosk/screens/texts.h"

namespace foyer::screens {

const std::vector<HomeTile>& all_home_tiles() {
  static const std::vector<HomeTile> kTiles = {
      {HomeChoice::drop_in, "home.drop_in", texts::kDropIn, texts::kDropInSub},
      {HomeChoice::meeting, "home.meeting", texts::kMeeting, texts::kMeetingSub},
      {HomeChoice::tour, "home.tour", texts::kTour, texts::kTourSub},
      {HomeChoice::leave_contacts, "home.leave_contacts", texts::kLeaveContacts, texts::kLeaveContactsSub},
      {HomeChoice::leaving, "home.leaving", texts::kLeaving, texts::kLeavingSub},
  };
  return kTiles;
}

Text HomeModel::help() const { return needs_staff ? texts::kNeedsStaff : texts::kStaffHelp; }

HomeChoice update(const HomeModel& model, const Action& action) {
  if (action.gesture != Gesture::commit) return HomeChoice::none;
  for (const HomeTile& tile : model.tiles) {
    if (action.target == tile.id) return tile.choice;
  }
  return HomeChoice::none;
}

}  // namespace foyer::screens
