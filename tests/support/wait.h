// How tests wait: for a fact, never for a time. tests/support reports what went wrong by throwing std::runtime_error:
// GoogleTest turns it into a failed test that shows the message, and the visitor program of deploy/run prints it.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace foyer::support {

// Throws std::runtime_error.
[[noreturn]] void fail(const std::string& message);

inline constexpr std::chrono::seconds kPatience{30};  // no fact takes this long, not even on a busy machine under ASan

// Looks every few milliseconds until `is_true`; fails with `what` when that takes longer than `patience`.
void wait_until(const std::string& what, const std::function<bool()>& is_true,
                std::chrono::milliseconds patience = kPatience);

}  // namespace foyer::support
