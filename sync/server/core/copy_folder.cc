#include "sync/server/core/copy_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace foyer::server {
namespace {

Error cannot(const std::string& file) {
  const bool is_full = errno == ENOSPC || errno == EDQUOT;
  return {is_full ? Fault::full : Fault::refused, file + ": cannot be written"};
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t part = ::write(fd, bytes.data(), bytes.size());
    if (part < 0 && errno == EINTR) continue;
    if (part <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(part));
  }
  return true;
}

}  // namespace

// Not flushed: what a power cut leaves is known by its hash, and made again.
Result<void> DiskFolder::write(const std::string& name, std::string_view bytes) {
  if (::mkdir(path_.c_str(), 0700) != 0 && errno != EEXIST) return cannot(path_);
  const std::string file = path_ + "/" + name;
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return cannot(file);
  const bool is_written = write_all(fd, bytes);
  Result<void> done;
  if (!is_written) done = cannot(file);
  ::close(fd);
  return done;
}

Result<std::string> DiskFolder::read(const std::string& name) {
  std::ifstream in(path_ + "/" + name, std::ios::binary);
  if (!in) return Error{Fault::not_found, path_ + "/" + name + ": cannot be opened"};
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (in.bad()) return Error{Fault::refused, path_ + "/" + name + ": cannot be read"};
  return bytes;
}

std::vector<std::string> DiskFolder::names() {
  std::vector<std::string> all;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(path_, failed)) {
    all.push_back(entry.path().filename().string());
  }
  return all;
}

void DiskFolder::remove(const std::string& name) {
  const std::string file = path_ + "/" + name;
  const int fd = ::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd >= 0) {
    struct stat found {};
    if (::fstat(fd, &found) == 0) write_all(fd, std::string(static_cast<std::size_t>(found.st_size), '\0'));
    ::fsync(fd);
    ::close(fd);
  }
  ::unlink(file.c_str());
}

}  // namespace foyer::server
