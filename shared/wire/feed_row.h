// A row of the feed as it travels, in pages and in snapshots: {"k":KIND,"id":UUID,"seq":N,"d":{…}}. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "shared/wire/rows.h"

namespace foyer::wire {

std::string row_to_json(const FeedRow& row);
// `d` is not looked into: whoever knows the kind parses it. Fault::invalid when the rest is no row.
Result<FeedRow> parse_row(std::string_view json);

}  // namespace foyer::wire
