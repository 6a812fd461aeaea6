// An op as JSON, the same on the wire and in the tablet's database:
//   {"id":UUID,"chain":UUID,"type":"check_in","v":1,"at":{"boot":UUID,"mono":MS,"wall":MS},"body":{…}}
// Bodies:
//   check_in      {"cid":UUID,"email":TEXT|null,"set":{"name":{"full":TEXT},"company":TEXT,…},"clear":[FIELD,…],
//                  "seen_seq":N|null,"visit":{"id":UUID,"reason":"drop_in","host":TEXT|null,"pass":UUID|null}}
//   contact_edit  the same without "visit"
//   check_out     {"visit_id":UUID|null,"email":TEXT|null}, one of the two
//   void          {"visit_id":UUID}
// An op that the centre has answered before carries "proof":TEXT as well, the one of that answer (push.h).
// Another type, or another version of a known one, is kept byte for byte as UnknownBody. Unknown members of a known
// body are ignored. Pure; any thread; no input makes it throw.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "shared/domain/op.h"

namespace foyer::wire {

inline constexpr std::size_t kOpBytesMax = 64 * 1024;  // five fields at their limits are a tenth of it
inline constexpr int kDepthMax = 16;                   // ours are 5 deep; deeper is an attack on the parser

std::string to_json(const domain::Op& op);
// The op's JSON with its proof; unchanged for an empty one. REQUIRES: made by to_json()
std::string with_proof(std::string op_json, std::string_view proof);
// Fault::invalid; `detail` names the member that is wrong, never its value.
Result<domain::Op> parse_op(std::string_view json);

// The body alone, for stores that keep the envelope in columns.
std::string body_to_json(const domain::OpBody& body);
Result<domain::OpBody> parse_body(std::string_view type, int v, std::string_view json);

}  // namespace foyer::wire
