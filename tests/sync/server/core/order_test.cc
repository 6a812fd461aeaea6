// A5: the same stamped ops, in any order of arrival (in order within one contact id) and with repeats, in batches of
// any size, lead to the same picture, and it is the one that a naive fold of the whole set gives. FOYER_SEED=n repeats
// a run.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "sync/server/core/registers.h"
#include "tests/sync/server/core/arrivals.h"

namespace foyer::server {
namespace {

using Engine = std::mt19937_64;

std::size_t pick(Engine& engine, std::size_t below) {
  return static_cast<std::size_t>(engine() % static_cast<std::uint64_t>(below));
}
bool chance(Engine& engine, unsigned percent) { return engine() % 100 < percent; }

const std::vector<std::vector<std::string>> kPeople = {{"ann@example.com", "Ann@Example.com", " ANN@example.COM"},
                                                       {"bob@example.com", "Bob@example.com"},
                                                       {"cat@example.org"}};

struct Person {
  Uuid cid;
  std::size_t who;
  bool starts_without_email;
};

// Names often agree with each other.
std::string some_text(Engine& engine, const std::string& field, std::size_t number) {
  if (field != "name" || chance(engine, 20)) return field + std::to_string(number);
  const char* const kNames[] = {"Ann Lee", "Lee", "ANN", "Bo Lee", "Bo"};
  return kNames[pick(engine, std::size(kNames))];
}

domain::FieldWrites some_fields(Engine& engine, std::size_t number) {
  domain::FieldWrites fields;
  for (const char* name : {"name", "phone", "company"}) {
    if (chance(engine, 40)) fields.set[name] = chance(engine, 25) ? "  " : some_text(engine, name, number);
    if (chance(engine, 10)) fields.clear.insert(name);
  }
  return fields;
}

std::vector<PreparedOp> some_ops(Engine& engine) {
  std::vector<Person> people;
  std::vector<PreparedOp> ops;
  std::vector<Uuid> visits;
  std::set<Uuid> used;
  const std::size_t count = 3 + pick(engine, 14);
  for (std::size_t i = 0; i < count; ++i) {
    const auto at_ms = static_cast<std::int64_t>(10 * i + pick(engine, 10));
    const std::size_t kind = pick(engine, 11);
    if (kind == 10 && !visits.empty()) {
      ops.push_back(
          stamped(support::reopen(i, visits[pick(engine, visits.size())], support::op_id(pick(engine, count))), at_ms));
      continue;
    }
    if (kind == 0) {
      ops.push_back(stamped(support::check_out(i, kPeople[pick(engine, kPeople.size())][0]), at_ms));
      continue;
    }
    if (kind <= 2 && !visits.empty()) {
      const Uuid visit = visits[pick(engine, visits.size())];
      ops.push_back(stamped(kind == 1 ? support::check_out_visit(i, visit) : support::void_visit(i, visit), at_ms));
      continue;
    }
    if (people.empty() || chance(engine, 60)) {
      people.push_back({support::cid_of(i), pick(engine, kPeople.size()), chance(engine, 20)});
    }
    const Person& person = people[pick(engine, people.size())];
    const auto& spellings = kPeople[person.who];
    const bool is_first = used.insert(person.cid).second;
    const std::string email = is_first && person.starts_without_email ? "" : spellings[pick(engine, spellings.size())];
    domain::Op op = support::contact_edit(i, person.cid, email, some_fields(engine, i));
    if (chance(engine, 70)) {
      op = support::check_in(i, person.cid, email, {});
      std::get<domain::CheckIn>(op.body).fields = some_fields(engine, i);
      visits.push_back(support::visit_id(i));
    }
    ops.push_back(stamped(op, at_ms));
  }
  return ops;
}

std::optional<Uuid> cid_of_op(const PreparedOp& op) {
  if (const auto* check_in = std::get_if<domain::CheckIn>(&op.op.body)) return check_in->cid;
  if (const auto* edit = std::get_if<domain::ContactEdit>(&op.op.body)) return edit->cid;
  return std::nullopt;
}

// In any order, but in order within one contact id; some of them once more, later.
std::vector<PreparedOp> shuffled(std::vector<PreparedOp> ops, Engine& engine) {
  std::vector<PreparedOp> order = ops;
  std::shuffle(order.begin(), order.end(), engine);
  std::map<Uuid, std::vector<PreparedOp>> chains;
  for (const PreparedOp& op : ops) {
    if (const auto cid = cid_of_op(op)) chains[*cid].push_back(op);
  }
  for (auto& [cid, chain] : chains) std::reverse(chain.begin(), chain.end());
  for (PreparedOp& place : order) {
    const auto cid = cid_of_op(place);
    if (!cid) continue;
    place = chains[*cid].back();
    chains[*cid].pop_back();
  }
  for (std::size_t i = order.size(); i-- > 0;) {
    if (!chance(engine, 30)) continue;
    const PreparedOp again = order[i];
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(i + 1 + pick(engine, order.size() - i)), again);
  }
  return order;
}

Picture arrive(const std::vector<PreparedOp>& ops, Engine& engine) {
  Arrivals centre;
  for (std::size_t i = 0; i < ops.size();) {
    const std::size_t size = 1 + pick(engine, 5);
    const std::size_t end = std::min(ops.size(), i + size);
    centre.take({ops.begin() + static_cast<std::ptrdiff_t>(i), ops.begin() + static_cast<std::ptrdiff_t>(end)});
    i = end;
  }
  return centre.picture();
}

// The oracle: what the set of ops means, without regard to how it came. Contacts by key, or by id when there is no key.
class Oracle {
 public:
  explicit Oracle(const std::vector<PreparedOp>& ops) {
    for (const PreparedOp& op : ops) {
      const auto cid = cid_of_op(op);
      if (cid && op.email) key_of_[*cid] = op.email->key;
    }
    for (const PreparedOp& op : ops) add(op);
    for (const PreparedOp& op : ops) {
      if (const auto* reopen = std::get_if<domain::Reopen>(&op.op.body)) {
        taken_back_.emplace(reopen->visit_id, reopen->check_out);
      }
    }
    for (const PreparedOp& op : ops) tell(op);
  }

