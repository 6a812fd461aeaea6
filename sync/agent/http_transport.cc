#include "sync/agent/http_transport.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "shared/base/check.h"
#include "sync/agent/tls_clock.h"
#include "sync/protocol/gzip.h"

namespace foyer::agent {
namespace {

// A transfer that moves fewer bytes than this for so long has stalled. Long polls are silent by nature.
constexpr long kLowSpeedBytes = 1;
constexpr long kLowSpeedS = 15;
// A peer whose machine vanished: data not acknowledged for this long ends the connection.
constexpr unsigned kTcpUserTimeoutMs = 5'000;
constexpr long kKeepAliveIdleS = 5;
constexpr long kKeepAliveEveryS = 2;
constexpr long kConnectionsKept = 4;  // one for each lane
constexpr int kWaitMaxMs = 60'000;
// A full push of 120 KB becomes 27 KB: 0.2 s instead of 1 s at 1 Mbit/s, for 3 ms of both processors.
constexpr std::size_t kPackFromBytes = 1024;

int set_user_timeout(void*, curl_socket_t socket, curlsocktype purpose) {
  if (purpose == CURLSOCKTYPE_IPCXN) {
    // Not available everywhere; keep-alive and the time-outs still hold then.
    setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &kTcpUserTimeoutMs, sizeof kTcpUserTimeoutMs);
  }
  return CURL_SOCKOPT_OK;
}

Fault fault_of(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return Fault::timeout;
    case CURLE_SSL_CACERT_BADFILE:  // a path that staff gave
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL: return Fault::refused;
    default: return Fault::offline;
  }
}

// What went wrong, and what staff can do where they can.
std::string explain(CURLcode code, const Peer& peer) {
  if (code != CURLE_PEER_FAILED_VERIFICATION) return curl_easy_strerror(code);
  const std::string trusted =
      peer.ca_file.empty() ? "an authority that this machine trusts" : "the one in " + peer.ca_file;
  return "the certificate is not for this address or not from " + trusted + "; check --server and --ca of enrol";
}

bool is_of_type(const char* content_type, std::string_view wanted) {
  return content_type != nullptr && std::string_view(content_type).starts_with(wanted);
}

}  // namespace

struct HttpTransport::Multi {
  CURLM* handle = curl_multi_init();
  Multi() {
    FOYER_CHECK(handle != nullptr);
    curl_multi_setopt(handle, CURLMOPT_MAXCONNECTS, kConnectionsKept);
  }
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;
  ~Multi() { curl_multi_cleanup(handle); }
};

struct HttpTransport::Transfer {
  CURL* easy = curl_easy_init();
  curl_slist* headers = nullptr;
  CURLM* multi = nullptr;
  HttpRequest request;
  Peer peer;
  std::string reply;
  bool is_too_large = false;
  bool is_packed = false;

  Transfer() { FOYER_CHECK(easy != nullptr); }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() {
    if (multi != nullptr) curl_multi_remove_handle(multi, easy);
    curl_easy_cleanup(easy);
    curl_slist_free_all(headers);
  }

  void pack();
  void prepare(const std::string& user_agent);
  void prepare_tls();
  Result<HttpReply> result(CURLcode code) const;

  static std::size_t receive(char* bytes, std::size_t, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.reply.size() + count > transfer.request.reply_bytes_max) {
      transfer.is_too_large = true;
      return 0;  // ends the transfer
    }
    transfer.reply.append(bytes, count);
    return count;
  }
  static CURLcode on_ssl_context(CURL*, void* context, void* self) {
    judge_dates_against(context, static_cast<Transfer*>(self)->peer.date_floor_ms);
    return CURLE_OK;
  }
};

// Plain http goes to this machine only, where packing costs more than it saves.
void HttpTransport::Transfer::pack() {
  if (!peer.url.starts_with("https://") || request.body.size() < kPackFromBytes) return;
  auto packed = protocol::gzip(request.body);
  is_packed = packed.has_value();
  if (is_packed) request.body = std::move(*packed);
}

void HttpTransport::Transfer::prepare(const std::string& user_agent) {
  const std::string url = peer.url + request.target;
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_USERAGENT, user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout_ms));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout_ms));
  if (!request.is_long_poll) {
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, kLowSpeedBytes);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, kLowSpeedS);
  }
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, kKeepAliveIdleS);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, kKeepAliveEveryS);
  curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, &set_user_timeout);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::receive);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  // A proxy of the environment sees only an encrypted tunnel; plain http goes to this machine and to nobody else.
  if (peer.url.starts_with("http://")) curl_easy_setopt(easy, CURLOPT_PROXY, "");
  headers = curl_slist_append(headers, ("Accept: " + std::string(request.reply_type)).c_str());
  headers = curl_slist_append(headers, "Expect:");
  if (!request.token.empty()) {
    headers = curl_slist_append(headers, ("Authorization: Bearer " + request.token).c_str());
  }
  if (request.is_post) {
    headers = curl_slist_append(headers, ("Content-Type: " + std::string(request.content_type)).c_str());
    if (is_packed) headers = curl_slist_append(headers, "Content-Encoding: gzip");
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  prepare_tls();
}

