// One row of the table `op`. The CRC-32 (IEEE) covers, in this order: op_id and chain (16 bytes each), type and a zero
// byte, v, boot (16 bytes), mono_ms, wall_ms (each number as 8 bytes, big-endian), body. A row whose CRC differs was
// damaged on disk after it was written. Thread: that of the Database.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/domain/op.h"
#include "shared/store/database.h"

namespace foyer::store {

std::uint32_t crc32(std::string_view bytes);

// Columns in the order of kOpColumns.
struct OpRow {
  std::int64_t n = 0;
  Uuid id;
  Uuid chain;
  std::string type;
  int v = 1;
  Instant at;
  std::string body;
  std::int64_t crc = 0;
  std::string proof;  // not among kOpColumns: only a push reads it; empty: none

  std::int64_t expected_crc() const;
  bool is_intact() const { return crc == expected_crc(); }
  // As wire::to_json(Op) makes it, with the proof; the body stays byte for byte.
  std::string json() const;
};

inline constexpr std::string_view kOpColumns = "n, op_id, chain, type, v, boot, mono_ms, wall_ms, body, crc";
// REQUIRES: the statement's first columns are kOpColumns and it is on a row
OpRow read_op_row(const Statement& row);

// Of a pending op at the wall time ?1: neither it nor an earlier op of its chain waits for its next try.
inline constexpr std::string_view kIsDue =
    "(op.next_try IS NULL OR op.next_try <= ?1 OR op.tried_at > ?1)"
    " AND NOT EXISTS (SELECT 1 FROM op AS before WHERE before.chain = op.chain AND before.n < op.n"
    "  AND before.state = 'pending' AND before.tried_at <= ?1 AND before.next_try > ?1)";

// Later ops of the chain wait behind op `n`, which is dead or held.
Result<void> hold_behind(Database& db, const Uuid& chain, std::int64_t n);
// Ops that waited behind one that is no longer in their way are pending again.
Result<void> release_chains(Database& db);

}  // namespace foyer::store
