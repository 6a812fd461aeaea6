#include "tests/simulation/shrink.h"

#include <algorithm>
#include <utility>

namespace foyer::simulation {
namespace {

bool still_fails(const Plan& plan, const Violation& violation) {
  const auto found = run(plan).violation;
  return found && found->promise == violation.promise;
}

// Parts of half of the actions, then of a quarter, down to one.
bool drop_actions(Plan& plan, const Violation& violation) {
  const std::size_t before = plan.actions.size();
  for (std::size_t part = std::max<std::size_t>(1, before / 2);; part = (part + 1) / 2) {
    for (std::size_t from = 0; from < plan.actions.size();) {
      Plan smaller = plan;
      const auto begin = smaller.actions.begin() + static_cast<std::ptrdiff_t>(from);
      const std::size_t count = std::min(part, plan.actions.size() - from);
      smaller.actions.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
      if (still_fails(smaller, violation)) {
        plan = std::move(smaller);
      } else {
        from += count;
      }
    }
    if (part == 1) break;
  }
  return plan.actions.size() < before;
}

bool drop_faults(Plan& plan, const Violation& violation) {
  bool is_smaller = false;
  constexpr double Faults::*kAll[] = {&Faults::drop_request, &Faults::drop_reply, &Faults::duplicate, &Faults::slow,
                                      &Faults::cut_request,  &Faults::cut_reply,  &Faults::portal,    &Faults::proxy,
                                      &Faults::busy,         &Faults::failing,    &Faults::lost_bell};
  for (double Faults::*const fault : kAll) {
    if (plan.faults.*fault == 0) continue;
    Plan smaller = plan;
    smaller.faults.*fault = 0;
    if (!still_fails(smaller, violation)) continue;
    plan = std::move(smaller);
    is_smaller = true;
  }
  return is_smaller;
}

}  // namespace

Plan shrink(Plan plan, const Violation& violation) {
  bool is_smaller = true;
  while (is_smaller) {
    is_smaller = drop_actions(plan, violation);
    is_smaller = drop_faults(plan, violation) || is_smaller;
  }
  return plan;
}

}  // namespace foyer::simulation
