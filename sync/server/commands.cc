#include "sync/server/commands.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <functional>
#include <memory>

#include "shared/base/text.h"
#include "shared/wire/export_lines.h"
#include "sync/protocol/limits.h"
#include "sync/server/centre.h"
#include "sync/server/copy_room.h"
#include "sync/server/core/erasure_keeper.h"
#include "sync/server/core/secrets.h"
#include "sync/server/core/service.h"
#include "sync/server/http/http_server.h"
#include "sync/server/mail/postman.h"
#include "sync/server/mail_options.h"

namespace foyer::server {
namespace {

constexpr int kFailed = 1;
constexpr int kWrongUse = 2;

int fail(const Error& error) {
  std::fprintf(stderr, "foyer-server: %s\n", error.detail.c_str());
  return kFailed;
}

int wrong_use(const Error& error) {
  std::fprintf(stderr, "foyer-server: %s\n", error.detail.c_str());
  return kWrongUse;
}

// Of a tablet or a token: as screens, logs and tables show it.
bool is_short_line(const std::string& name) {
  return is_plain_line(name) && !name.empty() && name.size() <= protocol::kDeviceNameBytesMax;
}

// stdout that was cut short must not look like a whole export.
int end_output() {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return 0;
  return fail({Fault::full, "the output could not be written to its end; free space or keep the reader running"});
}

sigset_t end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

void print_line(const std::string& line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
}

template <typename Line>
using EachLine = Result<void> (ServerStore::*)(const std::function<void(const Line&)>&);

template <typename Line>
int print_table(const ExportOptions& options, const std::string& csv_header, EachLine<Line> each) {
  auto centre = open_centre_to_read(options.data);
  if (!centre) return fail(centre.error());
  ServerStore& store = *(*centre)->store;
  if (options.csv) print_line(csv_header);
  const auto done = store.read(
      [&] { return (store.*each)([&](const Line& line) { print_line(options.csv ? to_csv(line) : to_json(line)); }); });
  return done ? end_output() : fail((*centre)->explained(done.error()));
}

}  // namespace

void hold_signals() {
  const sigset_t signals = end_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void release_signals() {
  const sigset_t signals = end_signals();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

int serve(const ServeOptions& options) {
  auto listen = parse_listen(options.listen);
  if (!listen) return wrong_use(listen.error());
  if (!options.tls_cert.empty()) listen->tls = TlsFiles{options.tls_cert, options.tls_key};
  if (!listen->tls && !is_loopback(listen->address)) {
    return wrong_use({Fault::refused,
                      "without TLS the centre only listens on this machine: give --tls-cert and --tls-key, or "
                      "--listen 127.0.0.1:8470"});
  }
  // A peer that is gone is an error of that write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  auto dir = store::DataDir::open(options.data, "foyer-server");
  if (!dir) return fail(dir.error());
  auto centre = open_centre(*dir);
  if (!centre) return fail(centre.error());
  const config::ServerConfig& config = (*centre)->config;
  ServiceOptions service_options;
  service_options.organisation = config.organisation;
  service_options.limits = {static_cast<std::size_t>(config.limits.push_ops_max),
                            static_cast<std::size_t>(config.limits.push_bytes_max)};
  service_options.pull_rows_max = config.limits.pull_rows_max;
  service_options.poll_s_max = static_cast<int>(config.limits.poll_s_max);
  listen->connections_max = static_cast<std::size_t>(config.limits.connections_max);
  auto postbox = open_postbox(*dir, config.mail);
  if (!postbox) return fail(postbox.error());
  service_options.tells_hosts = *postbox != nullptr;
  ErasureFile ledger(dir->file(kErasureFile));
  ErasureKeeper erasures(*(*centre)->store, ledger, (*centre)->clock, (*centre)->random);
  if (auto settled = erasures.settle(); !settled) return fail((*centre)->explained(settled.error()));
  // What an erasure left in the log when the server ended before it could empty it.
  if (auto emptied = (*centre)->store->erase_traces(); !emptied && emptied.error().fault != Fault::busy) {
    return fail((*centre)->explained(emptied.error()));
  }
  CopyRoom copies(*dir);
  service_options.copies = &copies.shelf;
  Service service(*(*centre)->store, (*centre)->clock, (*centre)->random, erasures, service_options);
  auto server = HttpServer::open(service, *listen);
  if (!server) return fail(server.error());
  const auto listener = (*centre)->listen([&](std::int64_t head) { (*server)->announce(head); });
  release_signals();
  std::printf("listening on %s\n", (*server)->url().c_str());
  std::fflush(stdout);
  {
    std::unique_ptr<Postman> postman;
    if (*postbox) {
      Postbox& box = **postbox;
      postman = std::make_unique<Postman>(*box.centre->store, box.centre->clock, box.centre->random, box.options,
                                          [&](std::int64_t head) { (*server)->announce(head); });
    }
    (*server)->run();
  }
  return 0;
}

int enrol_code(const EnrolCodeOptions& options) {
  const std::string name = trimmed(options.kiosk);
  if (!is_short_line(name)) {
    return wrong_use({Fault::invalid,
                      "--kiosk takes a name of 1 to 200 bytes without control characters, for example \"Front desk\""});
  }
  auto dir = store::DataDir::open_shared(options.data);
  if (!dir) return fail(dir.error());
  auto centre = open_centre(*dir);
  if (!centre) return fail(centre.error());
  ServerStore& store = *(*centre)->store;
  const std::string code = random_code((*centre)->random);
  EnrolCode row;
  row.code_mac = keyed_mac(store.identity().mac_key, code);
  row.kiosk = name;
  const std::int64_t life_ms = (*centre)->config.enrol_code_minutes * 60'000;
  row.expires_ms = (*centre)->clock.now().wall_ms + life_ms;
  if (auto added = store.write([&] { return store.add_code(row); }); !added) {
    return fail((*centre)->explained(added.error()));
  }
  std::printf("%s\n", code.c_str());
  return end_output();
}

int api_token(const ApiTokenOptions& options) {
  ApiToken row;
  row.name = trimmed(options.name);
  if (!is_short_line(row.name)) {
    return wrong_use({Fault::invalid,
                      "--name takes a name of 1 to 200 bytes without control characters, for example \"Reception\""});
  }
  row.role = options.role == "admin" ? StaffRole::admin : StaffRole::staff;
  auto dir = store::DataDir::open_shared(options.data);
  if (!dir) return fail(dir.error());
  auto centre = open_centre(*dir);
  if (!centre) return fail(centre.error());
  ServerStore& store = *(*centre)->store;
  const std::int64_t now_ms = (*centre)->clock.now().wall_ms;
  std::int64_t revoked = 0;
  std::string token = options.revoke ? std::string() : random_token((*centre)->random);
  const auto done = store.write([&]() -> Result<void> {
    if (options.revoke) {
      auto count = store.revoke_api_tokens(row.name, now_ms);
      if (!count) return count.error();
      revoked = *count;
      return {};
    }
    row.id = time_uuid((*centre)->random, now_ms);
    row.token_mac = token_mac(token);
    row.created_ms = now_ms;
    return store.add_api_token(row);
  });
  if (!done) return fail((*centre)->explained(done.error()));
  if (options.revoke && revoked == 0) return fail({Fault::not_found, "no token of that name holds"});
  if (!options.revoke) print_line(token);
  wipe(token);
  return end_output();
}

int revoke(const RevokeOptions& options) {
  auto centre = open_centre_to_read(options.data);
  if (!centre) return fail(centre.error());
  ServerStore& store = *(*centre)->store;
  const std::string name = trimmed(options.kiosk);
  std::int64_t count = 0;
  const auto done = store.write([&]() -> Result<void> {
    auto revoked = store.revoke_devices(name);
    if (!revoked) return revoked.error();
    count = *revoked;
    return {};
  });
  if (!done) return fail((*centre)->explained(done.error()));
  if (count == 0) return fail({Fault::not_found, "no tablet of that name is enrolled"});
  print_line("revoked; it hides what it knows, hands in what it captured and then forgets it");
  return end_output();
}

int print_contacts(const ExportOptions& options) {
  return print_table(options, wire::contact_csv_header(), &ServerStore::each_contact);
}

int print_visits(const ExportOptions& options) {
  return print_table(options, wire::visit_csv_header(), &ServerStore::each_visit);
}

}  // namespace foyer::server
