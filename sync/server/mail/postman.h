// The thread of foyer-server that tells hosts. It looks for due notices once a second, over a store of its own, sends
// them one after the other and writes down what became of each. Several servers over one database share the work. A
// failing store or mail server is tried again for ever; what cannot be told any more in time is settled as such
// (core/host_mail.h). Owned by serve().
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "sync/server/core/server_store.h"
#include "sync/server/mail/smtp.h"

namespace foyer::server {

struct PostmanOptions {
  SmtpOptions smtp;
  std::int64_t age_max_ms = 4 * 60 * 60'000;  // older visits are not told
};

class Postman {
 public:
  // Starts. `store` is used by nobody else; `on_growth` is called on the postman's thread with the feed's new head. All
  // outlive it.
  Postman(ServerStore& store, const Clock& clock, Random& random, PostmanOptions options,
          std::function<void(std::int64_t head)> on_growth);
  // Gives a message under way up.
  ~Postman();
  Postman(const Postman&) = delete;
  Postman& operator=(const Postman&) = delete;

 private:
  void run();
  // Whether there may be more to do at once.
  bool deliver();

  ServerStore& store_;
  const Clock& clock_;
  Random& random_;
  const PostmanOptions options_;
  const std::function<void(std::int64_t)> on_growth_;
  std::atomic<bool> is_stopping_ = false;
  std::mutex mutex_;
  std::condition_variable stop_;
  Smtp smtp_;
  std::thread thread_;  // the last: it uses all of them
};

}  // namespace foyer::server
