#include "kiosk/inspect_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <thread>
#include <utility>

#include "shared/base/check.h"
#include "shared/base/text.h"

namespace foyer::kiosk {
namespace {

Error refused(const std::string& path, const std::string& why) {
  return Error{Fault::refused, "--inspect " + path + ": " + why};
}

// A socket file that nobody listens on is removed; anything else stays.
Result<void> clear_path(const std::string& path, const sockaddr_un& address) {
  struct stat about = {};
  if (lstat(path.c_str(), &about) != 0) return {};
  if (!S_ISSOCK(about.st_mode)) return refused(path, "there is a file of another kind; name another path");
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool is_alive =
      probe >= 0 && ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  if (probe >= 0) ::close(probe);
  if (is_alive) return Error{Fault::conflict, "--inspect " + path + ": another process listens there"};
  ::unlink(path.c_str());
  return {};
}

Result<int> listen_on(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) return refused(path, "the path is longer than 107 bytes");
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  if (auto cleared = clear_path(path, address); !cleared) return cleared.error();
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return refused(path, std::strerror(errno));
  const mode_t before = ::umask(0177);  // the socket is private from its first moment
  const bool is_bound = ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  const int problem = errno;
  ::umask(before);
  if (is_bound && ::listen(fd, static_cast<int>(kInspectClientsMax)) == 0) return fd;
  ::close(fd);
  return refused(path, std::strerror(problem));
}

struct Client {
  int fd = -1;
  std::uint64_t id = 0;
  std::string unread;
  std::string unsent;
  bool is_waiting = false;  // a request of it is with the frame loop
  bool ends = false;        // close when all is sent
};

}  // namespace

class InspectServer::Impl {
 public:
  Impl(std::string path, int listener, std::function<void()> wake)
      : path_(std::move(path)),
        listener_(listener),
        bell_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        wake_(std::move(wake)) {
    FOYER_CHECK(bell_ >= 0);
    thread_ = std::thread([this] { run(); });
  }
  ~Impl() {
    is_over_ = true;
    ring();
    thread_.join();
    for (const Client& client : clients_) ::close(client.fd);
    ::close(listener_);
    ::close(bell_);
    ::unlink(path_.c_str());
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::vector<InspectRequest> take_requests() {
    const std::lock_guard lock(mutex_);
    return std::exchange(requests_, {});
  }

  void reply(std::uint64_t client, std::string line) {
    {
      const std::lock_guard lock(mutex_);
      replies_.push_back({client, std::move(line)});
    }
    ring();
  }

 private:
  void ring() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(bell_, &one, sizeof one);
  }

  void run() {
    while (!is_over_) {
      std::vector<pollfd> wanted = {{bell_, POLLIN, 0}, {listener_, POLLIN, 0}};
      for (const Client& client : clients_) {
        // While its request is being answered a client is not read: what it sends waits in the kernel.
        const int events = (client.is_waiting || client.ends ? 0 : POLLIN) | (client.unsent.empty() ? 0 : POLLOUT);
        wanted.push_back({events != 0 ? client.fd : -1, static_cast<short>(events), 0});
      }
      if (::poll(wanted.data(), wanted.size(), -1) < 0 && errno != EINTR) return;
      take_replies();
      for (std::size_t i = 0; i < clients_.size(); ++i) serve(clients_[i], wanted[i + 2].revents);
      std::erase_if(clients_, [](const Client& client) { return client.fd < 0; });
      if ((wanted[1].revents & POLLIN) != 0) accept_client();
    }
  }

  void take_replies() {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(bell_, &count, sizeof count);
    std::vector<InspectRequest> replies;
    {
      const std::lock_guard lock(mutex_);
      replies.swap(replies_);
    }
    for (InspectRequest& reply : replies) {
      const auto client =
          std::find_if(clients_.begin(), clients_.end(), [&](const Client& c) { return c.id == reply.client; });
      if (client != clients_.end()) client->unsent.append(reply.line).append("\n");
      wipe(reply.line);
      if (client == clients_.end()) continue;  // it has gone
      client->is_waiting = false;
      send_some(*client);
      take_line(*client);
    }
  }

