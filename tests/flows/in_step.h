// What tablets show beside what the centre knows. A tablet's view is the centre's state with its own ops over it, read
// as the kiosk reads it: through KioskStore. One thread. Failures throw (tests/support/wait.h).
#pragma once

#include <vector>

#include "tests/flows/site.h"

namespace foyer::flows {

// With the columns of `foyer-server contacts` and `visits`, as far as a tablet knows them. What the feed has not
// confirmed yet has a column `unconfirmed`.
std::vector<Row> contacts_shown(const Tablet& tablet);
std::vector<Row> open_visits_shown(const Tablet& tablet);

// Until every tablet has nothing pending and shows what the centre shows: every contact, every visit, and nobody else
// in the house.
void wait_until_in_step(const Centre& centre, const std::vector<Tablet*>& tablets);

}  // namespace foyer::flows
