#include "tests/simulation/oracle.h"

#include <algorithm>
#include <tuple>

namespace foyer::simulation {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t from = text.find_first_not_of(' ');
  return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(' ') - from + 1);
}

struct PersonOp {
  Uuid cid;
  std::optional<std::string> email;
  const domain::FieldWrites* fields = nullptr;
};

std::optional<PersonOp> person_of(const Heard& heard) {
  if (const auto* in = std::get_if<domain::CheckIn>(&heard.said->op.body))
    return PersonOp{in->cid, in->email, &in->fields};
  if (const auto* edit = std::get_if<domain::ContactEdit>(&heard.said->op.body)) {
    return PersonOp{edit->cid, edit->email, &edit->fields};
  }
  return std::nullopt;
}

// Ids and addresses that were ever named together are one person.
std::size_t contact_of(std::vector<ExpectedContact>& contacts, const Uuid& cid, const std::string& key) {
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < contacts.size();) {
    if (!contacts[i].cids.contains(cid) && (key.empty() || !contacts[i].keys.contains(key))) {
      ++i;
    } else if (!first) {
      first = i++;
    } else {
      contacts[*first].cids.merge(contacts[i].cids);
      contacts[*first].keys.merge(contacts[i].keys);
      contacts.erase(contacts.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  if (!first) {
    contacts.emplace_back();
    first = contacts.size() - 1;
  }
  contacts[*first].cids.insert(cid);
  if (!key.empty()) contacts[*first].keys.insert(key);
  return *first;
}

// REQUIRES: in the order of stamps
void write(ExpectedContact& contact, const PersonOp& op, std::int64_t stamp) {
  if (contact.first_stamp == 0) contact.first_stamp = stamp;
  if (op.email) contact.email = trimmed(*op.email);
  for (const std::string& name : op.fields->clear) {
    const auto set = op.fields->set.find(name);
    if (set == op.fields->set.end() || trimmed(set->second).empty()) contact.fields.erase(name);
  }
  for (const auto& [name, text] : op.fields->set) {
    if (const std::string value = trimmed(text); !value.empty()) contact.fields[name] = value;
  }
}

bool closes(const Heard& out, const Heard& in, const ExpectedContact& contact) {
  const auto* const check_out = std::get_if<domain::CheckOut>(&out.said->op.body);
  if (check_out == nullptr) return false;
  if (check_out->visit_id) return *check_out->visit_id == std::get<domain::CheckIn>(in.said->op.body).visit.id;
  return contact.keys.contains(out.said->key) && out.site == in.site && out.stamp >= in.stamp;
}

}  // namespace

Expected fold(std::vector<Heard> heard) {
  std::ranges::sort(heard, [](const Heard& a, const Heard& b) {
    return std::tie(a.stamp, a.said->op.id) < std::tie(b.stamp, b.said->op.id);
  });
  Expected expected;
  for (const Heard& one : heard) {
    const auto person = person_of(one);
    if (person) contact_of(expected.contacts, person->cid, person->email ? one.said->key : std::string());
  }
  for (const Heard& one : heard) {
    const auto person = person_of(one);
    if (!person) continue;
    const std::size_t place = contact_of(expected.contacts, person->cid, {});
    ExpectedContact& contact = expected.contacts[place];
    write(contact, *person, one.stamp);
    const auto* const in = std::get_if<domain::CheckIn>(&one.said->op.body);
    if (in == nullptr) continue;
    ExpectedVisit visit{one.said, place, std::nullopt, std::nullopt};
    for (const Heard& other : heard) {
      if (!visit.closed_by && closes(other, one, contact)) visit.closed_by = other.said->op.id;
      const auto* const undo = std::get_if<domain::VoidVisit>(&other.said->op.body);
      if (undo == nullptr || undo->visit_id != in->visit.id) continue;
      if (!visit.voided_by || other.said->op.id < *visit.voided_by) visit.voided_by = other.said->op.id;
    }
    contact.visits += visit.voided_by ? 0 : 1;
    expected.visits.emplace(in->visit.id, visit);
  }
  return expected;
}

}  // namespace foyer::simulation
