// A new tablet that reads the whole feed at the end of a run, by hand instead of by an agent: in pages of changing
// sizes (A12), from the beginning or behind a snapshot (A11), each page twice (A14), and with cursors that somebody has
// changed (A13). It must end up where the others are, who read it in bits as it grew. One thread.
#pragma once

#include "tests/simulation/world.h"

namespace foyer::simulation {

void read_afresh(World& world);

}  // namespace foyer::simulation
