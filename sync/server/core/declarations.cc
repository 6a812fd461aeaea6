#include "sync/server/core/declarations.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "sync/server/core/stamps.h"

namespace foyer::server {
namespace {

bool is_earlier(const Declaration& a, const Declaration& b) {
  return std::tie(a.stamp, a.op_id) < std::tie(b.stamp, b.op_id);
}

bool is_exact(const Declaration& one) { return one.quality == domain::TimeQuality::exact; }

}  // namespace

std::vector<Declaration> consents_in_force(const std::vector<Declaration>& declarations) {
  std::map<std::string, const Declaration*> latest;
  for (const Declaration& one : declarations) {
    if (one.kind != DeclarationKind::consent) continue;
    const Declaration*& last = latest[one.about];
    if (last == nullptr || is_earlier(*last, one)) last = &one;
  }
  std::map<std::string, const Declaration*> doubted;  // the latest no that may have come after the latest yes
  for (const Declaration& one : declarations) {
    if (one.kind != DeclarationKind::consent || one.given) continue;
    const Declaration& last = *latest.at(one.about);
    if (!last.given || (is_exact(one) && is_exact(last))) continue;
    if (stamp_ms(last.stamp) - stamp_ms(one.stamp) >= kConsentDoubtMs) continue;
    const Declaration*& no = doubted[one.about];
    if (no == nullptr || is_earlier(*no, one)) no = &one;
  }
  std::vector<Declaration> in_force;
  for (const auto& [about, last] : latest) {
    const auto no = doubted.find(about);
    in_force.push_back(no == doubted.end() ? *last : *no->second);
  }
  return in_force;
}

std::vector<Declaration> agreements_of(const std::vector<Declaration>& declarations) {
  std::vector<Declaration> agreements;
  std::ranges::copy_if(declarations, std::back_inserter(agreements),
                       [](const Declaration& one) { return one.kind == DeclarationKind::agreement; });
  std::ranges::sort(agreements, is_earlier);
  return agreements;
}

}  // namespace foyer::server
