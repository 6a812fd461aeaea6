// Makes a failing plan small: leaves out actions and faults for as long as the same promise stays broken. Pure but for
// the runs it makes.
#pragma once

#include "tests/simulation/plan.h"
#include "tests/simulation/world.h"

namespace foyer::simulation {

// REQUIRES: run(plan) breaks a promise
Plan shrink(Plan plan, const Violation& violation);

}  // namespace foyer::simulation
