// All there is about a contact, and what staff did with it.
#include "sync/server/core/columns.h"
#include "sync/server/sqlite/sqlite_store.h"

namespace foyer::server {
namespace {

// The class of ?2 in the organisation ?1, its root first.
constexpr const char* kMembers =
    "SELECT ?2 UNION ALL SELECT cid FROM contact_node WHERE org = ?1 AND root = ?2 AND parent IS NOT NULL";

}  // namespace

Result<void> SqliteStore::load_members(const Keys& keys, Snapshot& snapshot) {
  auto find = db_.prepare(
      "SELECT cid, parent, root, erased_at, erase_id, born, created_seq FROM contact_node WHERE org = ?1 AND cid = ?2 "
      "UNION ALL SELECT cid, parent, root, erased_at, erase_id, born, created_seq FROM contact_node "
      "WHERE org = ?1 AND root = ?2 AND parent IS NOT NULL");
  for (const Uuid& root : keys.members) {
    find.bind(identity_.org).bind(root);
    while (find.next()) {
      snapshot.nodes[find.id(0)] = {find.id(0), find.maybe_id(1), find.id(2),     find.maybe_integer(3),
                                    find.id(4), find.integer(5),  find.integer(6)};
    }
    if (auto done = find.end(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::load_people(const Keys& keys, Snapshot& snapshot) {
  for (const Uuid& root : keys.people) {
    Person& person = snapshot.people[root];
    if (auto done = load_registers(root, person); !done) return done;
    auto owners = db_.prepare("SELECT email_key FROM email_owner WHERE org = ? AND root = ?");
    owners.bind(identity_.org).bind(root);
    while (owners.next()) person.email_keys.insert(owners.text(0));
    if (auto done = owners.end(); !done) return done;
    auto merges =
        db_.prepare(std::string("SELECT id, loser, winner, reason, actor, at_ms FROM merge_log WHERE org = ?1 "
                                "AND undone_ms IS NULL AND loser IN (") +
                    kMembers + ")");
    merges.bind(identity_.org).bind(root);
    while (merges.next()) {
      person.merges.push_back({merges.id(0), merges.id(1), merges.id(2), static_cast<MergeReason>(merges.integer(3)),
                               merges.id(4), merges.integer(5), std::nullopt});
    }
    if (auto done = merges.end(); !done) return done;
    auto declared = db_.prepare(std::string("SELECT ") + kDeclarationColumns +
                                " FROM declaration WHERE org = ?1 AND cid IN (" + kMembers + ")");
    declared.bind(identity_.org).bind(root);
    while (declared.next()) person.declarations.push_back(read_declaration(declared));
    if (auto done = declared.end(); !done) return done;
    auto visits = db_.prepare(std::string("SELECT ") + kVisitColumns + " FROM visit WHERE org = ? AND root = ?");
    visits.bind(identity_.org).bind(root);
    while (visits.next()) {
      Visit visit = read_visit(visits);
      snapshot.visits.try_emplace(visit.id, std::move(visit));
    }
    if (auto done = visits.end(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::load_registers(const Uuid& root, Person& person) {
  auto find = db_.prepare(
      std::string("SELECT cid, field, kind, value, stamp, op_id FROM contact_reg WHERE org = ?1 AND cid IN (") +
      kMembers + ")");
  find.bind(identity_.org).bind(root);
  while (find.next()) {
    const auto kind = find.integer(2) == 0 ? RegisterKind::set : RegisterKind::clear;
    person.registers[{find.id(0), find.text(1)}] = {kind, find.text(3), find.integer(4), find.id(5)};
  }
  return find.end();
}

Result<void> SqliteStore::add_declarations(const Changes& changes) {
  auto add = db_.prepare(
      "INSERT INTO declaration (org, op_id, cid, kind, about, given, wording, signature, stamp, time_quality, device) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const Declaration& one : changes.declarations) {
    add.bind(identity_.org).bind(one.op_id).bind(one.cid).bind(static_cast<int>(one.kind)).bind(one.about);
    add.bind(one.given).bind(one.wording).bind(one.signature).bind(one.stamp).bind(static_cast<int>(one.quality));
    if (auto done = add.bind(one.device).run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::save_merges(const Changes& changes) {
  auto save = db_.prepare(
      "INSERT INTO merge_log (org, id, loser, winner, reason, actor, at_ms, undone_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (org, id) DO UPDATE SET undone_ms = excluded.undone_ms");
  for (const MergeRecord& merge : changes.merges) {
    save.bind(identity_.org).bind(merge.id).bind(merge.loser).bind(merge.winner);
    save.bind(static_cast<int>(merge.reason)).bind(or_null(merge.actor)).bind(merge.at_ms);
    if (auto done = save.bind(merge.undone_ms).run(); !done) return done;
  }
  return {};
}

Result<void> SqliteStore::move_visits(const Changes& changes) {
  auto move = db_.prepare("UPDATE visit SET root = ? WHERE org = ? AND root = ? AND cid = ?");
  for (const VisitMove& row : changes.visit_moves) {
    auto done = move.bind(row.to).bind(identity_.org).bind(row.from).bind(row.cid).run();
    if (!done) return done;
  }
  return {};
}

Result<void> SqliteStore::add_act(const Changes& changes) {
  if (!changes.act) return {};
  const StaffActRecord& act = *changes.act;
  auto add = db_.prepare(
      "INSERT INTO staff_act (org, id, body_mac, actor, stamp, at_ms, answer) VALUES (?, ?, ?, ?, ?, ?, ?)");
  add.bind(identity_.org).bind(act.id).bind(std::span<const std::uint8_t>(act.body_mac)).bind(act.actor);
  return add.bind(act.stamp).bind(act.at_ms).bind(act.answer).run();
}

Result<std::optional<StaffActRecord>> SqliteStore::staff_act(const Uuid& id) {
  auto find = db_.prepare("SELECT body_mac, actor, stamp, at_ms, answer FROM staff_act WHERE org = ? AND id = ?");
  find.bind(identity_.org).bind(id);
  std::optional<StaffActRecord> act;
  if (find.next()) {
    act = StaffActRecord{id, read_mac(find, 0), find.id(1), find.integer(2), find.integer(3), find.text(4)};
  }
  if (auto done = find.end(); !done) return done.error();
  return act;
}

}  // namespace foyer::server
