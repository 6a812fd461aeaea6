// What people consented to (sync.md 3.4): every yes and every no is kept, and what holds is worked out from all of
// them, whatever order they arrived in. The latest counts; but where the time of a yes or of a no is not known exactly
// and the two are less than a day apart, the no counts. Pure; any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "sync/server/core/records.h"

namespace foyer::server {

inline constexpr std::int64_t kConsentDoubtMs = std::int64_t{24} * 60 * 60 * 1000;

// Of each kind that the consents among them are about, the one that holds, by kind.
std::vector<Declaration> consents_in_force(const std::vector<Declaration>& declarations);
// The agreements among them, the oldest first.
std::vector<Declaration> agreements_of(const std::vector<Declaration>& declarations);

}  // namespace foyer::server
