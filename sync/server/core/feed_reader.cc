#include "sync/server/core/feed_reader.h"

#include <charconv>

#include "shared/wire/document.h"
#include "sync/server/core/feed_rows.h"
#include "sync/server/core/identity.h"
#include "sync/server/core/secrets.h"

namespace foyer::server {
namespace {

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

Result<std::string> cursor_at(ServerStore& store, std::int64_t seq) {
  wire::Cursor cursor{store.identity().epoch.text(), seq, hex(Nonce{})};
  if (seq > 0) {
    auto nonce = store.nonce_at(seq);
    if (!nonce) return nonce.error();
    if (!*nonce) return Error{Fault::corrupt, "the feed has no commit for its head"};
    cursor.nonce = hex(**nonce);
  }
  return to_text(cursor);
}

std::int64_t take_since(wire::Cursor& cursor) {
  const std::size_t mark = cursor.nonce.find('-');
  if (mark == std::string::npos) return 0;
  std::int64_t since = 0;
  std::from_chars(cursor.nonce.data() + mark + 1, cursor.nonce.data() + cursor.nonce.size(), since);
  cursor.nonce.resize(mark);
  return since;
}

Result<bool> knows(ServerStore& store, const std::string& cursor) {
  if (cursor.empty()) return true;
  auto parsed = wire::parse_cursor(cursor);
  if (!parsed || parsed->epoch != store.identity().epoch.text()) return false;
  take_since(*parsed);
  auto head = store.head();
  if (!head) return head.error();
  if (parsed->seq > head->seq) return false;
  auto ours = cursor_at(store, parsed->seq);
  if (!ours) return ours.error();
  return *ours == to_text(*parsed);
}

Result<void> FeedReader::name_kiosks(const Snapshot& snapshot) {
  for (const auto& [id, visit] : snapshot.visits) {
    if (kiosks_.contains(visit.device)) continue;
    auto device = store_.device(visit.device);
    if (!device) return device.error();
    kiosks_.emplace(visit.device, *device ? (*device)->name : std::string());
  }
  return {};
}

Result<void> FeedReader::add_rows(std::span<const FeedEntry> entries, std::vector<wire::FeedRow>& rows) {
  Keys keys;
  for (const FeedEntry& entry : entries) {
    if (entry.kind == FeedKind::contact) keys.views.insert(entry.entity);
    if (entry.kind == FeedKind::alias || entry.kind == FeedKind::erased) keys.nodes.insert(entry.entity);
    if (entry.kind == FeedKind::erased) keys.members.insert(entry.entity);
    if (entry.kind == FeedKind::visit) keys.visits.insert(entry.entity);
    if (entry.kind == FeedKind::review) keys.reviews.insert(entry.entity);
    if (is_document(entry.kind)) keys.documents.insert(entry.entity);
  }
  Snapshot snapshot;
  if (auto loaded = store_.load(keys, snapshot); !loaded) return loaded.error();
  if (auto named = name_kiosks(snapshot); !named) return named;
  for (const FeedEntry& entry : entries) {
    if (const auto view = snapshot.views.find(entry.entity);
        entry.kind == FeedKind::contact && view != snapshot.views.end()) {
      rows.push_back(to_row(contact_row(view->second), entry.seq));
    } else if (const auto node = snapshot.nodes.find(entry.entity);
               entry.kind == FeedKind::alias && node != snapshot.nodes.end()) {
      rows.push_back(to_row(wire::AliasRow{entry.entity, node->second.root}, entry.seq));
    } else if (const auto visit = snapshot.visits.find(entry.entity);
               entry.kind == FeedKind::visit && visit != snapshot.visits.end()) {
      rows.push_back(to_row(visit_row(visit->second, kiosks_.at(visit->second.device)), entry.seq));
    } else if (const auto document = snapshot.documents.find(entry.entity);
               is_document(entry.kind) && document != snapshot.documents.end()) {
      auto row = to_row(document->second, entry.seq);
      if (!row) return row.error();
      rows.push_back(std::move(*row));
    } else if (const auto review = snapshot.reviews.find(entry.entity);
               entry.kind == FeedKind::review && review != snapshot.reviews.end()) {
      rows.push_back(to_row(review_row(review->second), entry.seq));
    } else if (entry.kind == FeedKind::erased) {
      rows.push_back(
          to_row(wire::ErasedRow{entry.entity, members_of(snapshot, entry.entity), erased_at(snapshot, entry.entity)},
                 entry.seq));
    }
  }
  return {};
}

}  // namespace foyer::server
