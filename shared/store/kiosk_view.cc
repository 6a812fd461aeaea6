// KioskStore: what a visitor's tablet sees, the centre's state with this tablet's ops over it.
#include <algorithm>
#include <set>

#include "shared/domain/field_rules.h"
#include "shared/store/kiosk_store.h"
#include "shared/store/meta.h"
#include "shared/store/overlay.h"
#include "shared/wire/rows.h"

namespace foyer::store {
namespace {

// A check-out, a void or a reopening of this tablet that the feed has not confirmed.
struct Closing {
  std::int64_t n;
  std::int64_t at_ms;  // by the centre's clock, as far as it is known
  std::string type;
  Uuid op_id;
  std::string takes_back;  // the op id of the check-out, as text
};

// The columns of a visit: id, contact, checked_in_at, checked_out_at, voided, d, email_key, op_n.
constexpr std::string_view kServerVisit =
    "SELECT v.id, v.contact, v.checked_in_at, v.checked_out_at, v.voided, v.d,"
    " (SELECT c.email_key FROM s_contact AS c WHERE c.root = COALESCE("
    "   (SELECT a.root FROM s_alias AS a WHERE a.cid = v.contact), v.contact)),"
    " (SELECT l.op_n FROM local_visit AS l WHERE l.id = v.id) FROM s_visit AS v WHERE ";
// id, cid, checked_in_at, email_key, reason, host, op_n of visits that only this tablet knows.
constexpr std::string_view kLocalVisit =
    "SELECT l.id, l.cid, l.checked_in_at, l.email_key, l.reason, l.host, l.op_n FROM local_visit AS l"
    " JOIN op ON op.n = l.op_n WHERE op.state IN ('pending', 'inflight', 'held', 'acked')"
    " AND NOT EXISTS (SELECT 1 FROM s_visit WHERE s_visit.id = l.id) AND ";

struct FoundVisit {
  VisitView view;
  std::optional<std::int64_t> op_n;  // when it was opened on this tablet and its op is still kept
};

FoundVisit read_server_visit(const Statement& row) {
  FoundVisit found;
  VisitView& view = found.view;
  view.id = row.id(0);
  view.contact = row.maybe_id(1);
  view.checked_in_at = row.integer(2);
  view.checked_out_at = row.maybe_integer(3);
  view.voided = row.integer(4) != 0;
  const auto parsed = wire::parse_visit_row({std::string(wire::kVisitKind), view.id.text(), 0, row.text(5)});
  if (parsed) {
    view.reason = parsed->reason;
    view.host = parsed->host;
    view.host_told = parsed->host_told;
  }
  view.email_key = row.maybe_text(6);
  found.op_n = row.maybe_integer(7);
  return found;
}

FoundVisit read_local_visit(const Statement& row) {
  FoundVisit found;
  VisitView& view = found.view;
  view.id = row.id(0);
  view.contact = row.maybe_id(1);
  view.checked_in_at = row.integer(2);
  view.email_key = row.maybe_text(3);
  view.reason = domain::parse_reason(row.text(4)).value_or(domain::Reason::drop_in);
  view.host = row.maybe_text(5);
  view.local = true;
  found.op_n = row.integer(6);
  return found;
}

// The ops of this tablet that may close the visit.
Result<std::vector<Closing>> read_closings(Database& db, const VisitView& visit, std::int64_t clock_offset) {
  std::vector<Closing> closings;
  for (const bool by_email : {false, true}) {
    if (by_email && !visit.email_key) continue;
    auto find = db.prepare(
        "SELECT n, wall_ms, type, op_id, CASE type WHEN 'reopen' THEN json_extract(body, '$.check_out') END FROM op"
        " WHERE type IN ('check_out', 'void', 'reopen') AND " +
        std::string(kInOverlay) + (by_email ? " AND email_key = ?" : " AND visit_id = ?"));
    if (by_email) {
      find.bind(*visit.email_key);
    } else {
      find.bind(visit.id);
    }
    while (find.next()) {
      closings.push_back({find.integer(0), find.integer(1) + clock_offset, find.text(2), find.id(3), find.text(4)});
    }
    if (auto done = find.end(); !done) return done.error();
  }
  return closings;
}

// A check-out closes what was opened before it: by the order of capture on this tablet, by the corrected time
// elsewhere. One that was taken back here closes nothing, and is taken to be the end that the centre knows of.
void close(FoundVisit& found, const std::vector<Closing>& closings) {
  std::set<std::string> taken_back;
  for (const Closing& closing : closings) {
    if (closing.type == domain::kReopen) taken_back.insert(closing.takes_back);
  }
  if (!taken_back.empty()) {
    found.view.checked_out_at.reset();
    found.view.local = true;
  }
  for (const Closing& closing : closings) {
    if (closing.type == domain::kReopen || taken_back.contains(closing.op_id.text())) continue;
    if (closing.type == domain::kVoid) {
      found.view.voided = true;
      found.view.local = true;
      continue;
    }
    const bool earlier = found.op_n ? *found.op_n < closing.n : found.view.checked_in_at <= closing.at_ms;
    if (!earlier || found.view.checked_out_at) continue;
    found.view.checked_out_at = std::max(closing.at_ms, found.view.checked_in_at);
    found.view.local = true;
  }
}

Result<void> overlay(Database& db, std::vector<FoundVisit>& visits) {
  Meta values(db);
  const std::int64_t offset = values.number(meta::kClockOffset);
  if (auto read = values.result(); !read) return read;
  for (FoundVisit& found : visits) {
    if (found.view.local) found.view.checked_in_at += offset;
    auto closings = read_closings(db, found.view, offset);
    if (!closings) return closings.error();
    close(found, *closings);
  }
  return {};
}

Result<void> collect(Statement find, FoundVisit (*read)(const Statement&), std::vector<FoundVisit>& out) {
  while (find.next()) out.push_back(read(find));
  return find.end();
}

}  // namespace

Result<std::optional<ContactView>> KioskStore::contact_by_email(std::string_view email_key) {
  const auto hidden = is_hidden();
  if (!hidden) return hidden.error();
  if (*hidden) return std::optional<ContactView>();
  ContactFold fold(db_);
  auto find = db_.prepare("SELECT root, d FROM s_contact WHERE email_key = ? ORDER BY seq DESC LIMIT 1");
  find.bind(email_key);
  while (find.next()) fold.add_server_row(find.id(0), find.text(1), std::string(email_key));
  if (auto done = find.end(); !done) return done.error();
  if (auto done = fold.add_overlay(std::string(email_key)); !done) return done.error();
  auto contacts = fold.take();
  if (contacts.empty()) return std::optional<ContactView>();
  return std::optional(std::move(contacts.front()));
}

Result<std::vector<ContactView>> KioskStore::contacts(std::size_t count_max) {
  const auto hidden = is_hidden();
  if (!hidden) return hidden.error();
  if (*hidden) return std::vector<ContactView>();
  ContactFold fold(db_);
  auto find = db_.prepare("SELECT root, d, email_key FROM s_contact ORDER BY seq DESC LIMIT ?");
  find.bind(static_cast<std::int64_t>(count_max));
  while (find.next()) fold.add_server_row(find.id(0), find.text(1), find.maybe_text(2));
  if (auto done = find.end(); !done) return done.error();
  if (auto done = fold.add_overlay(std::nullopt); !done) return done.error();
  auto contacts = fold.take();
  if (contacts.size() > count_max) contacts.resize(count_max);
  return contacts;
}

Result<std::vector<VisitView>> KioskStore::open_visits(std::size_t count_max) {
  const auto hidden = is_hidden();
  if (!hidden) return hidden.error();
  if (*hidden) return std::vector<VisitView>();
  std::vector<FoundVisit> found;
  auto local = collect(db_.prepare(std::string(kLocalVisit) + "TRUE ORDER BY l.op_n DESC"), &read_local_visit, found);
  if (!local) return local.error();
  auto server = collect(
      db_.prepare(
          std::string(kServerVisit) +
          "(v.checked_out_at IS NULL OR EXISTS (SELECT 1 FROM op WHERE op.visit_id = v.id AND op.type = 'reopen' AND " +
          std::string(kInOverlay) +
          ")) AND v.voided = 0"
          " ORDER BY v.checked_in_at DESC"),
      &read_server_visit, found);
  if (!server) return server.error();
  if (auto done = overlay(db_, found); !done) return done.error();
  std::vector<VisitView> open;
  for (FoundVisit& visit : found) {
    if (open.size() == count_max) break;
    if (!visit.view.voided && !visit.view.checked_out_at) open.push_back(std::move(visit.view));
  }
  return open;
}

Result<std::optional<VisitView>> KioskStore::visit(const Uuid& id) {
  const auto hidden = is_hidden();
  if (!hidden) return hidden.error();
  if (*hidden) return std::optional<VisitView>();
  std::vector<FoundVisit> found;
  auto server = db_.prepare(std::string(kServerVisit) + "v.id = ?");
  server.bind(id);
  if (auto done = collect(std::move(server), &read_server_visit, found); !done) return done.error();
  auto local = db_.prepare(std::string(kLocalVisit) + "l.id = ?");
  local.bind(id);
  if (auto done = collect(std::move(local), &read_local_visit, found); !done) return done.error();
  if (auto done = overlay(db_, found); !done) return done.error();
  if (found.empty()) return std::optional<VisitView>();
  return std::optional(std::move(found.front().view));
}

}  // namespace foyer::store
