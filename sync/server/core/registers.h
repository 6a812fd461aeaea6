// The per-field rule (I-04, sync.md 3.4): one register for each field, the greatest (stamp, op id) wins, whatever the
// order of arrival. That an empty text never becomes a write is domain::canonical(). Pure; any thread.
#pragma once

#include <map>
#include <string>

#include "sync/server/core/records.h"

namespace foyer::server {

// Whether `a` is the later write.
bool is_later(const FieldValue& a, const FieldValue& b);

// The least upper bound: commutative, associative, idempotent.
FieldValue merge_register(const FieldValue& a, const FieldValue& b);

// Sets `fields[name]` to the later of the two.
void write_register(std::map<std::string, FieldValue>& fields, const std::string& name, const FieldValue& value);

}  // namespace foyer::server
