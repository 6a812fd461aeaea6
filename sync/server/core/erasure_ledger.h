// What was erased, outside of the main database and its backups: the file `erasures` in the data folder, read again
// after every restore, so that a backup brings nobody back. Append-only; one JSON object a line, and no personal data:
//   {"v":1,"erase_id":UUID,"root":UUID,"cids":[UUID,…],"keys":[{"mac":64 HEX,"from":STAMP,"to":STAMP},…],
//    "erased_at":STAMP,"at_ms":MS,"keep_until_ms":MS}
// `cids` are all members of the class, root included; a key's mac is keyed_mac() of the email key, which is in every
// backup, and from/to the interval of its owner. Members that a newer version adds are skipped. append() belongs before
// the commit of the erasure: what stands here is carried out (erasure_keeper.h), whatever became of the commit. One
// process at a time, that of the folder's lock; one thread.
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

// Where the lines are; tests have one in memory.
class ErasureLedger {
 public:
  struct Contents {
    std::vector<ErasureLine> erasures;  // in the order of their first lines; of one erase_id the last line
    int unreadable = 0;                 // damaged lines
  };

  virtual ~ErasureLedger() = default;
  // On disk when it returns. Fault::full, refused: `detail` names the file.
  virtual Result<void> append(const ErasureLine& erasure) = 0;
  virtual Result<Contents> read() const = 0;
  // These lines instead of all that are there, in one step. Fails as append(), and then nothing is changed.
  virtual Result<void> rewrite(const std::vector<ErasureLine>& erasures) = 0;
  // For messages.
  virtual std::string name() const = 0;
};

// A missing file has no lines. A torn last line is what a crash left of an append that never returned: no erasure was
// committed for it, so it counts for nothing, and the next append puts its own in that place.
class ErasureFile final : public ErasureLedger {
 public:
  explicit ErasureFile(std::string path) : path_(std::move(path)) {}

  Result<void> append(const ErasureLine& erasure) override;
  Result<Contents> read() const override;
  Result<void> rewrite(const std::vector<ErasureLine>& erasures) override;
  std::string name() const override { return path_; }

 private:
  std::string path_;
};

std::string to_line(const ErasureLine& erasure);
Result<ErasureLine> parse_erasure(std::string_view line);

}  // namespace foyer::server
