#include "sync/server/backup_commands.h"

#include <cstdio>
#include <filesystem>

#include "shared/config/server_config.h"
#include "shared/store/data_dir.h"
#include "sync/server/centre.h"
#include "sync/server/core/erasure_ledger.h"
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
                   " names a PostgreSQL database: make its backups with pg_dump and bring them back with pg_restore"};
}

// Erasures cannot be carried out again on a backup yet: then there must be none.
Result<void> check_nobody_comes_back(const store::DataDir& dir) {
  const auto ledger = ErasureLedger(dir.file(kErasureFile)).read();
  if (!ledger) return ledger.error();
  if (ledger->erasures.empty() && ledger->unreadable == 0) return {};
  return Error{Fault::refused, dir.file(kErasureFile) +
                                   " says that people were erased, who may stand in the backup; "
                                   "this version cannot erase them there"};
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
  if (auto fine = check_nobody_comes_back(*dir); !fine) return fail(fine.error());
  SystemClock clock;
  SystemRandom random;
  const auto done = restore(options.file, dir->file(kDatabaseFile), compact_utc(clock.now().wall_ms), random);
  if (!done) return fail(done.error());
  std::printf("restored up to change %lld; tablets bring what they captured since\n",
              static_cast<long long>(done->seq));
  if (!done->kept_as.empty()) std::printf("the replaced database is kept as %s\n", done->kept_as.c_str());
  std::printf(
      "revoke and erase again whom you revoked or erased since the backup; tablets enrolled since enrol again\n");
  return 0;
}

}  // namespace foyer::server
