// The folder `snapshots` in the server's data folder, the thread that fills it, and the shelf that tablets fetch from.
// Owned by serve(), which outlives neither.
#pragma once

#include "shared/store/data_dir.h"
#include "sync/server/centre.h"
#include "sync/server/core/copy_shelf.h"
#include "sync/server/core/copy_thread.h"

namespace foyer::server {

struct CopyRoom {
  explicit CopyRoom(const store::DataDir& dir);

  SystemClock clock;
  SystemRandom random;
  DiskFolder folder;
  CopyThread maker;
  CopyShelf shelf;
};

}  // namespace foyer::server
