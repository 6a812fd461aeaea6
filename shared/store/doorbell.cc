#include "shared/store/doorbell.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace foyer::store {
namespace {

// A socket's address holds 107 bytes of path. Through /proc/self/fd it is short however deep the folder is.
class Folder {
 public:
  explicit Folder(const std::string& path) : fd_(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}
  ~Folder() {
    if (fd_ >= 0) ::close(fd_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  bool ok() const { return fd_ >= 0; }
  void remove(std::string_view name) const { ::unlinkat(fd_, std::string(name).c_str(), 0); }
  sockaddr_un address(std::string_view name) const {
    sockaddr_un out{};
    out.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(fd_) + "/" + std::string(name);
    std::memcpy(out.sun_path, path.c_str(), std::min(path.size(), sizeof(out.sun_path) - 1));
    return out;
  }

 private:
  int fd_;
};

int open_socket() { return ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

}  // namespace

Result<Doorbell> Doorbell::listen(const std::string& run_dir, std::string_view name) {
  const Folder folder(run_dir);
  if (!folder.ok()) return Error{Fault::refused, "cannot open " + run_dir};
  Doorbell bell(open_socket());
  if (bell.fd_ < 0) return Error{Fault::refused, "cannot open a socket"};
  folder.remove(name);
  const sockaddr_un address = folder.address(name);
  if (::bind(bell.fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    return Error{Fault::refused,
                 "cannot bind " + run_dir + "/" + std::string(name) + ": " + std::generic_category().message(errno)};
  }
  return bell;
}

Doorbell::Doorbell(Doorbell&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Doorbell& Doorbell::operator=(Doorbell&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Doorbell::~Doorbell() {
  if (fd_ >= 0) ::close(fd_);
}

bool Doorbell::drain() {
  bool rung = false;
  char byte = 0;
  while (::recv(fd_, &byte, 1, 0) >= 0) rung = true;
  return rung;
}

bool Doorbell::wait(int timeout_ms) {
  pollfd poll_fd{fd_, POLLIN, 0};
  ::poll(&poll_fd, 1, timeout_ms);
  return drain();
}

void ring(const std::string& run_dir, std::string_view name) {
  const Folder folder(run_dir);
  const int fd = folder.ok() ? open_socket() : -1;
  if (fd < 0) return;
  const sockaddr_un address = folder.address(name);
  const char byte = 1;
  ::sendto(fd, &byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  ::close(fd);
}

}  // namespace foyer::store
