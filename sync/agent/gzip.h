// Request bodies for a slow link. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace foyer::agent {

// `text` as a gzip stream, by the fastest level: ops are alike, so it makes a fifth of them. Nothing when there is no
// memory for it; the body goes as it is then.
std::optional<std::string> gzip(std::string_view text);

}  // namespace foyer::agent
