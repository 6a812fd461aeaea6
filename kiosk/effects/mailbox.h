// What crosses between the UI thread and the worker: effects one way, answers the other, both bounded by what a visitor
// can do. Safe from both threads; a post never blocks longer than the other side's swap. Failing to make the wake-up
// descriptor ends the process: without it nothing could ever be stored.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"

namespace foyer::effects {

class Mailbox {
 public:
  explicit Mailbox(std::size_t waiting_max);
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // --- UI thread ---
  // False when too many wait already; the effect is then still the caller's.
  bool post(app::Effect& effect);
  std::vector<app::Event> take_answers();
  bool is_busy() const;
  void close();

  // --- worker ---
  int fd() const { return fd_; }  // readable when there is an effect, or after close()
  void clear_wake();
  std::optional<app::Effect> next();
  bool is_closed() const;
  // `ends` : this answers an effect, which is then no longer under way.
  void answer(app::Event event, bool ends);

 private:
  void wake() const;
  const std::size_t waiting_max_;
  int fd_ = -1;
  mutable std::mutex mutex_;
  std::deque<app::Effect> waiting_;
  std::vector<app::Event> answers_;
  std::size_t under_way_ = 0;  // posted and not answered
  bool is_closed_ = false;
};

}  // namespace foyer::effects
