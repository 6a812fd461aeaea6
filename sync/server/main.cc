// foyer-server: the centre. Serves tablets, makes enrolment codes and tokens, applies the organisation's file and
// prints what it holds.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "shared/base/log.h"
#include "shared/cli/arguments.h"
#include "sync/server/apply.h"
#include "sync/server/backup_commands.h"
#include "sync/server/commands.h"

namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  foyer-server serve --data /var/lib/foyer\n"
    "  foyer-server serve --data /var/lib/foyer --listen 0.0.0.0:8470 --tls-cert chain.pem --tls-key key.pem\n"
    "  foyer-server enrol-code --data /var/lib/foyer --kiosk \"Front desk\"\n"
    "  foyer-server api-token --data /var/lib/foyer --name Reception\n"
    "  foyer-server apply --data /var/lib/foyer organisation.json\n"
    "  foyer-server backup --data /var/lib/foyer /srv/backup/foyer.db\n"
    "  foyer-server contacts --data /var/lib/foyer --csv > contacts.csv\n"
    "  foyer-server visits --data /var/lib/foyer --json\n"
    "Settings, the database among them, stand in server.toml in the data folder.\n";

void add_data(CLI::App& command, std::string& data, const char* what) {
  command.add_option("--data", data, what)->required()->type_name("DIR");
}

int end(const foyer::cli::Ending& ending) {
  std::fputs(ending.text.c_str(), ending.exit_code == 0 ? stdout : stderr);
  return ending.exit_code;
}

CLI::App* add_api_token(CLI::App& app, foyer::server::ApiTokenOptions& options) {
  CLI::App* command = app.add_subcommand("api-token", "Print a new token for staff or another system, once");
  add_data(*command, options.data, "The data folder");
  command->add_option("--name", options.name, "Whose token it is")->required()->type_name("NAME");
  auto* role = command->add_option("--role", options.role, "What it may do: staff or admin");
  role->capture_default_str()->check(CLI::IsMember({"staff", "admin"}))->type_name("ROLE");
  command->add_flag("--revoke", options.revoke, "End every token of that name instead")->excludes(role);
  command->footer("Example:\n  foyer-server api-token --data /var/lib/foyer --name Reception --role staff");
  return command;
}

CLI::App* add_apply(CLI::App& app, foyer::server::ApplyOptions& options) {
  CLI::App* command = app.add_subcommand("apply", "Bring sites, hosts, staff, texts … to what a file says");
  add_data(*command, options.data, "The data folder");
  command->add_option("FILE", options.file, "The organisation as JSON; assets/organisation.md describes it")
      ->required()
      ->type_name("FILE.json");
  command->add_flag("--dry-run", options.dry_run, "Only say what would change");
  command->footer("Example:\n  foyer-server apply --data /var/lib/foyer --dry-run organisation.json");
  return command;
}

CLI::App* add_export(CLI::App& app, const char* name, const char* what, foyer::server::ExportOptions& options) {
  CLI::App* command = app.add_subcommand(name, what);
  add_data(*command, options.data, "The data folder");
  auto* json = command->add_flag("--json", options.json, "One JSON object a line");
  command
      ->add_flag("--csv", options.csv,
                 "The same columns under a header line; lines end with \\n, quoting as in RFC 4180")
      ->excludes(json);
  command->footer(std::string("Example:\n  foyer-server ") + name + " --data /var/lib/foyer --json");
  return command;
}

CLI::App* add_backup(CLI::App& app, const char* name, const char* what, foyer::server::BackupOptions& options) {
  CLI::App* command = app.add_subcommand(name, what);
  add_data(*command, options.data, "The data folder");
  command->add_option("file", options.file, "The backup")->required()->type_name("FILE");
  command->footer(std::string("Example:\n  foyer-server ") + name + " --data /var/lib/foyer /srv/backup/foyer.db");
  return command;
}

