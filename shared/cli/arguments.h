// Reading a command line, the same way in every program: help and version when asked for, else one line that names the
// program, what is wrong (an unknown word before anything that is missing) and where to read on. Pure; any thread;
// prints nothing; whatever CLI11 throws ends here.
#pragma once

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace foyer::cli {

inline constexpr const char* kExitCodes = "Exit codes: 0 fine, 1 failed (the reason is on stderr), 2 wrong use.";
inline constexpr int kWrongUse = 2;

// How the program ends at once: `text` belongs on stdout when the code is 0, else on stderr.
struct Ending {
  std::string text;
  int exit_code = 0;
};

// Nothing when the program may go on.
std::optional<Ending> read_arguments(CLI::App& app, int argc, const char* const* argv);

// For what the program checks itself, after read_arguments().
Ending wrong_use(const CLI::App& app, const std::string& problem);

}  // namespace foyer::cli
