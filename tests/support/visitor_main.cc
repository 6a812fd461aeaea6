// foyer-visitor: one scripted visitor at a running kiosk, for deploy/run on a machine without a display.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/visitor.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() != 5) {
    std::fputs(
        "usage: foyer-visitor DISPLAY INSPECT-SOCKET PICTURES-FOLDER NAME EMAIL\n"
        "example: foyer-visitor :7 run/inspect pictures 'Ann Lee' ann@example.com\n",
        stderr);
    return 2;
  }
  try {
    std::filesystem::create_directories(arguments[2]);
    foyer::support::Visitor visitor(arguments[0], arguments[1]);
    visitor.photograph_to(arguments[2]);
    visitor.wait_for_screen("attract");
    visitor.check_in(arguments[3], arguments[4]);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "foyer-visitor: %s\n", failure.what());
    return 1;
  }
  return 0;
}
