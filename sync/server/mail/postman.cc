#include "sync/server/mail/postman.h"

#include <chrono>
#include <optional>
#include <utility>

#include "shared/base/log.h"
#include "sync/server/core/host_mail.h"
#include "sync/server/mail/message.h"

namespace foyer::server {
namespace {

constexpr auto kGlance = std::chrono::seconds(1);
constexpr std::size_t kNoticesAtOnce = 1;  // a server that dies leaves at most one behind for the lease

}  // namespace

Postman::Postman(ServerStore& store, const Clock& clock, Random& random, PostmanOptions options,
                 std::function<void(std::int64_t head)> on_growth)
    : store_(store),
      clock_(clock),
      random_(random),
      options_(std::move(options)),
      on_growth_(std::move(on_growth)),
      smtp_(options_.smtp, is_stopping_),
      thread_([this] { run(); }) {}

Postman::~Postman() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void Postman::run() {
  while (!is_stopping_) {
    if (deliver()) continue;
    std::unique_lock lock(mutex_);
    stop_.wait_for(lock, kGlance, [this] { return is_stopping_.load(); });
  }
}

bool Postman::deliver() {
  const auto work = take_notices(store_, random_, clock_.now().wall_ms, options_.age_max_ms, kNoticesAtOnce);
  if (!work) {
    if (work.error().fault != Fault::busy) log_error("looking for hosts to tell", work.error());
    return false;
  }
  if (work->head > 0) on_growth_(work->head);
  for (const Notice& notice : work->notices) {
    const auto zone = TimeZone::load(notice.time_zone);
    const std::int64_t now_ms = clock_.now().wall_ms;
    const Sent sent = smtp_.send(compose(notice, options_.smtp.from, zone ? &*zone : nullptr, now_ms));
    const auto head = settle_notice(store_, random_, notice.mail, sent.delivery, sent.smtp_code, clock_.now().wall_ms);
    if (!head) {
      log_error("noting what became of a message", head.error());
      return false;
    }
    on_growth_(*head);
  }
  return !work->notices.empty();
}

}  // namespace foyer::server
