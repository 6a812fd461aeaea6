// Transport over libcurl's multi interface: all lanes in one thread, connections kept and reused. No redirects, only
// http and https, replies of bounded size, no compression (nothing to unpack, so no bomb). A 2xx answer that is not
// JSON is a captive portal's page and counts as offline. Owned by main(); ends its transfers when it dies.
#pragma once

#include <array>
#include <memory>

#include "sync/agent/transport.h"

namespace foyer::agent {

class HttpTransport final : public Transport {
 public:
  // `app_version` goes into the User-Agent.
  explicit HttpTransport(std::string app_version);
  ~HttpTransport() override;

  void connect_to(const Peer& peer) override;
  void start(const HttpRequest& request) override;
  void cancel(Lane lane) override;
  std::vector<Exchange> wait(std::int64_t timeout_ms, std::span<const int> fds) override;

 private:
  struct Transfer;
  struct Multi;

  void collect(std::vector<Exchange>& ended);

  std::string user_agent_;
  Peer peer_;
  std::unique_ptr<Multi> multi_;
  std::array<std::unique_ptr<Transfer>, kLanes> transfers_;
  std::vector<Exchange> at_once_;  // could not even be started
};

}  // namespace foyer::agent
