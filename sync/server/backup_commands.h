// The commands of foyer-server that look after the centre's history: backup and restore of its SQLite database. Each
// returns the exit code, as those of commands.h. Called once, from main().
#pragma once

#include <string>

namespace foyer::server {

struct BackupOptions {
  std::string data;
  std::string file;
};
// Beside a running server. Tablets are told what they may forget once the copy is checked.
int backup(const BackupOptions& options);
// While no server runs. What tablets captured since the backup comes back from them.
int restore_backup(const BackupOptions& options);

}  // namespace foyer::server
