// What a visitor can do at one tablet, with real touches, and what reaches the centre of it.
#include "tests/flows/one_tablet.h"

namespace foyer::flows {
namespace {

using support::Item;
using support::Person;
using support::Tree;

const Person kAnn{"Ann Lee", "ann@example.com"};

class Visit : public OneTablet {};

TEST_F(Visit, ADoubleTapOnCheckInIsOneVisit) {
  visitor().go_home();
  visitor().choose("drop_in");
  visitor().fill_in(kAnn);
  visitor().tap_twice("confirm.check_in");
  visitor().wait_for_screen("done");
  drain();
  EXPECT_EQ(centre_.visits().size(), 1U);
  EXPECT_EQ(only(centre_.contacts(), "email_key", "ann@example.com").at("visits"), "1");
}

TEST_F(Visit, LeaveContactsMakesAContactAndNoVisit) {
  visitor().leave_contacts({"Ann Lee", "ann@example.com", "+49 30 1234567", "Lee and Sons"});
  drain();
  EXPECT_TRUE(centre_.visits().empty());
  const Row ann = only(centre_.contacts(), "email_key", "ann@example.com");
  EXPECT_EQ(ann.at("visits"), "0");
  EXPECT_EQ(ann.at("phone"), "+49 30 1234567");
  EXPECT_EQ(ann.at("company"), "Lee and Sons");
}

TEST_F(Visit, LeavingClosesTheVisitAtTheCentre) {
  visitor().check_in(kAnn);
  drain();
  EXPECT_FALSE(only(centre_.visits(), "email", "ann@example.com").contains("checked_out_at"));
  visitor().check_out("ANN@example.com");
  drain();
  EXPECT_TRUE(only(centre_.visits(), "email", "ann@example.com").contains("checked_out_at"));
}

std::string words_on_screen(const Tree& tree) {
  std::string words;
  for (const Item& item : tree.items) {
    if (item.role != "key") words += item.label + "|";
  }
  return words;
}

TEST_F(Visit, LeavingGivesTheSameAnswerToKnownAndUnknownPeople) {
  visitor().check_in(kAnn);
  visitor().check_out("ann@example.com");
  const std::string known = words_on_screen(visitor().tree());
  visitor().check_out("nobody@example.com");
  EXPECT_EQ(words_on_screen(visitor().tree()), known);
  drain();
  EXPECT_EQ(centre_.contacts().size(), 1U);
}

TEST_F(Visit, TheWholeWayInGerman) {
  visitor().go_home();
  visitor().choose_language("de");
  EXPECT_EQ(visitor().state().language, "de");
  const Tree home = visitor().tree();
  EXPECT_EQ(home.find_label("Drop in"), nullptr) << home.text();
  visitor().choose("drop_in");
  visitor().fill_in({"Jörg Weiß", "joerg@example.com"});
  EXPECT_EQ(visitor().tree().find_label("Check in"), nullptr);
  visitor().confirm();
  drain();
  EXPECT_EQ(only(centre_.contacts(), "email_key", "joerg@example.com").at("name"), "Jörg Weiß");
}

TEST_F(Visit, TheNextPersonFindsNothingOfTheOneBefore) {
  visitor().check_in({"Ann Lee", "ann@example.com", "+49 30 1234567"}, "tour");
  visitor().go_home();
  visitor().choose("tour");
  for (const Item& item : visitor().tree().items) {
    EXPECT_TRUE(item.role != "field" || item.value.empty()) << item.id;
  }
  visitor().type("Bob");
  visitor().tap("details.back");
  visitor().wait_for_screen("home");
  EXPECT_EQ(visitor().inspect().ask(R"({"get":"tree"})").find("Ann"), std::string::npos);
  visitor().choose("leaving");
  EXPECT_EQ(visitor().inspect().ask(R"({"get":"tree"})").find("ann@"), std::string::npos);
}

}  // namespace
}  // namespace foyer::flows
