#include "tests/support/visitor.h"

#include <cctype>
#include <cstdio>
#include <vector>

#include "tests/support/text.h"

namespace foyer::support {
namespace {

std::string key_id(const std::string& character) {
  if (character == " ") return "key.space";
  if (character.size() > 1) return "key." + character;
  return std::string("key.") + static_cast<char>(std::tolower(static_cast<unsigned char>(character[0])));
}

bool is_letter(const std::string& character) {
  return character.size() == 1 && std::isalpha(static_cast<unsigned char>(character[0])) != 0;
}

std::string keys_of(const Tree& tree) {
  std::string all;
  for (const Item& item : tree.items) {
    if (item.role == "key") all += item.id + "'" + item.label + "' ";
  }
  return all;
}

const std::string* answer(const Person& person, const std::string& field) {
  if (field.ends_with(".name")) return field == "host.name" ? &person.host : &person.name;
  if (field.ends_with(".email")) return &person.email;
  if (field.ends_with(".phone")) return &person.phone;
  if (field.ends_with(".company")) return &person.company;
  return nullptr;
}

// The next field this person has something to write into: the focused one first.
std::optional<Item> unanswered(const Tree& tree, const Person& person) {
  std::optional<Item> found;
  for (const Item& item : tree.items) {
    const std::string* text = item.role == "field" ? answer(person, item.id) : nullptr;
    if (text == nullptr || text->empty() || !item.value.empty()) continue;
    if (item.is("focused")) return item;
    if (!found) found = item;
  }
  return found;
}

}  // namespace

Visitor::Visitor(const std::string& display, const std::filesystem::path& socket)
    : inspect_(socket), screen_(display) {}

void Visitor::photograph_to(const std::filesystem::path& folder) { pictures_ = folder; }

void Visitor::settle() {
  wait_until("the kiosk comes to rest on " + state().screen, [&] { return state().settled; });
}

void Visitor::wait_for_screen(const std::string& name) {
  wait_until("screen " + name + "; there is " + tree().text(), [&] { return state().screen == name; });
  settle();
  if (!pictures_) return;
  char number[16];
  std::snprintf(number, sizeof number, "%02d-", ++pictures_taken_);
  screen_.photograph(*pictures_ / (number + name + ".png"));
}

Item Visitor::item(const std::string& id) {
  std::optional<Item> found;
  wait_until(id + " on the screen; there is " + tree().text(), [&] {
    const Tree now = tree();
    if (const Item* there = now.find(id)) found = *there;
    return found.has_value();
  });
  return *found;
}

void Visitor::tap(const std::string& id) {
  const Rect rect = item(id).rect;
  const State now = state();
  screen_.tap(now.window_x + rect.x + rect.w / 2, now.window_y + rect.y + rect.h / 2);
}

void Visitor::tap_twice(const std::string& id) {
  const Rect rect = item(id).rect;
  const State now = state();
  for (int i = 0; i < 2; ++i) screen_.tap(now.window_x + rect.x + rect.w / 2, now.window_y + rect.y + rect.h / 2);
}

void Visitor::press_key(const std::string& id) {
  const Tree before = tree();
  tap(id);
  wait_until(id + " does something; " + before.text(), [&] {
    const Tree now = tree();
    const Item* was = before.focused();
    const Item* is = now.focused();
    const bool field_changed = (was == nullptr) != (is == nullptr) || (was != nullptr && was->value != is->value);
    return field_changed || keys_of(now) != keys_of(before);
  });
}

// Letters -> symbols -> accents -> letters; a plain letter goes straight back.
void Visitor::turn_page(const std::string& character) {
  const Tree now = tree();
  const Item* toggle = now.find("key.symbols");
  const bool has_letters = toggle != nullptr && toggle->is("checked");  // it leads back to them
  const bool has_accents = now.find("key.accents") != nullptr;
  if (has_letters && (is_letter(character) || !has_accents)) return press_key("key.symbols");
  if (has_accents) return press_key("key.accents");
  if (toggle == nullptr) fail("no key for '" + character + "': " + keys_of(now));
  press_key("key.symbols");
}

void Visitor::type_character(const std::string& character) {
  const std::string id = key_id(character);
  for (int page = 0; tree().find(id) == nullptr; ++page) {
    if (page == 4) fail("no key for '" + character + "': " + keys_of(tree()));
    turn_page(character);
  }
  const bool has_case = is_letter(character) || (character.size() > 1 && tree().find("key.shift") != nullptr);
  for (int shift = 0; has_case && item(id).label != character; ++shift) {
    if (shift == 3) fail("no way to '" + character + "': " + keys_of(tree()));
    press_key("key.shift");
  }
  const Tree then = tree();
  const Item* before = then.focused();
  if (before == nullptr) fail("no field has the focus: " + then.text());
  tap(id);
  wait_until("'" + character + "' arrives in " + before->id, [&] {
    const Tree now = tree();
    const Item* field = now.focused();
    return field != nullptr && field->value != before->value;
  });
}

void Visitor::type(const std::string& text) {
  for (const std::string& character : characters(text)) type_character(character);
}

void Visitor::erase_typed() {
  for (Tree now = tree(); now.focused() != nullptr && !now.focused()->value.empty(); now = tree()) {
    press_key("key.backspace");
  }
}

void Visitor::go_home() {
  const std::string now = state().screen;
  if (now == "home") return;
  if (now == "attract") {
    tap("attract.start");
    return wait_for_screen("home");
  }
  if (now != "done") fail("no way home from " + tree().text());
  tap("done.done");
  wait_until("the session ends", [&] { return state().screen != "done"; });
  settle();
  go_home();
}

void Visitor::choose(const std::string& reason) {
  tap("home." + reason);
  wait_until("home." + reason + " leads somewhere", [&] { return state().screen != "home"; });
  settle();
}

void Visitor::next() {
  const Tree before = tree();
  tap("key.next");
  wait_until("Next leads on from " + before.text(), [&] {
    const Tree now = tree();
    if (now.screen != before.screen) return true;
    const Item* was = before.focused();
    const Item* is = now.focused();
    if (is != nullptr && is->is("error")) fail("refused: " + now.text());
    return (was == nullptr ? "" : was->id) != (is == nullptr ? "" : is->id);
  });
}

void Visitor::focus(const std::string& id) {
  tap(id);
  wait_until(id + " has the focus", [&] {
    const Tree now = tree();
    return now.focused() != nullptr && now.focused()->id == id;
  });
}

void Visitor::fill_in(const Person& person) {
  std::string seen;
  while (state().screen != "confirm") {
    settle();
    const Tree now = tree();
    if (now.screen != seen) wait_for_screen(now.screen);
    seen = now.screen;
    const std::optional<Item> field = unanswered(now, person);
    if (!field) {
      next();
    } else if (field->is("focused")) {
      type(*answer(person, field->id));
    } else if (field->id.ends_with(".email")) {
      next();  // Next goes through what is required
    } else {
      focus(field->id);
    }
  }
  wait_for_screen("confirm");
}

void Visitor::confirm() {
  const Tree now = tree();
  tap(now.find("confirm.check_in") != nullptr ? "confirm.check_in" : "confirm.leave_details");
  wait_for_screen("done");
}

void Visitor::check_in(const Person& person, const std::string& reason) {
  go_home();
  choose(reason);
  fill_in(person);
  confirm();
}

void Visitor::leave_contacts(const Person& person) { check_in(person, "leave_contacts"); }

void Visitor::check_out(const std::string& email) {
  go_home();
  choose("leaving");
  wait_for_screen("leaving");
  type(email);
  tap("leaving.check_out");
  wait_for_screen("done");
}

void Visitor::choose_language(const std::string& code) {
  const std::string screen = state().screen;
  tap(screen + ".language");
  wait_for_screen("language");
  tap("language." + code);
  wait_until("the language is " + code, [&] { return state().language == code; });
  if (tree().find("language.close") != nullptr) tap("language.close");
  wait_for_screen(screen);
}

}  // namespace foyer::support
