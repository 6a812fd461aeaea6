#include "tests/simulation/ledger.h"

#include <utility>

#include "shared/store/database.h"

namespace foyer::simulation {
namespace {

const domain::CheckIn* check_in_of(const Said& said) { return std::get_if<domain::CheckIn>(&said.op.body); }

bool read_feed_rows(store::Database& db, const std::string& sql, server::FeedKind kind, TabletLedger& ledger) {
  auto find = db.prepare(sql);
  while (find.next()) ledger.feed[{kind, find.id(0)}] = find.integer(1);
  return find.end().ok();
}

}  // namespace

const server::Receipt* CentreLedger::receipt(const Said& said) const {
  const auto found = rows.receipts.find(said.op.id);
  return found == rows.receipts.end() ? nullptr : &found->second;
}

bool CentreLedger::has(const Said& said) const {
  if (receipt(said) == nullptr) return false;
  const domain::CheckIn* const in = check_in_of(said);
  return in == nullptr || rows.visits.contains(in->visit.id);
}

CentreLedger read_centre(server::ServerStore& store, const std::vector<Said>& said) {
  CentreLedger ledger;
  std::vector<Uuid> ids;
  server::Keys keys;
  for (const Said& one : said) {
    ids.push_back(one.op.id);
    if (const auto* in = check_in_of(one)) {
      keys.visits.insert(in->visit.id);
      keys.nodes.insert(in->cid);
    } else if (const auto* edit = std::get_if<domain::ContactEdit>(&one.op.body)) {
      keys.nodes.insert(edit->cid);
    }
    if (!one.key.empty()) keys.emails.emplace(one.key, server::kStampMin);
  }
  const auto done = store.read([&]() -> Result<void> {
    auto head = store.head();
    if (!head) return head.error();
    ledger.head = *head;
    auto feed = store.feed(0, 1'000'000);
    if (!feed) return feed.error();
    ledger.feed = std::move(*feed);
    if (auto loaded = store.load_receipts(ids, ledger.rows); !loaded) return loaded;
    if (auto loaded = store.load(keys, ledger.rows); !loaded) return loaded;
    server::Keys views;
    for (const auto& [cid, node] : ledger.rows.nodes) views.views.insert(node.root);
    for (const server::FeedEntry& entry : ledger.feed) {
      if (server::is_document(entry.kind)) views.documents.insert(entry.entity);
    }
    if (auto loaded = store.load(views, ledger.rows); !loaded) return loaded;
    for (const auto& [id, receipt] : ledger.rows.receipts) {
      if (ledger.devices.contains(receipt.device)) continue;
      auto device = store.device(receipt.device);
      if (!device) return device.error();
      if (*device) ledger.devices.emplace(receipt.device, **device);
    }
    return {};
  });
  FOYER_CHECK(done.ok());
  return ledger;
}

std::optional<TabletLedger> read_tablet(const std::string& vfs) {
  store::DatabaseOptions options;
  options.vfs = vfs;
  options.checkpoint_pages = 0;
  options.create = false;
  auto db = store::Database::open("/kiosk.db", options);
  if (!db) return std::nullopt;
  TabletLedger ledger;
  auto find = db->prepare("SELECT op_id, chain, state, COALESCE(code, ''), COALESCE(proof, '') FROM op");
  while (find.next()) ledger.outbox[find.id(0)] = {find.id(0), find.id(1), find.text(2), find.text(3), find.text(4)};
  if (!find.end()) return std::nullopt;
  const bool all = read_feed_rows(*db, "SELECT root, seq FROM s_contact", server::FeedKind::contact, ledger) &&
                   read_feed_rows(*db, "SELECT cid, seq FROM s_alias", server::FeedKind::alias, ledger) &&
                   read_feed_rows(*db, "SELECT id, seq FROM s_visit", server::FeedKind::visit, ledger);
  if (!all) return std::nullopt;
  auto reviews = db->prepare("SELECT entity, seq FROM s_raw WHERE kind = 'review'");
  while (reviews.next()) {
    const auto id = Uuid::parse(reviews.text(0));
    FOYER_CHECK(id.has_value());
    ledger.feed[{server::FeedKind::review, *id}] = reviews.integer(1);
  }
  if (!reviews.end()) return std::nullopt;
  auto documents = db->prepare("SELECT id, kind, d, seq FROM s_document");
  while (documents.next()) {
    const auto kind = domain::parse_document_kind(documents.text(1));
    FOYER_CHECK(kind.has_value());
    ledger.documents[documents.id(0)] = documents.text(2);
    ledger.feed[{server::feed_kind(*kind), documents.id(0)}] = documents.integer(3);
  }
  if (!documents.end()) return std::nullopt;
  return ledger;
}

}  // namespace foyer::simulation
