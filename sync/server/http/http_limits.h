// What one connection may cost. The limits of the protocol itself stand in sync/protocol/limits.h. Constants.
#pragma once

#include <chrono>
#include <cstddef>

namespace foyer::server {

// A connection that says nothing: two long polls and a pause. A slow header lives no longer either.
inline constexpr std::chrono::seconds kIdleTimeout{60};
// From the end of the header to the end of the body: 1 MiB at 35 KiB/s.
inline constexpr std::chrono::seconds kBodyTimeout{30};
// For the peer to take an answer.
inline constexpr std::chrono::seconds kWriteTimeout{30};
inline constexpr std::chrono::seconds kHandshakeTimeout{10};
// How long a peer whose request was refused may go on sending, so that it gets to read why.
inline constexpr std::chrono::seconds kLingerTimeout{2};
inline constexpr std::size_t kSwallowBytes = 16 * 1024;
// After SIGTERM, for what is under way; systemd waits ninety.
inline constexpr std::chrono::seconds kGoodbyeTimeout{5};
// New connections in the kernel's queue while 500 tablets come back at once.
inline constexpr int kBacklog = 1024;

// How soon waiting tablets hear of what another program has written into the same database.
inline constexpr std::chrono::milliseconds kGrowthGlance{500};
// Between two looks at what may not be kept any longer, as glances: ten seconds.
inline constexpr int kGlancesToTidy = 20;

}  // namespace foyer::server
