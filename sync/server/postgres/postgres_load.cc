// Filling a Snapshot: one statement for each kind of row, with the keys as arrays.
#include "shared/base/log.h"
#include "sync/server/core/columns.h"
#include "sync/server/core/registers.h"
#include "sync/server/core/view_fields.h"
#include "sync/server/postgres/postgres_store.h"

namespace foyer::server {

using postgres::Column;
using postgres::column_of;
using postgres::Columns;

namespace {

// (key, stamp) pairs as two columns.
template <typename Map>
Columns columns_of(const Map& from_stamps) {
  Columns columns;
  for (const auto& [key, from] : from_stamps) columns.add(key, from);
  return columns;
}

}  // namespace

Result<void> PostgresStore::load_receipts(std::span<const Uuid> op_ids, Snapshot& snapshot) {
  if (op_ids.empty()) return {};
  const auto rows =
      query(std::string("SELECT ") + kReceiptColumns + " FROM op_receipt WHERE org = $1 AND op_id = ANY($2)",
            org().add(column_of(op_ids)));
  if (!rows) return rows.error();
  for (const auto row : *rows) snapshot.receipts.emplace(row.id(0), read_receipt(row));
  return {};
}

Result<void> PostgresStore::load(const Keys& keys, Snapshot& snapshot) {
  constexpr Result<void> (PostgresStore::*kLoaders[])(const Keys&, Snapshot&) = {
      &PostgresStore::load_nodes,       &PostgresStore::load_views,      &PostgresStore::load_visits,
      &PostgresStore::load_closing,     &PostgresStore::load_facts,      &PostgresStore::load_owners,
      &PostgresStore::load_erased_keys, &PostgresStore::load_check_outs, &PostgresStore::load_documents,
      &PostgresStore::load_members,     &PostgresStore::load_people,     &PostgresStore::load_histories,
      &PostgresStore::load_reviews};
  for (const auto loader : kLoaders) {
    if (auto done = (this->*loader)(keys, snapshot); !done) return done;
  }
  mark_loaded(snapshot, keys);
  return {};
}

Result<void> PostgresStore::load_nodes(const Keys& keys, Snapshot& snapshot) {
  if (keys.nodes.empty()) return {};
  const auto rows = query(
      "SELECT cid, parent, root, erased_at, erase_id, born, created_seq FROM contact_node "
      "WHERE org = $1 AND cid = ANY($2)",
      org().add(column_of(keys.nodes)));
  if (!rows) return rows.error();
  for (const auto row : *rows) {
    snapshot.nodes[row.id(0)] = {row.id(0), row.maybe_id(1), row.id(2),     row.maybe_integer(3),
                                 row.id(4), row.integer(5),  row.integer(6)};
  }
  return {};
}

// What is derived can be made again: one damaged row must not keep every tablet from the feed.
Result<std::map<std::string, FieldValue>> PostgresStore::view_fields(const Uuid& root, std::string_view bytes) {
  auto stored = decode_fields(bytes);
  if (stored) return stored;
  log_warning("the fields of contact " + root.text() + " are damaged; they are made anew from its registers");
  const auto rows = query(
      "SELECT field, kind, value, stamp, op_id FROM contact_reg WHERE org = $1 AND cid IN "
      "(SELECT $2 UNION ALL SELECT cid FROM contact_node WHERE org = $1 AND root = $2 AND parent IS NOT NULL)",
      org().add(root));
  if (!rows) return rows.error();
  std::map<std::string, FieldValue> fields;
  for (const auto row : *rows) {
    const auto kind = row.integer(1) == 0 ? RegisterKind::set : RegisterKind::clear;
    write_register(fields, row.text(0), {kind, row.text(2), row.integer(3), row.id(4)});
  }
  return fields;
}

Result<void> PostgresStore::load_views(const Keys& keys, Snapshot& snapshot) {
  if (keys.views.empty()) return {};
  const auto rows =
      query("SELECT root, email_key, fields, visits, created_ms FROM contact_view WHERE org = $1 AND root = ANY($2)",
            org().add(column_of(keys.views)));
  if (!rows) return rows.error();
  for (const auto row : *rows) {
    auto fields = view_fields(row.id(0), row.blob(2));
    if (!fields) return fields.error();
    snapshot.views[row.id(0)] = {row.id(0), row.text(1), std::move(*fields), row.integer(3), row.integer(4)};
  }
  return {};
}

Result<void> PostgresStore::load_visits(const Keys& keys, Snapshot& snapshot) {
  if (keys.visits.empty()) return {};
  const auto rows = query(std::string("SELECT ") + kVisitColumns + " FROM visit WHERE org = $1 AND id = ANY($2)",
                          org().add(column_of(keys.visits)));
  if (!rows) return rows.error();
  for (const auto row : *rows) snapshot.visits[row.id(0)] = read_visit(row);
  return {};
}

Result<void> PostgresStore::load_closing(const Keys& keys, Snapshot& snapshot) {
  if (keys.closing.empty()) return {};
  const auto rows = query(std::string("SELECT ") + kVisitColumns +
                              " FROM unnest($2, $3) AS k (wanted, after) "
                              "JOIN visit v ON v.org = $1 AND v.root = k.wanted AND v.closed_stamp > k.after",
                          org().add(columns_of(keys.closing)));
  if (!rows) return rows.error();
  for (const auto row : *rows) snapshot.visits.try_emplace(row.id(0), read_visit(row));
  return {};
}

Result<void> PostgresStore::load_facts(const Keys& keys, Snapshot& snapshot) {
  if (keys.facts.empty()) return {};
  const auto rows = query(
      std::string("SELECT ") + kFactColumns + " FROM visit_fact WHERE org = $1 AND visit_id = ANY($2) ORDER BY op_id",
      org().add(column_of(keys.facts)));
  if (!rows) return rows.error();
  for (const auto row : *rows) {
    VisitFact fact = read_fact(row);
    snapshot.facts_by_visit[*fact.visit_id].push_back(std::move(fact));
  }
  return {};
}

Result<void> PostgresStore::load_owners(const Keys& keys, Snapshot& snapshot) {
  if (keys.emails.empty()) return {};
  Column wanted;
  for (const auto& [key, from] : keys.emails) wanted.add(key);
  const auto rows = query(
      "SELECT email_key, cid, root, from_stamp, to_stamp, primary_at FROM email_owner "
      "WHERE org = $1 AND email_key = ANY($2) ORDER BY email_key, from_stamp",
      org().add(wanted));
  if (!rows) return rows.error();
  std::unordered_map<std::string, std::vector<EmailOwner>> owners;
  for (const auto row : *rows) {
    owners[row.text(0)].push_back({row.text(0), row.id(1), row.id(2), row.integer(3), row.integer(4), row.integer(5)});
  }
  for (auto& [key, intervals] : owners) snapshot.owners[key] = std::move(intervals);
  return {};
}

Result<void> PostgresStore::load_erased_keys(const Keys& keys, Snapshot& snapshot) {
  if (keys.emails.empty()) return {};
  std::map<Mac, std::string> key_of;
  Column wanted;
  for (const auto& [key, from] : keys.emails) {
    const Mac mac = keyed_mac(identity_.mac_key, key);
    key_of.emplace(mac, key);
    wanted.add(mac);
  }
  const auto rows = query(
      "SELECT key_mac, from_stamp, to_stamp, erased_at, erase_id, root FROM erased_key "
      "WHERE org = $1 AND key_mac = ANY($2) ORDER BY key_mac, from_stamp",
      org().add(wanted));
  if (!rows) return rows.error();
  std::map<Mac, std::vector<ErasedKey>> erased;
  for (const auto row : *rows) {
    const Mac mac = read_mac(row, 0);
    erased[mac].push_back({mac, row.integer(1), row.integer(2), row.integer(3), row.id(4), row.id(5)});
  }
  for (auto& [mac, intervals] : erased) snapshot.erased_keys[key_of.at(mac)] = std::move(intervals);
  return {};
}

Result<void> PostgresStore::load_check_outs(const Keys& keys, Snapshot& snapshot) {
  if (keys.emails.empty()) return {};
  const auto rows = query(std::string("SELECT ") + kFactColumns +
                              " FROM unnest($2, $3) AS k (wanted, since) "
                              "JOIN visit_fact f ON f.org = $1 AND f.email_key = k.wanted AND f.stamp >= k.since "
                              "ORDER BY f.stamp, f.op_id",
                          org().add(columns_of(keys.emails)));
  if (!rows) return rows.error();
  std::unordered_map<std::string, std::vector<VisitFact>> facts;
  for (const auto row : *rows) {
    VisitFact fact = read_fact(row);
    facts[fact.email_key].push_back(std::move(fact));
  }
  for (auto& [key, said] : facts) snapshot.facts_by_email[key] = std::move(said);
  return {};
}

}  // namespace foyer::server
