#include "sync/agent/enrolment.h"

#include <poll.h>

#include <array>

#include "shared/wire/enrol.h"
#include "shared/wire/error_reply.h"
#include "sync/agent/tls_clock.h"
#include "sync/protocol/paths.h"

namespace foyer::agent {
namespace {

Error stopped() { return {Fault::timeout, "stopped before the centre answered: ask for a new code"}; }

Error refusal(const HttpReply& reply) {
  const auto said = wire::parse_error_reply(reply.body);
  const std::string status = std::to_string(reply.status);
  if (!said) return {Fault::offline, "status " + status + " from somebody who is not the centre; check --server"};
  const std::string what = "the centre answered " + status + " " + said->error + ": " + said->detail;
  if (reply.status == 429 || reply.status >= 500) return {Fault::busy, what + "; try again in a minute"};
  return {Fault::refused, what + "; ask for a new code (foyer-server enrol-code) and use it within 10 minutes"};
}

bool is_readable(int fd) {
  pollfd one{fd, POLLIN, 0};
  return poll(&one, 1, 0) > 0;
}

Result<HttpReply> ask(Transport& transport, const HttpRequest& request, int stop_fd) {
  const std::array<int, 1> fds{stop_fd};
  if (is_readable(stop_fd)) return stopped();
  transport.start(request);
  for (;;) {
    for (Exchange& exchange : transport.wait(kTotalTimeoutMs, fds)) {
      if (exchange.lane == request.lane) return std::move(exchange.reply);
    }
    if (is_readable(stop_fd)) return stopped();
  }
}

}  // namespace

Result<store::Enrolment> enrol(store::KioskStore& store, Transport& transport, Clock& clock, const EnrolOrder& order) {
  const auto state = store.sync_state();
  if (!state) return state.error();
  transport.connect_to({order.server_url, order.ca_file, date_floor_ms(state->last_server_ms)});
  wire::EnrolRequest request;
  request.code = order.code;
  request.app_version = order.app_version;
  request.clock = clock.now();
  HttpRequest http;
  http.lane = Lane::hello;
  http.is_post = true;
  http.target = std::string(protocol::kEnrolPath);
  http.body = wire::to_json(request);
  const auto reply = ask(transport, http, order.stop_fd);
  if (!reply) return reply.error();
  if (reply->status / 100 != 2) return refusal(*reply);
  const auto parsed = wire::parse_enrol_reply(reply->body);
  if (!parsed) return Error{Fault::offline, "the answer is not the centre's; check --server"};
  store::Enrolment out{parsed->device, parsed->org,   parsed->org_name, parsed->kiosk,
                       parsed->site,   parsed->token, order.server_url, order.ca_file};
  if (auto stored = store.enrol(out, parsed->epoch, parsed->server_ms); !stored) return stored.error();
  return out;
}

}  // namespace foyer::agent
