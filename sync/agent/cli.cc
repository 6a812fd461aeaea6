#include "sync/agent/cli.h"

#include <CLI/CLI.hpp>
#include <sstream>

namespace foyer::agent {
namespace {

constexpr int kWrongUse = 2;

constexpr const char* kExamples = R"(
Examples:
  foyer-sync enrol --data /var/lib/foyer --server https://foyer.example.org --code K7QF2M9XTB
  foyer-sync enrol --data DIR --server https://10.0.0.5:8470 --code K7QF2M9XTB --ca /etc/foyer/ca.pem
  foyer-sync run --data /var/lib/foyer
  foyer-sync once --data /var/lib/foyer && echo everything is at the centre
  foyer-sync status --data /var/lib/foyer --json

Exit codes: 0 fine, 1 failed (the reason is on stderr), 2 wrong use.
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
  app.footer(kExamples);
  app.require_subcommand(1);
  auto* enrol = app.add_subcommand("enrol", "Make this tablet known to a centre, with a one-time code");
  auto* run = app.add_subcommand("run", "Keep exchanging until stopped; waits while the tablet is not enrolled");
  auto* once = app.add_subcommand("once", "Exchange everything once: 0 when nothing is left to do");
  auto* status = app.add_subcommand("status", "Say how far the exchange is");
  for (CLI::App* command : {enrol, run, once, status}) {
    command->footer(kExamples);
    add_data(*command, line);
  }
  enrol->add_option("--server", line.server, "https://HOST[:PORT]; plain http only to this machine")
      ->required()
      ->type_name("URL");
  enrol->add_option("--code", line.code, "The one-time code")->required()->type_name("CODE");
  enrol->add_option("--ca", line.ca_file, "Trust only this authority (PEM)")->type_name("FILE");
  status->add_flag("--json", line.is_json, "One JSON object on one line");

  try {  // CLI11 knows no other way
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    const int code = app.exit(error, out, out);
    return {std::nullopt, out.str(), code == 0 ? 0 : kWrongUse};
  }
  if (enrol->parsed()) line.command = Command::enrol;
  if (run->parsed()) line.command = Command::run;
  if (once->parsed()) line.command = Command::once;
  if (status->parsed()) line.command = Command::status;
  return {line, {}, 0};
}

}  // namespace foyer::agent
