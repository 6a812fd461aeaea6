// "The host is told": which visits still have to be told to whom, and what became of it. A row of host_mail is made in
// the transaction that brings the visit, under the visit's id, so that a visit is told once however often it is pushed
// and however many servers share the database. Two servers never hold the same row at once: taking it moves its next
// try behind the lease. A server that dies between the mail server's answer and settle_notice() sends once more, under
// the same Message-ID. The thread of the store; failures are the store's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/random.h"
#include "shared/base/result.h"
#include "shared/domain/organisation.h"
#include "sync/server/core/server_store.h"

namespace foyer::server {

// Longer than one attempt may take (mail/smtp.h), so that nobody else tries meanwhile.
inline constexpr std::int64_t kNoticeLeaseMs = 2 * 60'000;
// After attempt n: 30 s, 1 min, 2 min … at most this long.
inline constexpr std::int64_t kNoticeWaitMaxMs = 15 * 60'000;

// Everything that a message says.
struct Notice {
  HostMail mail;
  Uuid org;
  std::string organisation;
  std::string language;  // "en"
  std::string host;
  std::string address;
  std::string visitor;  // empty: not known
  std::string company;
  std::string kiosk;
  std::string site;
  std::string time_zone;  // empty: UTC
  std::int64_t occurred_ms = 0;
  bool is_exact = true;
};

enum class Delivery { sent, refused, later };

struct NoticeWork {
  std::vector<Notice> notices;  // taken: to be sent now
  std::int64_t head = 0;        // of the feed afterwards
};

// Takes up to `count_max` notices that are due. Those that need not be sent any more (voided, erased, too old, a host
// without an address) are settled at once.
Result<NoticeWork> take_notices(ServerStore& store, Random& random, std::int64_t now_ms, std::int64_t age_max_ms,
                                std::size_t count_max);

// What became of one; `smtp_code` is the mail server's last answer, 0: none. The head of the feed afterwards.
Result<std::int64_t> settle_notice(ServerStore& store, Random& random, const HostMail& mail, Delivery delivery,
                                   int smtp_code, std::int64_t now_ms);

}  // namespace foyer::server
