// Where the ops of a push that came as one JSON object begin and end, found without understanding them: only strings,
// their escapes and brackets count. So an op that the JSON parser refuses (a lone surrogate, a member twice, a thousand
// brackets) spoils only itself. One pass over the text, nothing copied but the envelope. Pure; any thread; no input
// makes it throw.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.h"

namespace foyer::wire {

struct CutPush {
  std::string envelope;               // the request with an empty list in place of its ops
  std::vector<std::string_view> ops;  // into the request; no more than `ops_max` + 1 of them
};

// Nothing when the text is not one object with a list "ops" in which every bracket and quote has its partner.
std::optional<CutPush> cut_push(std::string_view json, std::size_t ops_max);

// The UUID in the member `name` of an op that cannot be parsed. Nothing when there is none, or two.
std::optional<Uuid> find_id(std::string_view op, std::string_view name);

}  // namespace foyer::wire
