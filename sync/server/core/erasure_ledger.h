// What was erased, outside of the main database and its backups: the file `erasures` in the data folder, read again
// after every restore, so that a backup brings nobody back. Append-only; one JSON object a line, and no personal data:
//   {"v":1,"erase_id":UUID,"root":UUID,"cids":[UUID,…],"keys":[{"mac":64 HEX,"from":STAMP,"to":STAMP},…],
//    "erased_at":STAMP,"at_ms":MS,"keep_until_ms":MS}
// `cids` are all members of the class, root included; a key's mac is keyed_mac() of the email key, which is in every
// backup, and from/to the interval of its owner. Members that a newer version adds are skipped. append() belongs before
// the commit of the erasure: a line without its erasure is harmless, the other way round is not. Any process; one
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/result.h"
#include "sync/server/core/records.h"

namespace foyer::server {

inline constexpr const char* kErasureFile = "erasures";

struct ErasedInterval {
  Mac key_mac{};
  Stamp from = kStampMin;
  Stamp to = kStampMax;

  bool operator==(const ErasedInterval&) const = default;
};

struct ErasureLine {
  Uuid erase_id;
  Uuid root;
  std::vector<Uuid> cids;
  std::vector<ErasedInterval> keys;
  Stamp erased_at = 0;
  std::int64_t at_ms = 0;
  std::int64_t keep_until_ms = 0;

  bool operator==(const ErasureLine&) const = default;
};

class ErasureLedger {
 public:
  explicit ErasureLedger(std::string path) : path_(std::move(path)) {}

  // On disk when it returns. Fault::full, refused. A line that lost its end in a crash is ended first.
  Result<void> append(const ErasureLine& erasure) const;

  struct Contents {
    std::vector<ErasureLine> erasures;  // in the order of their lines; one erase_id once
    int unreadable = 0;                 // damaged lines, a torn last one included
  };
  // A missing file has no lines.
  Result<Contents> read() const;

 private:
  std::string path_;
};

std::string to_line(const ErasureLine& erasure);
Result<ErasureLine> parse_erasure(std::string_view line);

}  // namespace foyer::server
