#include "sync/server/copy_room.h"

#include <memory>
#include <utility>

namespace foyer::server {
namespace {

CopyThread::OpenStore opener(const store::DataDir& dir) {
  return [&dir]() -> Result<std::shared_ptr<ServerStore>> {
    auto opened = open_centre(dir);
    if (!opened) return opened.error();
    const std::shared_ptr<Centre> centre = std::move(*opened);
    return std::shared_ptr<ServerStore>(centre, centre->store.get());
  };
}

}  // namespace

CopyRoom::CopyRoom(const store::DataDir& dir)
    : folder(dir.file("snapshots")), maker(opener(dir), clock, random, folder), shelf(folder, maker) {}

}  // namespace foyer::server
