// What a tablet would lose if it believed its centre at once: a centre that comes up empty by mistake must not empty
// the tablets (sync.md 3.12). Values; any thread.
#pragma once

#include <cstdint>

namespace foyer::domain {

struct Removal {
  std::int64_t contacts = 0;  // that would go
  std::int64_t of = 0;        // that are shown

  bool operator==(const Removal&) const = default;
};

// So few are looked up again by hand.
inline constexpr std::int64_t kRemovedUnasked = 50;

// Too much to go without somebody who says that it is meant. Persons who are erased do not count: each erasure is an
// act of its own, and the law wants it carried out.
constexpr bool needs_confirmation(const Removal& removal) {
  return removal.contacts > kRemovedUnasked && removal.contacts * 2 > removal.of;
}

}  // namespace foyer::domain
