// Request bodies may come as gzip. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace foyer::server {

// Stops as soon as more than `bytes_max` would come out, however small the input is: Fault::full. Fault::invalid for
// bytes that are no complete gzip stream.
Result<std::string> gunzip(std::string_view compressed, std::size_t bytes_max);

}  // namespace foyer::server
