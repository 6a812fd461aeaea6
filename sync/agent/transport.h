// The network as the agent sees it: a few exchanges at once, one on each lane, and one place to wait for all of them
// and for file descriptors of others. Thread: the agent's one thread. Every failure to get an answer is an Error whose
// Fault is offline (nobody there, or somebody who is not the centre), timeout, full (a 2xx answer larger than
// reply_bytes_max) or refused (a mistake in our own settings); an answer with any status is a reply. A request's token
// and body never reach a log or an Error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "sync/protocol/paths.h"

namespace foyer::agent {

// Push and long poll run side by side: what people do must not wait for what others did.
enum class Lane { push, pull, hello, letter };  // letter: a dead op for the eyes of staff at the centre
inline constexpr std::size_t kLanes = 4;

inline constexpr std::int64_t kConnectTimeoutMs = 2'000;
inline constexpr std::int64_t kTotalTimeoutMs = 30'000;

struct HttpRequest {
  Lane lane = Lane::hello;
  bool is_post = false;
  std::string target;  // "/v1/sync/pull?…"; never personal data, never a secret
  std::string token;   // sent as a bearer token; empty: none
  std::string body;
  std::string_view content_type = protocol::kJsonType;
  std::string_view reply_type = protocol::kJsonType;  // of a 2xx answer; any other is not the centre's
  std::int64_t connect_timeout_ms = kConnectTimeoutMs;
  std::int64_t timeout_ms = kTotalTimeoutMs;
  bool is_long_poll = false;  // may be silent for as long as timeout_ms
  std::size_t reply_bytes_max = 1024 * 1024;
};

struct HttpReply {
  int status = 0;
  std::string body;  // of the type that was asked for; other contents count only with a status that is not 2xx
  std::optional<std::int64_t> retry_after_ms;
};

struct Exchange {
  Lane lane = Lane::hello;
  Result<HttpReply> reply;
};

// Where the centre is.
struct Peer {
  std::string url;                 // "https://foyer.example.org", see server_url.h
  std::string ca_file;             // empty: the system's
  std::int64_t date_floor_ms = 0;  // the time that has certainly come: certificates are judged against it (tls_clock.h)

  bool operator==(const Peer&) const = default;
};

class Transport {
 public:
  virtual ~Transport() = default;
  // Ends what is under way when the peer is another one.
  virtual void connect_to(const Peer& peer) = 0;
  // REQUIRES: the lane is free
  virtual void start(const HttpRequest& request) = 0;
  // What was sent may have arrived. Nothing will be reported for it. A free lane is fine.
  virtual void cancel(Lane lane) = 0;
  // Waits until something has ended, one of `fds` is readable, or `timeout_ms` has passed.
  virtual std::vector<Exchange> wait(std::int64_t timeout_ms, std::span<const int> fds) = 0;
};

}  // namespace foyer::agent