  Picture picture() {
    Picture picture;
    for (auto& [name, contact] : contacts_) {
      for (const auto& [field, write] : writes_[name]) {
        if (std::get<2>(write)) {
          contact.fields[field] = *std::get<2>(write);
        } else {
          contact.cleared.insert(field);
        }
      }
      for (const auto& [id, visit] : visits_) {
        if (visit.contact != name) continue;
        const auto end = visit.end ? std::optional(stamp_ms(*visit.end)) : std::nullopt;
        contact.visits.emplace(id, end ? std::optional(std::max(*end, stamp_ms(visit.stamp))) : end, visit.is_void);
        contact.visit_count += visit.is_void ? 0 : 1;
      }
      if (const auto clash = first_clash(names_[name]); !clash.empty()) contact.reviews.insert(clash);
      picture.insert(contact);
    }
    return picture;
  }

 private:
  struct SeenVisitState {
    std::string contact;
    std::string key;
    Stamp stamp = 0;
    std::optional<Stamp> end;
    bool is_void = false;
  };
  using Write = std::tuple<Stamp, Uuid, std::optional<std::string>>;

  void write(const std::string& contact, const std::string& field, const Write& write) {
    auto [found, is_new] = writes_[contact].emplace(field, write);
    if (!is_new) found->second = std::max(found->second, write);
  }

