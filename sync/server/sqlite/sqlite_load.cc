// Filling a Snapshot: one prepared statement for each kind of row, run once for each key.
#include "shared/base/log.h"
#include "sync/server/core/columns.h"
#include "sync/server/core/registers.h"
#include "sync/server/core/view_fields.h"
#include "sync/server/sqlite/sqlite_store.h"

namespace foyer::server {
Result<void> SqliteStore::load_receipts(std::span<const Uuid> op_ids, Snapshot& snapshot) {
  auto find = db_.prepare(std::string("SELECT ") + kReceiptColumns + " FROM op_receipt WHERE org = ? AND op_id = ?");
  for (const Uuid& id : op_ids) {
    find.bind(identity_.org).bind(id);
    if (find.next()) snapshot.receipts.emplace(id, read_receipt(find));
    if (auto done = find.end(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::load(const Keys& keys, Snapshot& snapshot) {
  constexpr Result<void> (SqliteStore::*kLoaders[])(const Keys&, Snapshot&) = {
      &SqliteStore::load_nodes,       &SqliteStore::load_views,      &SqliteStore::load_visits,
      &SqliteStore::load_closing,     &SqliteStore::load_facts,      &SqliteStore::load_owners,
      &SqliteStore::load_erased_keys, &SqliteStore::load_check_outs, &SqliteStore::load_documents,
      &SqliteStore::load_members,     &SqliteStore::load_people,     &SqliteStore::load_histories,
      &SqliteStore::load_reviews};
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
  Person person;
  if (auto done = load_registers(root, person); !done) return done.error();
  std::map<std::string, FieldValue> fields;
  for (const auto& [where, value] : person.registers) write_register(fields, where.second, value);
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
      "SELECT cid, root, from_stamp, to_stamp, primary_at FROM email_owner WHERE org = ? AND email_key = ?");
  for (const auto& [key, from] : keys.emails) {
    std::vector<EmailOwner> owners;
    find.bind(identity_.org).bind(key);
    while (find.next()) {
      owners.push_back({key, find.id(0), find.id(1), find.integer(2), find.integer(3), find.integer(4)});
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
