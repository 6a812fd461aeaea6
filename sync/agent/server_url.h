// The centre's address as staff type it. Pure; any thread. Fault::invalid says what to write instead.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace foyer::agent {

inline constexpr std::size_t kUrlBytesMax = 2048;

// "https://foyer.example.org", optionally with a port; no path, query, user or password. Plain http only to this
// machine (127.0.0.0/8, ::1, localhost), because it would show tokens and visitors to everybody on the way. Returns it
// without a slash at the end.
Result<std::string> parse_server_url(std::string_view typed);

}  // namespace foyer::agent
