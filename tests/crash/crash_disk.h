// A disk that loses power. It keeps files in memory, each as what is surely on the disk and as a list of writes that
// were not synced yet; a SQLite VFS shows the programs both. At a power cut every write that was not synced is kept,
// dropped or torn (a part of its 512-byte sectors), by a seed. Creating and deleting files counts as durable at once,
// which SQLite secures by syncing folders. One disk belongs to one test and one thread.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace foyer::crash {

class CrashDisk {
 public:
  // Registers a VFS under `name`; the destructor takes it away. Close all databases on it first.
  explicit CrashDisk(const std::string& name);
  ~CrashDisk();
  CrashDisk(const CrashDisk&) = delete;
  CrashDisk& operator=(const CrashDisk&) = delete;
  const std::string& name() const { return name_; }

  // Counted since the disk was made: writes, truncations and syncs are the boundaries at which the power may go.
  std::uint64_t boundaries() const { return boundaries_; }
  std::uint64_t syncs() const { return syncs_; }
  std::uint64_t syncs_of(const std::string& suffix) const;

  // From the boundary with this number on (1 is the next one) nothing reaches the disk and every call fails.
  void cut_power_after(std::uint64_t boundaries) { cut_at_ = boundaries_ + boundaries; }
  bool is_dead() const { return boundaries_ >= cut_at_; }
  // Writes fail with SQLITE_FULL once this many more bytes were written; the default is no limit.
  void set_free_bytes(std::uint64_t bytes) { free_bytes_ = bytes; }
  // What was not synced is kept, dropped or torn; then the power is back. Close all databases on it first.
  void restart(std::mt19937_64& random);
  // It was not the power, only a process that was killed: what it had written stays as it is.
  void go_on() { cut_at_ = std::numeric_limits<std::uint64_t>::max(); }

  struct Write {
    std::int64_t offset;  // -1: a truncation to `size`
    std::string bytes;
    std::int64_t size;
  };
  struct File {
    std::string durable;
    std::string current;
    std::vector<Write> unsynced;
    std::uint64_t syncs = 0;
    int lock_shared = 0;  // connections that hold SHARED or more
    bool lock_reserved = false, lock_pending = false, lock_exclusive = false;
    std::vector<std::vector<char>> shared_memory;
    int shm_shared[8] = {};
    bool shm_exclusive[8] = {};
  };

  // The disk's contents at this moment, and a disk with such contents (an image written back, a clone). Close all
  // databases on it before put_back().
  using Image = std::map<std::string, std::string>;
  Image image() const;
  void put_back(const Image& image);

  // Used by the VFS. An int is a SQLite result code.
  std::map<std::string, std::shared_ptr<File>>& files() { return files_; }
  int write(File& file, const char* bytes, std::int64_t size, std::int64_t offset);
  int truncate(File& file, std::int64_t size);
  int sync(File& file);

 private:
  struct Vfs;
  bool take_boundary();

  std::string name_;
  std::unique_ptr<Vfs> vfs_;
  std::map<std::string, std::shared_ptr<File>> files_;
  std::uint64_t boundaries_ = 0;
  std::uint64_t syncs_ = 0;
  std::uint64_t cut_at_ = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t free_bytes_ = std::numeric_limits<std::uint64_t>::max();
};

}  // namespace foyer::crash
