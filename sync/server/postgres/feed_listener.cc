#include "sync/server/postgres/feed_listener.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <charconv>

#include "shared/base/check.h"
#include "shared/base/log.h"

namespace foyer::server::postgres {
namespace {

constexpr int kRetryMs = 1'000;

}  // namespace

std::string feed_payload(const Uuid& org, std::int64_t seq) { return org.text() + " " + std::to_string(seq); }

FeedListener::FeedListener(const Address& address, const Uuid& org, Heard heard)
    : address_(address), org_(org), heard_(std::move(heard)), stop_(::eventfd(0, EFD_CLOEXEC)) {
  FOYER_CHECK(stop_ >= 0);
  thread_ = std::thread([this] { run(); });
}

FeedListener::~FeedListener() {
  is_stopping_ = true;
  ::eventfd_write(stop_, 1);
  thread_.join();
  ::close(stop_);
}

bool FeedListener::is_stopping_after(int wait_ms) {
  pollfd one{stop_, POLLIN, 0};
  ::poll(&one, 1, wait_ms);
  return is_stopping_;
}

// A failure is said once, when it begins: without it changes of other processes show at the end of a poll.
void FeedListener::run() {
  bool was_lost = false;
  while (!is_stopping_) {
    const auto ended = listen();
    if (ended) return;
    if (!was_lost) log_error("hearing of changes by other processes", ended.error());
    was_lost = true;
    if (is_stopping_after(kRetryMs)) return;
  }
}

// Until the end or a failure.
Result<void> FeedListener::listen() {
  auto db = Connection::open(address_);
  if (!db) return db.error();
  if (auto listening = db->exec("LISTEN " + std::string(kFeedChannel)); !listening) return listening;
  const auto head = db->query("SELECT seq FROM org WHERE id = $1", Parameters().add(org_));
  if (!head) return head.error();
  if (!head->empty()) heard_(head->front().integer(0));
  const std::string ours = org_.text() + " ";
  while (!is_stopping_) {
    for (auto heard = db->next_notification();; heard = db->next_notification()) {
      if (!heard) return heard.error();
      if (!*heard) break;
      const std::string& payload = **heard;
      std::int64_t seq = 0;
      const char* end = payload.data() + payload.size();
      if (payload.starts_with(ours) && std::from_chars(payload.data() + ours.size(), end, seq).ptr == end) heard_(seq);
    }
    pollfd both[] = {{db->socket(), POLLIN, 0}, {stop_, POLLIN, 0}};
    ::poll(both, 2, -1);
  }
  return {};
}

}  // namespace foyer::server::postgres
