// A TCP proxy that misbehaves like networks do, between a tablet's agent and the centre (plain HTTP/1.1). It
// understands just enough HTTP to see where a request and a reply end, so it can lose, double, delay, cut or forge
// exactly one of them. Faults come from a script (next requests, in order), else from rates and a seed. One thread for
// each connection; all public functions are safe from any thread. Failures of either side end that connection and
// nothing else.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace foyer::support {

enum class NetFault {
  none,
  drop_request,  // the centre never sees it; the connection ends
  drop_reply,    // the centre did it; the answer is lost and the connection ends
  duplicate,     // delivered twice; the second answer comes back
  delay,         // delivered after delay_ms
  truncate,      // half of the answer, then the connection ends
  unavailable,   // 503 with Retry-After: 1, not delivered
  captive,       // 200 with a page of HTML, not delivered
  freeze,        // accepted and never answered
  error,         // 500, not delivered
  trickle,       // the answer in small pieces with pauses between
};
// "drop_reply"; nothing known gives none.
NetFault parse_net_fault(const std::string& name);

// Shares of requests, 0 to 1; at most one fault for each request, taken in this order.
struct FaultRates {
  double drop_request = 0, drop_reply = 0, duplicate = 0, delay = 0, truncate = 0, unavailable = 0, captive = 0,
         freeze = 0, error = 0, trickle = 0;
};

struct ProxyOptions {
  int listen_port = 0;  // 0: any free one
  int to_port = 0;
  std::uint64_t seed = 1;
  FaultRates rates;
  int delay_ms = 200;
};

class FaultProxy {
 public:
  // Listens on 127.0.0.1. Ends the process when it cannot: this is a tool of tests.
  explicit FaultProxy(const ProxyOptions& options);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  int port() const { return port_; }
  void set_rates(const FaultRates& rates);
  // The next request whose target holds `target_part` meets `fault`; several are used in order.
  void script(NetFault fault, const std::string& target_part = "");
  // Every request from now on is accepted and never answered, those under way too.
  void freeze(bool frozen) { is_frozen_ = frozen; }
  // New connections are refused (the port is closed) and the present ones end.
  void set_down(bool down);
  void set_to_port(int port) { to_port_ = port; }

  int requests() const { return requests_; }  // seen so far
  int faults() const { return faults_; }      // of them met by a fault
  std::size_t scripted_left();                // faults of script() that no request has met yet

 private:
  struct Scripted {
    NetFault fault;
    std::string target_part;
  };

  void listen();
  void accept_all();
  void serve(int client);
  bool pass_on(int client, int& upstream, const std::string& request, NetFault fault);
  NetFault choose(const std::string& request);
  void hold(int client);

  ProxyOptions options_;
  std::atomic<int> to_port_;
  std::atomic<int> listener_{-1};
  int port_ = 0;
  std::atomic<bool> is_stopping_{false};
  std::atomic<bool> is_down_{false};
  std::atomic<bool> is_frozen_{false};
  std::atomic<int> requests_{0};
  std::atomic<int> faults_{0};
  std::atomic<int> generation_{0};  // set_down() ends the connections of earlier ones
  std::mutex mutex_;
  std::mt19937_64 random_;
  FaultRates rates_;
  std::deque<Scripted> script_;
  std::vector<std::thread> workers_;
  std::thread acceptor_;
};

}  // namespace foyer::support
