#include "sync/server/http/http_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <csignal>
#include <unordered_map>

#include "shared/base/log.h"
#include "sync/server/http/dispatcher.h"
#include "sync/server/http/http_limits.h"
#include "sync/server/http/session.h"

namespace foyer::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

Result<std::unique_ptr<asio::ssl::context>> open_tls(const TlsFiles& files) {
  auto tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  error_code error;
  tls->set_options(
      asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1, error);
  tls->use_certificate_chain_file(files.certificate, error);
  if (error) return Error{Fault::invalid, "--tls-cert " + files.certificate + " is not a PEM certificate"};
  tls->use_private_key_file(files.key, asio::ssl::context::pem, error);
  if (error) return Error{Fault::invalid, "--tls-key " + files.key + " is not the PEM key of that certificate"};
  return tls;
}

std::string host_text(const asio::ip::address& address) {
  return address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
}

}  // namespace

struct HttpServer::Impl {
  Impl(Service& service, const HttpOptions& wanted) : options(wanted), dispatcher(network, service) {}

  Result<void> listen();
  void accept();
  void look_for_growth();
  void admit(tcp::socket socket);
  void stop();
  void cut_all();

  HttpOptions options;
  asio::io_context network{1};
  std::unique_ptr<asio::ssl::context> tls;
  tcp::acceptor acceptor{network};
  asio::signal_set signals{network};
  asio::steady_timer goodbye{network};
  asio::steady_timer breather{network};
  asio::steady_timer glance{network};
  int glances = 0;
  bool is_stopping = false;
  // After the network and before the dispatcher: sessions still under way tell both that they are gone.
  std::unordered_map<Connection*, std::weak_ptr<Connection>> connections;
  Dispatcher dispatcher;
};

Result<void> HttpServer::Impl::listen() {
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return Error{Fault::invalid, "--listen takes an IP address and a port, for example 127.0.0.1:8470"};
  if (!options.tls && !address.is_loopback()) {
    return Error{Fault::refused,
                 "without TLS only this machine may connect: give --tls-cert and --tls-key, or listen "
                 "on 127.0.0.1"};
  }
  if (options.tls) {
    auto opened = open_tls(*options.tls);
    if (!opened) return opened.error();
    tls = std::move(*opened);
  }
  const tcp::endpoint endpoint(address, options.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(kBacklog, error);
  if (error) {
    return Error{Fault::conflict, "cannot listen on " + host_text(address) + ":" + std::to_string(options.port) + " (" +
                                      error.message() + "); choose another port with --listen"};
  }
  return {};
}

void HttpServer::Impl::accept() {
  acceptor.async_accept([this](error_code error, tcp::socket socket) {
    if (is_stopping || error == asio::error::operation_aborted) return;
    if (error) {
      // Out of descriptors, most likely: a busy loop would not bring one back.
      breather.expires_after(std::chrono::milliseconds(100));
      breather.async_wait([this](error_code) { accept(); });
      return;
    }
    admit(std::move(socket));
    accept();
  });
}

// What `apply`, or another server on the same database, has written.
void HttpServer::Impl::look_for_growth() {
  glance.expires_after(kGrowthGlance);
  glance.async_wait([this](error_code error) {
    if (error || is_stopping) return;
    dispatcher.look();
    if (++glances % kGlancesToTidy == 0) dispatcher.tidy();
    look_for_growth();
  });
}

void HttpServer::Impl::admit(tcp::socket socket) {
  if (connections.size() >= options.connections_max) return;
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  auto connection =
      make_session(boost::beast::tcp_stream(std::move(socket)), tls.get(), dispatcher, [this](Connection* gone) {
        connections.erase(gone);
        if (is_stopping && connections.empty()) network.stop();
      });
  connections.emplace(connection.get(), connection);
  connection->start();
}

void HttpServer::Impl::stop() {
  if (is_stopping) return;
  is_stopping = true;
  error_code ignored;
  acceptor.close(ignored);
  breather.cancel();
  glance.cancel();
  dispatcher.stop_waiting();
  // Sessions end themselves out of the map: go over a copy.
  const auto open = connections;
  for (const auto& [raw, weak] : open) {
    if (const auto connection = weak.lock()) connection->finish();
  }
  if (connections.empty()) return network.stop();
  goodbye.expires_after(kGoodbyeTimeout);
  goodbye.async_wait([this](error_code error) {
    if (!error) network.stop();
  });
}

// What did not end in time. No session outlives run().
void HttpServer::Impl::cut_all() {
  dispatcher.join();
  constexpr int kRounds = 8;  // closing a socket, and what its answer under way does about it
  for (int round = 0; round < kRounds && !connections.empty(); ++round) {
    const auto open = connections;
    for (const auto& [raw, weak] : open) {
      if (const auto connection = weak.lock()) connection->cut();
    }
    network.restart();
    network.poll();
  }
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::open(Service& service, const HttpOptions& options) {
  auto impl = std::make_unique<Impl>(service, options);
  if (auto listening = impl->listen(); !listening) return listening.error();
  // From here on a signal ends run(), even when it comes before run() was called.
  impl->signals.add(SIGTERM);
  impl->signals.add(SIGINT);
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

std::string HttpServer::url() const {
  error_code ignored;
  const tcp::endpoint endpoint = impl_->acceptor.local_endpoint(ignored);
  return std::string(impl_->tls ? "https://" : "http://") + host_text(endpoint.address()) + ":" +
         std::to_string(endpoint.port());
}

void HttpServer::announce(std::int64_t head) {
  asio::post(impl_->network, [impl = impl_.get(), head] { impl->dispatcher.grown_to(head); });
}

void HttpServer::run() {
  impl_->signals.async_wait([impl = impl_.get()](error_code error, int) {
    if (!error) impl->stop();
  });
  impl_->accept();
  impl_->look_for_growth();
  impl_->network.run();
  impl_->cut_all();
}

Result<HttpOptions> parse_listen(const std::string& text) {
  const Error wrong{Fault::invalid, "--listen takes ADDR:PORT, for example 127.0.0.1:8470 or [::1]:0"};
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return wrong;
  HttpOptions options;
  options.address = text.substr(0, colon);
  if (options.address.starts_with('[') && options.address.ends_with(']')) {
    options.address = options.address.substr(1, options.address.size() - 2);
  }
  if (options.address == "localhost") options.address = "127.0.0.1";
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, options.port);
  error_code bad;
  asio::ip::make_address(options.address, bad);
  if (error != std::errc() || stop != end || bad) return wrong;
  return options;
}

bool is_loopback(const std::string& address) {
  error_code bad;
  const auto parsed = asio::ip::make_address(address, bad);
  return !bad && parsed.is_loopback();
}

}  // namespace foyer::server
