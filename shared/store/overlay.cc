#include "shared/store/overlay.h"

#include "shared/store/op_row.h"
#include "shared/wire/op_json.h"
#include "shared/wire/rows.h"

namespace foyer::store {
namespace {

constexpr int kAliasSteps = 16;  // merges of merges; more is a loop in damaged data

}  // namespace

void ContactFold::add_server_row(const Uuid& root, const std::string& d, std::optional<std::string> email_key) {
  const auto row = wire::parse_contact_row({std::string(wire::kContactKind), root.text(), 0, d});
  if (!row) return;  // it was read when it came; a row that is damaged since is left out, the feed brings it again
  ContactView& contact = contact_of(root, email_key);
  contact.email = row->email;
  contact.fields = row->fields;
  contact.visits = row->visits;
  contact.local = false;
}

ContactView& ContactFold::contact_of(const Uuid& root, const std::optional<std::string>& email_key) {
  auto found = by_id_.find(root);
  if (found == by_id_.end() && email_key) {
    if (const auto same = by_key_.find(*email_key); same != by_key_.end()) {
      found = by_id_.emplace(root, same->second).first;
    }
  }
  if (found == by_id_.end()) {
    found = by_id_.emplace(root, contacts_.size()).first;
    contacts_.push_back(ContactView{root, {}, {}, {}, 0, true});
  }
  ContactView& contact = contacts_[found->second];
  if (email_key && !contact.email_key) {
    contact.email_key = email_key;
    by_key_.emplace(*email_key, found->second);
  }
  return contact;
}

Result<Uuid> ContactFold::root_of(Uuid cid) {
  for (int step = 0; step < kAliasSteps; ++step) {
    auto find = db_.prepare("SELECT root FROM s_alias WHERE cid = ?");
    find.bind(cid);
    const bool found = find.next();
    if (found) cid = find.id(0);
    if (auto done = find.end(); !done) return done.error();
    if (!found) break;
  }
  return cid;
}

Result<bool> ContactFold::is_new_visit(const Uuid& visit_id) {
  auto find = db_.prepare(
      "SELECT EXISTS (SELECT 1 FROM s_visit WHERE id = ?1) OR EXISTS (SELECT 1 FROM op"
      " WHERE visit_id = ?1 AND type = 'void' AND " +
      std::string(kInOverlay) + ")");
  find.bind(visit_id);
  const bool known = find.next() && find.integer(0) != 0;
  if (auto done = find.end(); !done) return done.error();
  return !known;
}

Result<std::vector<ContactFold::Write>> ContactFold::read_writes(const std::optional<std::string>& email_key) {
  std::vector<Write> writes;
  auto find = db_.prepare("SELECT " + std::string(kOpColumns) + ", email_key FROM op WHERE cid IS NOT NULL AND " +
                          std::string(kInOverlay) + " AND (?1 IS NULL OR email_key = ?1) ORDER BY n");
  find.bind(email_key);
  while (find.next()) {
    const OpRow row = read_op_row(find);
    auto body = wire::parse_body(row.type, row.v, row.body);
    if (!row.is_intact() || !body) continue;  // damaged: begin_push() sets it aside
    if (auto* const check_in = std::get_if<domain::CheckIn>(&*body)) {
      writes.push_back({check_in->cid, check_in->email, find.maybe_text(10), check_in->fields, check_in->visit.id});
    } else if (auto* const edit = std::get_if<domain::ContactEdit>(&*body)) {
      writes.push_back({edit->cid, edit->email, find.maybe_text(10), edit->fields, std::nullopt});
    }
  }
  if (auto done = find.end(); !done) return done.error();
  return writes;
}

Result<void> ContactFold::apply(const Write& write) {
  auto root = root_of(write.cid);
  if (!root) return root.error();
  ContactView& contact = contact_of(*root, write.email_key);
  contact.local = true;
  if (!contact.email) contact.email = write.email;
  for (const auto& [name, text] : write.fields.set) contact.fields[name] = text;
  for (const auto& name : write.fields.clear) contact.fields.erase(name);
  if (!write.visit_id) return {};
  auto counts = is_new_visit(*write.visit_id);
  if (!counts) return counts.error();
  if (*counts) ++contact.visits;
  return {};
}

Result<void> ContactFold::add_overlay(const std::optional<std::string>& email_key) {
  auto writes = read_writes(email_key);
  if (!writes) return writes.error();
  for (const Write& write : *writes) {
    if (auto done = apply(write); !done) return done;
  }
  return {};
}

}  // namespace foyer::store
