#include "tests/flows/site.h"

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

namespace foyer::flows {
namespace {

using nlohmann::json;
using support::fail;
using support::Finished;
using support::Process;

// Nothing on the screen goes away by itself while a test is looking, however slow the machine.
constexpr const char* kPatientSettings = R"([timeouts_ms]
home = 3600000
form = 3600000
confirm = 3600000
warning = 3600000
done = 3600000
)";

Row parse_row(const json& object) {
  Row row;
  for (const auto& [name, value] : object.items()) {
    if (!value.is_null()) row[name] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return row;
}

std::string checked(const Finished& finished, const std::string& what) {
  if (finished.code != 0) fail(what + " ended with " + std::to_string(finished.code) + ": " + finished.err);
  return finished.out;
}

void make_private_folder(const std::filesystem::path& folder) {
  std::filesystem::create_directory(folder);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
}

std::string text(const std::vector<Row>& rows) { return json(rows).dump(); }

}  // namespace

std::string program(const std::string& name) { return std::string(FOYER_BIN_DIR "/") + name; }

unsigned seed() {
  const char* given = std::getenv("FOYER_SEED");
  return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
}

std::vector<Row> parse_rows(const std::string& json_lines) {
  std::vector<Row> rows;
  std::istringstream lines(json_lines);
  for (std::string line; std::getline(lines, line);) rows.push_back(parse_row(json::parse(line)));
  return rows;
}

void Centre::configure(const std::string& toml) {
  make_private_folder(data());
  std::ofstream(data() / "server.toml") << toml << "\n";
}

void Centre::use_tls(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  tls_options_ = {"--tls-cert", certificate, "--tls-key", key};
}

void Centre::start() {
  std::vector<std::string> command{program("foyer-server"), "serve", "--data", data(), "--listen", address_};
  command.insert(command.end(), tls_options_.begin(), tls_options_.end());
  process_ = std::make_unique<Process>(command);
  url_ = process_->line_after("listening on ");
  address_ = url_.substr(url_.find("//") + 2);
}

int Centre::stop() { return process_->terminate(); }

void Centre::kill_now() { process_->kill_now(); }

std::string Centre::enrol_code(const std::string& kiosk) const {
  std::string code =
      checked(support::run({program("foyer-server"), "enrol-code", "--data", data(), "--kiosk", kiosk}), "enrol-code");
  if (code.empty() || code.find('\n') != code.size() - 1) fail("not one line: " + code);
  code.pop_back();
  return code;
}

std::vector<Row> Centre::contacts() const {
  return parse_rows(
      checked(support::run({program("foyer-server"), "contacts", "--data", data(), "--json"}), "contacts"));
}

std::vector<Row> Centre::visits() const {
  return parse_rows(checked(support::run({program("foyer-server"), "visits", "--data", data(), "--json"}), "visits"));
}

Tablet::Tablet(std::string name) : name_(std::move(name)) {
  make_private_folder(data());
  std::ofstream(data() / "kiosk.toml") << kPatientSettings;
}

void Tablet::configure(const std::string& toml) {
  std::ofstream(data() / "kiosk.toml") << toml << "\n" << kPatientSettings;
}

void Tablet::enrol(const Centre& centre, const std::string& url) {
  checked(support::run({program("foyer-sync"), "enrol", "--data", data(), "--server", url.empty() ? centre.url() : url,
                        "--code", centre.enrol_code(name_)}),
          "enrol");
}

void Tablet::start_kiosk() {
  visitor_.reset();
  const std::string socket = folder_.path() / "inspect";
  kiosk_.reset();
  std::filesystem::remove(socket);
  kiosk_ = std::make_unique<Process>(
      std::vector<std::string>{program("foyer-kiosk"), "--data", data(), "--window", "1280x800", "--inspect", socket},
      Process::Environment{{"DISPLAY", display_.name()}, {"SDL_VIDEODRIVER", "x11"}, {"WAYLAND_DISPLAY", ""}});
  visitor_ = std::make_unique<support::Visitor>(display_.name(), socket);
  visitor_->wait_for_screen("attract");
}

void Tablet::start_agent() {
  agent_.reset();
  agent_ = std::make_unique<Process>(std::vector<std::string>{program("foyer-sync"), "run", "--data", data()});
}

int Tablet::stop_kiosk() { return kiosk_->terminate(); }
int Tablet::stop_agent() { return agent_->terminate(); }
void Tablet::kill_kiosk() { kiosk_->kill_now(); }
void Tablet::kill_agent() { agent_->kill_now(); }

Row Tablet::status() const {
  return parse_rows(checked(support::run({program("foyer-sync"), "status", "--data", data(), "--json"}), "status"))
      .at(0);
}

std::int64_t Tablet::pending() const { return std::stoll(status().at("pending")); }

Finished Tablet::once() const { return support::run({program("foyer-sync"), "once", "--data", data()}); }

Row only(const std::vector<Row>& rows, const std::string& column, const std::string& value) {
  std::vector<Row> found;
  for (const Row& row : rows) {
    if (const auto cell = row.find(column); cell != row.end() && cell->second == value) found.push_back(row);
  }
  if (found.size() != 1) {
    fail(std::to_string(found.size()) + " rows with " + column + " " + value + " in " + text(rows));
  }
  return found[0];
}

}  // namespace foyer::flows
