#include "shared/wire/feed_row.h"

#include "shared/wire/json_cut.h"
#include "shared/wire/json_reader.h"
#include "shared/wire/json_text.h"

namespace foyer::wire {
namespace {

constexpr int kRowDepthMax = 16;  // beside `d`

}  // namespace

std::string row_to_json(const FeedRow& row) {
  JsonObject out;
  out.text("k", row.kind).text("id", row.id).number("seq", row.seq);
  if (!row.d.empty()) out.raw("d", row.d);
  return out.str();
}

Result<FeedRow> parse_row(std::string_view json) {
  const auto cut = cut_member(json, "d");
  const auto tree = read_json(cut ? std::string_view(cut->envelope) : json, kRowBytesMax, kRowDepthMax);
  if (!tree) return tree.error();
  Members members(*tree);
  FeedRow row{members.text("k"), members.text("id"), members.number("seq"), {}};
  // Nothing where a value should be would read as a row that is gone.
  if (row.kind.empty() || (cut ? cut->value.empty() : tree->find("d") != nullptr)) members.fail("d", "not a row");
  if (!members.ok()) return members.error();
  if (cut && cut->value != "null") row.d = std::string(cut->value);
  return row;
}

}  // namespace foyer::wire
