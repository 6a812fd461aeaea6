// The network side of the centre: HTTP/1.1 over Boost.Beast, with TLS when files for it are given. It bounds what a
// peer may send and how long it may take, holds long polls without a thread for each, and hands everything else to the
// Service, which runs on one thread of its own (the store has one writer anyway). Owned by main(); run() blocks it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "shared/base/result.h"
#include "sync/server/core/service.h"

namespace foyer::server {

struct TlsFiles {
  std::string certificate;  // PEM, the chain with the server's own first
  std::string key;          // PEM
};

struct HttpOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8470;  // 0: any free one
  std::optional<TlsFiles> tls;
  std::size_t connections_max = 8192;
};

// "127.0.0.1:8470" or "[::1]:0". Fault::invalid with what to write instead.
Result<HttpOptions> parse_listen(const std::string& text);

// Whether only programs of this machine can reach the address.
bool is_loopback(const std::string& address);

class HttpServer {
 public:
  // Listens. Fault::invalid for an address or a file that does not serve, Fault::conflict when the port is taken,
  // Fault::refused for an address beyond this machine without TLS. `service` outlives the server.
  static Result<std::unique_ptr<HttpServer>> open(Service& service, const HttpOptions& options);
  ~HttpServer();

  // "http://127.0.0.1:8470", with the port that is really used.
  std::string url() const;

  // The feed has grown to `head` beside the requests: waiting tablets are answered. Any thread.
  void announce(std::int64_t head);

  // Serves until SIGTERM or SIGINT; answers what is under way, then returns.
  void run();

 private:
  struct Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace foyer::server
