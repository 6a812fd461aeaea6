// Bodies that travel packed: pushes over a slow link, the chunks of a snapshot. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace foyer::protocol {

// `text` as a gzip stream, by the fastest level: ops and rows are alike, so it makes a fifth of them. Nothing when
// there is no memory for it.
std::optional<std::string> gzip(std::string_view text);

// Stops as soon as more than `bytes_max` would come out, however small the input is: Fault::full. Fault::invalid for
// bytes that are no complete gzip stream.
Result<std::string> gunzip(std::string_view compressed, std::size_t bytes_max);

}  // namespace foyer::protocol
