// The socket of --inspect: one JSON line in, one line out. A thread of its own reads and writes, so that no client,
// however slow or hostile, holds up a frame; the requests are answered by the frame loop between two frames, from what
// it has presented. Owned by main; take_requests() and reply() are for the UI thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/result.h"

namespace foyer::kiosk {

inline constexpr std::size_t kInspectClientsMax = 32;      // tests use one or two
inline constexpr std::size_t kInspectLineMax = 4'096;      // a request is twenty bytes
inline constexpr std::size_t kInspectUnsentMax = 1 << 20;  // a client that asks and does not read is cut off

struct InspectRequest {
  std::uint64_t client = 0;
  std::string line;
};

class InspectServer {
 public:
  // Listens on `path`, mode 0600, replacing what a dead process left there. `wake` is called from the server's thread
  // when there is a request. Fails with `refused` when the path is no place for a socket, `conflict` when someone
  // listens there.
  static Result<std::unique_ptr<InspectServer>> open(const std::string& path, std::function<void()> wake);
  ~InspectServer();
  InspectServer(const InspectServer&) = delete;
  InspectServer& operator=(const InspectServer&) = delete;

  // At most one from each client: its next one comes after the reply.
  std::vector<InspectRequest> take_requests();
  void reply(std::uint64_t client, std::string line);

 private:
  class Impl;
  explicit InspectServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace foyer::kiosk
