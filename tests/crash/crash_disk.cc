#include "tests/crash/crash_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

namespace foyer::crash {
namespace {

constexpr std::size_t kSector = 512;  // torn writes break between sectors: the unit a disk writes or does not

void put(std::string& content, std::int64_t offset, const std::string& bytes) {
  const auto from = static_cast<std::size_t>(offset);
  if (content.size() < from + bytes.size()) content.resize(from + bytes.size());
  content.replace(from, bytes.size(), bytes);
}

void put_torn(std::string& content, const CrashDisk::Write& write, std::mt19937_64& random) {
  for (std::size_t from = 0; from < write.bytes.size();) {
    const std::size_t to_boundary = kSector - (static_cast<std::size_t>(write.offset) + from) % kSector;
    const std::size_t size = std::min(to_boundary, write.bytes.size() - from);
    if (random() % 2 == 0) put(content, write.offset + static_cast<std::int64_t>(from), write.bytes.substr(from, size));
    from += size;
  }
}

// What a sqlite3_file of ours is.
struct OpenFile {
  sqlite3_file base;
  CrashDisk* disk;
  std::shared_ptr<CrashDisk::File>* file;
  int lock;
  std::uint8_t shm_held_shared;
  std::uint8_t shm_held_exclusive;
  bool shm_used;
};

OpenFile& self(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }
CrashDisk::File& state(sqlite3_file* file) { return **self(file).file; }

int unlock(sqlite3_file* raw, int level) {
  OpenFile& open = self(raw);
  CrashDisk::File& file = state(raw);
  if (open.lock <= level) return SQLITE_OK;
  if (open.lock >= SQLITE_LOCK_RESERVED) file.lock_reserved = file.lock_pending = file.lock_exclusive = false;
  if (level == SQLITE_LOCK_NONE && open.lock >= SQLITE_LOCK_SHARED) --file.lock_shared;
  open.lock = level;
  return SQLITE_OK;
}

int lock(sqlite3_file* raw, int level) {
  OpenFile& open = self(raw);
  CrashDisk::File& file = state(raw);
  if (open.lock >= level) return SQLITE_OK;
  if (level == SQLITE_LOCK_SHARED) {
    if (file.lock_pending || file.lock_exclusive) return SQLITE_BUSY;
    ++file.lock_shared;
  } else if (level == SQLITE_LOCK_RESERVED) {
    if (file.lock_reserved) return SQLITE_BUSY;
    file.lock_reserved = true;
  } else {
    if (file.lock_pending && open.lock < SQLITE_LOCK_PENDING) return SQLITE_BUSY;
    file.lock_pending = true;
    open.lock = SQLITE_LOCK_PENDING;  // kept until unlock() when somebody still reads
    if (file.lock_shared > 1) return SQLITE_BUSY;
    file.lock_exclusive = true;
  }
  open.lock = level;
  return SQLITE_OK;
}

int shm_lock(sqlite3_file* raw, int from, int count, int flags) {
  OpenFile& open = self(raw);
  CrashDisk::File& file = state(raw);
  for (int i = from; i < from + count; ++i) {
    const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(i));
    const bool mine_shared = (open.shm_held_shared & bit) != 0;
    if ((flags & SQLITE_SHM_LOCK) == 0) continue;
    if ((flags & SQLITE_SHM_EXCLUSIVE) != 0) {
      if (file.shm_exclusive[i] || file.shm_shared[i] > (mine_shared ? 1 : 0)) return SQLITE_BUSY;
    } else if (file.shm_exclusive[i]) {
      return SQLITE_BUSY;
    }
  }
  for (int i = from; i < from + count; ++i) {
    const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(i));
    const bool taking = (flags & SQLITE_SHM_LOCK) != 0;
    if ((flags & SQLITE_SHM_EXCLUSIVE) != 0) {
      file.shm_exclusive[i] = taking;
      open.shm_held_exclusive =
          static_cast<std::uint8_t>(taking ? open.shm_held_exclusive | bit : open.shm_held_exclusive & ~bit);
    } else if (((open.shm_held_shared & bit) != 0) != taking) {
      file.shm_shared[i] += taking ? 1 : -1;
      open.shm_held_shared =
          static_cast<std::uint8_t>(taking ? open.shm_held_shared | bit : open.shm_held_shared & ~bit);
    }
  }
  return SQLITE_OK;
}

