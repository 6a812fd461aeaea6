// Writing Changes: one statement for each table, with the rows as arrays.
#include "sync/server/core/columns.h"
#include "sync/server/core/view_fields.h"
#include "sync/server/postgres/postgres_store.h"

namespace foyer::server {

using postgres::Bytes;
using postgres::Columns;

Result<void> PostgresStore::apply(const Changes& changes) {
  constexpr Result<void> (PostgresStore::*kWriters[])(const Changes&) = {&PostgresStore::add_receipts,
                                                                         &PostgresStore::add_nodes,
                                                                         &PostgresStore::add_owners,
                                                                         &PostgresStore::save_registers,
                                                                         &PostgresStore::add_history,
                                                                         &PostgresStore::save_views,
                                                                         &PostgresStore::add_visits,
                                                                         &PostgresStore::change_visits,
                                                                         &PostgresStore::add_facts,
                                                                         &PostgresStore::save_documents,
                                                                         &PostgresStore::add_mails,
                                                                         &PostgresStore::change_mails,
                                                                         &PostgresStore::add_declarations,
                                                                         &PostgresStore::save_reviews,
                                                                         &PostgresStore::move_feed,
                                                                         &PostgresStore::join,
                                                                         &PostgresStore::save_merges,
                                                                         &PostgresStore::move_visits,
                                                                         &PostgresStore::erase,
                                                                         &PostgresStore::add_act};
  for (const auto writer : kWriters) {
    if (auto done = (this->*writer)(changes); !done) return done;
  }
  return {};
}

Result<void> PostgresStore::add_receipts(const Changes& changes) {
  Columns rows;
  for (const Receipt& receipt : changes.receipts) {
    rows.add(receipt.op_id, receipt.device, receipt.body_mac, receipt.stamp, receipt.quality, receipt.anonymised,
             receipt.cid, receipt.seq, receipt.received_ms);
  }
  return run_with(
      "INSERT INTO op_receipt (org, op_id, device, body_mac, stamp, time_quality, anonymised, cid, seq, received_ms) "
      "SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10)",
      rows);
}

Result<void> PostgresStore::add_nodes(const Changes& changes) {
  Columns rows;
  for (const Node& node : changes.nodes) {
    rows.add(node.cid, node.parent, node.root, node.erased_at, or_null(node.erase_id), node.born, node.created_seq);
  }
  return run_with(
      "INSERT INTO contact_node (org, cid, parent, root, erased_at, erase_id, born, created_seq) "
      "SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8) ON CONFLICT (org, cid) DO UPDATE SET "
      "parent = excluded.parent, root = excluded.root, erased_at = excluded.erased_at, erase_id = excluded.erase_id",
      rows);
}

Result<void> PostgresStore::add_owners(const Changes& changes) {
  Columns rows;
  for (const EmailOwner& owner : changes.owners) {
    rows.add(owner.email_key, owner.from, owner.to, owner.cid, owner.root, owner.primary_at);
  }
  return run_with(
      "INSERT INTO email_owner (org, email_key, from_stamp, to_stamp, cid, root, primary_at) "
      "SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7) ON CONFLICT (org, email_key, from_stamp) DO UPDATE SET "
      "to_stamp = excluded.to_stamp, cid = excluded.cid, root = excluded.root, primary_at = excluded.primary_at",
      rows);
}

Result<void> PostgresStore::save_registers(const Changes& changes) {
  Columns rows;
  for (const auto& [where, field] : changes.registers) {
    rows.add(where.first, where.second, field.kind == RegisterKind::clear ? 1 : 0, field.value, field.stamp,
             field.op_id);
  }
  // The comparison is is_later() of registers.h: writes of one op cannot differ, so two columns decide.
  return run_with(
      "INSERT INTO contact_reg (org, cid, field, kind, value, stamp, op_id) "
      "SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7) "
      "ON CONFLICT (org, cid, field) DO UPDATE SET kind = excluded.kind, value = excluded.value, "
      "stamp = excluded.stamp, op_id = excluded.op_id "
      "WHERE (excluded.stamp, excluded.op_id) > (contact_reg.stamp, contact_reg.op_id)",
      rows);
}

Result<void> PostgresStore::save_views(const Changes& changes) {
  Columns rows;
  for (const ContactView& view : changes.views) {
    const std::string fields = encode_fields(view.fields);
    rows.add(view.root, or_null(view.email_key), Bytes{fields}, view.visits, view.created_ms);
  }
  return run_with(
      "INSERT INTO contact_view (org, root, email_key, fields, visits, created_ms) "
      "SELECT $1, * FROM unnest($2, $3, $4, $5, $6) "
      "ON CONFLICT (org, root) DO UPDATE SET email_key = excluded.email_key, fields = excluded.fields, "
      "visits = excluded.visits, created_ms = excluded.created_ms",
      rows);
}

Result<void> PostgresStore::add_visits(const Changes& changes) {
  Columns rows;
  for (const Visit& visit : changes.new_visits) {
    rows.add(visit.id, visit.cid, visit.root, or_null(visit.email_key), visit.device, visit.site, visit.reason,
             visit.host, visit.pass, visit.snapshot, visit.op_id, visit.stamp, visit.occurred_ms, visit.quality,
             visit.closed_stamp, or_null(visit.closed_by),
             visit.is_open() ? std::nullopt : std::optional(visit.closed_ms), visit.voided_by, visit.host_id,
             visit.host_told);
  }
  return run_with(
      "INSERT INTO visit (org, id, cid, root, email_key, device, site, reason, host, pass, snapshot, op_id, stamp, "
      "occurred_ms, time_quality, closed_stamp, closed_by, closed_ms, voided_by, host_id, host_told) "
      "SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "
      "$21)",
      rows);
}

Result<void> PostgresStore::change_visits(const Changes& changes) {
  Columns rows;
  for (const Visit& visit : changes.changed_visits) {
    rows.add(visit.id, visit.closed_stamp, or_null(visit.closed_by),
             visit.is_open() ? std::nullopt : std::optional(visit.closed_ms), visit.voided_by, visit.host_told);
  }
  return run_with(
      "UPDATE visit v SET closed_stamp = n.closed_stamp, closed_by = n.closed_by, closed_ms = n.closed_ms, "
      "voided_by = n.voided_by, host_told = n.host_told "
      "FROM unnest($2, $3, $4, $5, $6, $7) AS n (id, closed_stamp, closed_by, closed_ms, voided_by, host_told) "
      "WHERE v.org = $1 AND v.id = n.id",
      rows);
}

Result<void> PostgresStore::add_facts(const Changes& changes) {
  Columns rows;
  for (const VisitFact& fact : changes.facts) {
    rows.add(fact.op_id, fact.kind, fact.visit_id, or_null(fact.email_key), fact.site, fact.stamp, fact.occurred_ms,
             fact.takes_back);
  }
  return run_with(
      "INSERT INTO visit_fact (org, op_id, kind, visit_id, email_key, site, stamp, occurred_ms, takes_back) "
      "SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9)",
      rows);
}

Result<void> PostgresStore::move_feed(const Changes& changes) {
  Columns rows;
  for (const FeedEntry& entry : changes.feed) rows.add(entry.kind, entry.entity, entry.seq);
  return run_with(
      "INSERT INTO feed (org, kind, entity, seq) SELECT $1, * FROM unnest($2, $3, $4) "
      "ON CONFLICT (org, kind, entity) DO UPDATE SET seq = excluded.seq",
      rows);
}

// Hangs contacts under others: only what is derived from the parents moves. One after the other would move the first
// again with the next, so each goes to where it ends up.
Result<void> PostgresStore::join(const Changes& changes) {
  std::map<Uuid, Uuid> winners;
  for (const Join& row : changes.joins) winners.emplace(row.loser, row.root);
  Columns rows;
  for (const Join& row : changes.joins) {
    Uuid last = row.root;
    for (auto next = winners.find(last); next != winners.end(); next = winners.find(last)) last = next->second;
    rows.add(row.loser, row.parent, last);
  }
  for (const char* sql :
       {"UPDATE contact_node n SET parent = j.hook, root = j.last FROM unnest($2, $3, $4) AS j (loser, hook, last) "
        "WHERE n.org = $1 AND n.cid = j.loser",
        "UPDATE contact_node n SET root = j.last FROM unnest($2, $3, $4) AS j (loser, hook, last) "
        "WHERE n.org = $1 AND n.root = j.loser AND n.parent IS NOT NULL",
        "UPDATE email_owner e SET root = j.last FROM unnest($2, $3, $4) AS j (loser, hook, last) "
        "WHERE e.org = $1 AND e.root = j.loser",
        "UPDATE visit v SET root = j.last FROM unnest($2, $3, $4) AS j (loser, hook, last) "
        "WHERE v.org = $1 AND v.root = j.loser",
        "DELETE FROM contact_view c USING unnest($2, $3, $4) AS j (loser, hook, last) "
        "WHERE c.org = $1 AND c.root = j.loser"}) {
    if (auto done = run_with(sql, rows); !done) return done;
  }
  return {};
}

}  // namespace foyer::server
