// The column contact_view.fields: every field of a contact with the write that it comes from, in one blob. For each
// field, in order of names:
//   name length u16, name, kind u8 (0 set, 1 clear), stamp i64, op id 16 bytes, value length u32, value
// Numbers are little-endian. Pure; any thread; decoding never reads beyond the bytes.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "sync/server/core/records.h"

namespace foyer::server {

std::string encode_fields(const std::map<std::string, FieldValue>& fields);

// Fault::corrupt for bytes that encode_fields() did not write.
Result<std::map<std::string, FieldValue>> decode_fields(std::string_view bytes);

}  // namespace foyer::server
