#include "sync/server/http/session.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <optional>
#include <type_traits>
#include <utility>

#include "shared/base/text.h"
#include "sync/protocol/gzip.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/paths.h"
#include "sync/server/http/http_limits.h"

namespace foyer::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using beast::error_code;

using Parser = http::request_parser<http::string_body>;
using Reply = http::response<http::string_body>;

std::string_view to_view(beast::string_view text) { return {text.data(), text.size()}; }

Request to_request(http::request<http::string_body>&& message) {
  Request request;
  request.method = std::string(to_view(message.method_string()));
  const std::string_view target = to_view(message.target());
  const auto mark = target.find('?');
  request.path = std::string(target.substr(0, mark));
  if (mark != std::string_view::npos) request.query = std::string(target.substr(mark + 1));
  const std::string_view authorization = to_view(message[http::field::authorization]);
  if (authorization.starts_with(protocol::kBearer)) {
    request.token = std::string(authorization.substr(protocol::kBearer.size()));
  }
  request.body = std::move(message.body());
  request.may_wait = true;
  return request;
}

Reply to_reply(Response&& response, unsigned version, bool keep_alive) {
  Reply reply(static_cast<http::status>(response.status), version);
  reply.set(http::field::content_type, beast::string_view(response.content_type.data(), response.content_type.size()));
  reply.set(http::field::cache_control, "no-store");
  if (response.retry_after_s > 0) reply.set(http::field::retry_after, std::to_string(response.retry_after_s));
  if (!response.allow.empty()) reply.set(http::field::allow, response.allow);
  reply.keep_alive(keep_alive);
  reply.body() = std::move(response.body);
  reply.prepare_payload();
  return reply;
}

// What the peer is told about bytes that are no request, or nothing when it is not worth an answer.
std::optional<Response> refusal(error_code error) {
  if (error == http::error::body_limit) return error_response(413, "too_large", "the body is larger than 1 MiB");
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return error_response(431, "malformed", "the headers are larger than 8 KiB");
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  const beast::error_code any_http_error = http::error::bad_method;
  const auto& category = any_http_error.category();
  if (error.category() == category) return error_response(400, "malformed", "this is not an HTTP request");
  return std::nullopt;
}

template <typename Stream>
class Session final : public Connection, public Waiter, public std::enable_shared_from_this<Session<Stream>> {
 public:
  static constexpr bool kIsTls = !std::is_same_v<Stream, beast::tcp_stream>;

  template <typename... Args>
  Session(Dispatcher& dispatcher, Closed closed, Args&&... args)
      : dispatcher_(dispatcher),
        closed_(std::move(closed)),
        stream_(std::forward<Args>(args)...),
        deadline_(stream_.get_executor()) {}
  ~Session() override {
    dispatcher_.forget(*this);
    closed_(this);
  }

  void start() override {
    if constexpr (kIsTls) {
      lowest().expires_after(kHandshakeTimeout);
      stream_.async_handshake(asio::ssl::stream_base::server, [self = self()](error_code error) {
        if (!error) self->read_header();
      });
    } else {
      read_header();
    }
  }

  void finish() override {
    is_last_ = true;
    if (is_idle_) cut();
  }

  void cut() override {
    deadline_.cancel();
    lowest().close();
  }

  // The feed grew, or the server stops: ask again.
  void wake() override {
    is_parked_ = false;
    deadline_.cancel();
    ask(!dispatcher_.is_stopping());
  }

