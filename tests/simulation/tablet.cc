#include "tests/simulation/tablet.h"

#include <algorithm>
#include <limits>
#include <random>
#include <utility>

#include "shared/wire/pull.h"
#include "sync/agent/enrolment.h"
#include "tests/simulation/enrolling_wire.h"

namespace foyer::simulation {
namespace {

constexpr int kActionsPerTurnMax = 100;  // as in sync_loop.cc
constexpr std::int64_t kLongestWaitMs = 24LL * 3600 * 1000;

std::string disk_name(const void* owner) {
  return "sim-tablet-" + std::to_string(reinterpret_cast<std::uintptr_t>(owner));
}

}  // namespace

Tablet::Tablet(const Plan& plan, int number, Timeline& line, Diary& diary, Network& network, Centre& centre)
    : plan_(plan),
      number_(number),
      name_("tablet " + std::to_string(number)),
      line_(line),
      diary_(diary),
      centre_(centre),
      luck_(mix({plan.seed, 30, static_cast<std::uint64_t>(number)})),
      clock_(line),
      kiosk_random_(luck_.next()),
      agent_random_(luck_.next()),
      disk_(::foyer::simulation::disk_name(this)),
      wire_(*this, network) {
  // Half of the tablets never had the right time.
  constexpr std::array<std::int64_t, 6> kWalls = {0,        2'524'608'000'000, kBeginMs - 3'600'000,
                                                  kBeginMs, kBeginMs,          kBeginMs};
  set_wall(luck_.pick(kWalls));
  boot();
}

Tablet::~Tablet() = default;

std::string Tablet::site() const { return plan_.sites > 1 && number_ % 2 == 1 ? "annexe" : ""; }

store::KioskStore* Tablet::kiosk() { return kiosk_ && !is_asleep() ? &*kiosk_ : nullptr; }

// ---- Programs ------------------------------------------------------------------------------------------------------

Result<store::KioskStore> Tablet::open(SimRandom& random, bool is_checked) {
  store::KioskStoreOptions options;
  options.vfs = disk_.name();
  options.check = is_checked;
  options.busy_timeout_ms = 0;  // nobody else runs while somebody waits
  auto opened = store::KioskStore::open("", clock_, random, options);
  if (opened || disk_.is_dead() || opened.error().fault == Fault::full) return opened;
  diary_.violated("I1", "a tablet's database is lost: " + opened.error().detail);
  return opened;
}

void Tablet::start_kiosk() {
  if (kiosk_ || diary_.violation()) return;
  auto opened = open(kiosk_random_, false);
  if (opened) {
    kiosk_.emplace(std::move(*opened));
    return;
  }
  if (!note_death(Death::kiosk))
    line_.in(1'000, [this, starts = starts_] { starts == starts_ ? start_kiosk() : void(); });
}

void Tablet::start_agent() {
  if (agent_ || diary_.violation()) return;
  auto opened = open(agent_random_, true);
  if (opened) {
    agent_ = std::make_unique<Agent>(std::move(*opened), wire_, clock_, agent_random_);
    if (!note_death(Death::agent)) turn_at(line_.now());
    return;
  }
  if (!note_death(Death::agent))
    line_.in(1'000, [this, starts = starts_] { starts == starts_ ? start_agent() : void(); });
}

void Tablet::boot() {
  ++starts_;
  clock_.boot(random_uuid(kiosk_random_));
  start_kiosk();
  start_agent();
}

void Tablet::stop(Death death) {
  disk_.cut_power_after(0);  // a program that is killed writes nothing more
  if (death != Death::kiosk) {
    agent_.reset();
    wire_.hang_up();
  }
  if (death != Death::agent) kiosk_.reset();
}

bool Tablet::note_death(Death who) {
  if (!disk_.is_dead()) return false;
  const Death death = is_power_cut_ ? Death::power : who;
  stop(death);
  const std::int64_t away = is_healed_ ? 0 : away_ms_;
  const std::uint64_t starts = starts_;
  if (death == Death::power) {
    std::mt19937_64 torn(luck_.next());
    disk_.restart(torn);
    say("lost power");
    if (luck_.chance(0.2)) clock_.set_wall(0);  // no battery
    line_.in(away, [this, starts] { starts == starts_ ? boot() : void(); });
    return true;
  }
  disk_.go_on();
  say(death == Death::kiosk ? "kiosk killed" : "agent killed");
  line_.in(away, [this, starts, death] {
    if (starts != starts_) return;
    death == Death::kiosk ? start_kiosk() : start_agent();
  });
  return true;
}

void Tablet::kill_after(std::uint64_t boundaries, Death death, std::int64_t away_ms) {
  if (is_asleep() || !kiosk_ || !agent_) return;
  is_power_cut_ = death == Death::power;
  away_ms_ = away_ms;
  disk_.cut_power_after(boundaries);
  note_death(death);
}

bool Tablet::put_back(const crash::CrashDisk::Image& image) {
  if (is_asleep() || !kiosk_ || !agent_) return false;
  stop(Death::power);
  disk_.put_back(image);
  boot();
  return true;
}

// ---- The agent's loop ----------------------------------------------------------------------------------------------

void Tablet::turn_at(std::int64_t when) {
  const std::uint64_t ticket = ++turn_ticket_;
  line_.at(std::max(when, asleep_until_), [this, ticket] {
    if (ticket == turn_ticket_) turn();
  });
}

void Tablet::turn() {
  if (!agent_) return;
  if (is_asleep()) return turn_at(asleep_until_);
  for (Missed& missed : std::exchange(missed_, {})) ended(missed.lane, missed.ticket, std::move(missed.reply));
  if (!agent_) return;
  for (int i = 0; i < kActionsPerTurnMax; ++i) {
    const agent::Action action = agent::next_action(agent_->pass.facts());
    if (action.act != agent::Act::wait) {
      agent_->pass.carry_out(action);
      if (note_death(Death::agent)) return;
      continue;
    }
    const std::int64_t wake = clock_.moment(action.wake);
    diary_.expect(wake < line_.now() + kLongestWaitMs, "L2", "an agent has nothing that wakes it");
    return turn_at(std::max(wake, line_.now() + 1));
  }
  diary_.violated("L4", "the agent's rules never come to a wait");
}

void Tablet::ring(bool is_lost) {
  if (!agent_ || is_lost) return;
  agent_->pass.rung();
  turn_at(line_.now() + 1);
}

void Tablet::Wire::start(const agent::HttpRequest& request) {
  if (owner_.disk_.is_dead()) return;  // so is the sender
  under_way_.at(static_cast<std::size_t>(request.lane)) = ++tickets_;
  network_.send(owner_, request, tickets_);
}

bool Tablet::awaits(agent::Lane lane, std::uint64_t ticket) const { return wire_.awaits(lane, ticket); }

void Tablet::ended(agent::Lane lane, std::uint64_t ticket, Result<agent::HttpReply> reply) {
  if (!agent_ || !wire_.awaits(lane, ticket)) return;
  if (is_asleep()) {
    missed_.push_back({lane, ticket, std::move(reply)});
    return turn_at(asleep_until_);
  }
  wire_.cancel(lane);
  agent_->pass.finished({lane, std::move(reply)});
  if (note_death(Death::agent)) return;
  if (on_exchange && lane != agent::Lane::hello) on_exchange(*this);
  turn_at(line_.now());
}

// ---- What happens to it --------------------------------------------------------------------------------------------

void Tablet::enrol() {
  if (is_asleep() || !is_online()) return;
  const std::string code = centre_.make_code(name_, site());
  if (code.empty()) return;
  auto opened = open(agent_random_, true);
  if (opened) {
    EnrollingWire wire(centre_);
    const auto done = agent::enrol(*opened, wire, clock_, {"https://foyer.example.org", "", code, "simulated", -1});
    say(done ? "enrolled" : "not enrolled: " + done.error().detail);
  }
  note_death(Death::agent);
}

bool Tablet::needs_enrolment() {
  if (!kiosk_) return false;
  const auto state = kiosk_->sync_state();
  if (!state) return false;
  if (!state->enrolment || state->forked) return true;
  const auto known = centre_.store().device(state->enrolment->device);
  return known && !*known;
}

void Tablet::sleep(std::int64_t ms) { asleep_until_ = line_.now() + ms; }

void Tablet::heal() {
  is_healed_ = true;
  asleep_until_ = offline_until_ = 0;
  disk_.set_free_bytes(std::numeric_limits<std::uint64_t>::max());
  disk_.go_on();
  if (!kiosk_ && !agent_) {
    boot();
  } else {
    start_kiosk();
    start_agent();
  }
  turn_at(line_.now());
}

bool Tablet::is_drained() {
  if (!kiosk_ || !agent_) return false;
  const auto state = kiosk_->sync_state();
  const auto counts = kiosk_->counts();
  const auto parked = kiosk_->parked();
  const auto head = centre_.store().head();
  return state && counts && parked && head && counts->pending == 0 && *parked == 0 && state->cursor_seq == head->seq &&
         !state->cursor.empty() && agent_->pass.facts().is_at_head;
}

}  // namespace foyer::simulation
