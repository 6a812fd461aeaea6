// A disk that is really full: a file system of a few megabytes at one folder, in memory, seen by this process and what
// it starts from then on. Mounting needs root or user namespaces; a container may give neither, then is_real() is false
// and the folder stays an ordinary one. One thread, before any other is started.
#pragma once

#include <filesystem>

namespace foyer::support {

class SmallDisk {
 public:
  // `folder` is there; what is in it is out of sight while this lives.
  explicit SmallDisk(const std::filesystem::path& folder);
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool is_real() const { return is_mounted_; }
  void fill() const;  // to the last byte
  void free() const;  // all of that again

 private:
  std::filesystem::path folder_;
  bool is_mounted_ = false;
};

}  // namespace foyer::support
