// A centre and its tablets as real processes: what the flows start, break and read. Each tablet has a display of its
// own, a kiosk in a window on it, an agent and a visitor. One thread. Failures throw (tests/support/wait.h).
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/process.h"
#include "tests/support/screen.h"
#include "tests/support/visitor.h"

namespace foyer::flows {

std::string program(const std::string& name);  // the built one

// FOYER_SEED, which repeats a run, or a new one; tests show it when they fail.
unsigned seed();

// A row as the command line prints it: column -> text; null is absent, numbers are their digits.
using Row = std::map<std::string, std::string>;
std::vector<Row> parse_rows(const std::string& json_lines);

class Centre {
 public:
  Centre() = default;

  void configure(const std::string& toml);  // server.toml, before start()
  void use_tls(const std::filesystem::path& certificate, const std::filesystem::path& key);  // from the next start() on
  void start();  // on the same port every time
  int stop();    // SIGTERM
  void kill_now();
  bool is_running() const { return process_ != nullptr && process_->is_running(); }

  const std::string& url() const { return url_; }
  pid_t pid() const { return process_->pid(); }
  int port() const { return std::stoi(address_.substr(address_.rfind(':') + 1)); }
  std::filesystem::path data() const { return folder_.path() / "server"; }
  std::string enrol_code(const std::string& kiosk) const;
  std::vector<Row> contacts() const;
  std::vector<Row> visits() const;

 private:
  support::TempDir folder_;
  std::unique_ptr<support::Process> process_;
  std::string address_ = "127.0.0.1:0";
  std::string url_;
  std::vector<std::string> tls_options_;
};

class Tablet {
 public:
  explicit Tablet(std::string name);

  // With what is in kiosk.toml; `url` may be a proxy's.
  void enrol(const Centre& centre, const std::string& url = {});
  void start_kiosk();
  void start_agent();
  int stop_kiosk();
  int stop_agent();
  void kill_kiosk();
  void kill_agent();
  bool kiosk_is_running() const { return kiosk_ != nullptr && kiosk_->is_running(); }

  support::Visitor& visitor() { return *visitor_; }
  support::Process& kiosk() { return *kiosk_; }
  support::Process& agent() { return *agent_; }
  const std::string& name() const { return name_; }
  const std::string& display() const { return display_.name(); }
  std::filesystem::path data() const { return folder_.path() / "kiosk"; }
  void configure(const std::string& toml);  // more lines for kiosk.toml

  Row status() const;  // foyer-sync status --json
  std::int64_t pending() const;
  support::Finished once() const;

 private:
  std::string name_;
  support::TempDir folder_;
  support::Xvfb display_;
  std::unique_ptr<support::Process> kiosk_;
  std::unique_ptr<support::Process> agent_;
  std::unique_ptr<support::Visitor> visitor_;
};

// The row whose `column` is `value`; fails when there is not exactly one.
Row only(const std::vector<Row>& rows, const std::string& column, const std::string& value);

}  // namespace foyer::flows
