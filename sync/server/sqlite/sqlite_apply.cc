// Writing Changes: one prepared statement for each table, run once for each row.
#include "sync/server/core/columns.h"
#include "sync/server/core/view_fields.h"
#include "sync/server/sqlite/sqlite_store.h"

namespace foyer::server {

Result<void> SqliteStore::apply(const Changes& changes) {
  constexpr Result<void> (SqliteStore::*kWriters[])(const Changes&) = {
      &SqliteStore::add_receipts,     &SqliteStore::add_nodes,     &SqliteStore::add_owners,
      &SqliteStore::save_registers,   &SqliteStore::add_history,   &SqliteStore::save_views,
      &SqliteStore::add_visits,       &SqliteStore::change_visits, &SqliteStore::add_facts,
      &SqliteStore::save_documents,   &SqliteStore::add_mails,     &SqliteStore::change_mails,
      &SqliteStore::add_declarations, &SqliteStore::save_reviews,  &SqliteStore::move_feed};
  for (const auto writer : kWriters) {
    if (auto done = (this->*writer)(changes); !done) return done;
  }
  for (const Join& row : changes.joins) {
    if (auto done = join(row); !done) return done;
  }
  for (const auto writer :
       {&SqliteStore::save_merges, &SqliteStore::move_visits, &SqliteStore::erase, &SqliteStore::add_act}) {
    if (auto done = (this->*writer)(changes); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::add_receipts(const Changes& changes) {
  auto add = db_.prepare(
      "INSERT INTO op_receipt (org, op_id, device, body_mac, stamp, time_quality, anonymised, cid, seq, received_ms) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const Receipt& receipt : changes.receipts) {
    add.bind(identity_.org).bind(receipt.op_id).bind(receipt.device);
    add.bind(std::span<const std::uint8_t>(receipt.body_mac)).bind(receipt.stamp);
    add.bind(static_cast<int>(receipt.quality)).bind(receipt.anonymised).bind(receipt.cid);
    if (auto done = add.bind(receipt.seq).bind(receipt.received_ms).run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::add_nodes(const Changes& changes) {
  auto add = db_.prepare(
      "INSERT INTO contact_node (org, cid, parent, root, erased_at, erase_id, born, created_seq) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (org, cid) DO UPDATE SET parent = excluded.parent, "
      "root = excluded.root, erased_at = excluded.erased_at, erase_id = excluded.erase_id");
  for (const Node& node : changes.nodes) {
    add.bind(identity_.org).bind(node.cid).bind(node.parent).bind(node.root).bind(node.erased_at);
    if (auto done = add.bind(or_null(node.erase_id)).bind(node.born).bind(node.created_seq).run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::add_owners(const Changes& changes) {
  auto add = db_.prepare(
      "INSERT INTO email_owner (org, email_key, from_stamp, to_stamp, cid, root, primary_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (org, email_key, from_stamp) DO UPDATE SET "
      "to_stamp = excluded.to_stamp, cid = excluded.cid, root = excluded.root, primary_at = excluded.primary_at");
  for (const EmailOwner& owner : changes.owners) {
    add.bind(identity_.org).bind(owner.email_key).bind(owner.from).bind(owner.to).bind(owner.cid).bind(owner.root);
    if (auto done = add.bind(owner.primary_at).run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::save_registers(const Changes& changes) {
  // The comparison is is_later() of registers.h: writes of one op cannot differ, so two columns decide.
  auto save = db_.prepare(
      "INSERT INTO contact_reg (org, cid, field, kind, value, stamp, op_id) VALUES (?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (org, cid, field) DO UPDATE SET kind = excluded.kind, value = excluded.value, "
      "stamp = excluded.stamp, op_id = excluded.op_id "
      "WHERE (excluded.stamp, excluded.op_id) > (contact_reg.stamp, contact_reg.op_id)");
  for (const auto& [where, field] : changes.registers) {
    save.bind(identity_.org).bind(where.first).bind(where.second).bind(field.kind == RegisterKind::clear ? 1 : 0);
    if (auto done = save.bind(field.value).bind(field.stamp).bind(field.op_id).run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::save_views(const Changes& changes) {
  auto save = db_.prepare(
      "INSERT INTO contact_view (org, root, email_key, fields, visits, created_ms) VALUES (?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (org, root) DO UPDATE SET email_key = excluded.email_key, fields = excluded.fields, "
      "visits = excluded.visits, created_ms = excluded.created_ms");
  for (const ContactView& view : changes.views) {
    const std::string fields = encode_fields(view.fields);
    save.bind(identity_.org).bind(view.root).bind(or_null(view.email_key));
    save.bind(std::span(reinterpret_cast<const std::uint8_t*>(fields.data()), fields.size()));
    if (auto done = save.bind(view.visits).bind(view.created_ms).run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::add_visits(const Changes& changes) {
  auto add = db_.prepare(
      "INSERT INTO visit (org, id, cid, root, email_key, device, site, reason, host, pass, snapshot, op_id, stamp, "
      "occurred_ms, time_quality, closed_stamp, closed_by, closed_ms, voided_by, host_id, host_told) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const Visit& visit : changes.new_visits) {
    add.bind(identity_.org).bind(visit.id).bind(visit.cid).bind(visit.root).bind(or_null(visit.email_key));
    add.bind(visit.device).bind(visit.site).bind(static_cast<int>(visit.reason)).bind(visit.host).bind(visit.pass);
    add.bind(visit.snapshot).bind(visit.op_id).bind(visit.stamp).bind(visit.occurred_ms);
    add.bind(static_cast<int>(visit.quality)).bind(visit.closed_stamp).bind(or_null(visit.closed_by));
    add.bind(visit.is_open() ? std::nullopt : std::optional(visit.closed_ms));
    add.bind(visit.voided_by).bind(visit.host_id).bind(static_cast<int>(visit.host_told));
    if (auto done = add.run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::change_visits(const Changes& changes) {
  auto save = db_.prepare(
      "UPDATE visit SET closed_stamp = ?, closed_by = ?, closed_ms = ?, voided_by = ?, host_told = ? "
      "WHERE org = ? AND id = ?");
  for (const Visit& visit : changes.changed_visits) {
    save.bind(visit.closed_stamp).bind(or_null(visit.closed_by));
    save.bind(visit.is_open() ? std::nullopt : std::optional(visit.closed_ms)).bind(visit.voided_by);
    save.bind(static_cast<int>(visit.host_told));
    if (auto done = save.bind(identity_.org).bind(visit.id).run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::add_facts(const Changes& changes) {
  auto add = db_.prepare(
      "INSERT INTO visit_fact (org, op_id, kind, visit_id, email_key, site, stamp, occurred_ms, takes_back) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const VisitFact& fact : changes.facts) {
    add.bind(identity_.org).bind(fact.op_id).bind(static_cast<int>(fact.kind)).bind(fact.visit_id);
    add.bind(or_null(fact.email_key)).bind(fact.site).bind(fact.stamp).bind(fact.occurred_ms);
    if (auto done = add.bind(fact.takes_back).run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::move_feed(const Changes& changes) {
  auto move = db_.prepare(
      "INSERT INTO feed (org, kind, entity, seq) VALUES (?, ?, ?, ?) "
      "ON CONFLICT (org, kind, entity) DO UPDATE SET seq = excluded.seq");
  for (const FeedEntry& entry : changes.feed) {
    move.bind(identity_.org).bind(static_cast<int>(entry.kind)).bind(entry.entity).bind(entry.seq);
    if (auto done = move.run(); !done) return done;
  }
  return {};
}

// Hangs one contact under another: only what is derived from the parents moves.
Result<void> SqliteStore::join(const Join& join) {
  auto hang = db_.prepare("UPDATE contact_node SET parent = ?, root = ? WHERE org = ? AND cid = ?");
  if (auto done = hang.bind(join.parent).bind(join.root).bind(identity_.org).bind(join.loser).run(); !done) return done;
  auto nodes = db_.prepare("UPDATE contact_node SET root = ? WHERE org = ? AND root = ? AND parent IS NOT NULL");
  if (auto done = nodes.bind(join.root).bind(identity_.org).bind(join.loser).run(); !done) return done;
  auto owners = db_.prepare("UPDATE email_owner SET root = ? WHERE org = ? AND root = ?");
  if (auto done = owners.bind(join.root).bind(identity_.org).bind(join.loser).run(); !done) return done;
  auto visits = db_.prepare("UPDATE visit SET root = ? WHERE org = ? AND root = ?");
  if (auto done = visits.bind(join.root).bind(identity_.org).bind(join.loser).run(); !done) return done;
  auto view = db_.prepare("DELETE FROM contact_view WHERE org = ? AND root = ?");
  return view.bind(identity_.org).bind(join.loser).run();
}

}  // namespace foyer::server