int shm_map(sqlite3_file* raw, int region, int size, int extend, void volatile** out) {
  CrashDisk::File& file = state(raw);
  self(raw).shm_used = true;
  const auto index = static_cast<std::size_t>(region);
  if (file.shared_memory.size() <= index) {
    *out = nullptr;
    if (extend == 0) return SQLITE_OK;
    file.shared_memory.resize(index + 1);
  }
  // Regions never move once they are there: SQLite keeps their addresses.
  if (file.shared_memory[index].empty()) file.shared_memory[index].resize(static_cast<std::size_t>(size));
  *out = file.shared_memory[index].data();
  return SQLITE_OK;
}

void release_shm(sqlite3_file* raw) {
  OpenFile& open = self(raw);
  CrashDisk::File& file = state(raw);
  for (int i = 0; i < 8; ++i) {
    const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(i));
    if ((open.shm_held_exclusive & bit) != 0) file.shm_exclusive[i] = false;
    if ((open.shm_held_shared & bit) != 0) --file.shm_shared[i];
  }
  open.shm_held_exclusive = open.shm_held_shared = 0;
}

int shm_unmap(sqlite3_file* raw, int) {
  release_shm(raw);
  return SQLITE_OK;
}

int close_file(sqlite3_file* raw) {
  OpenFile& open = self(raw);
  unlock(raw, SQLITE_LOCK_NONE);
  release_shm(raw);
  delete open.file;
  open.file = nullptr;
  return SQLITE_OK;
}

int read(sqlite3_file* raw, void* out, int size, sqlite3_int64 offset) {
  if (self(raw).disk->is_dead()) return SQLITE_IOERR_READ;
  const std::string& content = state(raw).current;
  const auto from = std::min(static_cast<std::size_t>(offset), content.size());
  const std::size_t there = std::min(static_cast<std::size_t>(size), content.size() - from);
  std::memcpy(out, content.data() + from, there);
  std::memset(static_cast<char*>(out) + there, 0, static_cast<std::size_t>(size) - there);
  return there == static_cast<std::size_t>(size) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* raw, const void* bytes, int size, sqlite3_int64 offset) {
  return self(raw).disk->write(state(raw), static_cast<const char*>(bytes), size, offset);
}
int truncate(sqlite3_file* raw, sqlite3_int64 size) { return self(raw).disk->truncate(state(raw), size); }
int sync(sqlite3_file* raw, int) { return self(raw).disk->sync(state(raw)); }

int file_size(sqlite3_file* raw, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(state(raw).current.size());
  return SQLITE_OK;
}

int is_reserved(sqlite3_file* raw, int* out) {
  *out = state(raw).lock_reserved ? 1 : 0;
  return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(kSector); }
// What SQLite assumes of any disk today: a write damages nothing beside itself. Without it, commits are padded.
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }
void shm_barrier(sqlite3_file*) {}

const sqlite3_io_methods kMethods = {
    2,         close_file,  read,    write,       truncate,        sync,    file_size, lock,
    unlock,    is_reserved, control, sector_size, characteristics, shm_map, shm_lock,  shm_barrier,
    shm_unmap, nullptr,     nullptr};

CrashDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<CrashDisk*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* raw, int flags, int* out_flags) {
  CrashDisk& disk = disk_of(vfs);
  raw->pMethods = nullptr;
  if (disk.is_dead()) return SQLITE_CANTOPEN;
  std::shared_ptr<CrashDisk::File> file;
  if (name == nullptr) {
    file = std::make_shared<CrashDisk::File>();
  } else {
    const auto found = disk.files().find(name);
    if (found == disk.files().end() && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    file = found == disk.files().end() ? disk.files()[name] = std::make_shared<CrashDisk::File>() : found->second;
  }
  OpenFile& open = self(raw);
  open = OpenFile{{&kMethods}, &disk, new std::shared_ptr<CrashDisk::File>(std::move(file)), 0, 0, 0, false};
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int) {
  if (disk_of(vfs).is_dead()) return SQLITE_IOERR_DELETE;
  return disk_of(vfs).files().erase(name) == 1 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int access(sqlite3_vfs* vfs, const char* name, int, int* out) {
  const auto& files = disk_of(vfs).files();
  const auto found = files.find(name);
  *out = found != files.end() ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

}  // namespace

struct CrashDisk::Vfs : sqlite3_vfs {};

CrashDisk::CrashDisk(const std::string& name) : name_(name), vfs_(std::make_unique<Vfs>()) {
  // Time, sleep and randomness are the system's.
  *static_cast<sqlite3_vfs*>(vfs_.get()) = *sqlite3_vfs_find(nullptr);
  vfs_->szOsFile = sizeof(OpenFile);
  vfs_->mxPathname = 512;
  vfs_->pNext = nullptr;
  vfs_->zName = name_.c_str();
  vfs_->pAppData = this;
  vfs_->xOpen = open_file;
  vfs_->xDelete = delete_file;
  vfs_->xAccess = access;
  vfs_->xFullPathname = full_path;
  sqlite3_vfs_register(vfs_.get(), 0);
}

CrashDisk::~CrashDisk() { sqlite3_vfs_unregister(vfs_.get()); }

bool CrashDisk::take_boundary() {
  if (is_dead()) return false;
  ++boundaries_;
  return true;
}

int CrashDisk::write(File& file, const char* bytes, std::int64_t size, std::int64_t offset) {
  if (!take_boundary()) return SQLITE_IOERR_WRITE;
  if (static_cast<std::uint64_t>(size) > free_bytes_) return SQLITE_FULL;
  if (free_bytes_ != std::numeric_limits<std::uint64_t>::max()) free_bytes_ -= static_cast<std::uint64_t>(size);
  file.unsynced.push_back({offset, std::string(bytes, static_cast<std::size_t>(size)), 0});
  put(file.current, offset, file.unsynced.back().bytes);
  return SQLITE_OK;
}

int CrashDisk::truncate(File& file, std::int64_t size) {
  if (!take_boundary()) return SQLITE_IOERR_TRUNCATE;
  file.unsynced.push_back({-1, {}, size});
  file.current.resize(static_cast<std::size_t>(size));
  return SQLITE_OK;
}

int CrashDisk::sync(File& file) {
  if (!take_boundary()) return SQLITE_IOERR_FSYNC;
  ++syncs_;
  ++file.syncs;
  for (const Write& write : file.unsynced) {
    if (write.offset < 0) {
      file.durable.resize(static_cast<std::size_t>(write.size));
    } else {
      put(file.durable, write.offset, write.bytes);
    }
  }
  file.unsynced.clear();
  return SQLITE_OK;
}

std::uint64_t CrashDisk::syncs_of(const std::string& suffix) const {
  std::uint64_t count = 0;
  for (const auto& [name, file] : files_) count += name.ends_with(suffix) ? file->syncs : 0;
  return count;
}

CrashDisk::Image CrashDisk::image() const {
  Image image;
  for (const auto& [name, file] : files_) image[name] = file->current;
  return image;
}

void CrashDisk::put_back(const Image& image) {
  files_.clear();
  for (const auto& [name, content] : image) {
    const auto file = files_[name] = std::make_shared<File>();
    file->durable = file->current = content;
  }
  go_on();
}

void CrashDisk::restart(std::mt19937_64& random) {
  std::map<std::string, std::shared_ptr<File>> after;
  for (const auto& [name, file] : files_) {
    auto fresh = std::make_shared<File>();  // locks and shared memory are gone with the power
    fresh->durable = file->durable;
    for (const Write& write : file->unsynced) {
      const auto fate = random() % 3;
      if (fate == 0) continue;
      if (write.offset < 0) {
        fresh->durable.resize(static_cast<std::size_t>(write.size));
      } else if (fate == 1) {
        put(fresh->durable, write.offset, write.bytes);
      } else {
        put_torn(fresh->durable, write, random);
      }
    }
    fresh->current = fresh->durable;
    fresh->syncs = file->syncs;
    after[name] = std::move(fresh);
  }
  files_ = std::move(after);
  go_on();
}

}  // namespace foyer::crash
