// The centre of a simulated run: the real service over the real SQLite store on a disk that can lose power. It dies at
// a chosen write of its disk and comes back from its files. Every answer passes here, so what only the centre can break
// is watched here: it never answers 5xx of its own accord (I13), a copy of a tablet never moves the other's counter
// (I11), no stamp lies in its future (I10). One thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sync/server/core/copy_shelf.h"
#include "sync/server/core/service.h"
#include "sync/server/sqlite/sqlite_store.h"
#include "tests/crash/crash_disk.h"
#include "tests/simulation/diary.h"
#include "tests/simulation/luck.h"
#include "tests/simulation/plan.h"
#include "tests/simulation/timeline.h"
#include "tests/support/copy_at_once.h"
#include "tests/support/memory_folder.h"
#include "tests/support/memory_ledger.h"

namespace foyer::simulation {

class Centre {
 public:
  Centre(const Plan& plan, Timeline& line, Diary& diary);

  bool is_up() const { return service_ != nullptr; }
  // Nothing: it died over this request, which may have been carried out or not.
  std::optional<server::Response> handle(const server::Request& request);
  // A one-time code for a tablet; empty: not now.
  std::string make_code(const std::string& kiosk, const std::string& site);

  // The operator applies a file: some hosts of a handful, each with one of a few names.
  void apply_organisation(std::uint64_t luck);

  // Dies when its disk has seen `boundaries` more writes, at once with 0, and is away for `away_ms`.
  void kill_after(std::uint64_t boundaries, bool is_power_cut, std::int64_t away_ms);
  void set_free_bytes(std::uint64_t bytes) { disk_.set_free_bytes(bytes); }
  void step_clock(std::int64_t ms);
  // An image of its disk is taken, or written back over what happened since.
  void copy() { image_ = disk_.image(); }
  bool roll_back(std::int64_t away_ms);
  // A verified backup, of which tablets are told; and the same put back as a history of its own.
  void back_up();
  bool restore(std::int64_t away_ms);
  bool was_rolled_back() const { return rollbacks_ > 0; }
  int rollbacks() const { return rollbacks_; }
  bool was_clock_stepped() const { return was_clock_stepped_; }
  // Nothing goes wrong any more; it starts when it is down.
  void heal();

  // For the checks. REQUIRES: is_up()
  server::ServerStore& store() { return *store_; }
  std::int64_t latest_ms() const { return latest_ms_; }  // the highest that its clock has shown

 private:
  void start();
  void die();
  void put_back(const crash::CrashDisk::Image& image, std::int64_t away_ms);
  // On a connection of its own, as the programs beside the server do.
  bool write(const std::string& sql);
  void watch(const server::Request& request, const server::Response& response, std::int64_t push_n_before);
  std::int64_t push_n_of(const std::string& token);

  const Plan& plan_;
  Timeline& line_;
  Diary& diary_;
  DeviceClock clock_;
  SimRandom random_;
  Luck luck_;
  crash::CrashDisk disk_;
  std::unique_ptr<server::SqliteStore> store_;
  support::MemoryFolder snapshots_;  // beside the database; no image of the disk has it
  std::unique_ptr<support::CopyAtOnce> copier_;
  std::unique_ptr<server::CopyShelf> copies_;
  support::MemoryLedger ledger_;
  std::unique_ptr<server::ErasureKeeper> erasures_;
  std::unique_ptr<server::Service> service_;
  std::optional<crash::CrashDisk::Image> image_;
  std::optional<crash::CrashDisk::Image> backup_;
  bool is_power_cut_ = false;
  bool is_healed_ = false;
  std::int64_t away_ms_ = 0;
  int rollbacks_ = 0;
  bool was_clock_stepped_ = false;
  std::int64_t latest_ms_ = 0;
};

}  // namespace foyer::simulation
