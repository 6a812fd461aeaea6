// One page of the centre's feed (GET /v1/sync/pull?cursor=…&limit=…&wait=…) and the cursor.
//   {"epoch":TEXT,"rows":[ROW,…],"cursor":TEXT,"more":BOOL,"head":N,"next_poll_ms":MS,"server_ms":MS,"backup_seq":N}
// A row that cannot be read spoils only itself: it comes out as a FeedRow without a kind whose `d` is its text.
// Values and pure functions; any thread; no input makes them throw.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/wire/rows.h"

namespace foyer::wire {

inline constexpr std::size_t kPullRowsMax = 500;
inline constexpr std::size_t kPullBytesMax = std::size_t{8} * 1024 * 1024;  // what a tablet accepts: 500 rows of 16 KiB

// "v3.EPOCH.SEQ.NONCE". The nonce is that of the commit at SEQ, so that a centre that was rolled back is noticed.
// Epoch and nonce are letters, digits and '-'; a page in the middle of reading anew may have "NONCE-N", which the
// centre made for itself. The empty text is the beginning of the feed.
struct Cursor {
  std::string epoch;
  std::int64_t seq = 0;
  std::string nonce;

  bool operator==(const Cursor&) const = default;
};
std::string to_text(const Cursor& cursor);
Result<Cursor> parse_cursor(std::string_view text);

struct PullPage {
  std::string epoch;
  std::vector<FeedRow> rows;
  std::string cursor;
  bool more = false;
  std::int64_t head = 0;
  std::int64_t next_poll_ms = 0;
  std::int64_t server_ms = 0;
  std::int64_t backup_seq = 0;

  bool operator==(const PullPage&) const = default;
};

std::string to_json(const PullPage& page);
Result<PullPage> parse_pull_page(std::string_view json);

}  // namespace foyer::wire
