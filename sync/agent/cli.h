// The command line of foyer-sync: what the arguments mean, or what is wrong with them. Pure; any thread; prints
// nothing.
#pragma once

#include <optional>
#include <string>

namespace foyer::agent {

enum class Command { enrol, run, once, status };

struct CommandLine {
  Command command = Command::run;
  std::string data;
  std::string server;
  std::string code;
  std::string ca_file;
  bool is_json = false;
};

struct ParsedArguments {
  std::optional<CommandLine> line;  // absent: print `text` and end with `exit_code`
  std::string text;
  int exit_code = 0;
};

ParsedArguments parse_arguments(int argc, const char* const* argv, const std::string& version);

}  // namespace foyer::agent