  void accept_client() {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return;
    if (clients_.size() >= kInspectClientsMax) {
      ::close(fd);
      return;
    }
    Client client;
    client.fd = fd;
    client.id = ++last_id_;
    clients_.push_back(std::move(client));
  }

  void serve(Client& client, short events) {
    if (client.fd < 0 || events == 0) return;
    if ((events & (POLLERR | POLLNVAL)) != 0) {
      drop(client);
      return;
    }
    if ((events & POLLOUT) != 0) send_some(client);
    if (client.fd >= 0 && (events & (POLLIN | POLLHUP)) != 0) read_some(client);
  }

  void read_some(Client& client) {
    char bytes[4096];
    const ssize_t got = ::recv(client.fd, bytes, sizeof bytes, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) {
      // Who has sent a request and closed its side still gets the answer.
      client.ends = true;
      if (!client.is_waiting && client.unsent.empty()) drop(client);
      return;
    }
    client.unread.append(bytes, static_cast<std::size_t>(got));
    take_line(client);
  }

  void take_line(Client& client) {
    if (client.fd < 0 || client.is_waiting) return;
    const std::size_t end = client.unread.find('\n');
    if (end == std::string::npos && client.unread.size() <= kInspectLineMax) return;
    if (end == std::string::npos || end > kInspectLineMax) {
      client.unread.clear();
      client.unsent += "{\"error\":\"a request is one line of at most 4096 bytes\"}\n";
      client.ends = true;
      send_some(client);
      return;
    }
    InspectRequest request{client.id, client.unread.substr(0, end)};
    client.unread.erase(0, end + 1);
    client.is_waiting = true;
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(std::move(request));
    }
    wake_();
  }

  static void send_some(Client& client) {
    while (!client.unsent.empty()) {
      const ssize_t sent = ::send(client.fd, client.unsent.data(), client.unsent.size(), MSG_NOSIGNAL);
      if (sent < 0 && (errno == EAGAIN || errno == EINTR)) break;
      if (sent <= 0) {
        drop(client);
        return;
      }
      // What a visitor typed is in it: a buffer that lives as long as the client must not keep it.
      std::string rest = client.unsent.substr(static_cast<std::size_t>(sent));
      client.unsent.swap(rest);
      wipe(rest);
    }
    const bool is_done =
        client.ends && !client.is_waiting && client.unsent.empty() && client.unread.find('\n') == std::string::npos;
    if (is_done || client.unsent.size() > kInspectUnsentMax) drop(client);
  }

  static void drop(Client& client) {
    ::close(client.fd);
    client.fd = -1;
    wipe(client.unsent);
  }

  const std::string path_;
  const int listener_;
  const int bell_;
  const std::function<void()> wake_;
  std::atomic<bool> is_over_ = false;
  std::mutex mutex_;
  std::vector<InspectRequest> requests_;
  std::vector<InspectRequest> replies_;

  // The thread's own.
  std::vector<Client> clients_;
  std::uint64_t last_id_ = 0;

  std::thread thread_;
};

InspectServer::InspectServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
InspectServer::~InspectServer() = default;

Result<std::unique_ptr<InspectServer>> InspectServer::open(const std::string& path, std::function<void()> wake) {
  auto listener = listen_on(path);
  if (!listener) return listener.error();
  return std::unique_ptr<InspectServer>(new InspectServer(std::make_unique<Impl>(path, *listener, std::move(wake))));
}

std::vector<InspectRequest> InspectServer::take_requests() { return impl_->take_requests(); }
void InspectServer::reply(std::uint64_t client, std::string line) { impl_->reply(client, std::move(line)); }

}  // namespace foyer::kiosk
