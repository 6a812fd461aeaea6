#include "shared/store/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
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

enum class Holds { nothing, our_files, other_files };

bool is_ours(std::string_view name) {
  return name.starts_with("kiosk.db") || name.starts_with("server.db") || name == "kiosk.toml" || name == "server.toml";
}

bool is_socket_or_lock(const std::filesystem::path& path) {
  return path.extension() == ".lock" || path.extension() == ".bell";
}

Holds what_is_in(const std::string& folder) {
  std::error_code failed;
  Holds found = Holds::nothing;
  for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    if (is_ours(name)) return Holds::our_files;
    if (name == "lost+found") continue;  // an own file system, just made
    if (name == "run") {
      std::error_code ignored;
      std::filesystem::directory_iterator inside(entry->path(), ignored);
      if (!ignored && std::any_of(begin(inside), end, [](const auto& one) { return is_socket_or_lock(one.path()); })) {
        return Holds::our_files;
      }
    }
    found = Holds::other_files;
  }
  return failed ? Holds::other_files : found;
}

Result<void> check_writable(const std::string& path) {
  if (::access(path.c_str(), W_OK | X_OK) != 0) return failure(errno, "cannot write in " + path);
  return {};
}

// A folder only its owner can enter. One that was there with a wider mode is closed only when it is ours: nobody wants
// his home folder or /tmp closed because of a mistyped path.
Result<void> make_private(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) return check_writable(path);
  if (errno != EEXIST) return failure(errno, "cannot create " + path);
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return failure(errno, "cannot use " + path);
  if (!S_ISDIR(found.st_mode)) return failure(ENOTDIR, "cannot use " + path);
  const bool is_private = found.st_uid == ::geteuid() && (found.st_mode & 07777U) == 0700U;
  if (is_private) return check_writable(path);
  if (what_is_in(path) == Holds::other_files) {
    return Error{Fault::refused, path + " holds other files and no Foyer data, and others may enter it: give a folder" +
                                     " of its own (a new one is made)"};
  }
  if (::chmod(path.c_str(), 0700) != 0) return failure(errno, "cannot protect " + path);
  return check_writable(path);
}

// Of a folder that is known to be ours.
Result<void> make_run_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failure(errno, "cannot create " + path);
  if (::chmod(path.c_str(), 0700) != 0) return failure(errno, "cannot protect " + path);
  return check_writable(path);
}

Result<std::string> absolute_folder(const std::string& path) {
  if (path.empty()) return Error{Fault::invalid, "no data folder given"};
  std::error_code failed;
  const auto absolute = std::filesystem::absolute(path, failed).lexically_normal();
  if (failed) return failure(failed.value(), "cannot use " + path);
  std::string folder = absolute.string();
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder;
}

Result<std::string> make_folders(const std::string& path) {
  auto folder = absolute_folder(path);
  if (!folder) return folder;
  std::error_code failed;
  std::filesystem::create_directories(std::filesystem::path(*folder).parent_path(), failed);
  if (failed) return failure(failed.value(), "cannot create the folder above " + *folder);
  if (auto made = make_private(*folder); !made) return made.error();
  if (auto made = make_run_folder(*folder + "/run"); !made) return made.error();
  return folder;
}

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

}  // namespace

Result<DataDir> DataDir::open_existing(const std::string& path, std::string_view part) {
  auto folder = absolute_folder(path);
  if (!folder) return folder.error();
  const std::string stem = *folder + "/" + std::string(part);
  const bool is_used = exists(stem + ".db") || exists(stem + ".db-wal") || exists(stem + ".toml") ||
                       exists(*folder + "/run/foyer-" + std::string(part) + ".lock") ||
                       (part == "kiosk" && exists(*folder + "/run/foyer-sync.lock"));
  if (is_used) return DataDir(*folder, -1);
  if (errno == EACCES) return failure(EACCES, "cannot read " + *folder);
  return Error{Fault::not_found, "no Foyer data in " + *folder};
}

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
