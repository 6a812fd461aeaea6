// Holds the database and the ledger of erasures together: what stands in the ledger is carried out, also in a database
// that was put back to before it. Whoever erases notes it here before the commit; whoever serves the database settles
// first, which costs nothing unless there is doubt: at the start, after a new connection, when a tablet knew more of
// our history than we do, when the commit after a note failed, and once an hour. Several servers over one database have
// a ledger each; settling also adds to the own one what others erased, and lets go of the hashes of addresses whose
// time is over: a tablet that was away for longer reads the feed anew (410). Over a ServerStore; that store's thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/base/result.h"
#include "sync/server/core/erasure_ledger.h"
#include "sync/server/core/server_store.h"

namespace foyer::server {

class ErasureKeeper {
 public:
  // All four outlive it.
  ErasureKeeper(ServerStore& store, ErasureLedger& ledger, const Clock& clock, Random& random)
      : store_(store), ledger_(ledger), clock_(clock), random_(random) {}

  // Inside of write(), before its commit. Fails as the ledger fails: then the work has to fail too.
  Result<void> note(const Erasure& erasure, std::int64_t now_ms);
  // The write() of the last note() succeeded.
  void committed();

  // The database may lack what the ledger has.
  void doubt() { is_in_doubt_ = true; }
  // Outside of write() and read(). How many erasures it carried out again. Fails as the store or the ledger does, and
  // with Fault::refused when an erasure is missing and the ledger has lines that nobody can read.
  Result<int> settle();

  // Bytes of what was deleted are in the database's log.
  void leave_traces() { are_traces_left_ = true; }
  // Takes them out, or later when somebody reads.
  void clear_traces();

 private:
  using Lines = std::map<Uuid, ErasureLine>;  // by erase_id

  Result<void> carry_out(const ErasureLine& line, const std::map<Mac, std::string>& email_keys);
  Result<std::map<Mac, std::string>> email_keys();
  Result<void> let_hashes_go(const ErasedRows& rows);
  void let_lines_go(ErasureLedger::Contents known);
  void adopt(const Lines& erased, const ErasureLedger::Contents& known);

  ServerStore& store_;
  ErasureLedger& ledger_;
  const Clock& clock_;
  Random& random_;
  bool is_in_doubt_ = true;
  bool is_commit_open_ = false;  // a line was appended and its commit not seen
  bool are_traces_left_ = false;
  std::int64_t connections_ = 0;
  std::int64_t settled_mono_ms_ = 0;
};

}  // namespace foyer::server
