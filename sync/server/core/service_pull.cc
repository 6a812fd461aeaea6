// The feed: pages in seq order under a cursor that notices a centre that was rolled back (sync.md 3.7 and 3.9).
#include <algorithm>

#include "shared/wire/error_reply.h"
#include "shared/wire/pull.h"
#include "sync/protocol/limits.h"
#include "sync/server/core/feed_reader.h"
#include "sync/server/core/service.h"

namespace foyer::server {
namespace {

constexpr std::size_t kEntriesAtOnce = 64;      // rows in memory beyond the page's end: at most 16 MiB
constexpr std::size_t kRowEnvelopeBytes = 100;  // kind, id and seq around a row's data

// What makes a tablet read the feed from its beginning.
Response read_anew(int status, std::string_view word, std::string_view why, const std::string& epoch) {
  wire::ErrorReply reply;
  reply.error = word;
  reply.detail = std::string(why) + "; read the feed from its beginning";
  reply.epoch = epoch;
  Response response;
  response.status = status;
  response.body = to_json(reply);
  return response;
}

}  // namespace

Response Service::rolled_back() {
  erasures_.doubt();
  return read_anew(409, "epoch", "this cursor is of another history of the centre", epoch_);
}

// The page's rows, up to kPageBytes and at least one; how many of the entries they stand for.
Result<std::size_t> Service::fill(wire::PullPage& page, std::span<const FeedEntry> entries) {
  FeedReader feed(store_);
  std::size_t taken = 0;
  std::size_t bytes = 0;
  while (taken < entries.size()) {
    std::vector<wire::FeedRow> rows;
    const auto part = entries.subspan(taken, std::min(kEntriesAtOnce, entries.size() - taken));
    if (auto added = feed.add_rows(part, rows); !added) return added.error();
    taken += part.size();
    for (wire::FeedRow& row : rows) {
      bytes += row.d.size() + kRowEnvelopeBytes;
      page.rows.push_back(std::move(row));
      if (bytes < protocol::kPageBytes) continue;
      const std::int64_t last = page.rows.back().seq;
      const auto after = std::ranges::find_if(entries, [last](const FeedEntry& entry) { return entry.seq > last; });
      return static_cast<std::size_t>(after - entries.begin());
    }
  }
  return taken;
}

Response Service::pull(const Device& device, const Request& request) {
  const auto query = protocol::parse_pull_query(request.query);
  if (!query) return error_response(400, "malformed", query.error().detail);
  wire::Cursor from{epoch_, 0, hex(Nonce{})};
  std::int64_t since = 0;
  if (!query->cursor.empty()) {
    auto parsed = wire::parse_cursor(query->cursor);
    if (parsed) since = take_since(*parsed);
    if (!parsed || parsed->seq < 0 || !parse_nonce(parsed->nonce)) {
      return error_response(400, "malformed", "the cursor is not one of this centre");
    }
    from = std::move(*parsed);
  }
  if (from.epoch != epoch_) return rolled_back();
  const std::int64_t limit =
      query->limit > 0 ? std::min<std::int64_t>(query->limit, options_.pull_rows_max) : options_.pull_rows_max;
  wire::PullPage page;
  bool is_known = true;
  bool is_too_old = false;
  const auto done = store_.read([&]() -> Result<void> {
    auto head = store_.head();
    if (!head) return head.error();
    page.head = head->seq;
    page.backup_seq = head->backup_seq;
    for (const std::string& cursor : {query->cursor, query->known}) {
      auto known = knows(store_, cursor);
      if (!known) return known.error();
      is_known = is_known && *known;
    }
    is_too_old = from.seq > 0 && std::max(from.seq, since) < head->min_seq;
    if (!is_known || is_too_old) return {};
    auto entries = store_.feed(from.seq, limit + 1);
    if (!entries) return entries.error();
    page.more = std::ssize(*entries) > limit;
    if (page.more) entries->pop_back();
    const auto taken = fill(page, *entries);
    if (!taken) return taken.error();
    page.more = page.more || *taken < entries->size();
    entries->resize(*taken);
    auto next = cursor_at(store_, page.more ? entries->back().seq : head->seq);
    if (!next) return next.error();
    page.cursor = std::move(*next);
    if (page.more && entries->back().seq < head->min_seq) {
      page.cursor += "-" + std::to_string(from.seq > 0 ? since : head->min_seq);
    }
    return {};
  });
  if (!done) return unavailable("reading the feed", done.error());
  if (!is_known) return rolled_back();
  if (is_too_old) return read_anew(410, "snapshot", "this tablet was away for too long", epoch_);
  cursors_[device.id] = from.seq;
  Response response;
  response.head = page.head;
  if (page.head == from.seq && query->wait_s > 0 && request.may_wait) {
    response.waits = true;
    response.wait_s = std::min(query->wait_s, options_.poll_s_max);
    return response;
  }
  page.epoch = epoch_;
  page.next_poll_ms = protocol::kNextPollMs;
  page.server_ms = clock_.now().wall_ms;
  response.body = to_json(page);
  return response;
}

}  // namespace foyer::server
