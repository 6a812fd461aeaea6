// Hands one message to the organisation's mail server (SMTP through libcurl, with STARTTLS or TLS; a server that is not
// this machine has to offer one of them). It says what became of the message: sent, refused for good (5xx), or later
// (4xx, no connection, a connection that ended early). Blocks at most kSmtpTimeoutS. One thread at a time; nothing of a
// message or a password stands in a log.
#pragma once

#include <atomic>
#include <string>

#include "shared/base/result.h"
#include "sync/server/mail/message.h"

namespace foyer::server {

inline constexpr long kSmtpConnectTimeoutS = 10;
inline constexpr long kSmtpTimeoutS = 60;  // below kNoticeLeaseMs

struct SmtpOptions {
  std::string url;  // "smtp://mail.example.com:587" or "smtps://…"
  std::string from;
  std::string user;  // empty: without signing in
  std::string password;
  std::string ca_file;  // empty: the system's
};

struct Sent {
  Delivery delivery = Delivery::later;
  int smtp_code = 0;  // the server's last answer, 0: none
};

class Smtp {
 public:
  // `stop` outlives it; when it becomes true a message under way is given up (later).
  Smtp(SmtpOptions options, const std::atomic<bool>& stop) : options_(std::move(options)), stop_(stop) {}

  Sent send(const Message& message);

 private:
  SmtpOptions options_;
  const std::atomic<bool>& stop_;
};

}  // namespace foyer::server
