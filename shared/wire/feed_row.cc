#include "shared/wire/feed_row.h"

#include "shared/wire/json_text.h"

namespace foyer::wire {

std::string row_to_json(const FeedRow& row) {
  JsonObject out;
  out.text("k", row.kind).text("id", row.id).number("seq", row.seq);
  if (!row.d.empty()) out.raw("d", row.d);
  return out.str();
}

FeedRow row_from(const Json& json) {
  Members members(json);
  FeedRow row{members.text("k"), members.text("id"), members.number("seq"), {}};
  if (!members.ok() || row.kind.empty()) return FeedRow{{}, {}, 0, std::string(json.raw)};
  if (const Json* const d = json.find("d"); d != nullptr) row.d = std::string(d->raw);
  return row;
}

}  // namespace foyer::wire
