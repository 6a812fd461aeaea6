// Some minutes of bad weather over a centre and its tablets as real processes: people check in, leave contacts and
// leave on tablets whose networks lose, double, delay, cut and forge, while centre and agents are killed. Then the
// weather clears, and nothing may be missing, doubled or different from tablet to tablet. Everything that is drawn
// comes from one seed; when what was drawn happens is up to the machine. One thread. Failures throw
// (tests/support/wait.h).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/flows/outbox.h"
#include "tests/flows/site.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/postgres.h"

namespace foyer::storm {

class Storm {
 public:
  enum class Database { sqlite, postgres };  // a PostgreSQL of its own, which is killed as well
  Storm(unsigned seed, Database kind);

  void blow();
  // Until every tablet has nothing pending and has read the feed to its head, with no help but good weather.
  void clear_up();
  // One line for each promise that does not hold; empty when all do.
  std::vector<std::string> broken_promises();

 private:
  struct Desk {
    std::unique_ptr<flows::Tablet> tablet;
    std::unique_ptr<support::FaultProxy> proxy;
    std::unique_ptr<flows::Outbox> outbox;
    bool is_running = false;
  };

  std::size_t draw(std::size_t below) { return random_() % below; }
  support::FaultRates draw_rates();
  std::string address(std::size_t person);
  void somebody_comes();
  void something_breaks();
  void kill_centre();
  void kill_database();
  void kill_agent(Desk& desk);
  void set_running(Desk& desk);

  std::mt19937 random_;
  std::optional<support::PostgresCluster> database_;
  flows::Centre centre_;
  std::vector<Desk> desks_;
  std::set<std::string> visits_;  // ids
  std::set<std::string> keys_;    // of everybody who came
  // What each tablet wrote last: (key, field) -> texts.
  std::map<std::pair<std::string, std::string>, std::map<std::size_t, std::string>> written_;
};

}  // namespace foyer::storm
