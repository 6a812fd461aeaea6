// A program's data folder: created with mode 0700, with `run/` for sockets and locks. The lock (`run/<program>.lock`,
// flock) is held as long as the DataDir lives, so a second process of the same program on one folder is refused; the
// kernel drops it with the process, however that ends. Owned by main(); any thread may read the paths.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace foyer::store {

class DataDir {
 public:
  // Creates missing folders. Fault::conflict when another process of `program` holds it, Fault::refused when it cannot
  // be created or written, Fault::full.
  static Result<DataDir> open(const std::string& path, std::string_view program);
  // Without the lock, for commands that run beside the program (`enrol-code`, `status`).
  static Result<DataDir> open_shared(const std::string& path);

  DataDir(DataDir&& other) noexcept;
  DataDir& operator=(DataDir&& other) noexcept;
  DataDir(const DataDir&) = delete;
  DataDir& operator=(const DataDir&) = delete;
  ~DataDir();

  const std::string& path() const { return path_; }
  std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }
  std::string run_dir() const { return path_ + "/run"; }

 private:
  DataDir(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_ = -1;
};

}  // namespace foyer::store
