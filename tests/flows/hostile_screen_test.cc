// Text from hostile hands, typed where a visitor types it: on the glass and on a keyboard with real keys. It stands in
// the field as it was typed and reaches the centre like that, or it is refused there and then. Nothing crashes.
#include "tests/flows/one_tablet.h"

namespace foyer::flows {
namespace {

using support::Item;
using support::Person;

class HostileScreen : public OneTablet {
 protected:
  void TearDown() override {
    drain();
    EXPECT_EQ(tablet_.stop_kiosk(), 0) << tablet_.kiosk().err();
    EXPECT_TRUE(centre_.is_running());
  }
  std::string value_of(const std::string& field) {
    const auto tree = visitor().tree();
    const Item* item = tree.find(field);
    return item != nullptr ? item->value : "absent: " + tree.text();
  }
  void press_keys(const std::string& field, const std::string& text) {
    visitor().focus(field);
    visitor().screen().type(text);
    visitor().settle();
  }
  void type_into(const std::string& field, const std::string& text) {
    press_keys(field, text);
    support::wait_until("'" + text + "' stands in " + field, [&] { return value_of(field) == text; });
  }
  void expect_refused(const std::string& field) {
    visitor().tap("key.next");
    support::wait_until("a complaint at " + field, [&] {
      const auto tree = visitor().tree();
      const Item* item = tree.find(field);
      return tree.screen == "details" && item != nullptr && item->is("error");
    });
  }
  void to_details(const std::string& reason) {
    visitor().go_home();
    visitor().choose(reason);
    visitor().wait_for_screen("details");
  }
  void finish() {  // everything is filled in
    visitor().fill_in({});
    visitor().confirm();
  }
};

TEST_F(HostileScreen, WhatTheGlassHasKeysForArrivesAsTyped) {
  const Person person{.name = "' or 1=1 -- %s%n", .email = "o'neil+x@example.com", .company = "&(./!?)#:,_'-é"};
  visitor().leave_contacts(person);
  drain();
  const Row row = only(centre_.contacts(), "email_key", person.email);
  EXPECT_EQ(row.at("name"), person.name);
  EXPECT_EQ(row.at("company"), person.company);
}

struct Typed {
  const char* name;
  const char* company;
};

TEST_F(HostileScreen, WhatRealKeysTypeArrivesAsTyped) {
  const Typed all[] = {
      {"<script>alert(1)</script>", "'; DROP TABLE op; --"},
      {"مرحبا بكم", "a\u202eb\u202cc"},
      {"Z\u0351\u036b\u0343\u034f\u0321\u0334A\u0334", "{\"name\": null}"},
      {"\" OR 1=1 --", "=cmd|' /C calc'!A0"},
  };
  int number = 0;
  for (const auto& [name, company] : all) {
    const std::string email = std::string("v@h") + std::to_string(++number) + ".example.com";
    to_details("leave_contacts");
    type_into("details.name", name);
    type_into("details.company", company);
    type_into("details.email", email);
    finish();
    drain();
    const Row row = only(centre_.contacts(), "email_key", email);
    EXPECT_EQ(row.at("name"), name);
    EXPECT_EQ(row.at("company"), company);
  }
}

TEST_F(HostileScreen, MoreThanAFieldTakesIsNotTaken) {
  to_details("leave_contacts");
  type_into("details.email", "v@example.com");
  press_keys("details.company", std::string(3000, 'y'));
  press_keys("details.name", std::string(1000, 'x'));
  support::wait_until("the visitor is told",
                      [&] { return visitor().tree().find_label("This field is full") != nullptr; });
  finish();
  drain();
  const Row row = only(centre_.contacts(), "email_key", "v@example.com");
  EXPECT_EQ(row.at("name"), std::string(200, 'x'));
  EXPECT_EQ(row.at("company"), std::string(200, 'y'));
}

TEST_F(HostileScreen, WhatIsNoAddressIsRefused) {
  const std::string too_long = std::string(500, 'y') + "@example.com";
  for (const std::string text :
       {"'; DROP TABLE op; --@x", "<b>@</b>", "مرحبا@", "a@b@c.example.com", "\u202e@example.com", too_long.c_str()}) {
    to_details("drop_in");
    type_into("details.name", "V");
    press_keys("details.email", text);
    expect_refused("details.email");
    visitor().tap("details.back");
    visitor().wait_for_screen("home");
  }
  EXPECT_EQ(tablet_.pending(), 0);
}

// No keyboard has a key for it, so nothing is typed.
TEST_F(HostileScreen, AKeyWithAnEmojiTypesNothing) {
  to_details("drop_in");
  press_keys("details.name", "👩👦");
  EXPECT_EQ(value_of("details.name"), "");
  visitor().tap("details.back");
  visitor().wait_for_screen("home");
}

}  // namespace
}  // namespace foyer::flows
