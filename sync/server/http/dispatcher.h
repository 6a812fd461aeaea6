// Between the connections (one network thread) and the Service (one thread of its own): carries requests over and
// answers back, and keeps the long polls that wait for the feed to grow. All functions are called on the network
// thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_set>

#include "sync/server/core/service.h"

namespace foyer::server {

// One long poll. wake() is called once, when the feed grew or the server stops.
class Waiter {
 public:
  virtual ~Waiter() = default;
  virtual void wake() = 0;
};

class Dispatcher {
 public:
  using Answer = std::function<void(Response)>;

  Dispatcher(boost::asio::io_context& network, Service& service) : network_(network), service_(service) {}
  ~Dispatcher() { store_thread_.join(); }
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  // `answer` is called later, on the network thread.
  void handle(Request request, Answer answer);

  // False when the feed was heard to be beyond `head`: ask again instead of waiting. What the next answer does not
  // confirm was of a database that has been restored since.
  bool wait(std::int64_t head, Waiter& waiter);
  void forget(Waiter& waiter) { waiters_.erase(&waiter); }

  // Lets what was handed over come to its end; afterwards nothing is handled any more.
  void join() { store_thread_.join(); }

  // The feed has grown beside the requests that pass here.
  void grown_to(std::int64_t head);
  // Looks whether it has, when somebody waits for it.
  void look();

  void tidy();

  // Wakes everybody; from now on nobody waits.
  void stop_waiting();
  bool is_stopping() const { return is_stopping_; }

 private:
  void wake_all();

  boost::asio::io_context& network_;
  Service& service_;
  std::unordered_set<Waiter*> waiters_;
  std::int64_t head_ = 0;
  bool is_stopping_ = false;
  boost::asio::thread_pool store_thread_{1};
};

}  // namespace foyer::server
