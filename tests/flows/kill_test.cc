// kill -9 of kiosk, agent and centre at random points while people check in: nothing that showed its confirmation is
// lost, nothing is doubled. FOYER_SEED repeats a run.
#include <signal.h>

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

#include "tests/flows/in_step.h"
#include "tests/flows/site.h"

namespace foyer::flows {
namespace {

// One person's way through the kiosk, which somebody may kill under their fingers. True when `done` was shown.
bool tries_to_check_in(Tablet& tablet, const support::Person& person, std::chrono::milliseconds kill_after) {
  const pid_t kiosk = tablet.kiosk().pid();
  std::atomic<bool> is_over = false;
  std::atomic<bool> is_killed = false;
  std::thread killer([&] {
    const auto end = std::chrono::steady_clock::now() + kill_after;
    while (!is_over && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (is_over) return;
    is_killed = true;
    ::kill(kiosk, SIGKILL);
  });
  std::string failure;
  try {
    tablet.visitor().check_in(person);
  } catch (const std::exception& caught) {
    failure = caught.what();
  }
  is_over = true;
  killer.join();
  if (is_killed) tablet.kill_kiosk();
  EXPECT_TRUE(failure.empty() || is_killed) << failure;
  return failure.empty();
}

// The narrowest moment: killed just after the tap on "Check in". True when `done` was shown before.
bool is_killed_while_saving(Tablet& tablet, const support::Person& person, std::chrono::microseconds kill_after) {
  support::Visitor& visitor = tablet.visitor();
  visitor.go_home();
  visitor.choose("drop_in");
  visitor.fill_in(person);
  visitor.tap("confirm.check_in");
  const auto end = std::chrono::steady_clock::now() + kill_after;
  bool was_confirmed = false;
  while (std::chrono::steady_clock::now() < end) was_confirmed = was_confirmed || visitor.state().screen == "done";
  tablet.kill_kiosk();
  return was_confirmed;
}

TEST(Kill, NothingConfirmedIsLostAndNothingIsDoubled) {
  const unsigned chosen = seed();
  SCOPED_TRACE("FOYER_SEED=" + std::to_string(chosen));
  std::mt19937 random(chosen);
  const auto one_in = [&](unsigned n) { return random() % n == 0; };

  Centre centre;
  centre.start();
  Tablet tablet("Front desk");
  tablet.enrol(centre);
  tablet.start_agent();
  tablet.start_kiosk();

  std::vector<std::string> confirmed;
  std::size_t tried = 0;
  for (char letter = 'a'; letter < 'a' + 16; ++letter) {
    const support::Person person{"Visitor", std::string(2, letter) + "@example.com"};
    ++tried;
    bool was_confirmed = false;
    if (one_in(3)) {
      was_confirmed = is_killed_while_saving(tablet, person, std::chrono::microseconds(random() % 30'000));
    } else {
      const std::chrono::milliseconds kill_after{one_in(3) ? 100 + random() % 2000 : 600'000};
      was_confirmed = tries_to_check_in(tablet, person, kill_after);
    }
    if (was_confirmed) confirmed.push_back(person.email);
    if (!tablet.kiosk_is_running()) tablet.start_kiosk();
    if (one_in(3)) {
      tablet.kill_agent();
      tablet.start_agent();
    }
    if (one_in(3)) {
      centre.kill_now();
      centre.start();
    }
  }

  wait_until_in_step(centre, {&tablet});
  const auto contacts = centre.contacts();
  for (const std::string& email : confirmed) {
    EXPECT_EQ(only(contacts, "email_key", email).at("visits"), "1") << email;
  }
  EXPECT_GE(contacts.size(), confirmed.size());
  EXPECT_LE(contacts.size(), tried);
  EXPECT_EQ(centre.visits().size(), contacts.size()) << "somebody is there twice";
}

}  // namespace
}  // namespace foyer::flows
