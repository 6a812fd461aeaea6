#include "tests/bench/tablets.h"

#include <fstream>

#include "shared/store/kiosk_store.h"
#include "shared/wire/enrol.h"
#include "shared/wire/op_json.h"
#include "shared/wire/pull.h"
#include "shared/wire/push.h"
#include "sync/protocol/paths.h"
#include "tests/bench/figures.h"
#include "tests/bench/people.h"

namespace foyer::bench {
namespace {

constexpr std::chrono::minutes kPatience{20};

template <typename T>
T checked(Result<T> result) {
  if (!result) support::fail(result.error().detail);
  return std::move(*result);
}

}  // namespace

std::filesystem::path enrolled_folder(const flows::Centre& centre, const std::string& name) {
  const auto folder = empty_folder(name);
  const auto done = support::run({flows::program("foyer-sync"), "enrol", "--data", folder, "--server", centre.url(),
                                  "--code", centre.enrol_code(name)});
  if (done.code != 0) support::fail("enrol: " + done.err);
  return folder;
}

void fill(const std::filesystem::path& folder, int count) {
  SystemClock clock;
  SystemRandom random;
  auto store = checked(store::KioskStore::open(folder, clock, random));
  for (int i = 0; i < count; ++i) {
    if (const auto done = store.submit(check_in_of(i, clock, random)); !done) support::fail(done.error().detail);
  }
}

double drain(const std::filesystem::path& folder) {
  const double start = now_ms();
  const auto once = support::run({flows::program("foyer-sync"), "once", "--data", folder}, {}, kPatience);
  if (once.code != 0) support::fail("foyer-sync once: " + once.err);
  return now_ms() - start;
}

Peer::Peer(const flows::Centre& centre, const std::string& name) : port_(static_cast<std::uint16_t>(centre.port())) {
  SystemClock clock;
  wire::EnrolRequest request;
  request.code = centre.enrol_code(name);
  request.clock = clock.now();
  server::RawClient client(port_);
  client.request("POST", protocol::kEnrolPath, wire::to_json(request));
  const auto answer = client.answer();
  if (answer.status != 200) support::fail("enrol: " + answer.body);
  const auto reply = checked(wire::parse_enrol_reply(answer.body));
  device_ = reply.device;
  token_ = reply.token;
}

std::string Peer::push_of(int first, int count) const {
  SystemClock clock;
  SystemRandom random;
  wire::PushRequest request;
  request.head.device = device_;
  request.head.push_n = 1;
  request.head.push_id = random_uuid(random);
  for (int i = 0; i < count; ++i) request.ops.push_back(wire::to_json(check_in_of(first + i, clock, random)));
  request.head.clock = clock.now();
  return wire::to_lines(request);
}

server::RawAnswer Peer::push(server::RawClient& client, const std::string& body) const {
  client.request("POST", protocol::kPushPath, body, headers());
  return client.answer();
}

std::string Peer::read_feed() const {
  server::RawClient client(port_);
  protocol::PullQuery query;
  for (bool more = true; more;) {
    client.request("GET", protocol::pull_target(query), {}, headers());
    const auto page = checked(wire::parse_pull_page(client.answer().body));
    query.cursor = page.cursor;
    more = page.more;
  }
  return query.cursor;
}

bool Peer::start_poll(server::RawClient& client, const std::string& cursor) const {
  protocol::PullQuery query;
  query.cursor = cursor;
  query.wait_s = 25;
  return client.request("GET", protocol::pull_target(query), {}, headers());
}

server::RawAnswer Peer::hello(server::RawClient& client) const {
  client.request("GET", protocol::kHelloPath, {}, headers());
  return client.answer();
}

double memory_mib(pid_t pid) {
  std::ifstream lines("/proc/" + std::to_string(pid) + "/smaps_rollup");
  for (std::string word; lines >> word;) {
    if (word != "Pss:") continue;
    double kib = 0;
    lines >> kib;
    return kib / 1024;
  }
  support::fail("no smaps_rollup of the centre");
}

}  // namespace foyer::bench
