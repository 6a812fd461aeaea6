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

// What both the centre and a tablet know of a contact.
std::vector<Row> comparable(const std::vector<Row>& contacts) {
  std::map<std::string, Row> by_key;
  for (const Row& contact : contacts) {
    Row& kept = by_key[contact.at("email_key")];
    for (const char* column : {"id", "email", "name", "company", "phone", "address", "visits"}) {
      if (const auto value = contact.find(column); value != contact.end()) kept.insert(*value);
    }
  }
  std::vector<Row> rows;
  for (const auto& [key, row] : by_key) rows.push_back(row);
  return rows;
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

void Centre::start() {
  process_ = std::make_unique<Process>(std::vector<std::string>{
      program("foyer-server"), "serve", "--data", data(), "--listen", address_.empty() ? "127.0.0.1:0" : address_});
  address_ = process_->line_after("listening on http://");
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
  std::filesystem::create_directory(data());
  std::filesystem::permissions(data(), std::filesystem::perms::owner_all);
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

std::vector<Row> Tablet::query(const std::string& sql) const {
  const std::string out = checked(
      support::run({"sqlite3", "-readonly", "-cmd", ".timeout 5000", "-json", data() / "kiosk.db", sql}), "sqlite3");
  std::vector<Row> rows;
  if (out.empty()) return rows;
  for (const json& object : json::parse(out)) rows.push_back(parse_row(object));
  return rows;
}

std::vector<Row> Tablet::contacts() const {
  std::vector<Row> rows;
  for (const Row& stored :
       query("SELECT lower(hex(root)) AS id, email_key, d FROM s_contact WHERE email_key IS NOT NULL")) {
    const json d = json::parse(stored.at("d"));
    Row row = parse_row(d);
    row["id"] = stored.at("id");
    row["email_key"] = stored.at("email_key");
    for (const auto& [name, value] : d.at("fields").items()) row[name] = value.is_object() ? value.at("full") : value;
    for (const std::size_t at : {8U, 13U, 18U, 23U}) row["id"].insert(at, "-");
    rows.push_back(row);
  }
  return rows;
}

std::vector<Row> Tablet::visits() const {
  return query("SELECT lower(hex(id)) AS id, d FROM s_visit WHERE voided = 0");
}

void wait_until_in_step(const Centre& centre, const std::vector<Tablet*>& tablets) {
  for (Tablet* tablet : tablets) {
    support::wait_until(tablet->name() + " has pushed everything", [&] { return tablet->pending() == 0; });
  }
  const auto known = comparable(centre.contacts());
  const auto visits = centre.visits().size();
  for (Tablet* tablet : tablets) {
    std::string seen;
    const auto is_same = [&] {
      const auto theirs = comparable(tablet->contacts());
      seen = text(theirs);
      return theirs == known && tablet->visits().size() == visits;
    };
    try {
      support::wait_until(tablet->name() + " shows what the centre shows", is_same);
    } catch (const std::exception& failure) {
      fail(std::string(failure.what()) + "\n centre: " + text(known) + "\n tablet: " + seen);
    }
  }
}

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
