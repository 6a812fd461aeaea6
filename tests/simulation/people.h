// The people at the tablets: they make ops as the kiosk's forms make them, and remember everything that they were told
// is saved. Their memory is what the checks hold the product to. Ids come from the action, so that leaving out another
// action changes none. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/domain/field_rules.h"
#include "shared/domain/op.h"
#include "tests/simulation/diary.h"
#include "tests/simulation/luck.h"
#include "tests/simulation/plan.h"
#include "tests/simulation/tablet.h"

namespace foyer::simulation {

enum class Fate {
  saved,    // the screen said so
  unsure,   // the kiosk died over it
  refused,  // "not saved": nothing of it may be anywhere
};

struct Said {
  domain::Op op;
  std::string key;  // whose address, normalised by hand; empty: none
  int tablet = 0;
  std::int64_t true_ms = 0;  // when it was captured, by nobody's clock
  Fate fate = Fate::unsure;
  bool may_be_refused = false;  // by the centre: somebody else's address, a reused id, and what follows them
  bool is_twin = false;         // shares its op id with another
  // Only on a disk that was written over, perhaps: it may be gone, or come back from an older copy.
  bool is_beyond = false;
};

class People {
 public:
  People(const Plan& plan, Timeline& line, Diary& diary) : plan_(plan), line_(line), diary_(diary) {}

  void act(const Action& action, Tablet& tablet);
  std::vector<Said>& said() { return said_; }
  const std::vector<Said>& said() const { return said_; }

 private:
  void check_in(Tablet& tablet, Luck& luck);
  void edit(Tablet& tablet, Luck& luck);
  void check_out_email(Tablet& tablet, Luck& luck);
  void check_out_visit(Tablet& tablet, Luck& luck);
  void undo(Tablet& tablet, Luck& luck);
  void tap_again(Tablet& tablet, Luck& luck);
  void other_address(Tablet& tablet, Luck& luck);
  void unknown_op(Tablet& tablet, Luck& luck);
  void same_id(Tablet& tablet, Luck& luck);

  std::string key_of(std::size_t person) const;
  std::string type_address(std::size_t person, Luck& luck) const;
  domain::CheckIn visit_of(std::size_t person, Luck& luck);
  domain::FieldWrites type_fields(Luck& luck, bool may_clear);
  void submit(Tablet& tablet, domain::Op op, std::string key, bool may_be_refused, Luck& luck);
  void hand_in(Tablet& tablet, Said& said, Luck& luck);
  // The last check-in that this tablet's kiosk remembers; null: none.
  const Said* last_check_in(const Tablet& tablet) const;

  const Plan& plan_;
  Timeline& line_;
  Diary& diary_;
  std::vector<Said> said_;
};

}  // namespace foyer::simulation
