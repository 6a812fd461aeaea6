#include "sync/agent/cli.h"

#include <CLI/CLI.hpp>

#include "shared/cli/arguments.h"

namespace foyer::agent {
namespace {

constexpr const char* kExamples = R"(
Examples:
  foyer-sync enrol --data /var/lib/foyer --server https://foyer.example.org --code K7QF2M9XTB
  foyer-sync enrol --data DIR --server https://10.0.0.5:8470 --code K7QF2M9XTB --ca /etc/foyer/ca.pem
  foyer-sync run --data /var/lib/foyer
  foyer-sync once --data /var/lib/foyer && echo everything is at the centre
  foyer-sync status --data /var/lib/foyer --json

A code is made at the centre with: foyer-server enrol-code --data DIR --kiosk NAME)";

void add_data(CLI::App& command, CommandLine& line) {
  command.add_option("--data", line.data, "The tablet's data folder, the one of foyer-kiosk")
      ->required()
      ->type_name("DIR");
}

}  // namespace

ParsedArguments parse_arguments(int argc, const char* const* argv, const std::string& version) {
  CommandLine line;
  CLI::App app{"Brings what people did on this tablet to the centre, and what the centre knows to this tablet.",
               "foyer-sync"};
  app.set_version_flag("--version", "foyer-sync " + version);
  const std::string footer = std::string(kExamples) + "\n" + cli::kExitCodes;
  app.footer(footer);
  app.require_subcommand(1);
  auto* enrol = app.add_subcommand("enrol", "Make this tablet known to a centre, with a one-time code");
  auto* run = app.add_subcommand("run", "Keep exchanging until stopped; waits while the tablet is not enrolled");
  auto* once = app.add_subcommand("once", "Exchange everything once: 0 when nothing is left to do");
  auto* status = app.add_subcommand("status", "Say how far the exchange is");
  for (CLI::App* command : {enrol, run, once, status}) {
    command->footer(footer);
    add_data(*command, line);
  }
  enrol->add_option("--server", line.server, "https://HOST[:PORT]; plain http only to this machine")
      ->required()
      ->type_name("URL");
  enrol->add_option("--code", line.code, "The one-time code")->required()->type_name("CODE");
  enrol->add_option("--ca", line.ca_file, "Trust only this authority (PEM)")->type_name("FILE");
  status->add_flag("--json", line.is_json, "One JSON object on one line");

  if (const auto ending = cli::read_arguments(app, argc, argv)) return {std::nullopt, ending->text, ending->exit_code};
  if (enrol->parsed()) line.command = Command::enrol;
  if (run->parsed()) line.command = Command::run;
  if (once->parsed()) line.command = Command::once;
  if (status->parsed()) line.command = Command::status;
  return {line, {}, 0};
}

}  // namespace foyer::agent
