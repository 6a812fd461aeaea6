#include "sync/server/core/visit_ends.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "sync/server/core/identity.h"
#include "sync/server/core/registers.h"

namespace foyer::server {

namespace {

bool is_taken_back(const Snapshot& snapshot, const Visit& visit, const Uuid& check_out) {
  const auto said = snapshot.facts_by_visit.find(visit.id);
  return said != snapshot.facts_by_visit.end() && std::ranges::any_of(said->second, [&](const VisitFact& fact) {
           return fact.kind == VisitFactKind::reopen && fact.takes_back == check_out;
         });
}

bool end(const Snapshot& snapshot, Visit& visit, const VisitFact& check_out) {
  if (std::tie(check_out.stamp, check_out.op_id) >= std::tie(visit.closed_stamp, visit.closed_by)) return false;
  if (is_taken_back(snapshot, visit, check_out.op_id)) return false;
  visit.closed_stamp = check_out.stamp;
  visit.closed_by = check_out.op_id;
  visit.closed_ms = std::max(check_out.occurred_ms, visit.occurred_ms);
  return true;
}

}  // namespace

bool take_fact(const Snapshot& snapshot, Visit& visit, const VisitFact& fact) {
  switch (fact.kind) {
    case VisitFactKind::check_out:
    case VisitFactKind::check_out_email: return end(snapshot, visit, fact);
    case VisitFactKind::void_visit:
      if (visit.voided_by && *visit.voided_by <= fact.op_id) return false;
      visit.voided_by = fact.op_id;
      return true;
    case VisitFactKind::reopen:
      if (visit.is_open() || visit.closed_by != fact.takes_back) return false;
      visit = ended_anew(snapshot, visit);
      return true;
  }
  return false;
}

bool close_by_email(const Snapshot& snapshot, Visit& visit) {
  if (!visit.root) return false;
  std::set<std::string> keys;
  if (!visit.email_key.empty()) keys.insert(visit.email_key);
  if (const auto view = snapshot.views.find(*visit.root); view != snapshot.views.end()) {
    for (std::string& key : email_keys(view->second)) keys.insert(std::move(key));
  }
  bool is_changed = false;
  for (const std::string& key : keys) {
    const auto said = snapshot.facts_by_email.find(key);
    if (said == snapshot.facts_by_email.end()) continue;
    for (const VisitFact& fact : said->second) {
      if (fact.stamp < visit.stamp || fact.site != visit.site) continue;
      const EmailOwner* owner = owner_as_of(snapshot, key, fact.stamp);
      if (owner == nullptr || owner->root != *visit.root) continue;
      is_changed = take_fact(snapshot, visit, fact) || is_changed;
    }
  }
  return is_changed;
}

Visit ended_anew(const Snapshot& snapshot, Visit visit) {
  visit.closed_stamp = kStampMax;
  visit.closed_by = Uuid();
  visit.closed_ms = 0;
  visit.voided_by.reset();
  const auto said = snapshot.facts_by_visit.find(visit.id);
  if (said != snapshot.facts_by_visit.end()) {
    for (const VisitFact& fact : said->second) take_fact(snapshot, visit, fact);
  }
  close_by_email(snapshot, visit);
  return visit;
}

}  // namespace foyer::server
