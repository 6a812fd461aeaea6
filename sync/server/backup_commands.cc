#include "sync/server/backup_commands.h"

#include <cstdio>
#include <filesystem>

#include "shared/config/server_config.h"
#include "shared/store/data_dir.h"
#include "sync/server/centre.h"
#include "sync/server/core/erasure_keeper.h"
#include "sync/server/sqlite/sqlite_backup.h"

namespace foyer::server {
namespace {

constexpr const char* kDatabaseFile = "server.db";

int fail(const Error& error) {
  std::fprintf(stderr, "foyer-server: %s\n", error.detail.c_str());
  return 1;
}

// "20260303T091204Z"
std::string compact_utc(std::int64_t wall_ms) {
  std::string text = format_utc(wall_ms).substr(0, 19);
  std::erase(text, '-');
  std::erase(text, ':');
  return text + "Z";
}

// Nothing: the data folder's database is a file of ours.
Result<void> check_is_sqlite(const store::DataDir& dir) {
  const auto config = config::load_server_config(dir.file("server.toml"));
  if (!config) return config.error();
  if (config->database == config::kSqlite) return {};
  return Error{Fault::refused,
               dir.file("server.toml") +
                   " names a PostgreSQL database: make its backups with pg_dump and bring them back with pg_restore; "
                   "foyer-server serve then erases again whom it erased since"};
}

// Whom a line is about that nobody can read may stand in the backup.
Result<void> check_ledger(const ErasureLedger& ledger) {
  const auto known = ledger.read();
  if (!known) return known.error();
  if (known->unreadable == 0) return {};
  return Error{Fault::refused, ledger.name() + ": " + std::to_string(known->unreadable) +
                                   " lines cannot be read, and the backup may hold who was erased by them; put them "
                                   "right, or take them out and erase those people again after this"};
}

// The people of the ledger, in the database that has just been put there.
Result<int> erase_again(const std::string& data, ErasureLedger& ledger) {
  const auto centre = open_centre_to_read(data);
  if (!centre) return centre.error();
  auto done = ErasureKeeper(*(*centre)->store, ledger, (*centre)->clock, (*centre)->random).settle();
  if (!done) return (*centre)->explained(done.error());
  return done;
}

}  // namespace

int backup(const BackupOptions& options) {
  const auto dir = store::DataDir::open_existing(options.data, "server");
  if (!dir) return fail(dir.error());
  if (auto fine = check_is_sqlite(*dir); !fine) return fail(fine.error());
  const auto centre = open_centre_to_read(options.data);  // also brings an older database up to date
  if (!centre) return fail(centre.error());
  const auto done = back_up(dir->file(kDatabaseFile), options.file);
  if (!done) return fail(done.error());
  std::printf("%s holds everything up to change %lld; tablets may forget that much\n", options.file.c_str(),
              static_cast<long long>(done->seq));
  return 0;
}

int restore_backup(const BackupOptions& options) {
  const auto dir = store::DataDir::open(options.data, "foyer-server");
  if (!dir) return fail(dir.error());
  if (auto fine = check_is_sqlite(*dir); !fine) return fail(fine.error());
  ErasureFile ledger(dir->file(kErasureFile));
  if (auto fine = check_ledger(ledger); !fine) return fail(fine.error());
  SystemClock clock;
  SystemRandom random;
  const auto done = restore(options.file, dir->file(kDatabaseFile), compact_utc(clock.now().wall_ms), random);
  if (!done) return fail(done.error());
  std::printf("restored up to change %lld; tablets bring what they captured since\n",
              static_cast<long long>(done->seq));
  if (!done->kept_as.empty()) std::printf("the replaced database is kept as %s\n", done->kept_as.c_str());
  const auto erased = erase_again(options.data, ledger);
  if (!erased) return fail(erased.error());
  if (*erased > 0) std::printf("%d people who were erased since the backup are erased in it\n", *erased);
  std::printf("revoke again whom you revoked since the backup; tablets enrolled since enrol again\n");
  return 0;
}

}  // namespace foyer::server
