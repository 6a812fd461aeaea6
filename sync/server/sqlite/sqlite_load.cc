// Filling a Snapshot: one prepared statement for each kind of row, run once for each key.
#include "shared/base/log.h"
#include "sync/server/core/registers.h"
#include "sync/server/sqlite/rows.h"
#include "sync/server/sqlite/sqlite_store.h"
#include "sync/server/sqlite/view_fields.h"

namespace foyer::server {
namespace {

constexpr const char* kVisitColumns =
    "id, cid, root, email_key, device, site, reason, host, pass, snapshot, op_id, stamp, occurred_ms, time_quality, "
    "closed_stamp, closed_by, closed_ms, voided_by";

Visit read_visit(const store::Statement& row) {
  Visit visit;
  visit.id = row.id(0);
  visit.cid = row.maybe_id(1);
  visit.root = row.maybe_id(2);
  visit.email_key = row.text(3);
  visit.device = row.id(4);
  visit.site = row.text(5);
  visit.reason = static_cast<domain::Reason>(row.integer(6));
  visit.host = row.maybe_text(7);
  visit.pass = row.maybe_id(8);
  visit.snapshot = row.text(9);
  visit.op_id = row.id(10);
  visit.stamp = row.integer(11);
  visit.occurred_ms = row.integer(12);
  visit.quality = static_cast<domain::TimeQuality>(row.integer(13));
  visit.closed_stamp = row.integer(14);
  visit.closed_by = row.id(15);
  visit.closed_ms = row.integer(16);
  visit.voided_by = row.maybe_id(17);
  return visit;
}

constexpr const char* kFactColumns = "op_id, kind, visit_id, email_key, site, stamp, occurred_ms";

VisitFact read_fact(const store::Statement& row) {
  VisitFact fact;
  fact.op_id = row.id(0);
  fact.kind = static_cast<VisitFactKind>(row.integer(1));
  fact.visit_id = row.maybe_id(2);
  fact.email_key = row.text(3);
  fact.site = row.text(4);
  fact.stamp = row.integer(5);
  fact.occurred_ms = row.integer(6);
  return fact;
}

}  // namespace

Result<void> SqliteStore::load_receipts(std::span<const Uuid> op_ids, Snapshot& snapshot) {
  auto find = db_.prepare(
      "SELECT device, body_mac, stamp, time_quality, anonymised, cid, seq, received_ms FROM op_receipt "
      "WHERE org = ? AND op_id = ?");
  for (const Uuid& id : op_ids) {
    find.bind(identity_.org).bind(id);
    if (find.next()) {
      Receipt receipt;
      receipt.op_id = id;
      receipt.device = find.id(0);
      receipt.body_mac = read_mac(find, 1);
      receipt.stamp = find.integer(2);
      receipt.quality = static_cast<domain::TimeQuality>(find.integer(3));
      receipt.anonymised = find.integer(4) != 0;
      receipt.cid = find.maybe_id(5);
      receipt.seq = find.integer(6);
      receipt.received_ms = find.integer(7);
      snapshot.receipts.emplace(id, receipt);
    }
    if (auto done = find.end(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::load(const Keys& keys, Snapshot& snapshot) {
  constexpr Result<void> (SqliteStore::*kLoaders[])(const Keys&, Snapshot&) = {
      &SqliteStore::load_nodes,       &SqliteStore::load_views,     &SqliteStore::load_visits,
      &SqliteStore::load_closing,     &SqliteStore::load_facts,     &SqliteStore::load_owners,
      &SqliteStore::load_erased_keys, &SqliteStore::load_check_outs};
  for (const auto loader : kLoaders) {
    if (auto done = (this->*loader)(keys, snapshot); !done) return done;
  }
  mark_loaded(snapshot, keys);
  return {};
}

Result<void> SqliteStore::load_nodes(const Keys& keys, Snapshot& snapshot) {
  auto find = db_.prepare(
      "SELECT parent, root, erased_at, erase_id, born, created_seq FROM contact_node WHERE org = ? AND cid = ?");
  for (const Uuid& cid : keys.nodes) {
    find.bind(identity_.org).bind(cid);
    if (find.next()) {
      snapshot.nodes[cid] = {cid,        find.maybe_id(0), find.id(1),     find.maybe_integer(2),
                             find.id(3), find.integer(4),  find.integer(5)};
    }
    if (auto done = find.end(); !done) return done;
  }
  return {};
}

// What is derived can be made again: one damaged row must not keep every tablet from the feed.
Result<std::map<std::string, FieldValue>> SqliteStore::view_fields(const Uuid& root, std::string_view bytes) {
  auto stored = decode_fields(bytes);
  if (stored) return stored;
  log_warning("the fields of contact " + root.text() + " are damaged; they are made anew from its registers");
  std::map<std::string, FieldValue> fields;
  auto find = db_.prepare(
      "SELECT field, kind, value, stamp, op_id FROM contact_reg WHERE org = ?1 AND cid IN "
      "(SELECT ?2 UNION ALL SELECT cid FROM contact_node WHERE org = ?1 AND root = ?2 AND parent IS NOT NULL)");
  find.bind(identity_.org).bind(root);
  while (find.next()) {
    const auto kind = find.integer(1) == 0 ? RegisterKind::set : RegisterKind::clear;
    write_register(fields, find.text(0), {kind, find.text(2), find.integer(3), find.id(4)});
  }
  if (auto done = find.end(); !done) return done.error();
  return fields;
}

Result<void> SqliteStore::load_views(const Keys& keys, Snapshot& snapshot) {
  auto find = db_.prepare("SELECT email_key, fields, visits, created_ms FROM contact_view WHERE org = ? AND root = ?");
  for (const Uuid& root : keys.views) {
    find.bind(identity_.org).bind(root);
    if (find.next()) {
      auto fields = view_fields(root, find.blob(1));
      if (!fields) return fields.error();
      snapshot.views[root] = {root, find.text(0), std::move(*fields), find.integer(2), find.integer(3)};
    }
    if (auto done = find.end(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::load_visits(const Keys& keys, Snapshot& snapshot) {
  auto find = db_.prepare(std::string("SELECT ") + kVisitColumns + " FROM visit WHERE org = ? AND id = ?");
  for (const Uuid& id : keys.visits) {
    find.bind(identity_.org).bind(id);
    if (find.next()) snapshot.visits[id] = read_visit(find);
    if (auto done = find.end(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::load_closing(const Keys& keys, Snapshot& snapshot) {
  auto find = db_.prepare(std::string("SELECT ") + kVisitColumns +
                          " FROM visit WHERE org = ? AND root = ? AND closed_stamp > ?");
  for (const auto& [root, from] : keys.closing) {
    find.bind(identity_.org).bind(root).bind(from);
    while (find.next()) {
      Visit visit = read_visit(find);
      snapshot.visits.try_emplace(visit.id, std::move(visit));
    }
    if (auto done = find.end(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::load_facts(const Keys& keys, Snapshot& snapshot) {
  auto find = db_.prepare(std::string("SELECT ") + kFactColumns + " FROM visit_fact WHERE org = ? AND visit_id = ?");
  for (const Uuid& id : keys.facts) {
    find.bind(identity_.org).bind(id);
    while (find.next()) snapshot.facts_by_visit[id].push_back(read_fact(find));
    if (auto done = find.end(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::load_owners(const Keys& keys, Snapshot& snapshot) {
  auto find = db_.prepare(
      "SELECT cid, root, from_stamp, to_stamp, is_primary FROM email_owner WHERE org = ? AND email_key = ?");
  for (const auto& [key, from] : keys.emails) {
    std::vector<EmailOwner> owners;
    find.bind(identity_.org).bind(key);
    while (find.next()) {
      owners.push_back({key, find.id(0), find.id(1), find.integer(2), find.integer(3), find.integer(4) != 0});
    }
    if (auto done = find.end(); !done) return done;
    if (!owners.empty()) snapshot.owners[key] = std::move(owners);
  }
  return {};
}

Result<void> SqliteStore::load_erased_keys(const Keys& keys, Snapshot& snapshot) {
  auto any = db_.prepare("SELECT 1 FROM erased_key WHERE org = ? LIMIT 1");
  const bool is_empty = !any.bind(identity_.org).next();
  if (auto done = any.end(); !done || is_empty) return done;
  auto find = db_.prepare(
      "SELECT from_stamp, to_stamp, erased_at, erase_id, root FROM erased_key WHERE org = ? AND key_mac = ?");
  for (const auto& [key, from] : keys.emails) {
    const Mac mac = keyed_mac(identity_.mac_key, key);
    std::vector<ErasedKey> erased;
    find.bind(identity_.org).bind(std::span<const std::uint8_t>(mac));
    while (find.next()) {
      erased.push_back({mac, find.integer(0), find.integer(1), find.integer(2), find.id(3), find.id(4)});
    }
    if (auto done = find.end(); !done) return done;
    if (!erased.empty()) snapshot.erased_keys[key] = std::move(erased);
  }
  return {};
}

Result<void> SqliteStore::load_check_outs(const Keys& keys, Snapshot& snapshot) {
  auto find = db_.prepare(std::string("SELECT ") + kFactColumns +
                          " FROM visit_fact WHERE org = ? AND email_key = ? AND stamp >= ?");
  for (const auto& [key, from] : keys.emails) {
    std::vector<VisitFact> facts;
    find.bind(identity_.org).bind(key).bind(from);
    while (find.next()) facts.push_back(read_fact(find));
    if (auto done = find.end(); !done) return done;
    if (!facts.empty()) snapshot.facts_by_email[key] = std::move(facts);
  }
  return {};
}

}  // namespace foyer::server
