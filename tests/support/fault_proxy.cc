#include "tests/support/fault_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace foyer::support {
namespace {

constexpr int kTickMs = 20;  // how soon a change of mood is noticed by a waiting connection
constexpr std::size_t kPieces = 16;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

void close_now(int& fd) {
  if (fd >= 0) ::close(fd);
  fd = -1;
}

int connect_to(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(fd);
    return -1;
  }
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

bool send_all(int fd, const std::string& bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t n = ::send(fd, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
    if (n <= 0) return false;
    at += static_cast<std::size_t>(n);
  }
  return true;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

// Where the first message in `bytes` ends, or nothing while it is not complete.
std::optional<std::size_t> message_end(const std::string& bytes) {
  const std::size_t head_end = bytes.find("\r\n\r\n");
  if (head_end == std::string::npos) return std::nullopt;
  const std::string head = lower(bytes.substr(0, head_end + 2));
  const std::size_t body = head_end + 4;
  if (head.find("\r\ntransfer-encoding: chunked") != std::string::npos) {
    const std::size_t last = bytes.find("0\r\n\r\n", body);
    if (last == std::string::npos) return std::nullopt;
    return last + 5;
  }
  const std::string name = "\r\ncontent-length:";
  const std::size_t at = head.find(name);
  const std::size_t length = at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + name.size(), nullptr, 10);
  if (bytes.size() < body + length) return std::nullopt;
  return body + length;
}

// True when `fd` is readable or at its end within a tick.
bool is_readable(int fd) {
  pollfd one{fd, POLLIN, 0};
  return ::poll(&one, 1, kTickMs) > 0;
}

// More bytes into `buffer`; false at the end of the stream.
bool receive_some(int fd, std::string& buffer) {
  std::array<char, 65536> block;
  const ssize_t n = ::recv(fd, block.data(), block.size(), 0);
  if (n <= 0) return false;
  buffer.append(block.data(), static_cast<std::size_t>(n));
  return true;
}

bool trickle(int fd, const std::string& bytes) {
  const std::size_t piece = bytes.size() / kPieces + 1;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    if (!send_all(fd, bytes.substr(at, piece))) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(kTickMs));
  }
  return true;
}

std::string with_length(const std::string& head, const std::string& body) {
  return head + "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

}  // namespace

NetFault parse_net_fault(const std::string& name) {
  if (name == "drop_request") return NetFault::drop_request;
  if (name == "drop_reply") return NetFault::drop_reply;
  if (name == "duplicate") return NetFault::duplicate;
  if (name == "delay") return NetFault::delay;
  if (name == "truncate") return NetFault::truncate;
  if (name == "unavailable") return NetFault::unavailable;
  if (name == "captive") return NetFault::captive;
  if (name == "freeze") return NetFault::freeze;
  if (name == "error") return NetFault::error;
  if (name == "trickle") return NetFault::trickle;
  return NetFault::none;
}

FaultProxy::FaultProxy(const ProxyOptions& options)
    : options_(options), to_port_(options.to_port), random_(options.seed), rates_(options.rates) {
  port_ = options.listen_port;
  listen();
  acceptor_ = std::thread([this] { accept_all(); });
}

FaultProxy::~FaultProxy() {
  is_stopping_ = true;
  acceptor_.join();
  for (std::thread& worker : workers_) worker.join();
  if (listener_ >= 0) ::close(listener_);
}

void FaultProxy::listen() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address = loopback(port_);
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(fd, 64) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::perror("fault_proxy: cannot listen");
    std::exit(1);
  }
  port_ = ntohs(address.sin_port);
  listener_ = fd;
}

void FaultProxy::set_rates(const FaultRates& rates) {
  const std::lock_guard lock(mutex_);
  rates_ = rates;
}

void FaultProxy::script(NetFault fault, const std::string& target_part) {
  const std::lock_guard lock(mutex_);
  script_.push_back({fault, target_part});
}

