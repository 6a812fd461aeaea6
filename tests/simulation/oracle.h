// What the centre must hold, worked out a second time in the simplest way that is right: no batches, no snapshots, no
// feed, nothing stored. One contact per normalised address or contact id, every visit once, each field by its latest
// stamp, an empty text is no write, a check-out by address ends what had begun at its site. The stamps are the centre's
// own (other checks hold them to the true times); everything else comes from what people said. Pure; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/domain/op.h"
#include "tests/simulation/people.h"

namespace foyer::simulation {

// An op that the centre has accepted.
struct Heard {
  const Said* said = nullptr;
  std::int64_t stamp = 0;
  std::string site;
};

struct ExpectedContact {
  std::set<Uuid> cids;
  std::set<std::string> keys;  // more than one is a broken promise
  std::string email;           // as last typed
  domain::Fields fields;
  std::int64_t visits = 0;
  std::int64_t first_stamp = 0;
};

struct ExpectedVisit {
  const Said* said = nullptr;
  std::size_t contact = 0;  // in Expected::contacts
  std::optional<Uuid> closed_by;
  std::optional<Uuid> voided_by;
};

struct Expected {
  std::vector<ExpectedContact> contacts;
  std::map<Uuid, ExpectedVisit> visits;
};

Expected fold(std::vector<Heard> heard);

}  // namespace foyer::simulation