 private:
  std::shared_ptr<Session> self() { return this->shared_from_this(); }
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  void read_header() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(protocol::kHeaderBytesMax));
    parser_->body_limit(protocol::kWireBytesMax);
    is_idle_ = true;
    lowest().expires_after(kIdleTimeout);
    http::async_read_header(stream_, buffer_, *parser_, [self = self()](error_code error, std::size_t) {
      self->is_idle_ = false;
      if (error) return self->refuse(error);
      self->read_body();
    });
  }

  void read_body() {
    lowest().expires_after(kBodyTimeout);
    const bool is_asked = beast::iequals(parser_->get()[http::field::expect], "100-continue");
    if (!is_asked) return read_rest();
    auto go_on = std::make_shared<http::response<http::empty_body>>(http::status::continue_, 11);
    http::async_write(stream_, *go_on, [self = self(), go_on](error_code error, std::size_t) {
      if (!error) self->read_rest();
    });
  }

  void read_rest() {
    http::async_read(stream_, buffer_, *parser_, [self = self()](error_code error, std::size_t) {
      if (error) return self->refuse(error);
      self->take();
    });
  }

  void refuse(error_code error) {
    auto response = refusal(error);
    if (!response) return;
    // Where this request ends is not known: nothing after it can be read.
    is_last_ = true;
    is_refused_ = true;
    write(std::move(*response));
  }

  void take() {
    auto message = parser_->release();
    parser_.reset();
    version_ = message.version();
    is_last_ = is_last_ || !message.keep_alive() || message.method() == http::verb::head;
    if (!inflate(message)) return;
    request_ = to_request(std::move(message));
    lowest().expires_never();
    ask(true);
  }

  // False when the body cannot be read; the answer is on its way then.
  bool inflate(http::request<http::string_body>& message) {
    const std::string_view encoding = to_view(message[http::field::content_encoding]);
    if (encoding.empty() || encoding == "identity") return true;
    if (encoding != "gzip") {
      write(error_response(415, "malformed", "bodies come plain or as gzip"));
      return false;
    }
    auto body = protocol::gunzip(message.body(), protocol::kBodyBytesMax);
    if (!body) {
      const bool is_large = body.error().fault == Fault::full;
      write(error_response(is_large ? 413 : 400, is_large ? "too_large" : "malformed", body.error().detail));
      return false;
    }
    message.body() = std::move(*body);
    return true;
  }

  void ask(bool may_wait) {
    request_.may_wait = may_wait && !dispatcher_.is_stopping();
    dispatcher_.handle(request_, [self = self()](Response response) { self->answer(std::move(response)); });
  }

  void answer(Response response) {
    if (!response.waits) return write(std::move(response));
    if (!is_waiting_) {
      is_waiting_ = true;
      deadline_.expires_after(std::chrono::seconds(response.wait_s));
    }
    if (!dispatcher_.wait(response.head, *this)) return ask(true);
    is_parked_ = true;
    deadline_.expires_at(deadline_.expiry());
    deadline_.async_wait([self = self()](error_code) {
      // A wake that came just before has asked already, even when it could not stop this call any more.
      if (!self->is_parked_) return;
      self->is_parked_ = false;
      self->dispatcher_.forget(*self);
      self->ask(false);
    });
  }

  void write(Response response) {
    is_waiting_ = false;
    foyer::wipe(request_.body);
    request_ = {};
    is_last_ = is_last_ || dispatcher_.is_stopping();
    reply_.emplace(to_reply(std::move(response), version_, !is_last_));
    lowest().expires_after(kWriteTimeout);
    http::async_write(stream_, *reply_, [self = self()](error_code error, std::size_t) {
      self->reply_.reset();
      if (error) return;
      if (self->is_last_) return self->say_goodbye();
      self->read_header();
    });
  }

  void say_goodbye() {
    if constexpr (kIsTls) {
      stream_.async_shutdown([self = self()](error_code) {});
    } else {
      error_code ignored;
      lowest().socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
      lowest().expires_after(kLingerTimeout);
      if (is_refused_) swallow();
    }
  }

  // A peer that is still sending would lose our answer to a reset when we closed now.
  void swallow() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(kSwallowBytes), [self = self()](error_code error, std::size_t) {
      if (!error) self->swallow();
    });
  }

  Dispatcher& dispatcher_;
  Closed closed_;
  Stream stream_;
  asio::steady_timer deadline_;
  beast::flat_buffer buffer_{protocol::kHeaderBytesMax + protocol::kWireBytesMax};
  std::optional<Parser> parser_;
  std::optional<Reply> reply_;
  Request request_;
  unsigned version_ = 11;
  bool is_idle_ = false;
  bool is_last_ = false;
  bool is_waiting_ = false;
  bool is_parked_ = false;
  bool is_refused_ = false;
};

}  // namespace

std::shared_ptr<Connection> make_session(beast::tcp_stream stream, asio::ssl::context* tls, Dispatcher& dispatcher,
                                         Closed closed) {
  if (tls == nullptr) {
    return std::make_shared<Session<beast::tcp_stream>>(dispatcher, std::move(closed), std::move(stream));
  }
  return std::make_shared<Session<beast::ssl_stream<beast::tcp_stream>>>(dispatcher, std::move(closed),
                                                                         std::move(stream), *tls);
}

}  // namespace foyer::server
