// The network of a simulated run, between the tablets' transports and the centre. Each request draws its own fate from
// the run's fault rates: it or its answer is lost, late, cut short or doubled, or somebody on the way answers instead.
// A request that is on its way arrives even when its sender has given up or died. Long polls are held here as the HTTP
// server holds them. Counts requests: a tablet that asks without a pause breaks L4. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "sync/agent/transport.h"
#include "tests/simulation/centre.h"
#include "tests/simulation/diary.h"
#include "tests/simulation/luck.h"
#include "tests/simulation/plan.h"
#include "tests/simulation/timeline.h"

namespace foyer::simulation {

// One tablet's plug.
class Plug {
 public:
  virtual ~Plug() = default;
  virtual int number() const = 0;
  virtual bool is_online() const = 0;
  // Does the sender still wait for this answer?
  virtual bool awaits(agent::Lane lane, std::uint64_t ticket) const = 0;
  // Ends the exchange, unless it has ended.
  virtual void ended(agent::Lane lane, std::uint64_t ticket, Result<agent::HttpReply> reply) = 0;
};

class Network {
 public:
  Network(const Plan& plan, Timeline& line, Diary& diary, Centre& centre);

  void send(Plug& from, const agent::HttpRequest& request, std::uint64_t ticket);
  void heal() { faults_ = {}; }
  // What the centre has answered and nobody has got yet is lost with its connections.
  void sever() { ++lives_; }

  // The longest that a request of this tablet was on its way.
  std::int64_t slowest_ms(int tablet) const { return slowest_ms_.at(static_cast<std::size_t>(tablet)); }
  std::int64_t requests() const { return requests_; }  // pushes and pulls

 private:
  struct Letter {
    Plug* from = nullptr;
    std::uint64_t ticket = 0;
    agent::Lane lane = agent::Lane::hello;
    server::Request request;
    std::int64_t sent = 0;
    bool is_copy = false;  // nobody waits for its answer
    Luck luck{0};
  };
  struct Waiter {
    Letter letter;
    std::int64_t head = 0;
    std::int64_t deadline = 0;
  };

  void count(const Plug& from);
  bool is_answered_on_the_way(Letter& letter);
  void arrive(Letter letter);
  void answer(Letter letter, const server::Response& response);
  void hold(Letter letter, const server::Response& response);
  void wake_waiters();
  void fail(const Letter& letter, std::int64_t after_ms, Error error);
  void reply(const Letter& letter, std::int64_t after_ms, agent::HttpReply reply);

  Timeline& line_;
  Diary& diary_;
  Centre& centre_;
  Faults faults_;
  std::uint64_t seed_;
  std::vector<std::uint64_t> sent_;
  std::vector<std::int64_t> slowest_ms_;
  std::vector<std::deque<std::int64_t>> recent_;
  std::vector<Waiter> waiters_;
  std::int64_t head_ = 0;
  std::int64_t requests_ = 0;
  int lives_ = 0;
};

}  // namespace foyer::simulation
