// The command line of foyer-kiosk: what the arguments mean, or what is wrong with them. Pure; any thread; prints
// nothing.
#pragma once

#include <optional>
#include <string>

namespace foyer::kiosk {

struct CommandLine {
  std::string data;
  bool is_fullscreen = true;
  int width = 1280;  // of the window when it is not the full screen
  int height = 800;
  std::string inspect_socket;  // empty: none
};

struct ParsedArguments {
  std::optional<CommandLine> line;  // absent: print `text` and end with `exit_code`
  std::string text;
  int exit_code = 0;
};

ParsedArguments parse_arguments(int argc, const char* const* argv, const std::string& version);

}  // namespace foyer::kiosk
