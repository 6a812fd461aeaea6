#include "shared/base/check.h"

#include <cstdio>
#include <cstdlib>

#include "shared/base/result.h"

namespace foyer {

void check_failed(const char* file, int line, const char* text) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, text);
  std::fflush(stderr);
  std::abort();
}

const char* fault_name(Fault fault) {
  switch (fault) {
    case Fault::offline: return "offline";
    case Fault::timeout: return "timeout";
    case Fault::busy: return "busy";
    case Fault::refused: return "refused";
    case Fault::conflict: return "conflict";
    case Fault::invalid: return "invalid";
    case Fault::not_found: return "not_found";
    case Fault::corrupt: return "corrupt";
    case Fault::full: return "full";
    case Fault::outdated: return "outdated";
  }
  check_failed(__FILE__, __LINE__, "unknown fault");
}

}  // namespace foyer
