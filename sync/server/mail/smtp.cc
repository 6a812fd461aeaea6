#include "sync/server/mail/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include "shared/base/log.h"

namespace foyer::server {
namespace {

struct EndCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, EndCurl>;

List with(List list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) return nullptr;
  static_cast<void>(list.release());
  return List(longer);
}

// What of the text is not read yet.
std::size_t read_text(char* out, std::size_t size, std::size_t count, void* left) {
  auto& text = *static_cast<std::string_view*>(left);
  const std::size_t taken = text.copy(out, size * count);
  text.remove_prefix(taken);
  return taken;
}

int is_stopping(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stop)->load() ? 1 : 0;
}

bool is_this_machine(std::string_view url) {
  const auto begin = url.find("://");
  std::string_view host = begin == std::string_view::npos ? url : url.substr(begin + 3);
  host = host.substr(0, host.find('/'));
  return host.starts_with("127.0.0.1") || host.starts_with("[::1]") || host == "localhost" ||
         host.starts_with("localhost:");
}

// About our settings, not about the message: another try after they were put right may do.
bool is_about_us(long code) {
  constexpr std::array<long, 5> kSignIn = {523, 530, 534, 535, 538};
  return std::ranges::find(kSignIn, code) != kSignIn.end();
}

Sent judge(CURLcode result, long code) {
  const Sent later{Delivery::later, static_cast<int>(code)};
  if (result == CURLE_OK) return {Delivery::sent, static_cast<int>(code)};
  if (result == CURLE_LOGIN_DENIED || is_about_us(code)) return later;
  if (code >= 500 && code < 600) return {Delivery::refused, static_cast<int>(code)};
  return later;
}

}  // namespace

Sent Smtp::send(const Message& message) {
  const std::unique_ptr<CURL, EndCurl> curl(curl_easy_init());
  if (!curl) return {};
  const List to = with(nullptr, "<" + message.to + ">");
  if (!to) return {};
  const std::string text = to_text(message);
  std::string_view left = text;
  CURL* const c = curl.get();
  const std::string from = "<" + message.from + ">";
  curl_easy_setopt(c, CURLOPT_URL, options_.url.c_str());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(c, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to.get());
  curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(c, CURLOPT_READFUNCTION, &read_text);
  curl_easy_setopt(c, CURLOPT_READDATA, &left);
  curl_easy_setopt(c, CURLOPT_USE_SSL,
                   static_cast<long>(is_this_machine(options_.url) ? CURLUSESSL_TRY : CURLUSESSL_ALL));
  if (!options_.user.empty()) {
    curl_easy_setopt(c, CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(c, CURLOPT_PASSWORD, options_.password.c_str());
  }
  if (!options_.ca_file.empty()) curl_easy_setopt(c, CURLOPT_CAINFO, options_.ca_file.c_str());
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, kSmtpConnectTimeoutS);
  curl_easy_setopt(c, CURLOPT_TIMEOUT, kSmtpTimeoutS);
  curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, &is_stopping);
  curl_easy_setopt(c, CURLOPT_XFERINFODATA, const_cast<void*>(static_cast<const void*>(&stop_)));
  const CURLcode result = curl_easy_perform(c);
  long code = 0;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &code);
  const Sent sent = judge(result, code);
  if (sent.delivery != Delivery::sent && !stop_) {
    log_warning("a host could not be told: " + std::string(curl_easy_strerror(result)) + ", SMTP answer " +
                std::to_string(code));
  }
  return sent;
}

}  // namespace foyer::server
