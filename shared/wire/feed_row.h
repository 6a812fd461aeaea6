// A row of the feed as it travels, in pages and in snapshots: {"k":KIND,"id":UUID,"seq":N,"d":{…}}. Pure; any thread.
#pragma once

#include <string>

#include "shared/wire/json_reader.h"
#include "shared/wire/rows.h"

namespace foyer::wire {

inline constexpr int kRowDepthMax = 30;  // rows of kinds that do not exist yet may nest deeper than ours

std::string row_to_json(const FeedRow& row);
// What cannot be read comes out without a kind, and its text as `d`.
FeedRow row_from(const Json& json);

}  // namespace foyer::wire