void FaultProxy::set_down(bool down) {
  is_down_ = down;
  if (down) ++generation_;
  // The acceptor closes and opens the port: wait until it has.
  while ((listener_ < 0) != down) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

void FaultProxy::accept_all() {
  while (!is_stopping_) {
    if (is_down_) {
      int fd = listener_.exchange(-1);
      close_now(fd);
      std::this_thread::sleep_for(std::chrono::milliseconds(kTickMs));
      continue;
    }
    if (listener_ < 0) listen();
    if (!is_readable(listener_)) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    const std::lock_guard lock(mutex_);
    workers_.emplace_back([this, client] { serve(client); });
  }
}

NetFault FaultProxy::choose(const std::string& request) {
  const std::lock_guard lock(mutex_);
  const std::string line = request.substr(0, request.find("\r\n"));
  if (!script_.empty() && line.find(script_.front().target_part) != std::string::npos) {
    const NetFault fault = script_.front().fault;
    script_.pop_front();
    return fault;
  }
  double draw = std::uniform_real_distribution<double>(0, 1)(random_);
  const auto hits = [&draw](double rate) { return (draw -= rate) < 0; };
  if (hits(rates_.drop_request)) return NetFault::drop_request;
  if (hits(rates_.drop_reply)) return NetFault::drop_reply;
  if (hits(rates_.duplicate)) return NetFault::duplicate;
  if (hits(rates_.delay)) return NetFault::delay;
  if (hits(rates_.truncate)) return NetFault::truncate;
  if (hits(rates_.unavailable)) return NetFault::unavailable;
  if (hits(rates_.captive)) return NetFault::captive;
  if (hits(rates_.freeze)) return NetFault::freeze;
  if (hits(rates_.error)) return NetFault::error;
  if (hits(rates_.trickle)) return NetFault::trickle;
  return NetFault::none;
}

// Open and silent until the other side gives up.
void FaultProxy::hold(int client) {
  const int generation = generation_;
  std::string ignored;
  while (!is_stopping_ && generation == generation_) {
    if (is_readable(client) && !receive_some(client, ignored)) return;
  }
}

std::size_t FaultProxy::scripted_left() {
  const std::lock_guard lock(mutex_);
  return script_.size();
}

void FaultProxy::serve(int client) {
  const int on = 1;
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const int generation = generation_;
  int upstream = -1;
  std::string buffer;
  bool is_open = true;
  while (is_open && !is_stopping_ && generation == generation_) {
    if (const auto end = message_end(buffer)) {
      const std::string request = buffer.substr(0, *end);
      buffer.erase(0, *end);
      ++requests_;
      const NetFault fault = is_frozen_ ? NetFault::freeze : choose(request);
      if (fault != NetFault::none) ++faults_;
      is_open = pass_on(client, upstream, request, fault);
    } else if (is_readable(client)) {
      is_open = receive_some(client, buffer);
    }
  }
  close_now(upstream);
  close_now(client);
}

// Returns whether the connection goes on.
bool FaultProxy::pass_on(int client, int& upstream, const std::string& request, NetFault fault) {
  const int generation = generation_;
  switch (fault) {
    case NetFault::drop_request: return false;
    case NetFault::freeze: hold(client); return false;
    case NetFault::unavailable:
      send_all(client, with_length("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Type: text/plain\r\n",
                                   "try later\n"));
      return false;
    case NetFault::captive:
      send_all(client, with_length("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", "<html>Please sign in</html>"));
      return false;
    case NetFault::error:
      send_all(client, with_length("HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\n", "broken\n"));
      return false;
    case NetFault::delay: std::this_thread::sleep_for(std::chrono::milliseconds(options_.delay_ms)); break;
    default: break;
  }
  std::string reply;
  for (int deliveries = fault == NetFault::duplicate ? 2 : 1; deliveries > 0; --deliveries) {
    if (upstream < 0) upstream = connect_to(to_port_);
    if (upstream < 0 || !send_all(upstream, request)) return false;
    reply.clear();
    while (!message_end(reply)) {
      if (is_stopping_ || generation != generation_) return false;
      if (is_readable(upstream) && !receive_some(upstream, reply)) return false;
      // The tablet has gone while a poll was held: so does its twin on the other side.
      pollfd one{client, POLLIN | POLLRDHUP, 0};
      if (::poll(&one, 1, 0) > 0 && (one.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) return false;
    }
    if (lower(reply).find("\r\nconnection: close") != std::string::npos) close_now(upstream);
  }
  if (is_frozen_) {
    hold(client);
    return false;
  }
  if (fault == NetFault::drop_reply) return false;
  if (fault == NetFault::truncate) {
    send_all(client, reply.substr(0, reply.size() / 2));
    return false;
  }
  return fault == NetFault::trickle ? trickle(client, reply) : send_all(client, reply);
}

}  // namespace foyer::support
