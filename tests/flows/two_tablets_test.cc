// The main job, end to end: people check in on two tablets while the centre is away, and the centre ends with one
// contact per email, each visit once, and the union of what was typed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/flows/in_step.h"
#include "tests/flows/site.h"
#include "tests/support/fault_proxy.h"

namespace foyer::flows {
namespace {

using support::Person;

const Person kAnn{"Ann Lee", "ann.lee@example.com"};
const Person kAnnAgain{"ann  lee", "Ann.Lee@Example.COM", "+49 30 1234567", "Lee and Sons"};
const Person kBob{"Bob O'Hara", "bob@example.org"};
const Person kCem{.name = "Cem Kaya", .email = "cem@example.com", .host = "Jonas Berg"};

// Ann comes twice, once on each tablet, differently typed; Bob and Cem once.
void everybody_comes(Tablet& front, Tablet& back) {
  front.visitor().check_in(kAnn);
  back.visitor().check_in(kAnnAgain, "tour");
  front.visitor().check_in(kBob);
  back.visitor().check_in(kCem, "meeting");
}

void expect_everybody_once(const Centre& centre) {
  const auto contacts = centre.contacts();
  const auto visits = centre.visits();
  EXPECT_EQ(contacts.size(), 3U);
  EXPECT_EQ(visits.size(), 4U);

  const Row ann = only(contacts, "email_key", "ann.lee@example.com");
  EXPECT_EQ(ann.at("email"), "Ann.Lee@Example.COM") << "as last typed";
  EXPECT_THAT((std::vector<std::string>{"ann lee", "ann  lee"}), testing::Contains(ann.at("name"))) << "the newer wins";
  EXPECT_EQ(ann.at("visits"), "2");
  EXPECT_EQ(ann.at("phone"), kAnnAgain.phone) << "a field that only one of the two forms had";
  EXPECT_EQ(only(contacts, "email_key", "bob@example.org").at("name"), "Bob O'Hara");

  const Row meeting = only(visits, "reason", "meeting");
  EXPECT_EQ(meeting.at("host"), "Jonas Berg");
  EXPECT_EQ(meeting.at("kiosk"), "Back door");
  EXPECT_EQ(meeting.at("contact_id"), only(contacts, "email_key", "cem@example.com").at("id"));
  EXPECT_EQ(meeting.at("time_quality"), "exact");
}

TEST(TwoTablets, CheckInsWithoutTheCentreMeetThereOncePerEmail) {
  Centre centre;
  centre.start();
  Tablet front("Front desk");
  Tablet back("Back door");
  for (Tablet* tablet : {&front, &back}) {
    tablet->enrol(centre);
    tablet->start_agent();
    tablet->start_kiosk();
  }
  EXPECT_EQ(centre.stop(), 0);

  everybody_comes(front, back);
  EXPECT_EQ(front.pending(), 2);
  EXPECT_EQ(back.pending(), 2);
  for (const Tablet* tablet : {&front, &back}) {  // each has its own at once, and nothing of the other's
    EXPECT_THAT(contacts_shown(*tablet), testing::Each(testing::Contains(testing::Pair("unconfirmed", "yes"))));
    EXPECT_EQ(contacts_shown(*tablet).size(), 2U);
    EXPECT_EQ(open_visits_shown(*tablet).size(), 2U);
  }

  centre.start();
  wait_until_in_step(centre, {&front, &back});
  expect_everybody_once(centre);
}

TEST(TwoTablets, LostRepliesAndDoubledRequestsChangeNothing) {
  const unsigned chosen = seed();
  SCOPED_TRACE("FOYER_SEED=" + std::to_string(chosen));
  Centre centre;
  centre.start();
  support::ProxyOptions options;
  options.to_port = centre.port();
  options.seed = chosen;
  support::FaultProxy proxy(options);
  Tablet front("Front desk");
  Tablet back("Back door");
  for (Tablet* tablet : {&front, &back}) {
    tablet->enrol(centre, "http://127.0.0.1:" + std::to_string(proxy.port()));
    tablet->start_agent();
    tablet->start_kiosk();
  }
  // The first answers of both pushes are lost, their repetitions are doubled; then anything may happen.
  for (const auto fault : {support::NetFault::drop_reply, support::NetFault::drop_reply, support::NetFault::duplicate,
                           support::NetFault::duplicate, support::NetFault::truncate}) {
    proxy.script(fault, "/push");
  }
  proxy.set_rates({.drop_request = 0.05, .drop_reply = 0.15, .duplicate = 0.15, .truncate = 0.05});

  everybody_comes(front, back);
  support::wait_until("every scripted fault was met", [&] { return proxy.scripted_left() == 0; });
  proxy.set_rates({});
  wait_until_in_step(centre, {&front, &back});
  expect_everybody_once(centre);
}

TEST(TwoTablets, CaptureBeforeAnyEnrolmentArrivesLater) {
  Centre centre;
  centre.start();
  Tablet front("Front desk");
  front.start_agent();
  front.start_kiosk();
  front.visitor().check_in(kBob);
  front.enrol(centre);
  wait_until_in_step(centre, {&front});
  EXPECT_EQ(only(centre.visits(), "kiosk", "Front desk").at("reason"), "drop_in");
}

}  // namespace
}  // namespace foyer::flows
