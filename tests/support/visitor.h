// A scripted visitor at one kiosk: looks at the screen through Inspect, acts by pressing on the glass, and never goes
// on before the kiosk has answered. Knows the screens as a person does: fills in the field that has the focus, goes on
// with Next, reads the button. One thread. Failures throw (wait.h), with what was on the screen.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "tests/support/inspect.h"
#include "tests/support/screen.h"

namespace foyer::support {

struct Person {
  std::string name;
  std::string email;
  std::string phone = {};
  std::string company = {};
  std::string host = {};  // whom they meet
};

class Visitor {
 public:
  // `display` is the one the kiosk draws on, `socket` its --inspect.
  Visitor(const std::string& display, const std::filesystem::path& socket);

  // From now on each screen that is reached is written to FOLDER/NN-screen.png.
  void photograph_to(const std::filesystem::path& folder);

  // Whole visits, from whatever is on the screen (attract, home, done) to the screen `done`.
  void check_in(const Person& person, const std::string& reason = "drop_in");
  void check_in(const std::string& name, const std::string& email) { check_in({name, email}); }
  void leave_contacts(const Person& person);
  void check_out(const std::string& email);

  // Parts of them.
  void go_home();                          // to `home`
  void choose(const std::string& reason);  // home's tile: drop_in, meeting, tour, leave_contacts, leaving
  void fill_in(const Person& person);      // from the first field to `confirm`
  void confirm();                          // from `confirm` to `done`
  void choose_language(const std::string& code);
  void type(const std::string& text);  // into the field that has the focus
  void erase_typed();                  // empties it

  void tap(const std::string& id);        // once, where it is now
  void tap_twice(const std::string& id);  // as fast as a finger can
  void focus(const std::string& id);      // taps a field and waits until it has the focus
  void wait_for_screen(const std::string& name);
  void settle();  // until nothing moves and no effect is under way

  Tree tree() { return inspect_.tree(); }
  State state() { return inspect_.state(); }
  Inspect& inspect() { return inspect_; }
  Screen& screen() { return screen_; }

 private:
  Item item(const std::string& id);  // waits for it
  void press_key(const std::string& id);
  void turn_page(const std::string& character);
  void type_character(const std::string& character);
  void next();

  Inspect inspect_;
  Screen screen_;
  std::optional<std::filesystem::path> pictures_;
  int pictures_taken_ = 0;
};

}  // namespace foyer::support
