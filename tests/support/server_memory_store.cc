#include "tests/support/server_memory_store.h"

#include <algorithm>

#include "sync/server/core/columns.h"
#include "sync/server/core/registers.h"

namespace foyer::support {
namespace {

using server::kStampMax;

Uuid fixed_id(std::uint8_t byte) {
  std::array<std::uint8_t, 16> bytes{};
  bytes.fill(byte);
  return Uuid(bytes);
}

}  // namespace

ServerMemoryStore::ServerMemoryStore() {
  identity_.org = fixed_id(0x0A);
  identity_.epoch = fixed_id(0x0E);
  identity_.mac_key.fill(0x4B);
}

Result<void> ServerMemoryStore::write(const Work& work) {
  const Tables before = tables;
  auto done = work();
  if (!done) tables = before;
  return done;
}

Result<std::optional<server::Nonce>> ServerMemoryStore::nonce_at(std::int64_t seq) {
  const auto found = tables.commits.lower_bound(seq);
  if (found == tables.commits.end()) return std::optional<server::Nonce>();
  return std::optional(found->second);
}

Result<std::int64_t> ServerMemoryStore::last_erasure() {
  std::int64_t last = 0;
  for (const auto& [key, seq] : tables.feed) {
    if (key.first == server::FeedKind::erased) last = std::max(last, seq);
  }
  return last;
}

Result<std::vector<server::FeedEntry>> ServerMemoryStore::feed(std::int64_t after_seq, std::int64_t limit) {
  std::vector<server::FeedEntry> entries;
  for (const auto& [entity, seq] : tables.feed) {
    if (seq > after_seq) entries.push_back({seq, entity.first, entity.second});
  }
  std::ranges::sort(entries, {}, &server::FeedEntry::seq);
  if (std::ssize(entries) > limit) entries.resize(static_cast<std::size_t>(limit));
  return entries;
}

Result<void> ServerMemoryStore::load_receipts(std::span<const Uuid> op_ids, Snapshot& snapshot) {
  for (const Uuid& id : op_ids) {
    if (const auto row = tables.receipts.find(id); row != tables.receipts.end()) snapshot.receipts.insert(*row);
  }
  return {};
}

Result<void> ServerMemoryStore::load(const Keys& keys, Snapshot& snapshot) {
  for (const Uuid& id : keys.nodes) {
    if (const auto row = tables.nodes.find(id); row != tables.nodes.end()) snapshot.nodes[id] = row->second;
  }
  for (const Uuid& id : keys.views) {
    if (const auto row = tables.views.find(id); row != tables.views.end()) snapshot.views[id] = row->second;
  }
  for (const auto& [id, visit] : tables.visits) {
    const auto closing = visit.root ? keys.closing.find(*visit.root) : keys.closing.end();
    const bool is_closing = closing != keys.closing.end() && visit.closed_stamp > closing->second;
    if (keys.visits.contains(id) || is_closing) snapshot.visits.try_emplace(id, visit);
  }
  for (const auto& [key, from] : keys.emails) {
    snapshot.facts_by_email.erase(key);
    snapshot.owners.erase(key);
    const auto rows = tables.erased_keys.find(server::keyed_mac(identity_.mac_key, key));
    if (rows == tables.erased_keys.end()) continue;
    snapshot.erased_keys[key].clear();
    for (const server::ErasedRows::Key& row : rows->second) snapshot.erased_keys[key].push_back(row.kept);
  }
  for (const auto& [id, fact] : tables.facts) {
    if (fact.visit_id && keys.facts.contains(*fact.visit_id)) snapshot.facts_by_visit[*fact.visit_id].push_back(fact);
    const auto from = keys.emails.find(fact.email_key);
    if (from != keys.emails.end() && fact.stamp >= from->second) {
      snapshot.facts_by_email[fact.email_key].push_back(fact);
    }
  }
  for (const server::EmailOwner& owner : tables.owners) {
    if (keys.emails.contains(owner.email_key)) snapshot.owners[owner.email_key].push_back(owner);
  }
  for (const Uuid& id : keys.documents) {
    if (const auto row = tables.documents.find(id); row != tables.documents.end()) snapshot.documents.insert(*row);
  }
  load_people(keys, snapshot);
  mark_loaded(snapshot, keys);
  return {};
}

Result<std::optional<server::Device>> ServerMemoryStore::device(const Uuid& id) {
  const auto row = tables.devices.find(id);
  return row == tables.devices.end() ? std::optional<server::Device>() : std::optional(row->second);
}

Result<std::vector<server::Device>> ServerMemoryStore::devices() {
  std::vector<server::Device> all;
  for (const auto& [id, device] : tables.devices) all.push_back(device);
  std::ranges::sort(all, {}, [](const server::Device& device) { return std::pair(device.name, device.id); });
  return all;
}

Result<std::optional<server::Device>> ServerMemoryStore::device_by_token(const Mac& token_mac) {
  for (const auto& [id, device] : tables.devices) {
    if (device.token_mac == token_mac) return std::optional(device);
  }
  return std::optional<server::Device>();
}

Result<std::vector<server::Anchor>> ServerMemoryStore::anchors(const Uuid& device) { return tables.anchors[device]; }

Result<std::vector<server::StoredDocument>> ServerMemoryStore::documents() {
  std::vector<server::StoredDocument> all;
  for (const auto& [id, row] : tables.documents) {
    if (!row.is_deleted()) all.push_back(row);
  }
  std::ranges::sort(all, {}, [](const auto& row) { return std::pair(row.kind, row.name); });
  return all;
}

Result<std::vector<server::HostMail>> ServerMemoryStore::due_mails(std::int64_t now_ms, std::int64_t limit) {
  std::vector<server::HostMail> due;
  for (const auto& [id, row] : tables.mails) {
    if (row.state == server::MailState::waiting && row.next_try_ms <= now_ms) due.push_back(row);
  }
  std::ranges::sort(due, {}, [](const auto& row) { return std::pair(row.next_try_ms, row.visit_id); });
  if (std::ssize(due) > limit) due.resize(static_cast<std::size_t>(limit));
  return due;
}

Result<void> ServerMemoryStore::each_contact(const std::function<void(const wire::ContactLine&)>& visit) {
  std::vector<server::ContactView> views;
  for (const auto& [root, view] : tables.views) views.push_back(view);
  std::ranges::stable_sort(views, {}, &server::ContactView::created_ms);
  for (const server::ContactView& view : views) {
    wire::ContactLine line;
    line.id = view.root;
    if (!view.email_key.empty()) line.email_key = view.email_key;
    line.email = shown_email(view.fields, view.email_key);
    line.name = shown_field(view.fields, "name");
    line.company = shown_field(view.fields, "company");
    line.phone = shown_field(view.fields, "phone");
    line.address = shown_field(view.fields, "address");
    line.visits = view.visits;
    line.created_at = view.created_ms;
    visit(line);
  }
  return {};
}

Result<void> ServerMemoryStore::each_visit(const std::function<void(const wire::VisitLine&)>& visit) {
  std::vector<server::Visit> visits;
  for (const auto& [id, row] : tables.visits) {
    if (!row.voided_by) visits.push_back(row);
  }
  std::ranges::stable_sort(visits, {}, &server::Visit::occurred_ms);
  for (const server::Visit& row : visits) {
    wire::VisitLine line;
    line.id = row.id;
    line.contact_id = row.root;
    if (row.root && tables.views.contains(*row.root)) {
      line.email = shown_email(tables.views.at(*row.root).fields, tables.views.at(*row.root).email_key);
    }
    line.reason = row.reason;
    line.host = row.host;
    if (tables.devices.contains(row.device)) line.kiosk = tables.devices.at(row.device).name;
    line.checked_in_at = row.occurred_ms;
    if (row.closed_stamp != kStampMax) line.checked_out_at = row.closed_ms;
    line.time_quality = row.quality;
    visit(line);
  }
  return {};
}

Result<void> ServerMemoryStore::apply(const server::Changes& changes) {
  for (const server::Receipt& row : changes.receipts) {
    if (poisoned_ops.contains(row.op_id)) return Error{Fault::corrupt, "a page is not what was written"};
    if (!tables.receipts.emplace(row.op_id, row).second) return Error{Fault::invalid, "receipt twice"};
  }
  for (const server::Node& row : changes.nodes) {
    tables.nodes[row.cid] = row;
  }
  for (const server::EmailOwner& row : changes.owners) {
    std::erase_if(tables.owners, [&](const server::EmailOwner& old) {
      return old.email_key == row.email_key && old.from == row.from;
    });
    tables.owners.push_back(row);
  }
  for (const auto& [where, value] : changes.registers) {
    const auto [stored, is_new] = tables.registers.emplace(where, value);
    if (!is_new) stored->second = merge_register(stored->second, value);
  }
  tables.history.insert(tables.history.end(), changes.history.begin(), changes.history.end());
  for (const server::ContactView& row : changes.views) tables.views[row.root] = row;
  for (const server::Visit& row : changes.new_visits) {
    if (!tables.visits.emplace(row.id, row).second) return Error{Fault::invalid, "visit twice"};
  }
  for (const server::Visit& row : changes.changed_visits) {
    server::Visit& stored = tables.visits.at(row.id);
    stored.closed_stamp = row.closed_stamp;
    stored.closed_by = row.closed_by;
    stored.closed_ms = row.closed_ms;
    stored.voided_by = row.voided_by;
    stored.host_told = row.host_told;
  }
  for (const server::VisitFact& row : changes.facts) tables.facts[row.op_id] = row;
  for (const server::HostMail& row : changes.new_mails) {
    if (!tables.mails.emplace(row.visit_id, row).second) return Error{Fault::invalid, "mail twice"};
  }
  for (const server::HostMail& row : changes.changed_mails) tables.mails.at(row.visit_id) = row;
  for (const server::StoredDocument& row : changes.documents) tables.documents[row.id] = row;
  tables.declarations.insert(tables.declarations.end(), changes.declarations.begin(), changes.declarations.end());
  for (const server::Review& row : changes.reviews) tables.reviews[row.id] = row;
  for (const server::FeedEntry& row : changes.feed) tables.feed[{row.kind, row.entity}] = row.seq;
  for (const server::Join& row : changes.joins) join(row);
  apply_staff(changes);
  return {};
}

Result<void> ServerMemoryStore::save_head(const server::OrgHead& head, const std::optional<server::Nonce>& nonce,
                                          std::int64_t /*now_ms*/) {
  tables.head = head;
  if (nonce) tables.commits[head.seq] = *nonce;
  return {};
}

Result<void> ServerMemoryStore::add_device(const server::Device& device) {
  tables.devices[device.id] = device;
  return {};
}

Result<void> ServerMemoryStore::save_push(const server::Device& device) {
  server::Device& row = tables.devices.at(device.id);
  row.push_n = device.push_n;
  row.push_id = device.push_id;
  row.push_answer = device.push_answer;
  row.stamp_last = device.stamp_last;
  row.last_seen_ms = device.last_seen_ms;
  row.cursor_seq = device.cursor_seq;
  row.proto = device.proto;
  return {};
}

Result<void> ServerMemoryStore::save_removal(const server::Device& device) {
  server::Device& row = tables.devices.at(device.id);
  row.removal = device.removal;
  row.removal_confirmed = device.removal_confirmed;
  row.removal_confirmed_ms = device.removal_confirmed_ms;
  return {};
}

Result<void> ServerMemoryStore::save_anchors(const Uuid& device, std::span<const server::Anchor> anchors) {
  tables.anchors[device].assign(anchors.begin(), anchors.end());
  return {};
}

Result<std::int64_t> ServerMemoryStore::revoke_devices(std::string_view name) {
  std::int64_t count = 0;
  for (auto& [id, device] : tables.devices) {
    if (device.name != name || device.status == server::DeviceStatus::revoked) continue;
    device.status = server::DeviceStatus::revoked;
    ++count;
  }
  return count;
}

Result<void> ServerMemoryStore::add_code(const server::EnrolCode& code) {
  tables.codes[code.code_mac] = code;
  return {};
}

Result<std::optional<server::EnrolCode>> ServerMemoryStore::take_code(const Mac& code_mac, std::int64_t now_ms) {
  std::erase_if(tables.codes, [&](const auto& row) { return row.second.expires_ms <= now_ms; });
  const auto row = tables.codes.find(code_mac);
  if (row == tables.codes.end()) return std::optional<server::EnrolCode>();
  const server::EnrolCode code = row->second;
  tables.codes.erase(row);
  return std::optional(code);
}

Result<std::optional<server::ApiToken>> ServerMemoryStore::api_token(const Mac& token_mac) {
  const auto row = tables.api_tokens.find(token_mac);
  return row == tables.api_tokens.end() ? std::optional<server::ApiToken>() : std::optional(row->second);
}

Result<void> ServerMemoryStore::add_api_token(const server::ApiToken& token) {
  tables.api_tokens[token.token_mac] = token;
  return {};
}

Result<std::int64_t> ServerMemoryStore::revoke_api_tokens(std::string_view name, std::int64_t now_ms) {
  std::int64_t count = 0;
  for (auto& [mac, token] : tables.api_tokens) {
    if (token.name != name || token.revoked_ms) continue;
    token.revoked_ms = now_ms;
    ++count;
  }
  return count;
}

Result<void> ServerMemoryStore::add_dead_letter(const server::DeadLetter& letter) {
  const auto row = tables.dead_letters.emplace(letter.raw, letter).first;
  row->second.id = server::dead_letter_id(server::keyed_mac(identity().mac_key, letter.raw));
  return {};
}

Result<std::vector<server::DeadLetter>> ServerMemoryStore::dead_letters(std::int64_t limit) {
  std::vector<server::DeadLetter> all;
  for (const auto& [raw, letter] : tables.dead_letters) all.push_back(letter);
  std::ranges::sort(all, {}, [](const server::DeadLetter& letter) { return std::pair(letter.at_ms, letter.id); });
  all.resize(std::min(all.size(), static_cast<std::size_t>(limit)));
  return all;
}

Result<bool> ServerMemoryStore::drop_dead_letter(const Uuid& id) {
  return std::erase_if(tables.dead_letters, [&](const auto& row) { return row.second.id == id; }) > 0;
}

}  // namespace foyer::support
