// The per-field rule (I-04, sync.md 3.4): one register for each field, the greatest (stamp, op id) wins, whatever the
// order of arrival. That an empty text never becomes a write is domain::canonical(). Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/server/core/records.h"

namespace foyer::server {

// Whether `a` is the later write.
bool is_later(const FieldValue& a, const FieldValue& b);

// The least upper bound: commutative, associative, idempotent.
FieldValue merge_register(const FieldValue& a, const FieldValue& b);

// Sets `fields[name]` to the later of the two.
void write_register(std::map<std::string, FieldValue>& fields, const std::string& name, const FieldValue& value);

// Whether it holds an address: no field of a form.
bool is_address_register(std::string_view name);
// The name of the register that holds the address with this key.
std::string email_register(std::string_view email_key);
// Every key that somebody wrote to this contact with.
std::vector<std::string> email_keys(const ContactView& view);

// What everyone is shown of a field: nothing when it is absent or was cleared.
std::optional<std::string> shown_field(const std::map<std::string, FieldValue>& fields, const std::string& name);
// The address as it was last typed for `email_key`; the key itself when nobody typed it.
std::optional<std::string> shown_email(const std::map<std::string, FieldValue>& fields, const std::string& email_key);

}  // namespace foyer::server
