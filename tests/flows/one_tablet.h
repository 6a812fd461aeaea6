// The fixture of what one tablet shows: a centre, a tablet that is enrolled with it, its agent and its kiosk running.
#pragma once

#include <gtest/gtest.h>

#include "tests/flows/in_step.h"
#include "tests/flows/site.h"

namespace foyer::flows {

class OneTablet : public testing::Test {
 protected:
  void SetUp() override {
    centre_.start();
    tablet_.enrol(centre_);
    tablet_.start_agent();
    tablet_.start_kiosk();
  }
  void drain() { wait_until_in_step(centre_, {&tablet_}); }
  support::Visitor& visitor() { return tablet_.visitor(); }

  Centre centre_;
  Tablet tablet_{"Front desk"};
};

}  // namespace foyer::flows
