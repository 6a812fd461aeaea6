// Where the parts of a JSON text begin and end, found without understanding them: only strings, their escapes and
// brackets count. So an item that the JSON parser refuses (a lone surrogate, a member twice, a thousand brackets)
// spoils only itself, and what is parsed later is not parsed twice. One pass over the text, nothing copied but the
// envelope. Pure; any thread; no input makes it throw.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.h"

namespace foyer::wire {

struct CutList {
  std::string envelope;                 // the object with an empty list in place of its items
  std::vector<std::string_view> items;  // into the text; no more than `items_max` + 1 of them
};

// Nothing when the text is not one object with one list `name` in which every bracket and quote has its partner.
std::optional<CutList> cut_list(std::string_view json, std::string_view name, std::size_t items_max);

struct CutMember {
  std::string envelope;    // the object with null in place of the value
  std::string_view value;  // into the text; it need not be JSON
};

// Nothing when the text is not one object with one member `name` in which every bracket and quote has its partner.
std::optional<CutMember> cut_member(std::string_view json, std::string_view name);

// The UUID in the member `name` of an op that cannot be parsed. Nothing when there is none, or two.
std::optional<Uuid> find_id(std::string_view op, std::string_view name);

}  // namespace foyer::wire
