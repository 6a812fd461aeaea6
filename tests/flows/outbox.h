// A tablet's outbox, filled as the kiosk fills it but without its screen: for texts nobody can type and for hundreds of
// check-ins. One thread; kiosk and agent may run beside it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/store/kiosk_store.h"

namespace foyer::flows {

class Outbox {
 public:
  // Fails (tests/support/wait.h) when there is no opening it. `data` is the tablet's folder.
  explicit Outbox(const std::filesystem::path& data);

  // One check-in on disk: the visit's id, or why it was refused.
  Result<Uuid> check_in(const std::string& email, const domain::Fields& fields = {},
                        const std::optional<std::string>& host = {});
  // The same for Leave contacts and I am leaving.
  Result<void> leave_contact(const std::string& email, const domain::Fields& fields);
  Result<void> check_out(const std::string& email);
  std::int64_t pending();
  bool has_pending();             // at a price that does not grow with what is kept
  bool shows(const Uuid& visit);  // whether the tablet knows the visit
  std::size_t hosts();            // that the tablet knows
  void ring() const;              // wakes the agent, as the kiosk does

 private:
  Uuid mint(const Instant& at);

  std::string data_;
  SystemClock clock_;
  SystemRandom random_;
  store::KioskStore store_;
};

}  // namespace foyer::flows
