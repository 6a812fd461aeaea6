#include "tests/simulation/checks.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

#include "shared/wire/document.h"
#include "sync/server/core/registers.h"
#include "sync/server/core/stamps.h"
#include "tests/simulation/fresh_reader.h"

namespace foyer::simulation {
namespace {

constexpr std::size_t kLastOnScreen = 4;  // of a tablet's own check-ins

const domain::CheckIn* check_in_of(const Said& said) { return std::get_if<domain::CheckIn>(&said.op.body); }

std::string id_of(const Said& said) { return said.op.type + " " + said.op.id.text(); }

}  // namespace

bool Checks::expect(bool holds, const char* promise, const std::string& what) {
  return world_.diary().expect(holds, promise, what);
}

void Checks::forget() {
  stamps_.clear();
  visits_.clear();
}

// ---- At any moment -------------------------------------------------------------------------------------------------

void Checks::audit() {
  if (!world_.centre().is_up()) return;
  const CentreLedger centre = read_centre(world_.centre().store(), world_.people().said());
  check_receipts(centre);
  for (const auto& tablet : world_.tablets()) {
    if (tablet->kiosk() == nullptr) continue;
    const auto ledger = read_tablet(tablet->disk_name());
    if (!ledger) continue;
    check_kept(*tablet, *ledger, centre, false);
    check_feed(*tablet, *ledger, centre);
  }
}

void Checks::check_kept(const Tablet& tablet, const TabletLedger& ledger, const CentreLedger& centre, bool is_final) {
  for (const Said& said : world_.people().said()) {
    if (said.tablet != tablet.number()) continue;
    const auto row = ledger.outbox.find(said.op.id);
    const bool is_here = row != ledger.outbox.end();
    const bool is_there = centre.has(said);
    if (said.fate == Fate::saved && !said.is_beyond) expect(is_here || is_there, "I1", id_of(said) + " has vanished");
    if (said.fate == Fate::refused) expect(!is_here && !is_there, "I1", id_of(said) + " was not saved and is there");
    if (!is_here || said.is_beyond) continue;
    const bool is_acked = row->second.state == "acked" || row->second.state == "retained";
    // A centre that was rolled back has it again once the tablet has noticed.
    const bool counts = is_final || !world_.centre().was_rolled_back();
    if (counts && is_acked) expect(is_there, is_final ? "I12" : "I1", id_of(said) + " is acked and not at the centre");
    if (is_final && is_acked && is_there) check_proof(said, row->second.proof, *centre.receipt(said));
  }
}

// Whatever the centre lost meanwhile: the stamp that the tablet was told first is the op's stamp for ever.
void Checks::check_proof(const Said& said, const std::string& proof, const server::Receipt& receipt) {
  constexpr std::size_t kStampDigits = 16;
  if (world_.was_forked() || world_.centre().was_clock_stepped() || said.is_twin) return;
  std::array<char, kStampDigits + 1> stamp{};
  std::snprintf(stamp.data(), stamp.size(), "%016llx", static_cast<unsigned long long>(receipt.stamp));
  expect(proof.substr(0, kStampDigits) == stamp.data(), "A10", id_of(said) + " lost its stamp");
}

void Checks::check_feed(Tablet& tablet, const TabletLedger& ledger, const CentreLedger& centre) {
  const auto state = tablet.kiosk()->sync_state();
  if (!state || world_.centre().was_rolled_back() || world_.was_forked()) return;
  std::int64_t last = 0;
  for (const server::FeedEntry& entry : centre.feed) {
    expect(entry.seq > last && entry.seq <= centre.head.seq, "I5", "the feed is out of order");
    last = entry.seq;
    if (entry.seq > state->cursor_seq) continue;
    // A contact that became part of another one is an alias now.
    if (entry.kind == server::FeedKind::contact && !centre.rows.views.contains(entry.entity)) continue;
    const auto document = centre.rows.documents.find(entry.entity);
    if (document != centre.rows.documents.end() && document->second.is_deleted()) {
      expect(!ledger.documents.contains(entry.entity), "I5",
             tablet.name() + " has passed a tombstone and kept the row");
      continue;
    }
    const auto applied = ledger.feed.find({entry.kind, entry.entity});
    expect(applied != ledger.feed.end() && applied->second == entry.seq, "I5",
           tablet.name() + " has passed seq " + std::to_string(entry.seq) + " without its row");
  }
}

void Checks::check_receipts(const CentreLedger& centre) {
  std::map<std::pair<Uuid, Uuid>, server::Stamp> chains;  // of a device: the stamp of the last op
  const bool has_one_history = !world_.was_forked() && !world_.centre().was_rolled_back();
  for (const Said& said : world_.people().said()) {
    const server::Receipt* const receipt = centre.receipt(said);
    if (receipt == nullptr || !centre.has(said)) continue;
    const auto first = stamps_.emplace(said.op.id, receipt->stamp).first;
    expect(first->second == receipt->stamp, "A10", id_of(said) + " got another stamp");
    expect(server::stamp_ms(receipt->stamp) <= world_.centre().latest_ms(), "I10", id_of(said) + " is in the future");
    server::Stamp& last = chains[{receipt->device, said.op.chain}];
    if (has_one_history) expect(receipt->stamp > last, "A10", id_of(said) + " overtook its chain");
    last = receipt->stamp;
    if (const auto* in = check_in_of(said)) {
      const server::Visit& visit = centre.rows.visits.at(in->visit.id);
      const std::tuple body(visit.op_id, visit.stamp, visit.occurred_ms);
      expect(visits_.emplace(visit.id, body).first->second == body, "I2", id_of(said) + " was rewritten");
    }
  }
}

void Checks::after_exchange(Tablet& tablet) {
  if (tablet.kiosk() != nullptr && !world_.was_forked()) {
    const auto state = tablet.kiosk()->sync_state();
    if (state) expect(!state->forked, "I11", tablet.name() + " is taken for a copy of itself");
  }
  if (tablet.kiosk() == nullptr) return;
  const auto& said = world_.people().said();
  std::size_t left = kLastOnScreen;
  for (auto one = said.rbegin(); one != said.rend() && left > 0; ++one) {
    const auto* const in = check_in_of(*one);
    const bool counts = one->tablet == tablet.number() && one->fate == Fate::saved && !one->is_beyond;
    if (in == nullptr || !counts || one->may_be_refused) continue;
    --left;
    const auto shown = tablet.kiosk()->visit(in->visit.id);
    if (shown) expect(shown->has_value(), "I8", id_of(*one) + " is not on the screen of " + tablet.name());
  }
}

// ---- At the end ----------------------------------------------------------------------------------------------------

void Checks::finish(std::int64_t requests, std::int64_t healing_ms) {
  const auto& said = world_.people().said();
  const auto ops = static_cast<std::int64_t>(said.size());
  const auto tablets = static_cast<std::int64_t>(world_.tablets().size());
  const std::int64_t pages = ops * 4 * tablets / std::max<std::int64_t>(1, world_.plan().page_rows);
  expect(requests <= 100 + 8 * ops * tablets + pages + healing_ms / 1000 * tablets, "L4",
         "too many requests to come to rest");
  const CentreLedger centre = read_centre(world_.centre().store(), said);
  check_receipts(centre);
  check_oracle(centre);
  for (const auto& tablet : world_.tablets()) {
    const auto ledger = read_tablet(tablet->disk_name());
    if (!expect(ledger.has_value(), "I1", "a tablet's database cannot be read")) return;
    check_kept(*tablet, *ledger, centre, true);
    check_feed(*tablet, *ledger, centre);
    check_outbox(*tablet, *ledger);
    check_screen(*tablet, *ledger, centre);
    check_documents(*tablet, *ledger, centre);
  }
  if (world_.plan().reads_afresh && !world_.centre().was_rolled_back()) read_afresh(world_);
  std::int64_t visits = 0;
  for (const auto& [id, view] : centre.rows.views) visits += view.visits;
  world_.diary().note("world", std::to_string(centre.head.seq) + " changes, " + std::to_string(visits) + " visits");
}

void Checks::check_outbox(const Tablet& tablet, const TabletLedger& ledger) {
  std::set<Uuid> stuck;
  std::set<Uuid> known;
  for (const auto& [id, row] : ledger.outbox) {
    if (row.state == "dead" || (row.state == "held" && row.code != "chain")) stuck.insert(row.chain);
  }
  for (const Said& said : world_.people().said()) {
    const auto row = ledger.outbox.find(said.op.id);
    if (row == ledger.outbox.end()) continue;
    const std::string what =
        id_of(said) + " is " + row->second.state + " (" + row->second.code + ") at " + tablet.name();
    const bool is_done = row->second.state == "acked" || row->second.state == "retained";
    expect(is_done || stuck.contains(row->second.chain), "I14", what + ": nothing of its chain is in its way");
    expect(is_done || said.may_be_refused, "I14", what + ": the centre had no reason to refuse it");
  }
}

void Checks::check_oracle(const CentreLedger& centre) {
  std::vector<Heard> heard;
  for (const Said& said : world_.people().said()) {
    if (!centre.has(said)) continue;
    const server::Receipt& receipt = *centre.receipt(said);
    heard.push_back({&said, receipt.stamp, centre.devices.at(receipt.device).site});
  }
  const Expected expected = fold(std::move(heard));
  check_contacts(centre, expected);
  check_visits(centre, expected);
}

void Checks::check_contacts(const CentreLedger& centre, const Expected& expected) {
  std::set<Uuid> roots;
  for (const ExpectedContact& contact : expected.contacts) {
    const std::string who = contact.keys.empty() ? contact.cids.begin()->text() : *contact.keys.begin();
    expect(contact.keys.size() <= 1, "I3", who + " is one contact with two addresses");
    std::set<Uuid> found;
    for (const Uuid& cid : contact.cids) {
      const auto node = centre.rows.nodes.find(cid);
      if (expect(node != centre.rows.nodes.end(), "I4", who + " is unknown")) found.insert(node->second.root);
    }
    if (!expect(found.size() == 1, "I3", who + " is not one contact")) continue;
    expect(roots.insert(*found.begin()).second, "I3", who + " shares a contact with somebody else");
    const auto view = centre.rows.views.find(*found.begin());
    if (!expect(view != centre.rows.views.end(), "I4", who + " has no contact")) continue;
    domain::Fields fields;
    for (const auto& [name, value] : view->second.fields) {
      if (value.kind == server::RegisterKind::set && !server::is_address_register(name)) fields[name] = value.value;
    }
    const std::string email = shown_email(view->second.fields, view->second.email_key).value_or("");
    expect(view->second.email_key == (contact.keys.empty() ? "" : *contact.keys.begin()), "I4",
           who + " has another key");
    expect(email == contact.email, "I4", who + " has the address " + email + " instead of " + contact.email);
    expect(fields == contact.fields, "I4", who + " has other fields");
    expect(
        view->second.visits == contact.visits, "I4",
        who + " has " + std::to_string(view->second.visits) + " visits instead of " + std::to_string(contact.visits));
    expect(view->second.created_ms == server::stamp_ms(contact.first_stamp), "I4", who + " was made at another time");
  }
  expect(roots.size() == centre.rows.views.size(), "I4", "there are contacts that nobody made");
}

void Checks::check_visits(const CentreLedger& centre, const Expected& expected) {
  expect(expected.visits.size() == centre.rows.visits.size(), "I2", "another number of visits");
  for (const auto& [id, wanted] : expected.visits) {
    const server::Visit& visit = centre.rows.visits.at(id);
    const std::string who = id_of(*wanted.said);
    const auto& in = *check_in_of(*wanted.said);
    expect(visit.reason == in.visit.reason && visit.host == in.visit.host, "I2", who + " has another body");
    expect(visit.root && expected.contacts[wanted.contact].cids.contains(*visit.root), "I4",
           who + " is of another contact");
    const auto closed_by = visit.is_open() ? std::nullopt : std::optional(visit.closed_by);
    expect(closed_by == wanted.closed_by, "I4", who + " is closed by another op");
    expect(visit.voided_by == wanted.voided_by, "I4", who + " is undone by another op");
    expect(visit.is_open() || visit.closed_ms >= visit.occurred_ms, "I4", who + " ended before it began");
    check_times(*wanted.said, visit);
  }
}

// An exact time is right to within what the request took.
void Checks::check_times(const Said& said, const server::Visit& visit) {
  const std::int64_t latest = world_.line().now();
  const bool is_one_clock = !world_.centre().was_clock_stepped() && !world_.centre().was_rolled_back();
  if (!is_one_clock || world_.was_forked()) return;
  expect(visit.occurred_ms <= latest, "I10", id_of(said) + " will happen");
  if (visit.quality != domain::TimeQuality::exact) return;
  const std::int64_t late = visit.occurred_ms - said.true_ms;
  expect(late >= 0 && late <= world_.network().slowest_ms(said.tablet), "I4",
         id_of(said) + " is " + std::to_string(late) + " ms late and said to be exact");
}

void Checks::check_documents(const Tablet& tablet, const TabletLedger& ledger, const CentreLedger& centre) {
  std::map<Uuid, std::string> told;
  for (const auto& [id, document] : centre.rows.documents) {
    if (document.is_deleted()) continue;
    const auto d = wire::document_for_tablets(document.kind, document.body);
    told[id] = d ? *d : "unreadable";
  }
  expect(ledger.documents == told, "L3", tablet.name() + " knows another organisation than the centre");
  for (const auto& [id, d] : ledger.documents) {
    expect(d.find('@') == std::string::npos, "L3", tablet.name() + " was told a host's address");
  }
}

void Checks::check_screen(Tablet& tablet, const TabletLedger& ledger, const CentreLedger& centre) {
  std::set<std::string> unsettled;  // people with an op that the centre does not have
  for (const Said& said : world_.people().said()) {
    const auto row = ledger.outbox.find(said.op.id);
    const bool is_lost = row != ledger.outbox.end() && row->second.state == "acked" && said.is_beyond;
    if (is_lost || (row != ledger.outbox.end() && row->second.state == "held")) unsettled.insert(said.key);
  }
  if (!unsettled.empty()) return;  // its own view is another one, as it should be
  const auto contacts = tablet.kiosk()->contacts(1'000'000);
  if (!expect(contacts.ok(), "L3", "a tablet's contacts cannot be read")) return;
  expect(contacts->size() == centre.rows.views.size(), "L3", tablet.name() + " shows another number of contacts");
  for (const store::ContactView& shown : *contacts) {
    const auto view = centre.rows.views.find(shown.id);
    if (!expect(view != centre.rows.views.end(), "L3", tablet.name() + " shows a contact that is none")) continue;
    domain::Fields fields;
    for (const auto& [name, value] : view->second.fields) {
      if (value.kind == server::RegisterKind::set && !server::is_address_register(name)) fields[name] = value.value;
    }
    const bool is_same = shown.fields == fields && shown.email_key.value_or("") == view->second.email_key &&
                         shown.visits == view->second.visits && !shown.local;
    expect(is_same, "L3", tablet.name() + " shows " + shown.email_key.value_or("somebody") + " differently");
  }
  for (const auto& [id, visit] : centre.rows.visits) {
    const auto shown = tablet.kiosk()->visit(id);
    const bool is_there = shown && shown->has_value();
    if (!expect(is_there, "L3", tablet.name() + " does not show visit " + id.text())) continue;
    const store::VisitView& view = **shown;
    // Visits keep the id that their contact had; the alias beside them tells the rest.
    const auto node = view.contact ? centre.rows.nodes.find(*view.contact) : centre.rows.nodes.end();
    const bool is_same =
        node != centre.rows.nodes.end() && node->second.root == visit.root && view.checked_in_at == visit.occurred_ms &&
        view.checked_out_at.has_value() != visit.is_open() &&
        (visit.is_open() || *view.checked_out_at == visit.closed_ms) && view.voided == visit.voided_by.has_value() &&
        view.reason == visit.reason && view.host == visit.host && !view.local;
    expect(is_same, "L3", tablet.name() + " shows visit " + id.text() + " differently");
  }
}

}  // namespace foyer::simulation
