#include "sync/server/centre.h"

#include <filesystem>

#include "sync/server/core/secrets.h"
#include "sync/server/sqlite/sqlite_store.h"

namespace foyer::server {

// SQLite names neither its file nor what to do.
Error Centre::explained(const Error& error) const {
  const std::string_view advice =
      error.fault == Fault::corrupt ? "; put a backup in its place, or give another --data" : "";
  return {error.fault, database + ": " + error.detail + std::string(advice)};
}

Result<std::unique_ptr<Centre>> open_centre(const store::DataDir& dir) {
  if (auto opened = secrets_open(); !opened) return opened.error();
  auto centre = std::make_unique<Centre>();
  const std::string settings = dir.file("server.toml");
  auto config = config::load_server_config(settings);
  if (!config) return config.error();
  centre->config = std::move(*config);
  if (centre->config.database != config::kSqlite) {  // never repeated: it may hold a password
    return Error{Fault::invalid, settings + ": database: PostgreSQL is not supported by this version; remove the line"};
  }
  centre->database = dir.file("server.db");
  auto store = SqliteStore::open(centre->database, centre->clock, centre->random);
  if (!store) return centre->explained(store.error());
  centre->store = std::move(*store);
  return centre;
}

Result<std::unique_ptr<Centre>> open_centre_to_read(const std::string& path) {
  auto dir = store::DataDir::open_existing(path, "server");
  if (!dir) return dir.error();
  if (!std::filesystem::exists(dir->file("server.db"))) {
    return Error{Fault::not_found, "no Foyer data in " + path + "; give the --data folder of foyer-server serve"};
  }
  return open_centre(*dir);
}

}  // namespace foyer::server
