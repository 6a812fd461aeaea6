// Everything that a run is, decided before it begins: how many tablets, how bad the network is, and what people and
// fate do when. A plan follows from its seed; a shrunk plan is the same with actions left out or faults switched off.
// Each seed switches on another part of the faults, each at another rate ("swarm testing"): what never happens together
// with everything else is found as well. Values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace foyer::simulation {

enum class Deed {
  // People.
  check_in,
  edit,             // leave contacts, or change them
  check_out_email,  // "leaving", by address
  check_out_visit,  // the same, for a visit that this tablet shows
  undo,             // "that is not me"
  tap_again,        // the same op once more
  other_address,    // an op of a known contact id with somebody else's address: the centre refuses it
  unknown_op,       // of a type that no program of today knows: it is held
  same_id,          // two tablets, one op id, two bodies
  // A tablet.
  enrol,
  kill_kiosk,
  kill_agent,
  cut_power,
  sleep,
  go_offline,
  set_clock,
  fill_disk,
  copy_tablet,
  roll_back_tablet,
  clone_tablet,
  // The centre.
  kill_centre,
  cut_centre_power,
  fill_centre_disk,
  step_centre_clock,
  copy_centre,
  roll_back_centre,
  back_up_centre,
  restore_centre,
};
inline constexpr int kDeeds = static_cast<int>(Deed::restore_centre) + 1;
const char* deed_name(Deed deed);

struct Action {
  std::int64_t at_ms = 0;  // since the beginning
  Deed deed = Deed::check_in;
  int tablet = 0;
  std::uint64_t luck = 0;  // decides the details
};

// Probabilities for one request.
struct Faults {
  double drop_request = 0;
  double drop_reply = 0;   // the centre has done what was asked
  double duplicate = 0;    // arrives a second time, up to hours later
  double slow = 0;         // seconds, also beyond the time-out
  double cut_request = 0;  // arrives without its end
  double cut_reply = 0;
  double portal = 0;     // a network's sign-in page answers
  double proxy = 0;      // something on the way answers 413, 429, 500 … 504
  double busy = 0;       // the centre sheds load
  double failing = 0;    // the centre says 500
  double lost_bell = 0;  // for a ring at the agent's door
};

struct Plan {
  std::uint64_t seed = 0;
  int tablets = 2;
  int sites = 1;
  int people = 4;
  std::int64_t page_rows = 500;
  std::size_t push_ops = 200;
  bool reads_afresh = false;  // at the end a new tablet reads the whole feed, in pages of other sizes
  Faults faults;
  std::int64_t storm_ms = 60'000;  // after it, everything is well
  std::vector<Action> actions;     // by time
  // When the operator applies another file of the organisation. Drawn by themselves, so that what a seed does beside
  // them stays the same.
  std::vector<std::int64_t> applies_ms;
};

Plan make_plan(std::uint64_t seed);
std::string to_text(const Plan& plan);

}  // namespace foyer::simulation
