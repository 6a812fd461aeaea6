// foyer-sync: wires the agent to the real clock, network and disk. Exit codes: 0 fine, 1 failed, 2 wrong use.
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>

#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/random.h"
#include "shared/store/data_dir.h"
#include "shared/store/doorbell.h"
#include "shared/store/kiosk_store.h"
#include "sync/agent/cli.h"
#include "sync/agent/enrolment.h"
#include "sync/agent/http_transport.h"
#include "sync/agent/machine.h"
#include "sync/agent/server_url.h"
#include "sync/agent/status.h"
#include "sync/agent/sync_loop.h"

namespace {

using foyer::Error;
using foyer::Result;
using foyer::agent::Command;
using foyer::agent::CommandLine;

constexpr const char* kProgram = "foyer-sync";

int failed(const std::string& what, const Error& error) {
  std::fprintf(stderr, "foyer-sync: %s: %s\n", what.c_str(), error.detail.c_str());
  return 1;
}

// Readable once the process is asked to end. Blocks the signals for this and every later thread.
int stop_descriptor() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

struct Machine {
  foyer::SystemClock clock;
  foyer::SystemRandom random;
};

// Whoever asked for the end has got what he wanted.
bool is_stopped(int stop_fd) {
  pollfd one{stop_fd, POLLIN, 0};
  return poll(&one, 1, 0) > 0;
}

int enrol(const CommandLine& line, Machine& machine, int stop_fd) {
  const auto url = foyer::agent::parse_server_url(line.server);
  if (!url) {
    failed("enrol", url.error());
    return 2;
  }
  std::string ca_file;
  if (!line.ca_file.empty()) {
    std::error_code error;
    ca_file = std::filesystem::absolute(line.ca_file, error).string();
    if (error || access(ca_file.c_str(), R_OK) != 0) {
      return failed("enrol", {foyer::Fault::invalid, "cannot read the file of --ca: " + line.ca_file});
    }
  }
  const auto dir = foyer::store::DataDir::open_shared(line.data);
  if (!dir) return failed("enrol", dir.error());
  auto store = foyer::store::KioskStore::open(dir->path(), machine.clock, machine.random);
  if (!store) return failed("enrol", store.error());
  foyer::agent::HttpTransport transport(FOYER_VERSION);
  const auto done =
      foyer::agent::enrol(*store, transport, machine.clock, {*url, ca_file, line.code, FOYER_VERSION, stop_fd});
  if (!done) {
    failed("enrol", done.error());
    return is_stopped(stop_fd) ? 0 : 1;
  }
  if (const auto kept = foyer::agent::keep_machine(dir->path(), foyer::agent::machine_mark()); !kept) {
    foyer::log_error("marking the machine", kept.error());
  }
  foyer::store::ring(dir->run_dir(), foyer::store::kBellOfAgent);
  foyer::store::ring(dir->run_dir(), foyer::store::kBellOfKiosk);
  std::printf("enrolled as %s at %s (%s)\n", done->kiosk.c_str(), done->server_url.c_str(), done->org_name.c_str());
  return 0;
}

// A folder that came from another machine has a twin there, as far as anybody can know: what it captured still goes to
// the centre, and staff enrol it anew.
Result<void> watch_machine(const std::string& folder, foyer::store::KioskStore& store) {
  const auto is_moved = foyer::agent::is_of_another_machine(folder, foyer::agent::machine_mark());
  if (!is_moved) return is_moved.error();
  const auto state = store.sync_state();
  if (!state) return state.error();
  if (!*is_moved || !state->enrolment || state->forked) return {};
  foyer::log_warning("this folder was used on another machine; enrol this tablet again");
  return store.set_forked(true, state->enrolment->device);
}

int sync(const CommandLine& line, Machine& machine, int stop_fd) {
  const bool is_once = line.command == Command::once;
  const auto dir = foyer::store::DataDir::open(line.data, kProgram);
  if (!dir) return failed(is_once ? "once" : "run", dir.error());
  foyer::store::KioskStoreOptions options;
  options.check = true;
  auto store = foyer::store::KioskStore::open(dir->path(), machine.clock, machine.random, options);
  if (!store) return failed(is_once ? "once" : "run", store.error());
  if (const auto watched = watch_machine(dir->path(), *store); !watched) {
    foyer::log_error("watching the machine", watched.error());
  }
  foyer::agent::HttpTransport transport(FOYER_VERSION);
  foyer::agent::SyncPass pass(*store, transport, machine.clock, machine.random,
                              {!is_once, [&dir] { foyer::store::ring(dir->run_dir(), foyer::store::kBellOfKiosk); }});
  if (is_once) {
    const auto done = foyer::agent::drain_once(pass, transport, machine.clock, stop_fd);
    if (!done) failed("once", done.error());
    return done || is_stopped(stop_fd) ? 0 : 1;
  }
  auto bell = foyer::store::Doorbell::listen(dir->run_dir(), foyer::store::kBellOfAgent);
  if (!bell) return failed("run", bell.error());
  foyer::log_info(pass.is_enrolled() ? "running" : "running; not enrolled yet, waiting for foyer-sync enrol");
  foyer::agent::run_until_stopped(pass, transport, machine.clock, *bell, stop_fd);
  foyer::log_info("stopped");
  return 0;
}

int print_status(const CommandLine& line, const foyer::store::OutboxCounts& counts,
                 const foyer::store::SyncState& state) {
  if (line.is_json) {
    std::printf("%s\n", foyer::agent::status_json(counts, state).c_str());
  } else {
    std::fputs(foyer::agent::status_text(counts, state).c_str(), stdout);
  }
  return 0;
}

int status(const CommandLine& line, Machine& machine) {
  const auto dir = foyer::store::DataDir::open_existing(line.data, "kiosk");
  if (!dir) return failed("status", dir.error());
  // Nothing was ever stored: a reader does not make the database.
  if (!foyer::store::KioskStore::is_there(dir->path())) return print_status(line, {}, {});
  auto store = foyer::store::KioskStore::open(dir->path(), machine.clock, machine.random);
  if (!store) return failed("status", store.error());
  const auto counts = store->counts();
  if (!counts) return failed("status", counts.error());
  const auto state = store->sync_state();
  if (!state) return failed("status", state.error());
  return print_status(line, *counts, *state);
}

}  // namespace

int main(int argc, char** argv) {
  const int stop_fd = stop_descriptor();  // first of all: a signal from now on ends the program in its own way
  foyer::log_open(kProgram);
  const auto arguments = foyer::agent::parse_arguments(argc, argv, FOYER_VERSION);
  if (!arguments.line) {
    std::fputs(arguments.text.c_str(), arguments.exit_code == 0 ? stdout : stderr);
    return arguments.exit_code;
  }
  if (stop_fd < 0) return failed("start", {foyer::Fault::full, "no file descriptor left"});
  Machine machine;
  switch (arguments.line->command) {
    case Command::enrol: return enrol(*arguments.line, machine, stop_fd);
    case Command::run:
    case Command::once: return sync(*arguments.line, machine, stop_fd);
    case Command::status: return status(*arguments.line, machine);
  }
  return 2;
}
