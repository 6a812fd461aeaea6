// A visitor who touches anything in any order, and a disk that answers when and how it likes: what it says it could not
// store is sometimes there. Whatever happens: no visit is doubled, no text is lost, no op is submitted without somebody
// waiting for its answer, and nobody finds an earlier visitor's text. Another seed: FOYER_SEED=n.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/kiosk/app/scripted_visitor.h"

namespace foyer::app {
namespace {

const char* const kTargets[] = {"",
                                "attract.start",
                                "attract.language.de",
                                "home.drop_in",
                                "home.meeting",
                                "home.tour",
                                "home.leave_contacts",
                                "home.leaving",
                                "home.language",
                                "home.accessibility",
                                "host.name",
                                "host.without_name",
                                "host.back",
                                "details.name",
                                "details.email",
                                "details.phone",
                                "details.company",
                                "details.back",
                                "details.language",
                                "details.name.clear",
                                "details.chip.gmail.com",
                                "confirm.check_in",
                                "confirm.leave_details",
                                "confirm.change",
                                "confirm.privacy",
                                "confirm.back",
                                "done.done",
                                "done.not_me",
                                "done.keep",
                                "done.another",
                                "leaving.email",
                                "leaving.check_out",
                                "leaving.back",
                                "leaving.chip.gmail.com",
                                "language.en",
                                "language.de",
                                "language.close",
                                "accessibility.text_largest",
                                "accessibility.more_time",
                                "accessibility.close",
                                "privacy.close",
                                "still_there.stay",
                                "still_there.finish",
                                "trouble.retry",
                                "trouble.cancel",
                                "trouble.language",
                                "key.a",
                                "key.shift",
                                "key.backspace",
                                "key.symbols",
                                "key.accents",
                                "key.space",
                                "key.next",
                                "key.accent.ä",
                                "key.@",
                                "key.."};

struct Monkey {
  explicit Monkey(unsigned seed) : chance(seed) {}

  unsigned below(unsigned limit) { return std::uniform_int_distribution<unsigned>(0, limit - 1)(chance); }

  void act() {
    switch (below(12)) {
      case 0: visitor.wait(below(60'000)); return;
      case 1: visitor.send(Typed{below(2) ? "anna@example.com" : "Anna"}); return;
      case 2:
        if (visitor.state.awaited_op) answer();
        return;
      case 3: visitor.gesture(screens::Gesture::long_press, target()); return;
      case 4: visitor.gesture(screens::Gesture::repeat, "key.backspace", true, static_cast<int>(below(20))); return;
      case 5: fill(); return;
      default: visitor.gesture(screens::Gesture::commit, target(), below(4) == 0); return;
    }
  }
  std::string target() { return kTargets[below(std::size(kTargets))]; }

  // Chance alone hardly ever completes a form.
  void fill() {
    if (visitor.screen() != screens::ScreenId::details && visitor.screen() != screens::ScreenId::leaving) return;
    const bool is_leaving = visitor.screen() == screens::ScreenId::leaving;
    if (!is_leaving) {
      visitor.tap("details.name");
      visitor.send(Typed{"Anna"});
      visitor.tap("details.email.clear");
    } else {
      visitor.tap("leaving.email.clear");
    }
    visitor.send(Typed{"anna@example.com"});
    visitor.tap("key.next");
    visitor.tap(is_leaving ? "leaving.check_out" : "confirm.check_in");
  }
  void answer() {
    const domain::Op& op = *visitor.submitted().back();
    const Uuid id = *visitor.state.awaited_op;
    ASSERT_EQ(op.id, id);
    const bool is_good = below(3) != 0;
    if (is_good) ++stored[id];
    if (is_good || below(2) == 0) store(op);
    if (is_good) check(op);
    visitor.effects.clear();
    visitor.send(Submitted{id, is_good ? std::nullopt : std::optional(Fault::full)});
  }

  // As the tablet's database does: a known id changes nothing.
  void store(const domain::Op& op) {
    if (!disk.emplace(op.id, op).second) return;
    if (const auto* check_in = std::get_if<domain::CheckIn>(&op.body)) visits[check_in->visit.id] = false;
    if (const auto* undo = std::get_if<domain::VoidVisit>(&op.body)) visits.erase(undo->visit_id);
  }
  // What is confirmed is on disk as it was typed, and of this visitor's unconfirmed attempts none is.
  void check(const domain::Op& op) {
    EXPECT_EQ(disk.at(op.id), op) << "the text of this attempt is lost";
    const auto* check_in = std::get_if<domain::CheckIn>(&op.body);
    if (check_in == nullptr) return;
    visits.at(check_in->visit.id) = true;
    for (const auto& [id, is_confirmed] : visits) EXPECT_TRUE(is_confirmed) << "a visit is doubled";
  }

  std::mt19937 chance;
  ScriptedVisitor visitor;
  std::map<Uuid, domain::Op> disk;
  std::map<Uuid, bool> visits;  // not taken back; whether confirmed
  std::map<Uuid, int> stored;
};

TEST(Monkey, FindsNoWayToBreakAPromise) {
  const char* given = std::getenv("FOYER_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::atoi(given)) : 20260303U;
  SCOPED_TRACE("FOYER_SEED=" + std::to_string(seed));
  Monkey monkey(seed);
  AppState& state = monkey.visitor.state;
  std::map<screens::ScreenId, int> seen;
  std::size_t submitted = 0;
  for (int i = 0; i < 60'000; ++i) {
    const std::optional<Uuid> awaited = state.awaited_op;
    monkey.act();
    ++seen[state.screen()];
    if (state.awaited_op && state.awaited_op != awaited) ++submitted;
    if (state.base == screens::ScreenId::attract) {
      std::erase_if(monkey.visits, [](const auto& visit) { return !visit.second; });  // that visitor has gone
      ASSERT_TRUE(state.session.details.form.fields.empty() && state.session.host.form.fields.empty() &&
                  state.session.leaving.form.fields.empty() && state.session.done.name.empty());
      ASSERT_FALSE(next_deadline(state).has_value());
    } else if (!state.awaited_op) {
      ASSERT_TRUE(next_deadline(state).has_value()) << "a visit must end some day";
    }
    ASSERT_EQ(state.screen() == screens::ScreenId::trouble, state.trouble && !state.overlay && !state.still_there);
  }
  EXPECT_EQ(seen.size(), std::size(screens::kAllScreens)) << "every screen was reached";
  EXPECT_GT(submitted, 100U);
  for (const auto& [id, count] : monkey.stored) EXPECT_EQ(count, 1) << "an op that was stored is not submitted again";
}

}  // namespace
}  // namespace foyer::app
