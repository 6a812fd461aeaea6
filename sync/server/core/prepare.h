// The checks that need no stored state: is this op well formed, does this server know it, is its address one? What
// fails here is refused alone, with its reason as one word, and nothing of it is stored. Pure; any thread.
#pragma once

#include <string>
#include <variant>

#include "shared/wire/push.h"
#include "sync/server/core/secrets.h"
#include "sync/server/core/snapshot.h"

namespace foyer::server {

// Words of `code` in a rejected result. Tablets show them to staff; they never change meaning.
inline constexpr const char* kMalformed = "malformed";         // not an op as shared/wire/op_json.h describes
inline constexpr const char* kBadEmail = "bad_email";          // parse_email() refuses the address
inline constexpr const char* kBadField = "bad_field";          // a field's name or length, or too many of them
inline constexpr const char* kIdReused = "id_reused";          // the id was used before, for something else
inline constexpr const char* kEmailDiffers = "email_differs";  // the contact id belongs to another address
inline constexpr const char* kContactFull = "contact_full";    // too many fields that this version does not know
inline constexpr const char* kStoreFailed = "store_failed";    // this one op could not be stored; ask again
inline constexpr const char* kChainWaits = "chain";            // an earlier op of its chain was not carried out

// Whether any of the names belongs to the centre.
bool writes_reserved(const domain::FieldWrites& writes);

// Ready for stamping, or the answer that it gets at once.
std::variant<PreparedOp, wire::OpResult> prepare(const wire::PushedOp& pushed, const MacKey& mac_key);

// `detail` names the member and its rule, never a value.
wire::OpResult rejected(const std::optional<Uuid>& id, const char* code, std::string detail = {});
// Not now: the tablet asks again in a minute.
wire::OpResult deferred(const Uuid& id, const char* code);

}  // namespace foyer::server
