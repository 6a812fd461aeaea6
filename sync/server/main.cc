// foyer-server: the centre. Serves tablets, makes enrolment codes and prints what it holds.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "shared/base/log.h"
#include "sync/server/commands.h"

namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  foyer-server serve --data /var/lib/foyer\n"
    "  foyer-server serve --data /var/lib/foyer --listen 0.0.0.0:8470 --tls-cert chain.pem --tls-key key.pem\n"
    "  foyer-server enrol-code --data /var/lib/foyer --kiosk \"Front desk\"\n"
    "  foyer-server contacts --data /var/lib/foyer --csv > contacts.csv\n"
    "  foyer-server visits --data /var/lib/foyer --json\n"
    "Settings, the database among them, stand in server.toml in the data folder.";

void add_export(CLI::App& app, const char* name, const char* what, foyer::server::ExportOptions& options) {
  CLI::App* command = app.add_subcommand(name, what);
  command->add_option("--data", options.data, "The data folder")->required();
  auto* format = command->add_option_group("format");
  format->add_flag("--json", options.json, "One JSON object a line");
  format->add_flag("--csv", options.csv,
                   "The same columns under a header line; lines end with \\n, quoting as in RFC 4180");
  format->require_option(1);
  command->footer(std::string("Example:\n  foyer-server ") + name + " --data /var/lib/foyer --json");
}

}  // namespace

int main(int argc, char** argv) {
  foyer::server::hold_signals();
  foyer::log_open("foyer-server");
  CLI::App app("The centre of Foyer: takes in what tablets captured and keeps one contact for each email.",
               "foyer-server");
  app.set_version_flag("--version", std::string("foyer-server ") + FOYER_VERSION);
  app.footer(kExamples);
  app.require_subcommand(1);

  foyer::server::ServeOptions serve;
  CLI::App* serve_command = app.add_subcommand("serve", "Serve tablets until SIGTERM");
  serve_command->add_option("--data", serve.data, "The data folder; made when missing")->required();
  serve_command->add_option("--listen", serve.listen, "ADDR:PORT; port 0 takes a free one")->capture_default_str();
  auto* cert = serve_command->add_option("--tls-cert", serve.tls_cert, "PEM certificate chain");
  auto* key = serve_command->add_option("--tls-key", serve.tls_key, "PEM key of that certificate");
  cert->needs(key);
  key->needs(cert);
  serve_command->footer("Example:\n  foyer-server serve --data /var/lib/foyer --listen 127.0.0.1:8470");

  foyer::server::EnrolCodeOptions enrol;
  CLI::App* enrol_command = app.add_subcommand("enrol-code", "Print a one-time code that enrols one tablet");
  enrol_command->add_option("--data", enrol.data, "The data folder")->required();
  enrol_command->add_option("--kiosk", enrol.kiosk, "The tablet's name, as visits will show it")->required();
  enrol_command->footer("Example:\n  foyer-server enrol-code --data /var/lib/foyer --kiosk \"Front desk\"");

  foyer::server::ExportOptions contacts;
  foyer::server::ExportOptions visits;
  add_export(app, "contacts", "Print every contact", contacts);
  add_export(app, "visits", "Print every visit", visits);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (*serve_command) return foyer::server::serve(serve);
  foyer::server::release_signals();
  if (*enrol_command) return foyer::server::enrol_code(enrol);
  if (app.got_subcommand("contacts")) return foyer::server::print_contacts(contacts);
  return foyer::server::print_visits(visits);
}
