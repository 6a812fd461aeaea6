// "Look at the database": one byte through a Unix datagram socket in DIR/run. Ringing never blocks and never fails in a
// way that matters: who misses a ring notices the change within a second by data_version(). Names: kBellOfKiosk is
// listened to by the kiosk, kBellOfAgent by the agent. Paths of any length work. A Doorbell belongs to one thread;
// ring() is safe from any.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace foyer::store {

inline constexpr std::string_view kBellOfKiosk = "kiosk.bell";
inline constexpr std::string_view kBellOfAgent = "agent.bell";

class Doorbell {
 public:
  // Binds `run_dir`/`name`, replacing what a dead process left. REQUIRES: the lock of DataDir is held
  static Result<Doorbell> listen(const std::string& run_dir, std::string_view name);

  Doorbell(Doorbell&& other) noexcept;
  Doorbell& operator=(Doorbell&& other) noexcept;
  Doorbell(const Doorbell&) = delete;
  Doorbell& operator=(const Doorbell&) = delete;
  ~Doorbell();

  int fd() const { return fd_; }  // readable when rung: for poll(2) beside others
  bool drain();                   // takes all rings; true when there was one
  // Waits up to `timeout_ms` for a ring, takes all of them; true when there was one.
  bool wait(int timeout_ms);

 private:
  explicit Doorbell(int fd) : fd_(fd) {}
  int fd_ = -1;
};

// Nobody listening is fine.
void ring(const std::string& run_dir, std::string_view name);

}  // namespace foyer::store
