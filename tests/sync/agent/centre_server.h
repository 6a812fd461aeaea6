// FakeCentre behind a real socket, with polls that are held until there is news. For tests of the program foyer-sync.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "tests/sync/agent/fake_centre.h"
#include "tests/sync/agent/raw_server.h"

namespace foyer::agent {

class CentreServer {
 public:
  CentreServer() : server_([this](int fd, const std::string& request) { return answer(fd, request); }) {}

  std::string url() const { return server_.url(); }
  int port() const { return server_.port(); }
  // The centre, while nobody else touches it.
  template <typename Work>
  auto with(Work work) {
    const std::lock_guard lock(mutex_);
    return work(centre_);
  }
  std::size_t ops() {
    return with([](FakeCentre& centre) { return centre.ops.size(); });
  }
  int polls_held() const { return polls_held_; }

 private:
  static HttpRequest parsed(const std::string& text) {
    HttpRequest out;
    out.is_post = text.starts_with("POST");
    const std::size_t from = text.find(' ') + 1;
    out.target = text.substr(from, text.find(' ', from) - from);
    const std::string bearer = "\r\nAuthorization: Bearer ";
    if (const std::size_t at = text.find(bearer); at != std::string::npos) {
      const std::size_t begin = at + bearer.size();
      out.token = text.substr(begin, text.find("\r\n", begin) - begin);
    }
    out.body = text.substr(text.find("\r\n\r\n") + 4);
    return out;
  }

  bool answer(int fd, const std::string& text) {
    const HttpRequest request = parsed(text);
    const auto would_hold = [&] { return with([&](FakeCentre& centre) { return centre.would_hold(request); }); };
    if (would_hold()) {
      ++polls_held_;
      for (int ticks = 0; ticks < 5'000 && would_hold() && !server_.is_stopping(); ++ticks) {
        pollfd one{fd, POLLIN | POLLRDHUP, 0};
        if (::poll(&one, 1, 5) > 0 && (one.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) break;
      }
      --polls_held_;
    }
    const HttpReply reply = with([&](FakeCentre& centre) { return centre.handle(request); });
    return RawServer::say(fd, RawServer::reply(reply.status, reply.body));
  }

  FakeCentre centre_;
  std::mutex mutex_;
  std::atomic<int> polls_held_{0};
  RawServer server_;
};

}  // namespace foyer::agent
