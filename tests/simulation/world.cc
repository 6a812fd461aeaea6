#include "tests/simulation/world.h"

#include <array>
#include <limits>

#include "tests/simulation/checks.h"
#include "tests/simulation/ledger.h"

namespace foyer::simulation {
namespace {

constexpr int kAudits = 3;  // in the storm; each reads everything
// Five refusals in an hour park an op, the second chance comes an hour later, and there may be a chain of them.
constexpr std::int64_t kHealingMaxMs = 3LL * 3600 * 1000;
constexpr std::int64_t kGlanceMs = 1'000;

}  // namespace

World::World(const Plan& plan, bool is_printed)
    : plan_(plan),
      diary_(line_, is_printed),
      centre_(plan_, line_, diary_),
      network_(plan_, line_, diary_, centre_),
      people_(plan_, line_, diary_),
      checks_(std::make_unique<Checks>(*this)) {
  for (int i = 0; i < plan_.tablets; ++i) {
    tablets_.push_back(std::make_unique<Tablet>(plan_, i, line_, diary_, network_, centre_));
    tablets_.back()->on_exchange = [this](Tablet& tablet) { checks_->after_exchange(tablet); };
    // One of the tablets may be enrolled late: it captures before the centre knows it.
    const bool is_late = Luck(mix({plan_.seed, 40, static_cast<std::uint64_t>(i)})).chance(0.15);
    if (!is_late) tablets_.back()->enrol();
  }
}

World::~World() = default;

void World::perform(const Action& action) {
  Tablet& tablet = *tablets_.at(static_cast<std::size_t>(action.tablet));
  Luck luck(mix({action.luck, 1}));
  if (action.deed < Deed::enrol) {
    // Ids that two tablets share by a copied disk are another matter.
    if (action.deed != Deed::same_id || !was_forked_) people_.act(action, tablet);
  } else if (action.deed < Deed::kill_centre) {
    befall_tablet(action, tablet, luck);
  } else {
    befall_centre(action, luck);
  }
}

// What stood only on the disk that is written over is gone, or known to the centre alone; nobody can be held to it.
void World::write_over(Tablet& tablet, const crash::CrashDisk::Image& image) {
  if (tablet.kiosk() == nullptr || !tablet.put_back(image)) return;
  was_forked_ = true;
  diary_.note(tablet.name(), "has an older disk, or another's");
  const auto ledger = read_tablet(tablet.disk_name());
  for (Said& said : people_.said()) {
    if (said.tablet == tablet.number()) said.is_beyond = !ledger || !ledger->outbox.contains(said.op.id);
  }
}

void World::befall_tablet(const Action& action, Tablet& tablet, Luck& luck) {
  diary_.note(tablet.name(), deed_name(action.deed));
  const auto boundaries = static_cast<std::uint64_t>(luck.chance(0.3) ? 0 : luck.between(1, 40));
  const std::int64_t away = luck.between(500, 10'000);
  constexpr std::int64_t kHourMs = 3'600'000;
  constexpr std::array<std::int64_t, 5> kWalls = {0, 2'524'608'000'000, kBeginMs, kBeginMs - 86'400'000,
                                                  kBeginMs + 5'000};
  switch (action.deed) {
    case Deed::enrol:
      if (tablet.kiosk() != nullptr && centre_.is_up() && tablet.needs_enrolment()) tablet.enrol();
      return;
    case Deed::kill_kiosk: return tablet.kill_after(boundaries, Death::kiosk, away);
    case Deed::kill_agent: return tablet.kill_after(boundaries, Death::agent, away);
    case Deed::cut_power:
      return tablet.kill_after(boundaries, Death::power, luck.chance(0.1) ? luck.between(kHourMs, 60 * kHourMs) : away);
    case Deed::sleep:
      return tablet.sleep(luck.chance(0.5) ? luck.between(1'000, 60'000) : luck.between(kHourMs, 60 * kHourMs));
    case Deed::go_offline: return tablet.go_offline(luck.between(500, 60'000));
    case Deed::set_clock: return tablet.set_wall(luck.pick(kWalls));
    case Deed::fill_disk:
      tablet.set_free_bytes(static_cast<std::uint64_t>(luck.between(0, 40'000)));
      return line_.in(luck.between(1'000, 20'000),
                      [&tablet] { tablet.set_free_bytes(std::numeric_limits<std::uint64_t>::max()); });
    case Deed::copy_tablet: return tablet.copy();
    case Deed::roll_back_tablet:
      if (tablet.image()) write_over(tablet, *tablet.image());
      return;
    case Deed::clone_tablet: {
      Tablet& other = *tablets_[luck.index(tablets_.size())];
      if (&other != &tablet && other.kiosk() != nullptr) write_over(tablet, other.disk_image());
      return;
    }
    default: return;
  }
}

void World::befall_centre(const Action& action, Luck& luck) {
  diary_.note("centre", deed_name(action.deed));
  const auto boundaries = static_cast<std::uint64_t>(luck.chance(0.3) ? 0 : luck.between(1, 30));
  const std::int64_t away = luck.between(100, 20'000);
  switch (action.deed) {
    case Deed::kill_centre: return centre_.kill_after(boundaries, false, away);
    case Deed::cut_centre_power: return centre_.kill_after(boundaries, true, away);
    case Deed::fill_centre_disk:
      centre_.set_free_bytes(static_cast<std::uint64_t>(luck.between(0, 100'000)));
      return line_.in(luck.between(1'000, 20'000),
                      [this] { centre_.set_free_bytes(std::numeric_limits<std::uint64_t>::max()); });
    case Deed::step_centre_clock: return centre_.step_clock(luck.between(-600'000, 600'000));
    case Deed::copy_centre:
      if (centre_.is_up()) centre_.copy();
      return;
    case Deed::roll_back_centre:
      if (!centre_.roll_back(away)) return;
      network_.sever();
      return checks_->forget();
    case Deed::back_up_centre: return centre_.back_up();
    case Deed::restore_centre:
      if (!centre_.restore(away)) return;
      network_.sever();
      return checks_->forget();
    default: return;
  }
}

void World::heal() {
  diary_.note("world", "all is well from here on");
  network_.heal();
  centre_.heal();
  for (const auto& tablet : tablets_) tablet->heal();
}

bool World::is_settled() {
  bool is_settled = centre_.is_up();
  for (const auto& tablet : tablets_) {
    if (centre_.is_up() && tablet->needs_enrolment()) tablet->enrol();
    is_settled = is_settled && tablet->is_drained();
  }
  return is_settled;
}

Outcome World::run() {
  for (const Action& action : plan_.actions) {
    line_.at(kBeginMs + action.at_ms, [this, action] { perform(action); });
  }
  for (const std::int64_t at_ms : plan_.applies_ms) {
    line_.at(kBeginMs + at_ms, [this, at_ms] {
      centre_.apply_organisation(mix({plan_.seed, 60, static_cast<std::uint64_t>(at_ms)}));
    });
  }
  for (int i = 1; i <= kAudits; ++i) {
    line_.at(kBeginMs + plan_.storm_ms * i / kAudits, [this] { checks_->audit(); });
  }
  const std::int64_t storm_end = kBeginMs + plan_.storm_ms;
  while (!diary_.violation() && line_.step(storm_end)) continue;
  if (!diary_.violation()) heal();
  const std::int64_t healing_requests = network_.requests();
  while (!diary_.violation() && !is_settled()) {
    const std::int64_t glance = line_.now() + kGlanceMs;
    while (!diary_.violation() && line_.step(glance)) continue;
    diary_.expect(line_.now() < storm_end + kHealingMaxMs, "L1", "the tablets and the centre do not come to rest");
  }
  if (!diary_.violation()) checks_->finish(network_.requests() - healing_requests, line_.now() - storm_end);
  return {diary_.hash(), diary_.violation(), people_.said().size(), network_.requests(), line_.now() - storm_end};
}

Outcome run(const Plan& plan, bool is_printed) { return World(plan, is_printed).run(); }

}  // namespace foyer::simulation