void HttpTransport::Transfer::prepare_tls() {
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!peer.ca_file.empty()) {
    // Pinned: with an own authority nobody else's signature counts.
    curl_easy_setopt(easy, CURLOPT_CAINFO, peer.ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  }
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &Transfer::on_ssl_context);
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, this);
}

Result<HttpReply> HttpTransport::Transfer::result(CURLcode code) const {
  const std::string what = peer.url + request.target.substr(0, request.target.find('?')) + ": ";
  if (is_too_large) {
    return Error{Fault::full, what + "answer of more than " + std::to_string(request.reply_bytes_max) + " bytes"};
  }
  if (code != CURLE_OK) return Error{fault_of(code), what + explain(code, peer)};
  long status = 0;
  const char* content_type = nullptr;
  curl_off_t retry_after_s = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &content_type);
  curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after_s);
  if (status / 100 == 2 && !is_of_type(content_type, request.reply_type)) {
    return Error{Fault::offline, what + "the answer is not the centre's (a network's sign-in page?)"};
  }
  HttpReply out{static_cast<int>(status), reply, std::nullopt};
  if (retry_after_s > 0) out.retry_after_ms = std::min<curl_off_t>(retry_after_s, 86'400) * 1000;
  return out;
}

HttpTransport::HttpTransport(std::string app_version) : user_agent_("foyer-sync/" + std::move(app_version)) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  multi_ = std::make_unique<Multi>();
}

HttpTransport::~HttpTransport() {
  for (auto& transfer : transfers_) transfer.reset();
  multi_.reset();
  curl_global_cleanup();
}

void HttpTransport::connect_to(const Peer& peer) {
  const bool is_another = peer.url != peer_.url || peer.ca_file != peer_.ca_file;
  peer_ = peer;
  if (!is_another) return;
  for (auto& transfer : transfers_) transfer.reset();
  at_once_.clear();
  multi_ = std::make_unique<Multi>();  // its kept connections were to the other one
}

void HttpTransport::start(const HttpRequest& request) {
  auto& slot = transfers_.at(static_cast<std::size_t>(request.lane));
  FOYER_CHECK(slot == nullptr);
  slot = std::make_unique<Transfer>();
  slot->request = request;
  slot->peer = peer_;
  slot->pack();
  slot->prepare(user_agent_);
  if (curl_multi_add_handle(multi_->handle, slot->easy) != CURLM_OK) {
    at_once_.push_back({request.lane, Error{Fault::offline, "the transfer could not be started"}});
    slot.reset();
    return;
  }
  slot->multi = multi_->handle;
  int running = 0;
  curl_multi_perform(multi_->handle, &running);  // on its way now, not at the next wait()
}

void HttpTransport::cancel(Lane lane) {
  transfers_.at(static_cast<std::size_t>(lane)).reset();
  std::erase_if(at_once_, [lane](const Exchange& exchange) { return exchange.lane == lane; });
}

void HttpTransport::collect(std::vector<Exchange>& ended) {
  int running = 0;
  int left = 0;
  curl_multi_perform(multi_->handle, &running);
  while (const CURLMsg* message = curl_multi_info_read(multi_->handle, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    for (auto& transfer : transfers_) {
      if (transfer == nullptr || transfer->easy != message->easy_handle) continue;
      ended.push_back({transfer->request.lane, transfer->result(code)});
      transfer.reset();
      break;
    }
  }
  for (Exchange& exchange : at_once_) ended.push_back(std::move(exchange));
  at_once_.clear();
}

std::vector<Exchange> HttpTransport::wait(std::int64_t timeout_ms, std::span<const int> fds) {
  std::vector<Exchange> ended;
  collect(ended);
  if (!ended.empty()) return ended;
  std::vector<curl_waitfd> others;
  for (const int fd : fds) others.push_back({fd, CURL_WAIT_POLLIN, 0});
  const int wait_ms = static_cast<int>(std::clamp<std::int64_t>(timeout_ms, 0, kWaitMaxMs));
  curl_multi_poll(multi_->handle, others.data(), static_cast<unsigned>(others.size()), wait_ms, nullptr);
  collect(ended);
  return ended;
}

}  // namespace foyer::agent
