// A server that says exactly the bytes a test wants, on 127.0.0.1 and any free port. Each connection has a thread,
// which reads one request after the other (by Content-Length) and hands it to the test's function; that one writes to
// the socket itself. Returning false closes the connection.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace foyer::agent {

class RawServer {
 public:
  using Handler = std::function<bool(int fd, const std::string& request)>;

  explicit RawServer(Handler handler) : handler_(std::move(handler)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      std::abort();
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~RawServer() {
    is_stopping_ = true;
    acceptor_.join();
    for (std::thread& worker : workers_) worker.join();
    ::close(listener_);
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int port() const { return port_; }
  int connections() const { return connections_; }
  bool is_stopping() const { return is_stopping_; }

  // False when the peer is gone.
  static bool say(int fd, const std::string& bytes) {
    return ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  static std::string reply(int status, const std::string& body, const std::string& type = "application/json",
                           const std::string& headers = "") {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: " + type + "\r\n" + headers +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  // Until the peer goes away or the test ends.
  void hold(int fd) const {
    while (!is_stopping_) {
      pollfd one{fd, POLLIN | POLLRDHUP, 0};
      if (::poll(&one, 1, 10) > 0 && (one.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) return;
    }
  }

 private:
  static bool is_readable(int fd) {
    pollfd one{fd, POLLIN, 0};
    return ::poll(&one, 1, 10) > 0;
  }
  void accept_all() {
    while (!is_stopping_) {
      if (!is_readable(listener_)) continue;
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      ++connections_;
      workers_.emplace_back([this, fd] {
        serve(fd);
        ::close(fd);
      });
    }
  }
  static std::size_t request_bytes(const std::string& buffer) {
    const std::size_t end = buffer.find("\r\n\r\n");
    if (end == std::string::npos) return 0;
    const std::size_t at = buffer.find("Content-Length: ");
    const std::size_t body = at < end ? std::strtoul(buffer.c_str() + at + 16, nullptr, 10) : 0;
    return buffer.size() >= end + 4 + body ? end + 4 + body : 0;
  }
  void serve(int fd) {
    std::string buffer;
    while (!is_stopping_) {
      if (const std::size_t bytes = request_bytes(buffer); bytes > 0) {
        const std::string request = buffer.substr(0, bytes);
        buffer.erase(0, bytes);
        if (!handler_(fd, request)) return;
        continue;
      }
      if (!is_readable(fd)) continue;
      char block[16384];
      const ssize_t n = ::recv(fd, block, sizeof block, 0);
      if (n <= 0) return;
      buffer.append(block, static_cast<std::size_t>(n));
    }
  }

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> is_stopping_{false};
  std::atomic<int> connections_{0};
  std::vector<std::thread> workers_;
  std::thread acceptor_;
};

}  // namespace foyer::agent
