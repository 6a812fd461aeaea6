// What the agent's tests turn by hand: the clock, randomness and a network that answers from a script. Values of one
// test.
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "sync/agent/transport.h"

namespace foyer::agent {

class ManualClock final : public Clock {
 public:
  Instant now() const override { return now_; }
  void advance(std::int64_t ms) {
    now_.mono_ms += ms;
    now_.wall_ms += ms;
  }

 private:
  Instant now_{*Uuid::parse("0190a1b2-0000-7000-8000-000000000001"), 1'000'000, 1'781'234'567'890};
};

// A counter: ids differ, jitter is the same on each run.
class CountingRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) {
      state_ = state_ * 6364136223846793005u + 1442695040888963407u;
      byte = static_cast<std::uint8_t>(state_ >> 56);
    }
  }

 private:
  std::uint64_t state_ = 42;
};

// Every request goes to `answer`, which replies, fails, or leaves it unanswered (a long poll that is held). wait()
// turns the clock instead of sleeping.
class ScriptedTransport final : public Transport {
 public:
  struct Silence {};  // no answer until the lane is cancelled or its time-out
  struct Held {       // a long poll: answered when there is news, at the latest after `at_most_ms`
    std::int64_t at_most_ms = 0;
    std::function<bool()> has_news;
    std::function<HttpReply()> reply;
  };
  using Reaction = std::variant<HttpReply, Error, Silence, Held>;

  explicit ScriptedTransport(ManualClock& clock) : clock_(clock) {}

  std::function<Reaction(const HttpRequest&)> answer;
  std::vector<HttpRequest> requests;
  std::vector<Peer> peers;

  void connect_to(const Peer& peer) override { peers.push_back(peer); }
  void start(const HttpRequest& request) override {
    requests.push_back(request);
    Reaction reaction = answer(request);
    auto& slot = under_way_.at(static_cast<std::size_t>(request.lane));
    FOYER_CHECK(!slot);
    slot = UnderWay{std::move(reaction), clock_.now().mono_ms, clock_.now().mono_ms + request.timeout_ms};
  }
  void cancel(Lane lane) override { under_way_.at(static_cast<std::size_t>(lane)).reset(); }
  std::vector<Exchange> wait(std::int64_t timeout_ms, std::span<const int>) override {
    std::vector<Exchange> out = ended();
    if (!out.empty()) return out;
    clock_.advance(std::max<std::int64_t>(1, timeout_ms));
    return ended();
  }
  bool is_under_way(Lane lane) const { return under_way_.at(static_cast<std::size_t>(lane)).has_value(); }

 private:
  struct UnderWay {
    Reaction reaction;
    std::int64_t since = 0;
    std::int64_t until = 0;
  };
  std::vector<Exchange> ended() {
    std::vector<Exchange> out;
    for (std::size_t i = 0; i < under_way_.size(); ++i) {
      auto& slot = under_way_[i];
      if (!slot) continue;
      const auto lane = static_cast<Lane>(i);
      if (auto* held = std::get_if<Held>(&slot->reaction)) {
        if (!held->has_news() && clock_.now().mono_ms < slot->since + held->at_most_ms) continue;
        slot->reaction = held->reply();
      }
      if (auto* reply = std::get_if<HttpReply>(&slot->reaction)) {
        out.push_back({lane, std::move(*reply)});
      } else if (auto* error = std::get_if<Error>(&slot->reaction)) {
        out.push_back({lane, std::move(*error)});
      } else if (slot->until <= clock_.now().mono_ms) {
        out.push_back({lane, Error{Fault::timeout, "no answer"}});
      } else {
        continue;
      }
      slot.reset();
    }
    return out;
  }

  ManualClock& clock_;
  std::array<std::optional<UnderWay>, kLanes> under_way_;
};

}  // namespace foyer::agent
