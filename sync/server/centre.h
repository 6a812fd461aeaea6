// What every command of foyer-server needs of a data folder: its settings and the store that they name. The one place
// that chooses between the databases. Owned by the command; its thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/base/result.h"
#include "shared/config/server_config.h"
#include "shared/store/data_dir.h"
#include "sync/server/core/server_store.h"
#include "sync/server/postgres/feed_listener.h"

namespace foyer::server {

struct Centre {
  SystemClock clock;
  SystemRandom random;
  config::ServerConfig config;
  std::string database;  // as messages name it
  std::unique_ptr<ServerStore> store;

  // A failure of the store with the database it is about and what to do.
  Error explained(const Error& error) const;

  // Calls `heard` when a process has made the feed grow, on a thread of its own. Null for a database without others.
  std::unique_ptr<postgres::FeedListener> listen(std::function<void(std::int64_t)> heard) const;
};

// Opens the database that server.toml names, or makes it. The detail of a failure says what to do and never holds the
// database's password.
Result<std::unique_ptr<Centre>> open_centre(const store::DataDir& dir);

// For a command that only reads: a folder without a centre stays as it is (Fault::not_found).
Result<std::unique_ptr<Centre>> open_centre_to_read(const std::string& path);

}  // namespace foyer::server
