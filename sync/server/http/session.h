// One connection: read a request within its limits, have it handled, write the answer, again. Made by the listener;
// lives as long as an operation of it is under way. Network thread only.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <functional>
#include <memory>

#include "sync/server/http/dispatcher.h"

namespace foyer::server {

// What the listener knows of a connection.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual void start() = 0;
  // Ends it when it is idle, else after the answer under way.
  virtual void finish() = 0;
  // Ends it now.
  virtual void cut() = 0;
};

using Closed = std::function<void(Connection*)>;

// `tls` may be null: plain HTTP. `closed` is called once, from the destructor.
std::shared_ptr<Connection> make_session(boost::beast::tcp_stream stream, boost::asio::ssl::context* tls,
                                         Dispatcher& dispatcher, Closed closed);

}  // namespace foyer::server
