#include "sync/agent/server_url.h"

#include <curl/curl.h>

#include <cstdlib>
#include <memory>

namespace foyer::agent {
namespace {

constexpr std::string_view kExpected = "write https://HOST or https://HOST:PORT";

Error refused(std::string_view reason) {
  return Error{Fault::invalid, "the server's address " + std::string(reason) + "; " + std::string(kExpected)};
}

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

// Empty when the part is absent.
std::string part(const Url& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return {};
  std::string out = text;
  curl_free(text);
  return out;
}

bool is_number_from_0_to_255(std::string_view text) {
  if (text.empty() || text.size() > 3 || text.find_first_not_of("0123456789") != std::string_view::npos) return false;
  return std::atoi(std::string(text).c_str()) <= 255;
}

// "127.x.y.z" and nothing that only begins like it ("127.example.org").
bool is_loopback_ipv4(std::string_view host) {
  if (!host.starts_with("127.")) return false;
  int dots = 0;
  while (true) {
    const std::size_t dot = host.find('.');
    if (!is_number_from_0_to_255(host.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return dots == 3;
    host.remove_prefix(dot + 1);
    ++dots;
  }
}

bool is_loopback(std::string_view host) { return host == "localhost" || host == "[::1]" || is_loopback_ipv4(host); }

}  // namespace

Result<std::string> parse_server_url(std::string_view typed) {
  if (typed.size() > kUrlBytesMax) return refused("is too long");
  for (const char c : typed) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f') return refused("has a space or a control character in it");
  }
  const Url url(curl_url(), &curl_url_cleanup);
  if (url == nullptr || curl_url_set(url.get(), CURLUPART_URL, std::string(typed).c_str(), 0) != CURLUE_OK) {
    return refused("is not a URL");
  }
  const std::string scheme = part(url, CURLUPART_SCHEME);
  const std::string host = part(url, CURLUPART_HOST);
  const std::string path = part(url, CURLUPART_PATH);
  if (scheme != "http" && scheme != "https") return refused("does not begin with https://");
  if (host.empty()) return refused("names no host");
  if (!part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty()) {
    return refused("must not hold a user or password");
  }
  if (path != "/" || !part(url, CURLUPART_QUERY).empty() || !part(url, CURLUPART_FRAGMENT).empty()) {
    return refused("must end after host and port");
  }
  if (scheme == "http" && !is_loopback(host)) {
    return refused("is plain http to another machine, which would show tokens and visitors on the way");
  }
  const std::string port = part(url, CURLUPART_PORT);
  return scheme + "://" + host + (port.empty() ? "" : ":" + port);
}

}  // namespace foyer::agent
