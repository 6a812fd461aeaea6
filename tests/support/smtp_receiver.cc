#include "tests/support/smtp_receiver.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>
#include <string_view>

namespace foyer::support {
namespace {

constexpr int kGlanceMs = 50;

std::string from_base64(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto value = kLetters.find(c);
    if (value == std::string_view::npos) continue;
    bits = (bits << 6) | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<char>((bits >> count) & 0xFFU));
  }
  return out;
}

// What stands between the angle brackets.
std::string bracketed(const std::string& line) {
  const auto open = line.find('<');
  const auto close = line.find('>');
  return open == std::string::npos || close == std::string::npos ? "" : line.substr(open + 1, close - open - 1);
}

// Lines of one connection.
class Lines {
 public:
  Lines(int fd, const std::atomic<bool>& stop) : fd_(fd), stop_(stop) {}

  // Nothing: the peer or the test has ended.
  std::optional<std::string> next() {
    while (true) {
      const auto end = buffer_.find("\r\n");
      if (end != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return line;
      }
      pollfd wanted{fd_, POLLIN, 0};
      while (::poll(&wanted, 1, kGlanceMs) == 0) {
        if (stop_) return std::nullopt;
      }
      char bytes[4096];
      const ssize_t size = ::recv(fd_, bytes, sizeof bytes, 0);
      if (size <= 0) return std::nullopt;
      buffer_.append(bytes, static_cast<std::size_t>(size));
    }
  }
  void say(const std::string& line) const {
    const std::string bytes = line + "\r\n";
    static_cast<void>(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
  }

 private:
  int fd_;
  const std::atomic<bool>& stop_;
  std::string buffer_;
};

}  // namespace

std::string Letter::header(const std::string& name) const {
  const std::string mark = "\r\n" + name + ": ";
  const std::string text = "\r\n" + data.substr(0, data.find("\r\n\r\n"));
  const auto at = text.find(mark);
  return at == std::string::npos ? "" : text.substr(at + mark.size(), text.find("\r\n", at + 2) - at - mark.size());
}

std::string Letter::words() const {
  const auto end = data.find("\r\n\r\n");
  return end == std::string::npos ? "" : from_base64(data.substr(end + 4));
}

std::string decoded_words(const std::string& header) {
  const std::string open = "=?UTF-8?B?";
  std::string out;
  bool was_word = false;
  for (std::size_t at = 0; at < header.size();) {
    const auto word = header.find(open, at);
    const std::string between = header.substr(at, word - at);
    if (!(was_word && between == " ")) out += between;
    if (word == std::string::npos) break;
    const auto close = header.find("?=", word + open.size());
    out += from_base64(header.substr(word + open.size(), close - word - open.size()));
    at = close + 2;
    was_word = true;
  }
  return out;
}

SmtpReceiver::SmtpReceiver(Answers answers) : answers_(std::move(answers)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no port for an SMTP server");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

SmtpReceiver::~SmtpReceiver() {
  is_stopping_ = true;
  acceptor_.join();
  for (std::thread& worker : workers_) worker.join();
  ::close(listener_);
}

void SmtpReceiver::accept_all() {
  while (!is_stopping_) {
    pollfd wanted{listener_, POLLIN, 0};
    if (::poll(&wanted, 1, kGlanceMs) <= 0) continue;
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd >= 0) workers_.emplace_back([this, fd] { converse(fd); });
  }
}

void SmtpReceiver::converse(int fd) {
  Lines lines(fd, is_stopping_);
  lines.say("220 ready");
  Letter letter;
  bool is_data = false;
  while (const auto line = lines.next()) {
    if (is_data && *line != ".") {
      letter.data += (line->starts_with("..") ? line->substr(1) : *line) + "\r\n";
      continue;
    }
    const std::string verb = is_data ? "." : line->substr(0, 4);
    if (verb == "MAIL") letter = {bracketed(*line), {}, {}};
    if (verb == "RCPT") letter.to = bracketed(*line);
    if (is_data) {
      const std::lock_guard lock(mutex_);
      letters_.push_back(letter);
    }
    const std::string wanted = answers_ ? answers_(verb) : std::string();
    if (wanted == "!") break;
    is_data = verb == "DATA" && wanted.empty();
    lines.say(!wanted.empty() ? wanted : verb == "DATA" ? "354 go on" : verb == "QUIT" ? "221 bye" : "250 fine");
    if (verb == "QUIT") break;
  }
  ::shutdown(fd, SHUT_RDWR);
  ::close(fd);
}

std::vector<Letter> SmtpReceiver::letters() const {
  const std::lock_guard lock(mutex_);
  return letters_;
}

}  // namespace foyer::support
