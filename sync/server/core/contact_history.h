// How one line of contact_history stands in its column and in answers: what was written, as one JSON object
// {REGISTER:TEXT|null,…} in order of names; null: cleared. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "sync/server/core/records.h"

namespace foyer::server {

std::string written_to_json(const Writing& writing);
// Nothing of a text that is not such an object: a damaged line keeps nobody from the contact.
decltype(Writing::fields) parse_written(std::string_view json);

}  // namespace foyer::server
