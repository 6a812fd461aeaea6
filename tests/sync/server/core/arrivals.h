// Stamped ops that reach a centre in some order, and what the centre then shows, without the names of roots. Used by
// the tests of order: the same ops have to lead to the same picture, however they arrive.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "sync/server/core/reconcile.h"
#include "sync/server/core/staff_acts.h"
#include "tests/support/server_fixture.h"
#include "tests/support/server_memory_store.h"

namespace foyer::server {

inline constexpr MacKey kTestKey{0x4B};

// `at_ms` counts from kMorningMs; the stamp is that of the millisecond.
inline PreparedOp stamped(const domain::Op& op, std::int64_t at_ms) {
  auto prepared = prepare({op.id, op.chain, wire::parse_op(wire::to_json(op))}, kTestKey);
  auto* ready = std::get_if<PreparedOp>(&prepared);
  FOYER_CHECK(ready != nullptr);
  ready->time = {support::kMorningMs + at_ms, domain::TimeQuality::exact};
  ready->stamp = stamp_floor(ready->time.ms);
  return std::move(*ready);
}

// One visit as everyone sees it: its id, the end if it ended, whether it was taken back.
using SeenVisit = std::tuple<Uuid, std::optional<std::int64_t>, bool>;

struct SeenContact {
  std::string email_key;
  std::map<std::string, std::string> fields;
  std::set<std::string> cleared;
  std::set<SeenVisit> visits;
  std::int64_t visit_count = 0;
  std::int64_t created_ms = 0;
  std::set<std::string> reviews;  // the details of open ones

  auto operator<=>(const SeenContact&) const = default;
};
using Picture = std::multiset<SeenContact>;

class Arrivals {
 public:
  std::vector<wire::OpResult> take(const std::vector<PreparedOp>& batch) {
    std::vector<wire::OpResult> results;
    const auto done = store.write([&]() -> Result<void> {
      Snapshot snapshot;
      std::vector<Uuid> ids;
      for (const PreparedOp& op : batch) ids.push_back(op.op.id);
      if (auto loaded = store.load_receipts(ids, snapshot); !loaded) return loaded;
      for (Keys keys = wanted(snapshot, batch); !keys.empty(); keys = wanted(snapshot, batch)) {
        if (auto loaded = store.load(keys, snapshot); !loaded) return loaded;
      }
      const BatchContext context{store.tables.head.seq, support::kMorningMs, support::id_of(0xDE, 1), ""};
      Reconciled merged = reconcile(std::move(snapshot), batch, context);
      results = merged.results;
      if (auto applied = store.apply(merged.changes); !applied) return applied;
      store.tables.head.seq += std::ssize(merged.changes.feed);
      return {};
    });
    FOYER_CHECK(done.ok());
    return results;
  }

  // An act of staff at `at_ms`, or why it was refused.
  Result<Acted> act(const StaffAct& act, std::int64_t at_ms) {
    const ActContext context{store.tables.head.seq, support::kMorningMs + at_ms,
                             stamp_floor(support::kMorningMs + at_ms), support::id_of(0x57, 1),
                             store.identity().mac_key};
    Snapshot snapshot;
    for (Keys keys = wanted(snapshot, act); !keys.empty(); keys = wanted(snapshot, act)) {
      if (auto loaded = store.load(keys, snapshot); !loaded) return loaded.error();
    }
    auto acted = carry_out(std::move(snapshot), act, context);
    if (!acted) return acted;
    if (auto applied = store.apply(acted->changes); !applied) return applied.error();
    store.tables.head.seq += std::ssize(acted->changes.feed);
    return acted;
  }

  // Whoever has the address now.
  std::optional<Uuid> root_of_key(const std::string& key) const {
    for (const EmailOwner& owner : store.tables.owners) {
      if (owner.email_key == key && owner.is_open()) return owner.root;
    }
    return std::nullopt;
  }

  Picture picture() const {
    std::map<Uuid, SeenContact> contacts;
    for (const auto& [root, view] : store.tables.views) {
      SeenContact& contact = contacts[root];
      contact.email_key = view.email_key;
      contact.visit_count = view.visits;
      contact.created_ms = view.created_ms;
      for (const auto& [name, value] : view.fields) {
        if (value.kind == RegisterKind::clear) {
          contact.cleared.insert(name);
        } else {
          contact.fields[name] = value.value;
        }
      }
    }
    for (const auto& [id, visit] : store.tables.visits) {
      FOYER_CHECK(visit.root && contacts.contains(*visit.root));
      contacts[*visit.root].visits.emplace(id, visit.is_open() ? std::nullopt : std::optional(visit.closed_ms),
                                           visit.voided_by.has_value());
    }
    for (const auto& [id, review] : store.tables.reviews) {
      if (review.state == ReviewState::open) contacts.at(review.contact.value()).reviews.insert(review.detail);
    }
    Picture picture;
    for (auto& [root, contact] : contacts) picture.insert(std::move(contact));
    return picture;
  }

  support::ServerMemoryStore store;
};

}  // namespace foyer::server
