#include "shared/store/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace foyer::store {
namespace {

Error failure(int number, const std::string& what) {
  const Fault fault = number == ENOSPC || number == EDQUOT ? Fault::full : Fault::refused;
  return Error{fault, what + ": " + std::generic_category().message(number)};
}

// A folder only its owner can enter, also when it was there with a wider mode.
Result<void> make_private(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failure(errno, "cannot create " + path);
  if (::chmod(path.c_str(), 0700) != 0) return failure(errno, "cannot protect " + path);
  if (::access(path.c_str(), W_OK | X_OK) != 0) return failure(errno, "cannot write in " + path);
  return {};
}

Result<std::string> make_folders(const std::string& path) {
  if (path.empty()) return Error{Fault::invalid, "no data folder given"};
  std::error_code failed;
  const auto absolute = std::filesystem::absolute(path, failed).lexically_normal();
  if (failed) return failure(failed.value(), "cannot use " + path);
  std::string folder = absolute.string();
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  std::filesystem::create_directories(std::filesystem::path(folder).parent_path(), failed);
  if (failed) return failure(failed.value(), "cannot create the folder above " + folder);
  if (auto made = make_private(folder); !made) return made.error();
  if (auto made = make_private(folder + "/run"); !made) return made.error();
  return folder;
}

}  // namespace

Result<DataDir> DataDir::open_shared(const std::string& path) {
  auto folder = make_folders(path);
  if (!folder) return folder.error();
  return DataDir(*folder, -1);
}

Result<DataDir> DataDir::open(const std::string& path, std::string_view program) {
  auto folder = make_folders(path);
  if (!folder) return folder.error();
  const std::string lock_path = *folder + "/run/" + std::string(program) + ".lock";
  const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return failure(errno, "cannot create " + lock_path);
  DataDir dir(*folder, lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return failure(errno, "cannot lock " + lock_path);
    return Error{Fault::conflict, "another " + std::string(program) + " is running on " + *folder + ": stop it first"};
  }
  return dir;
}

DataDir::DataDir(DataDir&& other) noexcept : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataDir& DataDir::operator=(DataDir&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(lock_, other.lock_);
  return *this;
}

DataDir::~DataDir() {
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace foyer::store
