#include "shared/cli/arguments.h"

#include <CLI/CLI.hpp>
#include <sstream>

namespace foyer::cli {
namespace {

std::string problem_with(const std::string& word, bool wants_command) {
  if (word.starts_with("-")) return word + ": there is no such option";
  return word + (wants_command ? ": there is no such command" : ": not expected here");
}

std::string commands_of(const CLI::App& app) {
  std::string names;
  for (const CLI::App* command : app.get_subcommands({})) names += (names.empty() ? "" : ", ") + command->get_name();
  return names;
}

// CLI11 names what is missing first; a word it does not know is more often the reason.
std::string problem_of(const CLI::App& app, const CLI::ParseError& error) {
  const bool wants_command = app.get_require_subcommand_min() > app.get_subcommands().size();
  const auto unknown = app.remaining(true);
  if (!unknown.empty()) return problem_with(unknown.front(), wants_command);
  return wants_command ? "give a command: " + commands_of(app) : error.what();
}

}  // namespace

Ending wrong_use(const CLI::App& app, const std::string& problem) {
  std::string help = app.get_name();
  for (const CLI::App* command : app.get_subcommands()) help += " " + command->get_name();
  return {app.get_name() + ": " + problem + "; see " + help + " --help\n", kWrongUse};
}

std::optional<Ending> read_arguments(CLI::App& app, int argc, const char* const* argv) {
  try {  // CLI11 knows no other way
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    if (app.exit(error, out, out) == 0) return Ending{out.str(), 0};
    return wrong_use(app, problem_of(app, error));
  }
  return std::nullopt;
}

}  // namespace foyer::cli
