#include "tests/simulation/people.h"

#include <algorithm>
#include <utility>

namespace foyer::simulation {
namespace {

Uuid id_from(Luck& luck) {
  SimRandom random(luck.next());
  return time_uuid(random, kBeginMs);
}

}  // namespace

std::string People::key_of(std::size_t person) const { return "p" + std::to_string(person) + "@example.org"; }

// The same address as different people and keyboards write it.
std::string People::type_address(std::size_t person, Luck& luck) const {
  const std::string number = std::to_string(person);
  const std::array<std::string, 5> ways = {key_of(person), "P" + number + "@example.org", "p" + number + "@EXAMPLE.ORG",
                                           "  p" + number + "@example.org ", "P" + number + "@Example.org."};
  return luck.pick(ways);
}

domain::FieldWrites People::type_fields(Luck& luck, bool may_clear) {
  domain::FieldWrites fields;
  constexpr std::array<const char*, 5> kNames = {"name", "company", "phone", "address", "x_badge"};
  for (const char* const name : kNames) {
    if (!luck.chance(0.45)) continue;
    if (may_clear && luck.chance(0.25)) {
      fields.clear.insert(name);
    } else if (luck.chance(0.2)) {
      fields.set[name] = luck.chance(0.5) ? "" : "  ";
    } else {
      const std::string value = "v" + std::to_string(said_.size());
      fields.set[name] = luck.chance(0.2) ? " " + value + "  " : value;
    }
  }
  return fields;
}

domain::CheckIn People::visit_of(std::size_t person, Luck& luck) {
  constexpr std::array<domain::Reason, 3> kReasons = {domain::Reason::drop_in, domain::Reason::meeting,
                                                      domain::Reason::tour};
  domain::CheckIn body;
  body.cid = id_from(luck);
  body.email = type_address(person, luck);
  body.fields = type_fields(luck, false);
  body.visit.id = id_from(luck);
  body.visit.reason = luck.pick(kReasons);
  if (body.visit.reason == domain::Reason::meeting) body.visit.host = "Jonas";
  return body;
}

const Said* People::last_check_in(const Tablet& tablet) const {
  for (auto said = said_.rbegin(); said != said_.rend(); ++said) {
    const bool is_mine = said->tablet == tablet.number() && said->fate == Fate::saved && !said->is_beyond;
    if (is_mine && !said->is_twin && std::holds_alternative<domain::CheckIn>(said->op.body)) return &*said;
  }
  return nullptr;
}

void People::hand_in(Tablet& tablet, Said& said, Luck& luck) {
  const bool is_bell_lost = luck.chance(plan_.faults.lost_bell);
  const auto done = tablet.kiosk()->submit(said.op);
  if (done) said.fate = Fate::saved;
  if (!done && said.fate != Fate::saved) said.fate = Fate::refused;
  const char* const how = done ? " saved" : " not saved";
  diary_.note(tablet.name(), said.op.type + " " + said.op.id.text() + " of " + said.key + how);
  diary_.expect(done || done.error().fault != Fault::invalid, "I1", "a form was refused as invalid");
  if (tablet.note_death(Death::kiosk) && !done) said.fate = Fate::unsure;
  tablet.ring(is_bell_lost);
}

void People::submit(Tablet& tablet, domain::Op op, std::string key, bool may_be_refused, Luck& luck) {
  Said said;
  said.op = std::move(op);
  said.key = std::move(key);
  said.tablet = tablet.number();
  said.true_ms = line_.now();
  said.may_be_refused = may_be_refused;
  // What is refused keeps the rest of its chain waiting.
  for (Said& other : said_) {
    if (other.op.chain != said.op.chain) continue;
    said.may_be_refused = said.may_be_refused || other.may_be_refused;
    other.may_be_refused = other.may_be_refused || may_be_refused;
  }
  said_.push_back(std::move(said));
  hand_in(tablet, said_.back(), luck);
}

void People::check_in(Tablet& tablet, Luck& luck) {
  const std::size_t person = luck.index(static_cast<std::size_t>(plan_.people));
  domain::CheckIn body = visit_of(person, luck);
  std::string key = key_of(person);
  if (luck.chance(0.05)) {  // an address that is given later, or never
    body.email.reset();
    key.clear();
  }
  const Uuid id = id_from(luck);
  submit(tablet, domain::make_check_in(id, tablet.clock(), std::move(body)), key, false, luck);
}

void People::edit(Tablet& tablet, Luck& luck) {
  const Said* const last = last_check_in(tablet);
  domain::ContactEdit body;
  const std::size_t person = luck.index(static_cast<std::size_t>(plan_.people));
  std::string key = key_of(person);
  body.cid = id_from(luck);
  body.email = type_address(person, luck);
  bool may_be_refused = false;
  if (last != nullptr && luck.chance(0.5)) {  // the person who has just checked in
    body.cid = std::get<domain::CheckIn>(last->op.body).cid;
    if (last->key.empty()) {
      may_be_refused = true;  // two such edits may name two addresses
    } else {
      key = last->key;
      body.email = luck.chance(0.5) ? std::optional(key) : std::nullopt;
    }
  }
  body.fields = type_fields(luck, true);
  const Uuid id = id_from(luck);
  submit(tablet, domain::make_contact_edit(id, tablet.clock(), std::move(body)), key, may_be_refused, luck);
}

void People::check_out_email(Tablet& tablet, Luck& luck) {
  const std::size_t person = luck.index(static_cast<std::size_t>(plan_.people));
  const Uuid id = id_from(luck);
  const std::string typed = type_address(person, luck);
  submit(tablet, domain::make_check_out(id, tablet.clock(), {std::nullopt, typed}), key_of(person), false, luck);
}

void People::check_out_visit(Tablet& tablet, Luck& luck) {
  const auto open = tablet.kiosk()->open_visits();
  if (!open || open->empty()) return;
  const Uuid visit = (*open)[luck.index(open->size())].id;
  const Uuid id = id_from(luck);
  submit(tablet, domain::make_check_out(id, tablet.clock(), {visit, std::nullopt}), {}, false, luck);
}

void People::undo(Tablet& tablet, Luck& luck) {
  const Said* const last = last_check_in(tablet);
  if (last == nullptr) return;
  const auto& body = std::get<domain::CheckIn>(last->op.body);
  const Uuid id = id_from(luck);
  submit(tablet, domain::make_void(id, body.cid, tablet.clock(), {body.visit.id}), {}, false, luck);
}

void People::tap_again(Tablet& tablet, Luck& luck) {
  // A form whose kiosk died is gone with it.
  std::vector<std::size_t> mine;
  for (std::size_t i = 0; i < said_.size(); ++i) {
    const bool is_mine = said_[i].tablet == tablet.number() && !said_[i].is_twin;
    if (is_mine && said_[i].fate != Fate::unsure) mine.push_back(i);
  }
  if (mine.empty()) return;
  auto again = said_.begin() + static_cast<std::ptrdiff_t>(mine[luck.index(mine.size())]);
  if (again->fate == Fate::refused) {  // its place is where it is saved
    std::rotate(again, again + 1, said_.end());
    again = said_.end() - 1;
    again->fate = Fate::unsure;
  }
  Said& said = *again;
  hand_in(tablet, said, luck);
  said.is_beyond = said.is_beyond && said.fate != Fate::saved;
}

void People::other_address(Tablet& tablet, Luck& luck) {
  const Said* const last = last_check_in(tablet);
  if (last == nullptr || plan_.people < 2) return;
  std::size_t person = luck.index(static_cast<std::size_t>(plan_.people));
  if (key_of(person) == last->key) person = (person + 1) % static_cast<std::size_t>(plan_.people);
  domain::CheckIn body = visit_of(person, luck);
  body.cid = std::get<domain::CheckIn>(last->op.body).cid;
  const Uuid id = id_from(luck);
  submit(tablet, domain::make_check_in(id, tablet.clock(), std::move(body)), key_of(person), true, luck);
}

void People::unknown_op(Tablet& tablet, Luck& luck) {
  domain::Op op;
  op.id = id_from(luck);
  op.chain = op.id;
  op.type = "zz_newer";
  op.at = tablet.clock();
  op.body = domain::UnknownBody{R"({"zz":1})"};
  submit(tablet, std::move(op), {}, true, luck);
}

void People::same_id(Tablet& tablet, Luck& luck) {
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < said_.size(); ++i) {
    const Said& said = said_[i];
    const bool is_check_in = std::holds_alternative<domain::CheckIn>(said.op.body);
    if (said.tablet != tablet.number() && is_check_in && !said.is_twin && !said.is_beyond) others.push_back(i);
  }
  if (others.empty()) return;
  Said& other = said_[others[luck.index(others.size())]];
  other.is_twin = other.may_be_refused = true;
  const Uuid id = other.op.id;
  for (Said& said : said_) said.may_be_refused = said.may_be_refused || said.op.chain == other.op.chain;
  const std::size_t person = luck.index(static_cast<std::size_t>(plan_.people));
  domain::CheckIn body = visit_of(person, luck);
  said_.push_back({domain::make_check_in(id, tablet.clock(), std::move(body)), key_of(person), tablet.number(),
                   line_.now(), Fate::unsure, true, true, false});
  hand_in(tablet, said_.back(), luck);
}

void People::act(const Action& action, Tablet& tablet) {
  if (tablet.kiosk() == nullptr) return;
  Luck luck(action.luck);
  switch (action.deed) {
    case Deed::check_in: return check_in(tablet, luck);
    case Deed::edit: return edit(tablet, luck);
    case Deed::check_out_email: return check_out_email(tablet, luck);
    case Deed::check_out_visit: return check_out_visit(tablet, luck);
    case Deed::undo: return undo(tablet, luck);
    case Deed::tap_again: return tap_again(tablet, luck);
    case Deed::other_address: return other_address(tablet, luck);
    case Deed::unknown_op: return unknown_op(tablet, luck);
    case Deed::same_id: return same_id(tablet, luck);
    default: return;
  }
}

}  // namespace foyer::simulation
