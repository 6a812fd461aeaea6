// One tablet of a simulated run: a machine with a disk, clocks and a plug, and the two programs on it: the kiosk (a
// KioskStore of its own) and the agent (KioskStore, SyncPass and its rules, turned as sync_loop turns them). Programs
// die at a chosen write of the disk, alone or with the machine, and start again from the files. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "shared/store/kiosk_store.h"
#include "sync/agent/sync_pass.h"
#include "tests/crash/crash_disk.h"
#include "tests/simulation/centre.h"
#include "tests/simulation/diary.h"
#include "tests/simulation/luck.h"
#include "tests/simulation/network.h"
#include "tests/simulation/plan.h"
#include "tests/simulation/timeline.h"

namespace foyer::simulation {

enum class Death { kiosk, agent, power };

class Tablet final : public Plug {
 public:
  Tablet(const Plan& plan, int number, Timeline& line, Diary& diary, Network& network, Centre& centre);
  ~Tablet() override;

  int number() const override { return number_; }
  const std::string& name() const { return name_; }
  std::string site() const;
  // Null while the program is not running, or nobody can reach the tablet.
  store::KioskStore* kiosk();
  Instant clock() const { return clock_.now(); }
  const std::string& disk_name() const { return disk_.name(); }

  // Called after `who` may have written: when the disk died over it, so did who wrote, or the whole machine.
  bool note_death(Death who);
  // The kiosk has something for the agent. The ring may get lost.
  void ring(bool is_lost);
  // Staff type a code in; the outcome is what the real program stores.
  void enrol();
  // Whether the centre knows who this is, as far as the tablet can tell.
  bool needs_enrolment();

  void kill_after(std::uint64_t boundaries, Death death, std::int64_t away_ms);
  void sleep(std::int64_t ms);
  void go_offline(std::int64_t ms) { offline_until_ = line_.now() + ms; }
  void set_wall(std::int64_t wall_ms) { clock_.set_wall(wall_ms); }
  void set_free_bytes(std::uint64_t bytes) { disk_.set_free_bytes(bytes); }
  void copy() { image_ = disk_.image(); }
  // The disk gets these contents; the machine starts again.
  bool put_back(const crash::CrashDisk::Image& image);
  const std::optional<crash::CrashDisk::Image>& image() const { return image_; }
  crash::CrashDisk::Image disk_image() const { return disk_.image(); }
  void heal();
  // Nothing left to do, as far as the tablet knows.
  bool is_drained();

  bool is_online() const override { return offline_until_ <= line_.now() && asleep_until_ <= line_.now(); }
  bool awaits(agent::Lane lane, std::uint64_t ticket) const override;
  void ended(agent::Lane lane, std::uint64_t ticket, Result<agent::HttpReply> reply) override;

  // After each answer that the agent has taken in.
  std::function<void(Tablet&)> on_exchange;

 private:
  // The lanes of the agent's transport. Time never passes in here: wait() belongs to the loop that Tablet::turn() is.
  class Wire final : public agent::Transport {
   public:
    Wire(Tablet& owner, Network& network) : owner_(owner), network_(network) {}
    void connect_to(const agent::Peer&) override {}
    void start(const agent::HttpRequest& request) override;
    void cancel(agent::Lane lane) override { under_way_.at(static_cast<std::size_t>(lane)) = 0; }
    std::vector<agent::Exchange> wait(std::int64_t, std::span<const int>) override { return {}; }
    bool awaits(agent::Lane lane, std::uint64_t ticket) const {
      return under_way_.at(static_cast<std::size_t>(lane)) == ticket;
    }
    void hang_up() { under_way_ = {}; }

   private:
    Tablet& owner_;
    Network& network_;
    std::uint64_t tickets_ = 0;
    std::array<std::uint64_t, agent::kLanes> under_way_{};
  };
  struct Agent {
    store::KioskStore store;
    agent::SyncPass pass;
    Agent(store::KioskStore opened, Wire& wire, DeviceClock& clock, SimRandom& random)
        : store(std::move(opened)), pass(store, wire, clock, random, {}) {}
  };

  struct Missed {
    agent::Lane lane;
    std::uint64_t ticket;
    Result<agent::HttpReply> reply;
  };

  bool is_asleep() const { return asleep_until_ > line_.now(); }
  Result<store::KioskStore> open(SimRandom& random, bool is_checked);
  void start_kiosk();
  void start_agent();
  void boot();
  void stop(Death death);
  void turn();
  void turn_at(std::int64_t when);
  void say(const std::string& what) { diary_.note(name_, what); }

  const Plan& plan_;
  int number_;
  std::string name_;
  Timeline& line_;
  Diary& diary_;
  Centre& centre_;
  Luck luck_;
  DeviceClock clock_;
  SimRandom kiosk_random_;
  SimRandom agent_random_;
  crash::CrashDisk disk_;
  Wire wire_;
  std::optional<store::KioskStore> kiosk_;
  std::unique_ptr<Agent> agent_;
  std::optional<crash::CrashDisk::Image> image_;
  std::int64_t offline_until_ = 0;
  std::int64_t asleep_until_ = 0;
  std::vector<Missed> missed_;  // answers that came in its sleep
  std::uint64_t turn_ticket_ = 0;
  std::uint64_t starts_ = 0;   // of the machine: a start that was planned before the next is void
  bool is_power_cut_ = false;  // what the disk dies of
  std::int64_t away_ms_ = 0;
  bool is_healed_ = false;
};

}  // namespace foyer::simulation
