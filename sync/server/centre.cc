#include "sync/server/centre.h"

#include <sys/stat.h>

#include <filesystem>

#include "sync/server/core/secrets.h"
#include "sync/server/postgres/address.h"
#include "sync/server/postgres/postgres_store.h"
#include "sync/server/sqlite/sqlite_store.h"

namespace foyer::server {

namespace {

// The rule of OpenSSH and libpq for such files: for its owner only, or root's and for our group.
bool is_private(const std::string& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) return false;
  const mode_t others = S_IRWXO | S_IWGRP | S_IXGRP;
  return (found.st_mode & others) == 0 && ((found.st_mode & S_IRGRP) == 0 || found.st_uid == 0);
}

Result<void> open_sqlite(Centre& centre, const store::DataDir& dir) {
  centre.database = dir.file("server.db");
  auto store = SqliteStore::open(centre.database, centre.clock, centre.random);
  if (!store) return centre.explained(store.error());
  centre.store = std::move(*store);
  return {};
}

Result<void> open_postgres(Centre& centre, const std::string& settings) {
  const auto address = postgres::parse_address(centre.config.database);
  if (!address) return Error{address.error().fault, settings + ": " + address.error().detail};
  if (!address->secrets.empty() && !is_private(settings)) {
    return Error{Fault::refused, settings + " holds the database's password and others may read it; chmod 600 " +
                                     settings + ", and change the password if others were there"};
  }
  centre.database = address->place;
  auto store = PostgresStore::open(*address, centre.clock, centre.random);
  if (!store) return centre.explained(store.error());
  centre.store = std::move(*store);
  return {};
}

}  // namespace

// SQLite names neither its file nor what to do.
Error Centre::explained(const Error& error) const {
  std::string advice;
  if (error.fault == Fault::corrupt) {
    const bool is_file = config.database == config::kSqlite;
    advice = is_file ? "; put a backup in its place, or give another --data" : "; restore a backup of the database";
  }
  return {error.fault, database + ": " + error.detail + advice};
}

std::unique_ptr<postgres::FeedListener> Centre::listen(std::function<void(std::int64_t)> heard) const {
  if (config.database == config::kSqlite) return nullptr;
  const auto address = postgres::parse_address(config.database);
  return std::make_unique<postgres::FeedListener>(*address, store->identity().org, std::move(heard));
}

Result<std::unique_ptr<Centre>> open_centre(const store::DataDir& dir) {
  if (auto opened = secrets_open(); !opened) return opened.error();
  auto centre = std::make_unique<Centre>();
  const std::string settings = dir.file("server.toml");
  auto config = config::load_server_config(settings);
  if (!config) return config.error();
  centre->config = std::move(*config);
  const bool is_file = centre->config.database == config::kSqlite;
  if (auto opened = is_file ? open_sqlite(*centre, dir) : open_postgres(*centre, settings); !opened) {
    return opened.error();
  }
  return centre;
}

Result<std::unique_ptr<Centre>> open_centre_to_read(const std::string& path) {
  auto dir = store::DataDir::open_existing(path, "server");
  if (!dir) return dir.error();
  const auto config = config::load_server_config(dir->file("server.toml"));
  const bool is_file = config && config->database == config::kSqlite;  // what is wrong with it is said below
  if (is_file && !std::filesystem::exists(dir->file("server.db"))) {
    return Error{Fault::not_found, "no Foyer data in " + path + "; give the --data folder of foyer-server serve"};
  }
  return open_centre(*dir);
}

}  // namespace foyer::server
