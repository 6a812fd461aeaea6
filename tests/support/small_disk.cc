#include "tests/support/small_disk.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>

#include "tests/support/wait.h"

namespace foyer::support {
namespace {

constexpr const char* kOptions =
    "size=4m,mode=0700";  // the database and some hundred check-ins; no room for the kiosk's caches
constexpr const char* kFiller = "filler";

// Mounts of ours are nobody else's. Without root: in a user namespace, where we are root.
bool has_own_mounts() {
  if (unshare(CLONE_NEWNS) != 0) {
    const std::string uid = std::to_string(getuid());
    const std::string gid = std::to_string(getgid());
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "0 " + uid + " 1";
    std::ofstream("/proc/self/gid_map") << "0 " + gid + " 1";
  }
  mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);  // fails where nothing is shared anyway
  return true;
}

}  // namespace

SmallDisk::SmallDisk(const std::filesystem::path& folder) : folder_(folder) {
  is_mounted_ = has_own_mounts() && mount("tmpfs", folder_.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, kOptions) == 0;
}

SmallDisk::~SmallDisk() {
  if (is_mounted_) umount2(folder_.c_str(), MNT_DETACH);
}

void SmallDisk::fill() const {
  const int file = open((folder_ / kFiller).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) fail("cannot write in " + folder_.string());
  const std::string page(4096, 'x');
  while (write(file, page.data(), page.size()) > 0) {
  }
  const bool is_full = errno == ENOSPC;
  close(file);
  if (!is_full) fail("cannot fill " + folder_.string());
}

void SmallDisk::free() const { std::filesystem::remove(folder_ / kFiller); }

}  // namespace foyer::support
