// What `foyer-sync enrol` speaks through in a simulated run: the centre answers at once, or is not there. One thread.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sync/agent/transport.h"
#include "tests/simulation/centre.h"

namespace foyer::simulation {

class EnrollingWire final : public agent::Transport {
 public:
  explicit EnrollingWire(Centre& centre) : centre_(centre) {}

  void connect_to(const agent::Peer&) override {}
  void start(const agent::HttpRequest& request) override {
    server::Request asked;
    asked.method = request.is_post ? "POST" : "GET";
    const std::size_t mark = request.target.find('?');
    asked.path = request.target.substr(0, mark);
    if (mark != std::string::npos) asked.query = request.target.substr(mark + 1);
    asked.token = request.token;
    asked.body = request.body;
    const auto response = centre_.handle(asked);
    Result<agent::HttpReply> reply = Error{Fault::offline, "nobody there"};
    if (response) reply = agent::HttpReply{response->status, response->body, std::nullopt};
    ended_.push_back({request.lane, std::move(reply)});
  }
  void cancel(agent::Lane) override {}
  std::vector<agent::Exchange> wait(std::int64_t, std::span<const int>) override { return std::exchange(ended_, {}); }

 private:
  Centre& centre_;
  std::vector<agent::Exchange> ended_;
};

}  // namespace foyer::simulation
