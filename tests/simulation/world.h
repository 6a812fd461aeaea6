// One simulated run: a storm, in which people and fate do what the plan says while network, disks and clocks fail; then
// everything is well and nobody does anything more, and all tablets and the centre must come to agree; then the final
// checks. The same plan gives the same run, event for event.
//
// To read the simulator, go on with: plan.h (what can happen), tablet.h, centre.h and network.h (who it happens to),
// people.h (what was promised to whom), oracle.h (what must come of it), checks.h (the promises).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/centre.h"
#include "tests/simulation/diary.h"
#include "tests/simulation/network.h"
#include "tests/simulation/people.h"
#include "tests/simulation/plan.h"
#include "tests/simulation/tablet.h"
#include "tests/simulation/timeline.h"

namespace foyer::simulation {

class Checks;

struct Outcome {
  std::uint64_t hash = 0;
  std::optional<Violation> violation;
  std::size_t ops = 0;
  std::int64_t requests = 0;
  std::int64_t healing_ms = 0;
};

class World {
 public:
  World(const Plan& plan, bool is_printed);
  ~World();

  Outcome run();

  // For the checks.
  const Plan& plan() const { return plan_; }
  Timeline& line() { return line_; }
  Diary& diary() { return diary_; }
  Centre& centre() { return centre_; }
  Network& network() { return network_; }
  People& people() { return people_; }
  std::vector<std::unique_ptr<Tablet>>& tablets() { return tablets_; }
  // Some tablet's disk was written over: its clock anchors, counters and order are not one history any more.
  bool was_forked() const { return was_forked_; }

 private:
  void perform(const Action& action);
  void befall_tablet(const Action& action, Tablet& tablet, Luck& luck);
  void befall_centre(const Action& action, Luck& luck);
  void write_over(Tablet& tablet, const crash::CrashDisk::Image& image);
  void heal();
  bool is_settled();

  Plan plan_;
  Timeline line_;
  Diary diary_;
  Centre centre_;
  Network network_;
  People people_;
  std::vector<std::unique_ptr<Tablet>> tablets_;
  std::unique_ptr<Checks> checks_;
  bool was_forked_ = false;
};

Outcome run(const Plan& plan, bool is_printed = false);

}  // namespace foyer::simulation
