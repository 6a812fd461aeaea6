// Is this domain a slip of the finger? Compares what was typed with the configured domains, for chips that mend it with
// one touch; never an error and never a change by itself. Pure; any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace foyer::screens {

// Insertions, deletions, replacements and swaps of neighbours between two ASCII texts; `limit` + 1 when there are more.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// True when `typed` (lower case, with a dot and at least two letters after it) is close to `known` but not equal: two
// edits, or one when the name before the dot is short, so that me.com is not taken for web.de.
bool is_near_miss(std::string_view typed, std::string_view known);

}  // namespace foyer::screens
