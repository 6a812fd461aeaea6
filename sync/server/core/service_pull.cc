// The feed: pages in seq order under a cursor that notices a centre that was rolled back (sync.md 3.7 and 3.9).
#include <algorithm>

#include "shared/wire/document.h"
#include "shared/wire/error_reply.h"
#include "shared/wire/pull.h"
#include "sync/protocol/limits.h"
#include "sync/server/core/feed_rows.h"
#include "sync/server/core/identity.h"
#include "sync/server/core/service.h"

namespace foyer::server {
namespace {

constexpr std::size_t kEntriesAtOnce = 64;      // rows in memory beyond the page's end: at most 16 MiB
constexpr std::size_t kRowEnvelopeBytes = 100;  // kind, id and seq around a row's data

Result<wire::FeedRow> to_row(const StoredDocument& document, std::int64_t seq) {
  std::string d;
  if (!document.is_deleted()) {
    auto told = wire::document_for_tablets(document.kind, document.body);
    if (!told) return told.error();
    d = std::move(*told);
  }
  return wire::document_row(document.kind, document.id, std::move(d), seq);
}

}  // namespace

Response rolled_back(const std::string& epoch) {
  wire::ErrorReply reply;
  reply.error = "epoch";
  reply.detail = "this cursor is of another history of the centre; read the feed from its beginning";
  reply.epoch = epoch;
  Response response;
  response.status = 409;
  response.body = to_json(reply);
  return response;
}

Result<std::string> Service::cursor_at(std::int64_t seq) {
  wire::Cursor cursor{epoch_, seq, hex(Nonce{})};
  if (seq > 0) {
    auto nonce = store_.nonce_at(seq);
    if (!nonce) return nonce.error();
    if (!*nonce) return Error{Fault::corrupt, "the feed has no commit for its head"};
    cursor.nonce = hex(**nonce);
  }
  return to_text(cursor);
}

Result<bool> Service::knows(const std::string& cursor) {
  if (cursor.empty()) return true;
  const auto parsed = wire::parse_cursor(cursor);
  if (!parsed || parsed->epoch != epoch_) return false;
  auto head = store_.head();
  if (!head) return head.error();
  if (parsed->seq > head->seq) return false;
  auto ours = cursor_at(parsed->seq);
  if (!ours) return ours.error();
  return *ours == cursor;
}

Result<void> Service::add_rows(std::span<const FeedEntry> entries, std::vector<wire::FeedRow>& rows) {
  Keys keys;
  for (const FeedEntry& entry : entries) {
    if (entry.kind == FeedKind::contact) keys.views.insert(entry.entity);
    if (entry.kind == FeedKind::alias || entry.kind == FeedKind::erased) keys.nodes.insert(entry.entity);
    if (entry.kind == FeedKind::erased) keys.members.insert(entry.entity);
    if (entry.kind == FeedKind::visit) keys.visits.insert(entry.entity);
    if (is_document(entry.kind)) keys.documents.insert(entry.entity);
  }
  Snapshot snapshot;
  if (auto loaded = store_.load(keys, snapshot); !loaded) return loaded.error();
  std::unordered_map<Uuid, std::string> kiosks;
  for (const auto& [id, visit] : snapshot.visits) {
    if (kiosks.contains(visit.device)) continue;
    auto device = store_.device(visit.device);
    if (!device) return device.error();
    kiosks.emplace(visit.device, *device ? (*device)->name : std::string());
  }
  for (const FeedEntry& entry : entries) {
    if (const auto view = snapshot.views.find(entry.entity);
        entry.kind == FeedKind::contact && view != snapshot.views.end()) {
      rows.push_back(to_row(contact_row(view->second), entry.seq));
    } else if (const auto node = snapshot.nodes.find(entry.entity);
               entry.kind == FeedKind::alias && node != snapshot.nodes.end()) {
      rows.push_back(to_row(wire::AliasRow{entry.entity, node->second.root}, entry.seq));
    } else if (const auto visit = snapshot.visits.find(entry.entity);
               entry.kind == FeedKind::visit && visit != snapshot.visits.end()) {
      rows.push_back(to_row(visit_row(visit->second, kiosks.at(visit->second.device)), entry.seq));
    } else if (const auto document = snapshot.documents.find(entry.entity);
               is_document(entry.kind) && document != snapshot.documents.end()) {
      auto row = to_row(document->second, entry.seq);
      if (!row) return row.error();
      rows.push_back(std::move(*row));
    } else if (entry.kind == FeedKind::erased) {
      rows.push_back(
          to_row(wire::ErasedRow{entry.entity, members_of(snapshot, entry.entity), erased_at(snapshot, entry.entity)},
                 entry.seq));
    }
  }
  return {};
}

// The page's rows, up to kPageBytes and at least one; how many of the entries they stand for.
Result<std::size_t> Service::fill(wire::PullPage& page, std::span<const FeedEntry> entries) {
  std::size_t taken = 0;
  std::size_t bytes = 0;
  while (taken < entries.size()) {
    std::vector<wire::FeedRow> rows;
    const auto part = entries.subspan(taken, std::min(kEntriesAtOnce, entries.size() - taken));
    if (auto added = add_rows(part, rows); !added) return added.error();
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
  if (!query->cursor.empty()) {
    auto parsed = wire::parse_cursor(query->cursor);
    if (!parsed || parsed->seq < 0 || !parse_nonce(parsed->nonce)) {
      return error_response(400, "malformed", "the cursor is not one of this centre");
    }
    from = std::move(*parsed);
  }
  if (from.epoch != epoch_) return rolled_back(epoch_);
  const std::int64_t limit =
      query->limit > 0 ? std::min<std::int64_t>(query->limit, options_.pull_rows_max) : options_.pull_rows_max;
  wire::PullPage page;
  bool is_known = true;
  const auto done = store_.read([&]() -> Result<void> {
    auto head = store_.head();
    if (!head) return head.error();
    page.head = head->seq;
    page.backup_seq = head->backup_seq;
    for (const std::string& cursor : {query->cursor, query->known}) {
      auto known = knows(cursor);
      if (!known) return known.error();
      is_known = is_known && *known;
    }
    if (!is_known) return {};
    auto entries = store_.feed(from.seq, limit + 1);
    if (!entries) return entries.error();
    page.more = std::ssize(*entries) > limit;
    if (page.more) entries->pop_back();
    const auto taken = fill(page, *entries);
    if (!taken) return taken.error();
    page.more = page.more || *taken < entries->size();
    entries->resize(*taken);
    auto next = cursor_at(page.more ? entries->back().seq : head->seq);
    if (!next) return next.error();
    page.cursor = std::move(*next);
    return {};
  });
  if (!done) return unavailable("reading the feed", done.error());
  if (!is_known) return rolled_back(epoch_);
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
