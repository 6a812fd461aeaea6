#include "sync/server/core/visit_ends.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "sync/server/core/identity.h"
#include "sync/server/core/registers.h"

namespace foyer::server {

bool take_fact(Visit& visit, const VisitFact& fact) {
  if (fact.kind == VisitFactKind::void_visit) {
    if (visit.voided_by && *visit.voided_by <= fact.op_id) return false;
    visit.voided_by = fact.op_id;
    return true;
  }
  if (std::tie(fact.stamp, fact.op_id) >= std::tie(visit.closed_stamp, visit.closed_by)) return false;
  visit.closed_stamp = fact.stamp;
  visit.closed_by = fact.op_id;
  visit.closed_ms = std::max(fact.occurred_ms, visit.occurred_ms);
  return true;
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
      is_changed = take_fact(visit, fact) || is_changed;
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
    for (const VisitFact& fact : said->second) take_fact(visit, fact);
  }
  close_by_email(snapshot, visit);
  return visit;
}

}  // namespace foyer::server
