// The least that storing check-ins can cost: the rows of each, in the same tables with the same keys and the same
// number of transactions, nothing looked up. One thread. Failures throw (tests/support/wait.h).
#pragma once

#include <filesystem>

#include "sync/server/postgres/address.h"

namespace foyer::bench {

inline constexpr int kBatch = 200;  // check-ins in one transaction

// Check-ins a second. REQUIRES: the database has the server's tables
double bare_sqlite(const std::filesystem::path& file, int count);
double bare_postgres(const server::postgres::Address& address, int count);

}  // namespace foyer::bench
