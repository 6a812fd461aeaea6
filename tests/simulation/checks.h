// The promises of sync.md 4.1 and 4.2, held against a run. Those that hold at any moment are looked at in audits during
// the storm and after each exchange, the others at the end. Where each one is:
//   I1  audit, finish       every saved op is in the tablet's outbox or at the centre; what was not saved is nowhere
//   I2  audit, finish       a visit is one row whose body never changes; the oracle counts them
//   I3  finish              no contact has two addresses, no address two contacts (oracle)
//   I4  finish              the centre is what the oracle says
//   I5  audit               the feed is in order and a tablet has applied all of it up to its cursor
//   I7  finish              an empty text clears nothing (oracle)
//   I8  after each exchange what was said at a tablet stays on its screen
//   I10 Centre::watch       no stamp is in the centre's future
//   I11 Centre::watch       a forked copy does not move the other's counter
//   I12 finish              after a rollback the centre has everything that any tablet retains
//   I13 Centre::handle      nothing is answered 5xx
//   I14 finish              what is dead or held keeps only its own chain waiting
//   L1  World::run          everybody comes to rest            L2, L4 Tablet::turn, Network::count, finish
//   L3  finish              all tablets show what the centre has
//   A5  every run (fates of the network)   A6 finish (oracle)   A10 audit   A11 A12 A13 A14 fresh_reader.h
// Laws of pure functions (A1-A4, A8, A9) are in the unit tests. Not here until the product has the feature: I6, A7 and
// the rules of erasure, merge, unmerge and staff corrections; I9 (passes); revocation.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "tests/simulation/ledger.h"
#include "tests/simulation/oracle.h"
#include "tests/simulation/world.h"

namespace foyer::simulation {

class Checks {
 public:
  explicit Checks(World& world) : world_(world) {}

  void audit();
  void after_exchange(Tablet& tablet);
  void finish(std::int64_t requests, std::int64_t healing_ms);
  // The centre has lost a part of its history: what it said before counts no more.
  void forget();

 private:
  bool expect(bool holds, const char* promise, const std::string& what);
  void check_kept(const Tablet& tablet, const TabletLedger& ledger, const CentreLedger& centre, bool is_final);
  void check_proof(const Said& said, const std::string& proof, const server::Receipt& receipt);
  void check_feed(Tablet& tablet, const TabletLedger& ledger, const CentreLedger& centre);
  void check_receipts(const CentreLedger& centre);
  void check_times(const Said& said, const server::Visit& visit);
  void check_outbox(const Tablet& tablet, const TabletLedger& ledger);
  void check_oracle(const CentreLedger& centre);
  void check_contacts(const CentreLedger& centre, const Expected& expected);
  void check_visits(const CentreLedger& centre, const Expected& expected);
  void check_documents(const Tablet& tablet, const TabletLedger& ledger, const CentreLedger& centre);
  void check_screen(Tablet& tablet, const TabletLedger& ledger, const CentreLedger& centre);

  World& world_;
  std::map<Uuid, server::Stamp> stamps_;                                  // as first given
  std::map<Uuid, std::tuple<Uuid, server::Stamp, std::int64_t>> visits_;  // op, stamp and time, as first seen
};

}  // namespace foyer::simulation
