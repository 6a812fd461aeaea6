#include "tests/support/identity_model.h"

#include <algorithm>

namespace foyer::support {

std::string IdentityModel::find(std::string cid) const {
  while (!parent_.at(cid).empty()) cid = parent_.at(cid);
  return cid;
}

std::optional<std::int64_t> IdentityModel::erased(const std::string& cid) const {
  const auto found = erased_.find(find(cid));
  return found == erased_.end() ? std::nullopt : std::optional(found->second);
}

const IdentityModel::Owner* IdentityModel::owner(const std::string& key, std::int64_t t) const {
  for (const Owner& one : owners_) {
    if (one.key == key && one.from <= t && t < one.to) return &one;
  }
  return nullptr;
}

std::int64_t IdentityModel::end_before(const std::string& key, std::int64_t t) const {
  std::int64_t end = -kEnd;
  for (const Owner& one : owners_) {
    if (one.key == key && one.to <= t) end = std::max(end, one.to);
  }
  for (const ErasedKey& one : erased_keys_) {
    if (one.key == key && one.to <= t) end = std::max(end, one.to);
  }
  return end;
}

std::optional<std::string> IdentityModel::root_of_key(const std::string& key) const {
  const Owner* const now = owner(key, kEnd - 1);
  return now == nullptr ? std::nullopt : std::optional(find(now->cid));
}

void IdentityModel::place(const std::string& cid, const SignIn& op) {
  parent_[cid] = "";
  std::optional<std::int64_t> hit;
  for (const ErasedKey& one : erased_keys_) {
    if (one.key == op.key && one.from <= op.t && op.t < one.to) hit = std::max(hit.value_or(-kEnd), one.at);
  }
  if (hit) {
    erased_[cid] = *hit;
  } else if (const Owner* const known = owner(op.key, op.t)) {
    parent_[cid] = known->cid;
  } else {
    std::int64_t next = kEnd;
    for (const Owner& one : owners_) {
      if (one.key == op.key && one.from > op.t) next = std::min(next, one.from);
    }
    owners_.push_back({op.key, cid, end_before(op.key, op.t), next});
  }
}

void IdentityModel::sign_in(const SignIn& op) {
  std::string cid = op.cid;
  while (parent_.contains(cid) && erased(cid) && op.t >= *erased(cid)) cid += "+" + std::to_string(*erased(cid));
  if (!parent_.contains(cid)) place(cid, op);
  if (erased(cid)) {
    visits_[op.visit] = "";
    return;
  }
  for (const auto& [field, value] : op.writes) {
    const Write write{op.t, op.op, value};
    const auto [stored, is_new] = writes_.try_emplace({cid, field}, write);
    if (!is_new) stored->second = std::max(stored->second, write);
  }
  visits_[op.visit] = cid;
}

bool IdentityModel::correct(const std::string& key, const std::string& to, std::int64_t t) {
  const auto root = root_of_key(key);
  if (!root || key == to) return false;
  const std::string cid = owner(key, kEnd - 1)->cid;
  for (Owner& one : owners_) {
    if (one.key == key && one.to == kEnd) one.to = t;
  }
  const auto other = root_of_key(to);
  if (!other) {
    owners_.push_back({to, cid, end_before(to, t), kEnd});
  } else if (*other != *root) {
    parent_[*root] = owner(to, kEnd - 1)->cid;
    losers_.push_back(*root);
  }
  return true;
}

bool IdentityModel::merge(const std::string& a, const std::string& b) {
  const auto left = root_of_key(a);
  const auto right = root_of_key(b);
  if (!left || !right || *left == *right) return false;
  parent_[*left] = *right;
  losers_.push_back(*left);
  return true;
}

bool IdentityModel::unmerge(const std::string& key) {
  const auto root = root_of_key(key);
  if (!root) return false;
  for (auto loser = losers_.rbegin(); loser != losers_.rend(); ++loser) {
    if (find(*loser) != *root) continue;
    parent_[*loser] = "";
    losers_.erase(std::next(loser).base());
    return true;
  }
  return false;
}

bool IdentityModel::erase(const std::string& key, std::int64_t t) {
  const auto root = root_of_key(key);
  if (!root) return false;
  std::set<std::string> members;
  for (const auto& [cid, parent] : parent_) {
    if (find(cid) == *root) members.insert(cid);
  }
  for (const Owner& one : owners_) {
    if (members.contains(one.cid)) erased_keys_.push_back({one.key, one.from, std::min(one.to, t), t});
  }
  std::erase_if(owners_, [&](const Owner& one) { return members.contains(one.cid); });
  std::erase_if(writes_, [&](const auto& one) { return members.contains(one.first.first); });
  std::erase_if(losers_, [&](const std::string& loser) { return members.contains(loser); });
  for (auto& [visit, cid] : visits_) {
    if (members.contains(cid)) cid.clear();
  }
  erased_[*root] = t;
  return true;
}

IdentityModel::View IdentityModel::view() const {
  View view;
  std::map<std::string, Contact> contacts;
  std::map<std::string, std::map<std::string, Write>> latest;
  for (const auto& [cid, parent] : parent_) {
    if (!erased(cid)) contacts[find(cid)];
  }
  for (const Owner& one : owners_) {
    if (one.to == kEnd) std::get<0>(contacts[find(one.cid)]).insert(one.key);
  }
  for (const auto& [where, write] : writes_) {
    auto& fields = latest[find(where.first)];
    const auto [stored, is_new] = fields.try_emplace(where.second, write);
    if (!is_new) stored->second = std::max(stored->second, write);
  }
  for (const auto& [root, fields] : latest) {
    for (const auto& [name, write] : fields) {
      if (std::get<2>(write)) std::get<1>(contacts[root])[name] = *std::get<2>(write);
    }
  }
  for (const auto& [visit, cid] : visits_) {
    if (cid.empty()) {
      view.anonymous.insert(visit);
    } else {
      std::get<2>(contacts[find(cid)]).insert(visit);
    }
  }
  for (const auto& [root, contact] : contacts) view.contacts.insert(contact);
  return view;
}

}  // namespace foyer::support
