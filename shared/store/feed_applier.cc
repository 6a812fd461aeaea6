#include "shared/store/feed_applier.h"

#include <algorithm>
#include <limits>

#include "shared/store/anonymise.h"

namespace foyer::store {
namespace {

constexpr int kStampCounterBits = 16;  // below them a stamp is milliseconds of the centre's clock

}  // namespace

Result<void> FeedApplier::apply(const wire::FeedRow& row, std::size_t position) {
  if (row.kind == wire::kContactKind) return known(row, position, wire::parse_contact_row(row));
  if (row.kind == wire::kAliasKind) return known(row, position, wire::parse_alias_row(row));
  if (row.kind == wire::kVisitKind) return known(row, position, wire::parse_visit_row(row));
  if (row.kind == wire::kErasedKind) return known(row, position, wire::parse_erased_row(row));
  if (domain::parse_document_kind(row.kind)) return known(row, position, wire::parse_document_row(row));
  return keep_raw(row, position, row.kind.empty() ? "unreadable" : "unknown kind");
}

// Documents that an older version kept without knowing their kind.
Result<void> FeedApplier::read_again() {
  std::vector<wire::FeedRow> kept;
  auto find = db_.prepare("SELECT kind, entity, seq, json FROM s_raw");
  while (find.next()) {
    if (!domain::parse_document_kind(find.text(0))) continue;
    kept.push_back({find.text(0), find.text(1), find.integer(2), find.text(3)});
  }
  if (auto done = find.end(); !done) return done;
  for (const wire::FeedRow& row : kept) {
    const auto parsed = wire::parse_document_row(row);
    if (!parsed) continue;
    if (auto done = put(row, *parsed); !done) return done;
  }
  return {};
}

Result<void> FeedApplier::keep_raw(const wire::FeedRow& row, std::size_t position, std::string_view error) {
  ++summary_.kept_raw;
  const std::string entity = row.id.empty() ? "at " + std::to_string(position) : row.id;
  return db_
      .prepare(
          "INSERT INTO s_raw (kind, entity, seq, json, error) VALUES (?, ?, ?, ?, ?)"
          " ON CONFLICT (kind, entity) DO UPDATE SET seq = excluded.seq, json = excluded.json,"
          " error = excluded.error")
      .bind(row.kind)
      .bind(entity)
      .bind(row.seq)
      .bind(row.d)
      .bind(error)
      .run();
}

Result<void> FeedApplier::put(const wire::FeedRow& row, const wire::ContactRow& contact) {
  // A contact of its own again (an unmerge) is no alias any more.
  auto done = db_.prepare("DELETE FROM s_alias WHERE cid = ? AND seq < ?").bind(contact.root).bind(row.seq).run();
  if (!done) return done;
  return db_
      .prepare(
          "INSERT INTO s_contact (root, email_key, d, seq) VALUES (?, ?, ?, ?) ON CONFLICT (root) DO UPDATE"
          " SET email_key = excluded.email_key, d = excluded.d, seq = excluded.seq"
          " WHERE excluded.seq >= s_contact.seq")
      .bind(contact.root)
      .bind(contact.email_key)
      .bind(row.d)
      .bind(row.seq)
      .run();
}

Result<void> FeedApplier::put(const wire::FeedRow& row, const wire::AliasRow& alias) {
  if (alias.cid == alias.root) {  // it stands for itself again
    return db_.prepare("DELETE FROM s_alias WHERE cid = ? AND seq <= ?").bind(alias.cid).bind(row.seq).run();
  }
  auto done = db_.prepare(
                     "INSERT INTO s_alias (cid, root, seq) VALUES (?, ?, ?) ON CONFLICT (cid) DO UPDATE"
                     " SET root = excluded.root, seq = excluded.seq WHERE excluded.seq >= s_alias.seq")
                  .bind(alias.cid)
                  .bind(alias.root)
                  .bind(row.seq)
                  .run();
  if (!done) return done;
  // What pointed to it points on, so that one step is enough for whoever reads.
  auto flat = db_.prepare("UPDATE s_alias SET root = ? WHERE root = ? AND seq <= ?")
                  .bind(alias.root)
                  .bind(alias.cid)
                  .bind(row.seq)
                  .run();
  if (!flat) return flat;
  return db_.prepare("DELETE FROM s_contact WHERE root = ? AND seq <= ?").bind(alias.cid).bind(row.seq).run();
}

Result<void> FeedApplier::put(const wire::FeedRow& row, const wire::VisitRow& visit) {
  return db_
      .prepare(
          "INSERT INTO s_visit (id, contact, checked_in_at, checked_out_at, voided, d, seq)"
          " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET contact = excluded.contact,"
          " checked_in_at = excluded.checked_in_at, checked_out_at = excluded.checked_out_at,"
          " voided = excluded.voided, d = excluded.d, seq = excluded.seq"
          " WHERE excluded.seq >= s_visit.seq")
      .bind(visit.id)
      .bind(visit.contact)
      .bind(visit.checked_in_at)
      .bind(visit.checked_out_at)
      .bind(visit.voided)
      .bind(row.d)
      .bind(row.seq)
      .run();
}

Result<void> FeedApplier::put(const wire::FeedRow& row, const wire::DocumentRow& document) {
  auto raw = db_.prepare("DELETE FROM s_raw WHERE kind = ? AND entity = ?").bind(row.kind).bind(row.id).run();
  if (!raw) return raw;
  if (document.is_deleted) {
    return db_.prepare("DELETE FROM s_document WHERE id = ? AND seq <= ?").bind(document.id).bind(row.seq).run();
  }
  return db_
      .prepare(
          "INSERT INTO s_document (id, kind, d, seq) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
          " SET d = excluded.d, seq = excluded.seq WHERE excluded.seq >= s_document.seq")
      .bind(document.id)
      .bind(row.kind)
      .bind(row.d)
      .bind(row.seq)
      .run();
}

Result<void> FeedApplier::put(const wire::FeedRow&, const wire::ErasedRow& erased) {
  summary_.erased = true;
  std::vector<Uuid> members = erased.cids;
  members.push_back(erased.root);
  auto find = db_.prepare("SELECT cid FROM s_alias WHERE root = ?");
  find.bind(erased.root);
  while (find.next()) members.push_back(find.id(0));
  if (auto done = find.end(); !done) return done;
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  const std::int64_t from = erased.stamp.value_or(std::numeric_limits<std::int64_t>::max());
  for (const Uuid& cid : members) {
    if (auto done = erase_ops(cid, from); !done) return done;
    if (auto done = erase_member(cid); !done) return done;
  }
  return note_erasure(db_, from);
}

// What the centre stamped after the erasure is a new person's, and so is what waits and was captured after it.
Result<void> FeedApplier::erase_ops(const Uuid& cid, std::int64_t from) {
  for (const std::string_view sql : {
           std::string_view("DELETE FROM op WHERE state IN ('acked', 'retained') AND email_key IN"
                            " (SELECT email_key FROM s_contact WHERE root = ?) AND COALESCE(stamp, 0) < ?"),
           std::string_view("DELETE FROM op WHERE state IN ('acked', 'retained') AND chain = ?"
                            " AND COALESCE(stamp, 0) < ?"),
       }) {
    if (auto done = db_.prepare(sql).bind(cid).bind(from).run(); !done) return done;
  }
  return anonymise_waiting(cid, from);
}

Result<void> FeedApplier::erase_member(const Uuid& cid) {
  for (const std::string_view sql : {
           std::string_view("DELETE FROM s_contact WHERE root = ?"),
           std::string_view("DELETE FROM s_alias WHERE cid = ?"),
           std::string_view("DELETE FROM s_alias WHERE root = ?"),
           // The visit still counts; its row comes again without the person.
           std::string_view("UPDATE s_visit SET contact = NULL, d = json_remove(d, '$.contact', '$.host', '$.host_id')"
                            " WHERE contact = ?"),
           std::string_view("UPDATE local_visit SET email_key = NULL, host = NULL WHERE cid = ? AND NOT EXISTS"
                            " (SELECT 1 FROM op WHERE op.n = local_visit.op_n AND op.email_key IS NOT NULL)"),
       }) {
    if (auto done = db_.prepare(sql).bind(cid).run(); !done) return done;
  }
  // Rows of other kinds may be about the person too (a review).
  auto raw = db_.prepare(
                    "DELETE FROM s_raw WHERE entity = ?1"
                    " OR CASE WHEN json_valid(json) THEN json_extract(json, '$.contact') END = ?1")
                 .bind(cid.text())
                 .run();
  if (!raw) return raw;
  return db_.exec("DELETE FROM local_visit WHERE NOT EXISTS (SELECT 1 FROM op WHERE op.n = local_visit.op_n)");
}

Result<void> FeedApplier::anonymise_waiting(const Uuid& chain, std::int64_t from) {
  std::vector<OpRow> rows;
  auto find = db_.prepare("SELECT " + std::string(kOpColumns) + ", stamp FROM op WHERE chain = ?");
  find.bind(chain);
  while (find.next()) {
    OpRow row = read_op_row(find);
    if (!is_after(row, find.maybe_integer(10), from)) rows.push_back(std::move(row));
  }
  if (auto done = find.end(); !done) return done;
  for (OpRow& row : rows) {
    if (auto done = anonymise(db_, std::move(row)); !done) return done;
  }
  return {};
}

// As far as this tablet can tell: by the boot clock, else by the wall clock as the centre corrects it. When it is
// wrong, the centre says `erased` once more when it has stamped the op.
bool FeedApplier::is_after(const OpRow& row, std::optional<std::int64_t> given, std::int64_t stamp) const {
  if (given) return *given >= stamp;
  const std::int64_t ms = row.at.boot == now_.boot ? server_ms_ - (now_.mono_ms - row.at.mono_ms)
                                                   : row.at.wall_ms + server_ms_ - now_.wall_ms;
  return ms > (stamp >> kStampCounterBits);
}

}  // namespace foyer::store
