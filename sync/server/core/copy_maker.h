// Makes copies of the feed, one at a time. Called on the service's thread.
#pragma once

#include <optional>

#include "shared/base/result.h"
#include "shared/wire/snapshot.h"

namespace foyer::server {

class CopyMaker {
 public:
  virtual ~CopyMaker() = default;
  // Nothing happens while one is being made.
  virtual void begin() = 0;
  virtual bool is_busy() const = 0;
  // What became of the last one, once.
  virtual std::optional<Result<wire::SnapshotManifest>> take() = 0;
};

}  // namespace foyer::server
