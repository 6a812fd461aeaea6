#include "shared/store/kiosk_store.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>

#include "shared/base/log.h"
#include "shared/store/meta.h"
#include "shared/store/migrations.h"

namespace foyer::store {

extern const Migration kKioskSchema[];
extern const std::size_t kKioskSchemaCount;

namespace {

constexpr std::string_view kAsideMark = ".corrupt-";
constexpr std::string_view kUsedMark = "-used";  // an empty file beside a database that has been opened
constexpr int kOpenTries = 3;                    // another process may set the file aside between two of our steps
constexpr int kCheckpointFrames = 256;           // 1 MiB: fewer are not worth two flushes
using FileId = std::pair<std::uint64_t, std::uint64_t>;

std::string database_path(const std::string& dir) { return dir + "/" + std::string(kKioskDatabase); }

FileId file_id(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return {0, 0};
  return {static_cast<std::uint64_t>(found.st_dev), static_cast<std::uint64_t>(found.st_ino)};
}

// Opening (shared) and setting aside (exclusive) exclude each other between processes.
class FolderLock {
 public:
  FolderLock(const std::string& dir, int kind) : fd_(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (fd_ >= 0) ::flock(fd_, kind);
  }
  ~FolderLock() {
    if (fd_ >= 0) ::close(fd_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  void make_durable() const {
    if (fd_ >= 0) ::fsync(fd_);
  }

 private:
  int fd_;
};

// "20260303T091204Z"
std::string compact_utc(std::int64_t wall_ms) {
  std::string text = format_utc(wall_ms).substr(0, 19);
  std::erase(text, '-');
  std::erase(text, ':');
  return text + "Z";
}

// The newest database that was set aside in this folder; empty: none.
std::string newest_aside(const std::string& dir) {
  const std::string prefix = std::string(kKioskDatabase) + std::string(kAsideMark);
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(dir.c_str()), &::closedir);
  std::string newest;
  if (!folder) return newest;
  while (const dirent* const entry = ::readdir(folder.get())) {
    const std::string name = entry->d_name;
    if (!name.starts_with(prefix) || name.ends_with("-wal") || name.ends_with("-shm")) continue;
    newest = std::max(newest, name);
  }
  return newest;
}

// 0 for a missing file too.
std::int64_t file_size(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 ? static_cast<std::int64_t>(found.st_size) : 0;
}

bool touch(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0) ::close(fd);
  return fd >= 0;
}

bool has_used_mark(const std::string& path) { return file_id(path + std::string(kUsedMark)) != FileId{0, 0}; }

// Nothing is left of a database that was in use. SQLite would take it for a new one, and throw its WAL away.
bool is_lost(const std::string& path) {
  return file_size(path) == 0 && (has_used_mark(path) || file_size(path + "-wal") > 0);
}

Error not_set_aside() {
  return {Fault::refused, "a damaged database could not be set aside: make its folder writable"};
}

// REQUIRES: the folder's exclusive lock
Result<void> move_aside(const std::string& path, std::int64_t wall_ms) {
  std::string target = path + std::string(kAsideMark) + compact_utc(wall_ms);
  for (int i = 2; file_id(target) != FileId{0, 0} && i < 1000; ++i) {
    target = path + std::string(kAsideMark) + compact_utc(wall_ms) + "." + std::to_string(i);
  }
  // The main file last: a crash between these steps leaves a damaged database that the next start sets aside.
  for (const char* const suffix : {"-shm", "-wal", ""}) {
    const std::string from = path + suffix;
    if (file_id(from) == FileId{0, 0}) continue;
    if (std::rename(from.c_str(), (target + suffix).c_str()) != 0) return not_set_aside();
  }
  ::unlink((path + std::string(kUsedMark)).c_str());
  // A file that is missing leaves an empty one in its place: the fresh database says so to staff.
  return touch(target) ? Result<void>() : not_set_aside();
}

Result<void> set_lost_aside(const std::string& dir, std::int64_t wall_ms) {
  const FolderLock lock(dir, LOCK_EX);
  const std::string path = database_path(dir);
  if (!is_lost(path)) return {};  // somebody else has done it
  if (auto moved = move_aside(path, wall_ms); !moved) return moved;
  lock.make_durable();
  log_warning("the database was empty or missing although it had been in use; a fresh one is in use");
  return {};
}

Result<void> set_aside(const std::string& dir, const FileId& damaged, std::int64_t wall_ms) {
  const FolderLock lock(dir, LOCK_EX);
  const std::string path = database_path(dir);
  if (file_id(path) != damaged) return {};  // somebody else has done it
  if (auto moved = move_aside(path, wall_ms); !moved) return moved;
  lock.make_durable();
  log_warning("the database was damaged and has been set aside; a fresh one is in use");
  return {};
}

// Who this tablet is stands in the database that was set aside; a copy is read, for reading repairs. What cannot be
// read is left out: staff enrol again.
void take_enrolment_along(const std::string& dir, const std::string& aside, Meta& values) {
  constexpr std::int64_t kPushesUnseen = 1000;  // that the damaged file may have forgotten; far below a fork's step
  const std::string copy = database_path(dir) + ".salvage";
  const auto remove_copy = [&copy] {
    for (const char* const suffix : {"-wal", "-shm", ""}) ::unlink((copy + suffix).c_str());
  };
  remove_copy();
  std::error_code none;
  std::error_code failed;
  std::filesystem::copy_file(dir + "/" + aside + "-wal", copy + "-wal", none);  // there may be none
  std::filesystem::copy_file(dir + "/" + aside, copy, failed);
  DatabaseOptions how;
  how.create = false;
  if (auto old = failed ? Result<Database>(Error{Fault::refused, {}}) : Database::open(copy, how)) {
    Meta was(*old);
    const bool is_whole = !was.id(meta::kDevice).is_nil() && !was.id(meta::kOrg).is_nil() &&
                          !was.text(meta::kToken).empty() && !was.text(meta::kServerUrl).empty();
    const auto bring = [&was, &values](std::string_view name) { values.set(name, was.text(name)); };
    if (is_whole && was.result()) {
      for (const auto name : {meta::kDevice, meta::kOrg}) values.set(name, was.id(name));
      for (const auto name : {meta::kOrgName, meta::kKiosk, meta::kSite, meta::kToken, meta::kServerUrl, meta::kCaFile})
        bring(name);
      for (const auto name : {meta::kForked, meta::kRevoked, meta::kLastServer}) values.set(name, was.number(name));
      values.set(meta::kPushN, was.number(meta::kPushN) + kPushesUnseen);
      log_info("the tablet stays enrolled: its enrolment was read from the database that was set aside");
    }
  }
  remove_copy();
}

struct Opened {
  Database db;
  FileId id;
};

Result<Database> open_database(const std::string& dir, const KioskStoreOptions& options) {
  DatabaseOptions how;
  how.vfs = options.vfs;
  how.busy_timeout_ms = options.busy_timeout_ms;
  how.checkpoint_pages = 0;
  auto db = Database::open(database_path(dir), how);
  if (!db) return db;
  if (options.check) {
    if (auto fine = db->quick_check(); !fine) return fine.error();
  }
  auto version = db->integer("PRAGMA user_version");
  if (!version) return version.error();
  if (auto made = migrate(*db, {kKioskSchema, kKioskSchemaCount}); !made) return made.error();
  if (*version != 0 || !options.vfs.empty()) return db;
  const std::string aside = newest_aside(dir);  // a fresh database: say why
  if (aside.empty()) return db;
  auto told = db->transact([&]() -> Result<void> {
    Meta values(*db);
    values.set(meta::kSetAside, aside);
    take_enrolment_along(dir, aside, values);
    return values.result();
  });
  if (!told) return told.error();
  return db;
}

// Opens what is there, or sets it aside and opens a fresh one.
Result<Opened> open_or_set_aside(const std::string& dir, const Clock& clock, const KioskStoreOptions& options) {
  Error last{Fault::busy, "the database keeps being replaced"};
  for (int i = 0; i < kOpenTries; ++i) {
    FileId id;
    const std::string path = database_path(dir);
    if (options.vfs.empty() && is_lost(path)) {
      if (auto done = set_lost_aside(dir, clock.now().wall_ms); !done) return done.error();
    }
    {
      const FolderLock lock(dir, LOCK_SH);
      if (options.vfs.empty() && is_lost(path)) continue;  // just now
      auto db = open_database(dir, options);
      id = file_id(path);
      if (db) {
        if (options.vfs.empty() && !has_used_mark(path) && touch(path + std::string(kUsedMark))) lock.make_durable();
        return Opened{std::move(*db), id};
      }
      last = db.error();
    }
    if (last.fault != Fault::corrupt || !options.vfs.empty()) return last;
    if (auto done = set_aside(dir, id, clock.now().wall_ms); !done) return done.error();
  }
  return last;
}

}  // namespace

KioskStore::KioskStore(std::string dir, Clock& clock, Random& random, KioskStoreOptions options, Database db)
    : dir_(std::move(dir)), clock_(&clock), random_(&random), options_(std::move(options)), db_(std::move(db)) {}

Result<KioskStore> KioskStore::open(const std::string& dir, Clock& clock, Random& random,
                                    const KioskStoreOptions& options) {
  auto opened = open_or_set_aside(dir, clock, options);
  if (!opened) return opened.error();
  KioskStore store(dir, clock, random, options, std::move(opened->db));
  store.file_ = opened->id;
  return store;
}

Result<void> KioskStore::recover() {
  if (options_.vfs.empty() && !was_replaced()) {
    if (auto done = set_aside(dir_, file_, clock_->now().wall_ms); !done) return done;
  }
  return reopen();
}

Result<void> KioskStore::reopen() {
  auto opened = open_or_set_aside(dir_, *clock_, options_);
  if (!opened) return opened.error();
  db_ = std::move(opened->db);
  file_ = opened->id;
  return {};
}

bool KioskStore::is_there(const std::string& dir) {
  const std::string path = database_path(dir);
  return file_size(path) > 0 || is_lost(path);
}

bool KioskStore::was_replaced() const {
  if (!options_.vfs.empty()) return false;
  struct stat found {};
  if (::stat(database_path(dir_).c_str(), &found) != 0) return true;
  return FileId{found.st_dev, found.st_ino} != file_ || found.st_size == 0;
}

Result<void> KioskStore::ready() { return was_replaced() ? reopen() : Result<void>(); }

Result<void> KioskStore::transact(const std::function<Result<void>()>& work) {
  if (auto fine = ready(); !fine) return fine;
  auto done = db_.transact(work);
  // Set aside while we wrote: what we wrote is in the old file, so the caller does it again in the new one.
  if (done && was_replaced()) return Error{Fault::busy, "the database was replaced meanwhile: try again"};
  return done;
}

Result<void> KioskStore::checkpoint() {
  if (db_.wal_frames() < kCheckpointFrames) return {};
  auto left = db_.checkpoint();
  if (!left) return left.error();
  if (*left > 0) return {};
  // The next writer starts the WAL from its beginning, which costs one more flush. Let it be this one, not a visitor's.
  return transact([&]() -> Result<void> {
    Meta values(db_);
    values.set(meta::kCheckpointed, values.number(meta::kCheckpointed) + 1);
    return values.result();
  });
}

}  // namespace foyer::store
