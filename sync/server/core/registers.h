// The per-field rule (I-04, sync.md 3.4): one register for each field, the greatest (stamp, op id) wins, whatever the
// order of arrival. That an empty text never becomes a write is domain::canonical(). Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/domain/op.h"
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

// Whether the name belongs to the centre: no form may write it.
bool is_reserved_register(std::string_view name);
// Whether it holds a field, of visitors or of staff.
bool is_field_register(std::string_view name);
// The name of the register that holds what staff wrote in this field.
std::string staff_register(std::string_view field);
// The field that a register holds a write of, by visitors or by staff.
std::string_view field_of(std::string_view name);

// What everyone is shown of a field: staff's value while there is one, else the later of what staff cleared and what
// visitors wrote. Nothing when it is absent or was cleared.
std::optional<std::string> shown_field(const std::map<std::string, FieldValue>& fields, const std::string& name);
// Every field that is shown, without the addresses.
domain::Fields shown_fields(const std::map<std::string, FieldValue>& fields);
// The address as it was last typed for `email_key`; the key itself when nobody typed it.
std::optional<std::string> shown_email(const std::map<std::string, FieldValue>& fields, const std::string& email_key);

}  // namespace foyer::server
