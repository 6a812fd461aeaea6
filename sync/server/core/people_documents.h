// What documents of the organisation say about people: a booking has a name, an address and a code, a pass too, an
// event has guests. When the person is erased, those are taken out and the rest stays: the resource was booked, the
// pass has its credits. Found by the address, whoever it was written for. Any thread; the loader is over a ServerStore.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "shared/base/result.h"
#include "sync/server/core/server_store.h"
#include "sync/server/core/snapshot.h"

namespace foyer::server {

// Adds every document that may name people to the snapshot.
Result<void> load_people_documents(ServerStore& store, Snapshot& snapshot);

// The document without whoever's email key `is_theirs`; nothing when it says nothing about them.
std::optional<StoredDocument> without_person(const StoredDocument& document,
                                             const std::function<bool(const std::string& email_key)>& is_theirs);

}  // namespace foyer::server
