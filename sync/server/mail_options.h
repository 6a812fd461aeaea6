// [mail] of server.toml as the postman needs it. Called once, from serve().
#pragma once

#include <memory>

#include "shared/base/result.h"
#include "shared/config/server_config.h"
#include "shared/store/data_dir.h"
#include "sync/server/centre.h"
#include "sync/server/mail/postman.h"

namespace foyer::server {

// What the postman works with: a store of its own, because stores belong to one thread.
struct Postbox {
  std::unique_ptr<Centre> centre;
  PostmanOptions options;
};

// Null when hosts are not to be told. Fault::invalid says which setting is missing or what cannot be read, never a
// password.
Result<std::unique_ptr<Postbox>> open_postbox(const store::DataDir& dir, const config::MailSettings& settings);

}  // namespace foyer::server
