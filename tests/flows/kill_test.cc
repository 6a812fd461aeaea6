// kill -9 of kiosks, agents and centre at random moments, while people check in on two tablets, while a check-in is
// being saved and while the outboxes drain: nothing that showed its confirmation is lost, nothing is doubled, and in
// the end both tablets show what the centre shows. FOYER_SEED repeats a run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "tests/flows/in_step.h"
#include "tests/flows/outbox.h"
#include "tests/flows/site.h"

namespace foyer::flows {
namespace {

using std::chrono::milliseconds;
using support::Person;
using Clock = std::chrono::steady_clock;

constexpr int kBacklog = 300;  // check-ins that wait when a drain begins
constexpr std::size_t kBacklogPeople = 50;
constexpr int kDrainsToHit = 6;  // drains that were killed half way

// Everybody comes to both tablets and is written differently on each. Short: every letter is a touch.
const std::vector<Person> kAtTheFront = {{"Al", "al@example.org"},
                                         {"Bo Ek", "bo@example.org"},
                                         {"Cy", "cy@example.org"},
                                         {"Di", "di@example.org"},
                                         {"Ed", "ed@example.org"}};
const std::vector<Person> kAtTheBack = {{"al  x", "AL@example.org"},
                                        {"bo", "bo@Example.org"},
                                        {"CY", "cy@EXAMPLE.org"},
                                        {"Di  Z", "Di@example.org"},
                                        {"e", "ed@example.ORG"}};

// How often somebody tried to check in, and how often they saw that it was done.
struct Tally {
  int tried = 0;
  int confirmed = 0;
};
using Tallies = std::map<std::string, Tally>;  // by email key

std::string email_key(const std::string& email) {
  std::string key = email;
  for (char& c : key) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return key;
}

// One person's way through the kiosk, which somebody may kill under their fingers. True when `done` was shown.
bool tries_to_check_in(Tablet& tablet, const Person& person, milliseconds kill_after) {
  const pid_t kiosk = tablet.kiosk().pid();
  std::promise<void> over;
  std::atomic<bool> is_killed = false;
  std::thread killer([&, is_over = over.get_future()] {
    if (is_over.wait_for(kill_after) == std::future_status::ready) return;
    is_killed = true;
    ::kill(kiosk, SIGKILL);
  });
  std::string failure;
  try {
    tablet.visitor().check_in(person);
  } catch (const std::exception& caught) {
    failure = caught.what();
  }
  over.set_value();
  killer.join();
  if (is_killed) tablet.kill_kiosk();
  EXPECT_TRUE(failure.empty() || is_killed) << failure;
  return failure.empty();
}

// The narrowest moment: killed just after the tap on "Check in". True when `done` was shown before.
bool is_killed_while_saving(Tablet& tablet, const Person& person, std::chrono::microseconds kill_after) {
  support::Visitor& visitor = tablet.visitor();
  visitor.go_home();
  visitor.choose("drop_in");
  visitor.fill_in(person);
  visitor.tap("confirm.check_in");
  const auto end = Clock::now() + kill_after;
  bool was_confirmed = false;
  while (Clock::now() < end) was_confirmed = was_confirmed || visitor.state().screen == "done";
  tablet.kill_kiosk();
  return was_confirmed;
}

// Each comes until it has worked, as people do; the kiosk is killed at most twice under one's fingers.
Tallies visitors_come(Tablet& tablet, const std::vector<Person>& people, unsigned chosen) {
  std::mt19937 random(chosen);
  Tallies tallies;
  for (const Person& person : people) {
    Tally& tally = tallies[email_key(person.email)];
    for (int attempt = 0; tally.confirmed == 0; ++attempt) {
      ++tally.tried;
      bool was_confirmed = false;
      if (attempt == 0 && random() % 2 == 0) {
        was_confirmed = is_killed_while_saving(tablet, person, std::chrono::microseconds(random() % 30'000));
      } else {
        const milliseconds kill_after{attempt < 2 && random() % 2 == 0 ? 100 + random() % 2000 : 600'000};
        was_confirmed = tries_to_check_in(tablet, person, kill_after);
      }
      if (was_confirmed) ++tally.confirmed;
      if (!tablet.kiosk_is_running()) tablet.start_kiosk();
    }
  }
  return tallies;
}

bool is_ready(const std::future<Tallies>& one) { return one.wait_for(milliseconds(0)) == std::future_status::ready; }

class Kill : public testing::Test {
 protected:
  void SetUp() override {
    centre_.configure("[limits]\npush_ops = 20");  // a drain of several pushes
    centre_.start();
    for (Tablet* tablet : {&front_, &back_}) {
      tablet->enrol(centre_);
      tablet->start_agent();
      tablet->start_kiosk();
    }
  }

  // What a busy day has left: those who come by the screen and more, each tablet knowing another field of them.
  void leave_backlog(const Tablet& tablet) {
    const bool is_front = &tablet == &front_;
    Outbox outbox(tablet.data());
    for (int i = 0; i < kBacklog; ++i) {
      const auto number = static_cast<std::size_t>(i) % kBacklogPeople;
      const auto& by_screen = is_front ? kAtTheFront : kAtTheBack;
      const std::string email = number < by_screen.size() ? by_screen[number].email
                                                          : (is_front ? "v" : " V") + std::to_string(number) + "@a.org";
      const auto visit = is_front ? outbox.check_in(email, {{"company", "Lee and Sons"}})
                                  : outbox.check_in(email, {{"phone", "+49 30 1234567"}});
      if (!visit) support::fail(visit.error().detail);
      backlog_.insert(visit->text());
    }
    outbox.ring();
  }

  // Kills agents and centre under drains until the visitors are through and enough drains were cut in the middle.
  void disturb(std::mt19937& random, const std::function<bool()>& visitors_are_through) {
    const auto end = Clock::now() + std::chrono::minutes(2);
    for (int hits = 0; hits < kDrainsToHit || !visitors_are_through();) {
      ASSERT_LT(Clock::now(), end) << hits << " drains were cut";
      Tablet& tablet = random() % 2 == 0 ? front_ : back_;
      Outbox outbox(tablet.data());
      if (outbox.pending() < kBacklog / 10) leave_backlog(tablet);
      const std::int64_t before = outbox.pending();
      const auto blind = Clock::now() + milliseconds(random() % 1000);
      while (outbox.pending() == before && Clock::now() < blind) std::this_thread::sleep_for(milliseconds(2));
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 30'000));
      const auto who = random() % 3;
      if (who != 0) tablet.kill_agent();
      if (who != 1) centre_.kill_now();
      const std::int64_t after = outbox.pending();
      if (after > 0 && after < before) ++hits;
      if (who != 1) centre_.start();
      if (who != 0) tablet.start_agent();
    }
  }

  Centre centre_;
  Tablet front_{"Front desk"};
  Tablet back_{"Back door"};
  std::set<std::string> backlog_;  // visit ids
};

TEST_F(Kill, NothingConfirmedIsLostAndNothingIsDoubled) {
  const unsigned chosen = seed();
  SCOPED_TRACE("FOYER_SEED=" + std::to_string(chosen));
  std::mt19937 random(chosen);
  leave_backlog(front_);
  leave_backlog(back_);
  std::vector<std::future<Tallies>> visitors;
  for (const bool is_front : {true, false}) {
    visitors.push_back(std::async(std::launch::async, visitors_come, std::ref(is_front ? front_ : back_),
                                  is_front ? kAtTheFront : kAtTheBack, static_cast<unsigned>(random())));
  }
  disturb(random, [&] { return std::all_of(visitors.begin(), visitors.end(), is_ready); });
  Tallies tallies;
  for (auto& one : visitors) {
    for (const auto& [key, tally] : one.get()) {
      tallies[key].tried += tally.tried;
      tallies[key].confirmed += tally.confirmed;
    }
  }

  for (Tablet* tablet : {&front_, &back_}) tablet->start_kiosk();  // what was left starts, too
  wait_until_in_step(centre_, {&front_, &back_});
  std::map<std::string, int> by_screen;
  std::set<std::string> by_outbox;
  for (const Row& visit : centre_.visits()) {
    if (backlog_.contains(visit.at("id"))) {
      EXPECT_TRUE(by_outbox.insert(visit.at("id")).second) << "doubled";
    } else {
      ++by_screen[email_key(visit.at("email"))];
    }
  }
  EXPECT_EQ(by_outbox, backlog_);
  for (const auto& [key, tally] : tallies) {
    EXPECT_GE(by_screen[key], tally.confirmed) << key << " is lost";
    EXPECT_LE(by_screen[key], tally.tried) << key << " is doubled";
  }
  EXPECT_EQ(by_screen.size(), tallies.size());
  const auto contacts = centre_.contacts();
  EXPECT_EQ(contacts.size(), kBacklogPeople) << "one for each email";
  EXPECT_THAT(contacts, testing::Each(testing::AllOf(testing::Contains(testing::Pair("company", "Lee and Sons")),
                                                     testing::Contains(testing::Pair("phone", "+49 30 1234567")))));
}

}  // namespace
}  // namespace foyer::flows
