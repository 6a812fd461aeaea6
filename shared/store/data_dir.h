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
  // be created or written, Fault::full. A folder that was there is closed to others only when it is empty or holds our
  // files; one with other files that others may enter is refused (Fault::refused) and left as it is.
  static Result<DataDir> open(const std::string& path, std::string_view program);
  // Without the lock, for commands that write beside the program (`enrol`, `enrol-code`).
  static Result<DataDir> open_shared(const std::string& path);
  // For commands that only read: creates nothing and changes no mode. `part` is "kiosk" or "server"; Fault::not_found
  // ("no Foyer data in DIR") when that program has never used the folder. Its database may still be missing.
  static Result<DataDir> open_existing(const std::string& path, std::string_view part);

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
