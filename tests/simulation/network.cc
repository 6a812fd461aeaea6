#include "tests/simulation/network.h"

#include <algorithm>
#include <array>
#include <utility>

namespace foyer::simulation {
namespace {

constexpr std::size_t kRequestsPerSecondMax = 120;  // by one tablet: a push of one op each 10 ms is no loop
constexpr const char* kPage = "<html><body>Please sign in</body></html>";

server::Request to_server(const agent::HttpRequest& from) {
  server::Request request;
  request.method = from.is_post ? "POST" : "GET";
  const std::size_t mark = from.target.find('?');
  request.path = from.target.substr(0, mark);
  if (mark != std::string::npos) request.query = from.target.substr(mark + 1);
  request.token = from.token;
  request.body = from.body;
  request.may_wait = from.is_long_poll;
  return request;
}

std::string lane_name(agent::Lane lane) {
  constexpr std::array<const char*, agent::kLanes> kNames = {"push", "pull", "hello", "letter"};
  return kNames.at(static_cast<std::size_t>(lane));
}

Error not_the_centre() { return {Fault::offline, "the answer is not the centre's"}; }

}  // namespace

Network::Network(const Plan& plan, Timeline& line, Diary& diary, Centre& centre)
    : line_(line),
      diary_(diary),
      centre_(centre),
      faults_(plan.faults),
      seed_(plan.seed),
      sent_(static_cast<std::size_t>(plan.tablets)),
      slowest_ms_(static_cast<std::size_t>(plan.tablets)),
      recent_(static_cast<std::size_t>(plan.tablets)) {}

void Network::count(const Plug& from) {
  ++requests_;
  auto& recent = recent_.at(static_cast<std::size_t>(from.number()));
  recent.push_back(line_.now());
  while (recent.front() < line_.now() - 1'000) recent.pop_front();
  diary_.expect(recent.size() < kRequestsPerSecondMax, "L4", "a tablet asks without a pause");
}

void Network::send(Plug& from, const agent::HttpRequest& request, std::uint64_t ticket) {
  if (request.lane != agent::Lane::hello) count(from);
  const auto tablet = static_cast<std::uint64_t>(from.number());
  Letter letter;
  letter.from = &from;
  letter.ticket = ticket;
  letter.lane = request.lane;
  letter.request = to_server(request);
  letter.sent = line_.now();
  letter.luck = Luck(mix({seed_, 20, tablet, ++sent_.at(static_cast<std::size_t>(tablet))}));
  if (!from.is_online()) {
    const bool is_told = letter.luck.chance(0.5);
    return fail(letter, is_told ? 1 : request.connect_timeout_ms, {Fault::offline, "nobody there"});
  }
  fail(letter, request.timeout_ms, {Fault::timeout, "no answer in time"});
  if (is_answered_on_the_way(letter)) return;
  Luck& luck = letter.luck;
  if (luck.chance(faults_.cut_request)) letter.request.body.resize(luck.index(letter.request.body.size() + 1));
  const bool is_lost = luck.chance(faults_.drop_request);
  const bool is_doubled = luck.chance(faults_.duplicate);
  std::int64_t way = luck.between(1, 40);
  if (luck.chance(faults_.slow)) way = luck.between(1'000, 45'000);
  if (is_doubled) {
    Letter copy = letter;
    copy.is_copy = true;
    const std::int64_t late = luck.chance(0.1) ? luck.between(60'000, 7'200'000) : luck.between(0, 5'000);
    line_.in(way + late, [this, copy = std::move(copy)]() mutable { arrive(std::move(copy)); });
  }
  if (is_lost) return;
  line_.in(way, [this, letter = std::move(letter)]() mutable { arrive(std::move(letter)); });
}

bool Network::is_answered_on_the_way(Letter& letter) {
  Luck& luck = letter.luck;
  if (luck.chance(faults_.portal)) {
    constexpr std::array<int, 4> kStatus = {200, 302, 403, 511};
    const int status = luck.pick(kStatus);
    // A 2xx that is not JSON never leaves the transport as a reply.
    if (status == 200) {
      fail(letter, 5, not_the_centre());
    } else {
      reply(letter, 5, {status, kPage, std::nullopt});
    }
    return true;
  }
  if (luck.chance(faults_.proxy)) {
    constexpr std::array<int, 6> kStatus = {413, 429, 500, 502, 503, 504};
    std::optional<std::int64_t> retry_after;
    if (luck.chance(0.3)) retry_after = luck.between(0, 20'000);
    reply(letter, 10, {luck.pick(kStatus), kPage, retry_after});
    return true;
  }
  if (luck.chance(faults_.busy)) {
    reply(letter, 10, {503, server::error_response(503, "busy", "later").body, luck.between(0, 5'000)});
    return true;
  }
  if (luck.chance(faults_.failing)) {
    reply(letter, 10, {500, server::error_response(500, "failed", "unexpected").body, std::nullopt});
    return true;
  }
  return false;
}

void Network::arrive(Letter letter) {
  auto& slowest = slowest_ms_.at(static_cast<std::size_t>(letter.from->number()));
  slowest = std::max(slowest, line_.now() - letter.sent);
  if (letter.is_copy) letter.request.may_wait = false;
  const auto response = centre_.handle(letter.request);
  if (!response) {
    if (!letter.is_copy) fail(letter, 1, {Fault::offline, "connection refused or reset"});
  } else if (response->waits) {
    hold(std::move(letter), *response);
  } else {
    if (letter.lane != agent::Lane::hello) {
      diary_.note("centre", lane_name(letter.lane) + " of " + std::to_string(letter.from->number()) +
                                (letter.is_copy ? " again" : "") + ": " + std::to_string(response->status) + " head " +
                                std::to_string(response->head));
    }
    answer(std::move(letter), *response);
  }
  wake_waiters();
}

void Network::answer(Letter letter, const server::Response& response) {
  if (letter.is_copy) return;
  agent::HttpReply out{response.status, response.body, std::nullopt};
  if (response.retry_after_s > 0) out.retry_after_ms = response.retry_after_s * 1000;
  Luck& luck = letter.luck;
  if (luck.chance(faults_.drop_reply)) return;
  if (luck.chance(faults_.cut_reply)) {
    if (luck.chance(0.5)) return fail(letter, 5, {Fault::offline, "the connection was cut"});
    out.body.resize(luck.index(out.body.size() + 1));
  }
  reply(letter, luck.chance(faults_.slow) ? luck.between(1'000, 45'000) : luck.between(1, 40), std::move(out));
}

// The HTTP server asks the service again when the feed has grown, and for the last time when the wait is over.
void Network::hold(Letter letter, const server::Response& response) {
  const std::int64_t deadline = line_.now() + std::int64_t{response.wait_s} * 1000;
  line_.at(deadline, [this] { wake_waiters(); });
  waiters_.push_back({std::move(letter), response.head, deadline});
}

void Network::wake_waiters() {
  while (!waiters_.empty()) {
    std::int64_t head = 0;
    if (centre_.is_up()) {
      if (const auto now = centre_.store().head()) head = now->seq;
    }
    const auto due = std::ranges::find_if(waiters_, [&](const Waiter& waiter) {
      return !centre_.is_up() || head > waiter.head || waiter.deadline <= line_.now() ||
             !waiter.letter.from->awaits(waiter.letter.lane, waiter.letter.ticket);
    });
    if (due == waiters_.end()) return;
    Waiter woken = std::move(*due);
    waiters_.erase(due);
    if (!woken.letter.from->awaits(woken.letter.lane, woken.letter.ticket)) continue;
    woken.letter.request.may_wait = woken.deadline > line_.now();
    const auto response = centre_.handle(woken.letter.request);
    if (!response) {
      fail(woken.letter, 1, {Fault::offline, "connection reset"});
    } else if (response->waits) {
      waiters_.push_back({std::move(woken.letter), response->head, woken.deadline});
    } else {
      answer(std::move(woken.letter), *response);
    }
  }
}

void Network::fail(const Letter& letter, std::int64_t after_ms, Error error) {
  line_.in(after_ms, [plug = letter.from, lane = letter.lane, ticket = letter.ticket, error = std::move(error)] {
    plug->ended(lane, ticket, error);
  });
}

void Network::reply(const Letter& letter, std::int64_t after_ms, agent::HttpReply reply) {
  line_.in(after_ms, [this, life = lives_, plug = letter.from, lane = letter.lane, ticket = letter.ticket,
                      reply = std::move(reply)] {
    if (life == lives_) return plug->ended(lane, ticket, reply);
    plug->ended(lane, ticket, Error{Fault::offline, "connection reset"});
  });
}

}  // namespace foyer::simulation
