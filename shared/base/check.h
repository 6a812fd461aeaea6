// FOYER_CHECK states what can only be false by a programmer's mistake. It stays on in release builds: the process says
// where and aborts, and the supervisor starts it again. Never use it on input, disk or network. Any thread.
#pragma once

namespace foyer {

// Prints `file:line: check failed: text` on stderr and aborts.
[[noreturn]] void check_failed(const char* file, int line, const char* text);

}  // namespace foyer

#define FOYER_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::foyer::check_failed(__FILE__, __LINE__, #condition))
