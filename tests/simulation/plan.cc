#include "tests/simulation/plan.h"

#include <algorithm>
#include <array>

#include "tests/simulation/luck.h"

namespace foyer::simulation {
namespace {

struct Kind {
  const char* name;
  int weight;         // against the others
  double is_allowed;  // probability that a seed has it at all
};

constexpr std::array<Kind, kDeeds> kKinds = {{
    {"check_in", 40, 1},
    {"edit", 12, 0.7},
    {"check_out_email", 12, 0.8},
    {"check_out_visit", 8, 0.7},
    {"undo", 6, 0.7},
    {"tap_again", 4, 0.5},
    {"other_address", 3, 0.15},
    {"unknown_op", 3, 0.1},
    {"same_id", 3, 0.1},
    {"enrol", 3, 0.2},
    {"kill_kiosk", 4, 0.4},
    {"kill_agent", 6, 0.5},
    {"cut_power", 5, 0.4},
    {"sleep", 4, 0.4},
    {"go_offline", 8, 0.5},
    {"set_clock", 4, 0.5},
    {"fill_disk", 2, 0.15},
    {"copy_tablet", 4, 0.25},
    {"roll_back_tablet", 3, 0.25},
    {"clone_tablet", 2, 0.12},
    {"kill_centre", 4, 0.4},
    {"cut_centre_power", 4, 0.4},
    {"fill_centre_disk", 2, 0.1},
    {"step_centre_clock", 2, 0.1},
    {"copy_centre", 6, 0.35},
    {"roll_back_centre", 4, 0.35},
    {"back_up_centre", 0, 0},  // see add_backups()
    {"restore_centre", 0, 0},
}};
constexpr std::size_t kDrawnDeeds = kDeeds - 2;

double rate(Luck& luck, double is_on, double most) {
  const bool on = luck.chance(is_on);
  const double share = static_cast<double>(luck.between(1, 100)) / 100;
  return on ? most * share : 0;
}

Faults make_faults(Luck& luck) {
  if (luck.chance(0.1)) return {};
  Faults faults;
  faults.drop_request = rate(luck, 0.5, 0.3);
  faults.drop_reply = rate(luck, 0.5, 0.4);
  faults.duplicate = rate(luck, 0.5, 0.4);
  faults.slow = rate(luck, 0.4, 0.3);
  faults.cut_request = rate(luck, 0.15, 0.3);
  faults.cut_reply = rate(luck, 0.3, 0.3);
  faults.portal = rate(luck, 0.2, 0.4);
  faults.proxy = rate(luck, 0.2, 0.4);
  faults.busy = rate(luck, 0.2, 0.4);
  faults.failing = rate(luck, 0.1, 0.4);
  faults.lost_bell = rate(luck, 0.3, 1);
  return faults;
}

// Every fourth seed has a centre with backups. They have a luck of their own, so that the other seeds stay as they
// were.
void add_backups(Plan& plan) {
  if (plan.seed % 4 != 2) return;
  Luck luck(mix({plan.seed, 3}));
  const std::int64_t count = luck.between(2, 6);
  for (std::int64_t n = 0; n < count; ++n) {
    const Deed deed = luck.chance(0.6) ? Deed::back_up_centre : Deed::restore_centre;
    plan.actions.push_back({luck.between(0, plan.storm_ms), deed, 0, luck.next()});
  }
}

}  // namespace

const char* deed_name(Deed deed) { return kKinds.at(static_cast<std::size_t>(deed)).name; }

Plan make_plan(std::uint64_t seed) {
  Luck luck(mix({seed, 1}));
  Plan plan;
  plan.seed = seed;
  plan.tablets = static_cast<int>(luck.between(1, 4));
  plan.sites = static_cast<int>(luck.between(1, 2));
  plan.people = static_cast<int>(luck.between(1, 8));
  plan.page_rows = luck.chance(0.5) ? luck.between(1, 8) : 500;
  plan.push_ops = static_cast<std::size_t>(luck.chance(0.5) ? luck.between(1, 6) : 200);
  plan.reads_afresh = luck.chance(0.25);
  plan.storm_ms = luck.between(10'000, 90'000);
  plan.faults = make_faults(luck);
  std::array<int, kDeeds> weights{};
  int sum = 0;
  for (std::size_t i = 0; i < kDrawnDeeds; ++i) {
    weights[i] = luck.chance(kKinds[i].is_allowed) ? kKinds[i].weight : 0;
    sum += weights[i];
  }
  const std::int64_t count = luck.between(4, 40);
  for (std::int64_t n = 0; n < count; ++n) {
    Action action;
    action.at_ms = luck.between(0, plan.storm_ms);
    auto left = static_cast<int>(luck.between(1, sum));
    for (std::size_t i = 0; i < kDrawnDeeds && left > 0; ++i) {
      left -= weights[i];
      action.deed = static_cast<Deed>(i);
    }
    action.tablet = static_cast<int>(luck.between(0, plan.tablets - 1));
    action.luck = luck.next();
    plan.actions.push_back(action);
  }
  Luck operator_luck(mix({seed, 2}));
  if (operator_luck.chance(0.4)) {
    for (auto left = operator_luck.between(1, 5); left > 0; --left) {
      plan.applies_ms.push_back(operator_luck.between(0, plan.storm_ms));
    }
  }
  add_backups(plan);
  std::stable_sort(plan.actions.begin(), plan.actions.end(),
                   [](const Action& a, const Action& b) { return a.at_ms < b.at_ms; });
  return plan;
}

std::string to_text(const Plan& plan) {
  const Faults& f = plan.faults;
  std::string text = std::to_string(plan.tablets) + " tablets at " + std::to_string(plan.sites) + " sites, " +
                     std::to_string(plan.people) + " people, pages of " + std::to_string(plan.page_rows) +
                     ", pushes of " + std::to_string(plan.push_ops) + "\n";
  const std::array<std::pair<const char*, double>, 11> rates = {{{"drop_request", f.drop_request},
                                                                 {"drop_reply", f.drop_reply},
                                                                 {"duplicate", f.duplicate},
                                                                 {"slow", f.slow},
                                                                 {"cut_request", f.cut_request},
                                                                 {"cut_reply", f.cut_reply},
                                                                 {"portal", f.portal},
                                                                 {"proxy", f.proxy},
                                                                 {"busy", f.busy},
                                                                 {"failing", f.failing},
                                                                 {"lost_bell", f.lost_bell}}};
  for (const auto& [name, value] : rates) {
    if (value > 0) text += "  " + std::string(name) + " " + std::to_string(value) + "\n";
  }
  for (const Action& action : plan.actions) {
    text += "  " + std::to_string(action.at_ms) + " ms  tablet " + std::to_string(action.tablet) + "  " +
            deed_name(action.deed) + "\n";
  }
  for (const std::int64_t at_ms : plan.applies_ms) text += "  " + std::to_string(at_ms) + " ms  apply\n";
  return text;
}

}  // namespace foyer::simulation
