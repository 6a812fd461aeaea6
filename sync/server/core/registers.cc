#include "sync/server/core/registers.h"

#include <tuple>

namespace foyer::server {

bool is_later(const FieldValue& a, const FieldValue& b) {
  // The last two never decide between writes of one op; they make the order total for any two values.
  return std::tie(a.stamp, a.op_id, a.kind, a.value) > std::tie(b.stamp, b.op_id, b.kind, b.value);
}

FieldValue merge_register(const FieldValue& a, const FieldValue& b) { return is_later(a, b) ? a : b; }

void write_register(std::map<std::string, FieldValue>& fields, const std::string& name, const FieldValue& value) {
  const auto [current, is_new] = fields.emplace(name, value);
  if (!is_new && is_later(value, current->second)) current->second = value;
}

bool is_address_register(std::string_view name) { return name == kEmailField || name.starts_with(kEmailPrefix); }

bool is_reserved_register(std::string_view name) {
  return !is_field_register(name) || name.starts_with(kStaffFieldPrefix);
}

bool is_field_register(std::string_view name) { return !is_address_register(name) && name != kSettledName; }

std::string staff_register(std::string_view field) { return std::string(kStaffFieldPrefix) + std::string(field); }

std::string_view field_of(std::string_view name) {
  return name.starts_with(kStaffFieldPrefix) ? name.substr(kStaffFieldPrefix.size()) : name;
}

std::string email_register(std::string_view email_key) { return std::string(kEmailPrefix) + std::string(email_key); }

std::vector<std::string> email_keys(const ContactView& view) {
  std::vector<std::string> keys;
  for (auto field = view.fields.lower_bound(std::string(kEmailPrefix));
       field != view.fields.end() && field->first.starts_with(kEmailPrefix); ++field) {
    keys.push_back(field->first.substr(kEmailPrefix.size()));
  }
  // A view of an earlier version has no such register.
  if (keys.empty() && !view.email_key.empty()) keys.push_back(view.email_key);
  return keys;
}

std::optional<std::string> shown_field(const std::map<std::string, FieldValue>& fields, const std::string& name) {
  const auto typed = fields.find(name);
  const auto staff = fields.find(staff_register(name));
  const FieldValue* shown = typed == fields.end() ? nullptr : &typed->second;
  if (staff != fields.end()) {
    const bool is_pinned = staff->second.kind == RegisterKind::set;
    if (is_pinned || shown == nullptr || is_later(staff->second, *shown)) shown = &staff->second;
  }
  if (shown == nullptr || shown->kind == RegisterKind::clear) return std::nullopt;
  return shown->value;
}

domain::Fields shown_fields(const std::map<std::string, FieldValue>& fields) {
  domain::Fields shown;
  for (const auto& [name, value] : fields) {
    if (!is_field_register(name)) continue;
    const std::string field(field_of(name));
    if (auto text = shown_field(fields, field)) shown[field] = std::move(*text);
  }
  return shown;
}

std::optional<std::string> shown_email(const std::map<std::string, FieldValue>& fields, const std::string& email_key) {
  if (email_key.empty()) return std::nullopt;
  auto typed = shown_field(fields, email_register(email_key));
  if (!typed) typed = shown_field(fields, kEmailField);
  return typed ? typed : std::optional(email_key);
}

}  // namespace foyer::server
