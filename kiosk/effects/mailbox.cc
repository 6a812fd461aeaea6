#include "kiosk/effects/mailbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

#include "shared/base/check.h"

namespace foyer::effects {

Mailbox::Mailbox(std::size_t waiting_max) : waiting_max_(waiting_max), fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  FOYER_CHECK(fd_ >= 0);
}

Mailbox::~Mailbox() { ::close(fd_); }

bool Mailbox::post(app::Effect& effect) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= waiting_max_) return false;
    waiting_.push_back(std::move(effect));
    ++under_way_;
  }
  wake();
  return true;
}

std::vector<app::Event> Mailbox::take_answers() {
  const std::lock_guard lock(mutex_);
  return std::exchange(answers_, {});
}

bool Mailbox::is_busy() const {
  const std::lock_guard lock(mutex_);
  return under_way_ > 0 || !answers_.empty();
}

void Mailbox::close() {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
  }
  wake();
}

void Mailbox::clear_wake() {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t read_count = ::read(fd_, &count, sizeof count);
}

std::optional<app::Effect> Mailbox::next() {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) return std::nullopt;
  // After the return value is made. GCC 12 takes a local Effect that was moved from for an uninitialised one.
  struct PopFront {
    std::deque<app::Effect>& effects;
    ~PopFront() { effects.pop_front(); }
  } const pop{waiting_};
  return std::optional<app::Effect>(std::move(waiting_.front()));
}

bool Mailbox::is_closed() const {
  const std::lock_guard lock(mutex_);
  return is_closed_ && waiting_.empty();
}

void Mailbox::answer(app::Event event, bool ends) {
  const std::lock_guard lock(mutex_);
  answers_.push_back(std::move(event));
  if (ends) --under_way_;
}

void Mailbox::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(fd_, &one, sizeof one);
}

}  // namespace foyer::effects