CLI::App* add_revoke(CLI::App& app, foyer::server::RevokeOptions& options) {
  CLI::App* command = app.add_subcommand("revoke", "Take a tablet's access away; it hands in what it has first");
  add_data(*command, options.data, "The data folder");
  command->add_option("--kiosk", options.kiosk, "The tablet's name, as for enrol-code")->required()->type_name("NAME");
  command->footer("Example:\n  foyer-server revoke --data /var/lib/foyer --kiosk \"Front desk\"");
  return command;
}

bool lacks_format(const CLI::App& command, const foyer::server::ExportOptions& options) {
  return command.parsed() && !options.json && !options.csv;
}

}  // namespace

int main(int argc, char** argv) {
  foyer::server::hold_signals();
  foyer::log_open("foyer-server");
  CLI::App app("The centre of Foyer: takes in what tablets captured and keeps one contact for each email.",
               "foyer-server");
  app.set_version_flag("--version", std::string("foyer-server ") + FOYER_VERSION);
  app.footer(std::string(kExamples) + foyer::cli::kExitCodes);
  app.require_subcommand(1);

  foyer::server::ServeOptions serve;
  CLI::App* serve_command = app.add_subcommand("serve", "Serve tablets until SIGTERM");
  add_data(*serve_command, serve.data, "The data folder; made when missing");
  serve_command->add_option("--listen", serve.listen, "Where to listen; port 0 takes a free one")
      ->capture_default_str()
      ->type_name("ADDR:PORT");
  auto* cert = serve_command->add_option("--tls-cert", serve.tls_cert, "PEM certificate chain")->type_name("FILE");
  auto* key = serve_command->add_option("--tls-key", serve.tls_key, "PEM key of that certificate")->type_name("FILE");
  cert->needs(key);
  key->needs(cert);
  serve_command->footer("Example:\n  foyer-server serve --data /var/lib/foyer --listen 127.0.0.1:8470");

  foyer::server::EnrolCodeOptions enrol;
  CLI::App* enrol_command = app.add_subcommand("enrol-code", "Print a one-time code that enrols one tablet");
  add_data(*enrol_command, enrol.data, "The data folder");
  enrol_command->add_option("--kiosk", enrol.kiosk, "The tablet's name, as visits will show it")
      ->required()
      ->type_name("NAME");
  enrol_command->footer("Example:\n  foyer-server enrol-code --data /var/lib/foyer --kiosk \"Front desk\"");

  foyer::server::ApiTokenOptions token;
  CLI::App* token_command = add_api_token(app, token);

  foyer::server::ApplyOptions apply;
  CLI::App* apply_command = add_apply(app, apply);
  foyer::server::BackupOptions kept;
  foyer::server::BackupOptions restored;
  CLI::App* backup_command = add_backup(app, "backup", "Copy the database to FILE, beside a running server", kept);
  CLI::App* restore_command =
      add_backup(app, "restore", "Put FILE in the database's place; stop the server before", restored);

  foyer::server::RevokeOptions revoked;
  CLI::App* revoke_command = add_revoke(app, revoked);

  foyer::server::ExportOptions contacts;
  foyer::server::ExportOptions visits;
  CLI::App* contacts_command = add_export(app, "contacts", "Print every contact", contacts);
  CLI::App* visits_command = add_export(app, "visits", "Print every visit", visits);

  if (const auto ending = foyer::cli::read_arguments(app, argc, argv)) return end(*ending);
  if (lacks_format(*contacts_command, contacts) || lacks_format(*visits_command, visits)) {
    return end(foyer::cli::wrong_use(app, "give --json or --csv"));
  }
  if (*serve_command) return foyer::server::serve(serve);
  foyer::server::release_signals();
  if (*enrol_command) return foyer::server::enrol_code(enrol);
  if (*token_command) return foyer::server::api_token(token);
  if (*apply_command) return foyer::server::apply_file(apply);
  if (*backup_command) return foyer::server::backup(kept);
  if (*restore_command) return foyer::server::restore_backup(restored);
  if (*revoke_command) return foyer::server::revoke(revoked);
  if (*contacts_command) return foyer::server::print_contacts(contacts);
  return foyer::server::print_visits(visits);
}
