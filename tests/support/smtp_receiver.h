// A small SMTP server on 127.0.0.1 and any free port (RFC 5321: EHLO, MAIL, RCPT, DATA, QUIT), one thread for each
// connection. It keeps every letter whose end it has seen, and answers as the test says.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace foyer::support {

struct Letter {
  std::string from;
  std::string to;
  std::string data;  // header and body as they came, without dot-stuffing

  // The rest of the header line that begins with `name` and a colon; empty: none.
  std::string header(const std::string& name) const;
  // What stands behind the header, out of base64.
  std::string words() const;
};

// Out of RFC 2047, for what tests look for.
std::string decoded_words(const std::string& header);

class SmtpReceiver {
 public:
  // What to answer to a verb ("EHLO", "MAIL", "RCPT", "DATA") or to the end of a letter ("."). Empty: the usual. "!":
  // the connection ends without an answer.
  using Answers = std::function<std::string(const std::string& verb)>;

  explicit SmtpReceiver(Answers answers = {});
  ~SmtpReceiver();
  SmtpReceiver(const SmtpReceiver&) = delete;
  SmtpReceiver& operator=(const SmtpReceiver&) = delete;

  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  std::vector<Letter> letters() const;

 private:
  void accept_all();
  void converse(int fd);

  const Answers answers_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> is_stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<Letter> letters_;
  std::vector<std::thread> workers_;
  std::thread acceptor_;
};

}  // namespace foyer::support
