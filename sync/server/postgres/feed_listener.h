// Hears from the database when a process, ours or another, has made the organisation's feed grow (LISTEN), so that long
// polls of every process wake. It has a connection and a thread of its own; a lost connection is made anew, and then it
// asks for the head, because nothing was heard meanwhile. Made by `serve`; the destructor ends the thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "shared/base/id.h"
#include "sync/server/postgres/connection.h"

namespace foyer::server::postgres {

// The channel, and what stands in a notification: "<organisation> <seq of the feed's last row>".
inline constexpr std::string_view kFeedChannel = "foyer_feed";
std::string feed_payload(const Uuid& org, std::int64_t seq);

class FeedListener {
 public:
  using Heard = std::function<void(std::int64_t head)>;

  // `heard` is called on the listener's thread.
  FeedListener(const Address& address, const Uuid& org, Heard heard);
  ~FeedListener();
  FeedListener(const FeedListener&) = delete;
  FeedListener& operator=(const FeedListener&) = delete;

 private:
  void run();
  Result<void> listen();
  bool is_stopping_after(int wait_ms);

  const Address address_;
  const Uuid org_;
  const Heard heard_;
  std::atomic<bool> is_stopping_ = false;
  int stop_;  // an eventfd that the destructor makes readable
  std::thread thread_;
};

}  // namespace foyer::server::postgres
