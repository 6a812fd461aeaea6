// Check-ins by the thousand, as a kiosk would make them. Pure but for the Random. Any thread.
#pragma once

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/domain/field_rules.h"
#include "shared/domain/op.h"

namespace foyer::bench {

// Person number `i`, always a new visit; about 400 bytes as JSON.
inline domain::Op check_in_of(int i, const Clock& clock, Random& random) {
  const Instant at = clock.now();
  const std::string number = std::to_string(i);
  const auto mint = [&] { return time_uuid(random, at.wall_ms); };
  domain::CheckIn body;
  body.cid = mint();
  body.email = "margarete.lindqvist" + number + "@northern-freight.example.com";
  body.fields.set = {{"name", "Margarete Lindqvist-Oyelaran " + number},
                     {"company", "Northern Freight & Partners GmbH"},
                     {"phone", "+49 30 " + std::to_string(1000000 + i)}};
  body.visit = {mint(), domain::Reason::meeting, "Jonas Halvorsen, reception A", {}, {}};
  return domain::make_check_in(mint(), at, std::move(body));
}

}  // namespace foyer::bench