  void add(const PreparedOp& op) {
    const auto cid = cid_of_op(op);
    if (!cid) return;
    const auto key = key_of_.find(*cid);
    const std::string name = key == key_of_.end() ? cid->text() : key->second;
    auto [contact, is_new] = contacts_.try_emplace(name);
    contact->second.email_key = key == key_of_.end() ? std::string() : key->second;
    const std::int64_t ms = stamp_ms(op.stamp);
    contact->second.created_ms = is_new ? ms : std::min(contact->second.created_ms, ms);
    const auto* check_in = std::get_if<domain::CheckIn>(&op.op.body);
    const auto& fields = check_in ? check_in->fields : std::get<domain::ContactEdit>(op.op.body).fields;
    if (const auto typed = fields.set.find("name"); typed != fields.set.end()) {
      names_[name].insert({op.stamp, op.op.id, typed->second});
    }
    for (const auto& [field, text] : fields.set) write(name, field, {op.stamp, op.op.id, text});
    for (const auto& field : fields.clear) write(name, field, {op.stamp, op.op.id, std::nullopt});
    if (op.email) write(name, email_register(op.email->key), {op.stamp, op.op.id, op.email->display});
    if (check_in) {
      visits_[check_in->visit.id] = {name, contact->second.email_key, op.stamp, std::nullopt, false};
    }
  }

  void tell(const PreparedOp& op) {
    if (const auto* undo = std::get_if<domain::VoidVisit>(&op.op.body)) {
      if (visits_.contains(undo->visit_id)) visits_[undo->visit_id].is_void = true;
    }
    const auto* out = std::get_if<domain::CheckOut>(&op.op.body);
    if (out == nullptr) return;
    for (auto& [id, visit] : visits_) {
      const bool is_meant =
          out->visit_id ? *out->visit_id == id : visit.key == op.email->key && op.stamp >= visit.stamp;
      if (is_meant && !taken_back_.contains({id, op.op.id}))
        visit.end = visit.end ? std::min(*visit.end, op.stamp) : op.stamp;
    }
  }

  // Rule I-05.
  static std::string first_clash(const std::set<Write>& names) {
    const auto told = [](const Write& write) {
      const auto& [stamp, op, text] = write;
      return R"({"name":")" + *text + R"(","at":)" + std::to_string(stamp_ms(stamp)) + R"(,"op":")" + op.text() + "\"}";
    };
    for (auto after = names.begin(); after != names.end(); ++after) {
      for (auto before = names.begin(); before != after; ++before) {
        if (!domain::names_disagree(*std::get<2>(*before), *std::get<2>(*after))) continue;
        return R"({"before":)" + told(*before) + R"(,"after":)" + told(*after) + "}";
      }
    }
    return {};
  }

  std::map<Uuid, std::string> key_of_;
  std::map<std::string, std::set<Write>> names_;
  std::set<std::pair<Uuid, Uuid>> taken_back_;  // visit, check-out
  std::map<std::string, SeenContact> contacts_;
  std::map<std::string, std::map<std::string, Write>> writes_;
  std::map<Uuid, SeenVisitState> visits_;
};

std::string describe(const Picture& picture) {
  std::string text;
  for (const SeenContact& contact : picture) {
    text += "\n  " + contact.email_key + " visits=" + std::to_string(contact.visit_count) +
            " created=" + std::to_string(contact.created_ms - support::kMorningMs);
    for (const auto& [name, value] : contact.fields) text += " " + name + "=" + value;
    for (const auto& name : contact.cleared) text += " -" + name;
    for (const auto& [id, end, is_void] : contact.visits) {
      text += " v" + std::to_string(id.bytes()[15]) + (is_void ? "!" : "") +
              (end ? "<" + std::to_string(*end - support::kMorningMs) : "");
    }
    for (const auto& review : contact.reviews) text += " " + review;
  }
  return text;
}

TEST(Order, A5_any_arrival_with_repeats_gives_the_same_picture) {
  const char* wanted = std::getenv("FOYER_SEED");
  const std::uint64_t first = wanted ? std::strtoull(wanted, nullptr, 10) : std::random_device()();
  const std::uint64_t last = wanted ? first : first + 400;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    Engine engine(seed);
    const auto ops = some_ops(engine);
    const Picture meant = Oracle(ops).picture();
    for (int order = 0; order < 6; ++order) {
      const Picture seen = arrive(shuffled(ops, engine), engine);
      ASSERT_EQ(seen, meant) << "FOYER_SEED=" << seed << " seen" << describe(seen) << "\nmeant" << describe(meant);
    }
  }
}

}  // namespace
}  // namespace foyer::server
