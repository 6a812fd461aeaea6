#include "sync/server/http/dispatcher.h"

#include <boost/asio/post.hpp>
#include <utility>

namespace foyer::server {

void Dispatcher::handle(Request request, Answer answer) {
  boost::asio::post(store_thread_, [this, request = std::move(request), answer = std::move(answer)]() mutable {
    Response response = service_.handle(request);
    boost::asio::post(network_, [this, answer = std::move(answer), response = std::move(response)]() mutable {
      grown_to(response.head);
      answer(std::move(response));
    });
  });
}

bool Dispatcher::wait(std::int64_t head, Waiter& waiter) {
  if (is_stopping_) return false;
  if (head_ > head) {
    head_ = head;
    return false;
  }
  waiters_.insert(&waiter);
  return true;
}

void Dispatcher::grown_to(std::int64_t head) {
  if (head <= head_) return;
  head_ = head;
  wake_all();
}

void Dispatcher::look() {
  if (waiters_.empty()) return;
  boost::asio::post(store_thread_, [this] {
    const std::int64_t head = service_.head();
    boost::asio::post(network_, [this, head] { grown_to(head); });
  });
}

void Dispatcher::tidy() {
  boost::asio::post(store_thread_, [this] { service_.tidy(); });
}

void Dispatcher::stop_waiting() {
  is_stopping_ = true;
  wake_all();
}

void Dispatcher::wake_all() {
  // A woken waiter may wait again at once; it belongs to the next growth.
  const auto woken = std::exchange(waiters_, {});
  for (Waiter* waiter : woken) waiter->wake();
}

}  // namespace foyer::server
