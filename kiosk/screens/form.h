// A form: a few fields, one of them focused, the on-screen keyboard and the domain chips. Used by host, details and
// leaving. Pure: time comes in; nothing leaves but the result. Owned by a screen's model, UI thread; never fails, bad
// input becomes the field's error when the visitor asks for Next.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/keyboard/keyboard.h"
#include "kiosk/screens/screen.h"
#include "kiosk/screens/text.h"

namespace foyer::screens {

enum class FieldKind : std::uint8_t { name, email, phone, company, host };

struct Field {
  FieldKind kind;
  std::string id;  // "details.email"; touching "<id>.clear" empties the field
  Text label;
  bool is_required;
  std::optional<Text> why;  // a quiet line under the box
  keyboard::TextField text;
  std::optional<Text> error{};  // set on Next, gone with the next edit
  std::optional<Text> hint{};   // why the last key did nothing, gone with the next key
};

struct Chip {
  std::string id;      // "details.chip.gmail.com"
  std::string domain;  // "gmail.com", shown with an "@"
};

enum class FormResult : std::uint8_t {
  ignored,   // not a target of this form
  stay,      // done, still here
  complete,  // Next on the last field, and every field is valid
};

// What kiosk/screens/suggestion.h knows of a form.
struct Suggestion {
  std::optional<std::int64_t> asks_at_ms{};  // when typing has paused long enough
  bool is_asked = false;
  std::string kept_domain{};  // "No" was said for it; typed, so it is wiped with the rest
};

struct Form {
  ScreenId screen = ScreenId::details;
  std::vector<Field> fields{};
  std::size_t focus = 0;
  bool is_keyboard_shown = true;
  keyboard::Keyboard keyboard{};
  std::vector<std::string> domains{};  // configured chips
  std::string language = "en";
  Suggestion suggestion{};

  Field* find(FieldKind kind);
  const Field* find(FieldKind kind) const;
  const Field* focused() const { return focus < fields.size() ? &fields[focus] : nullptr; }
};

// The first field focused, keyboard open. REQUIRES: a field
void open_form(Form& form);
void focus_field(Form& form, std::size_t index);

FormResult update_form(Form& form, const Action& action, std::int64_t now_ms);

// A physical keyboard's text goes to the focused field.
FormResult type_text(Form& form, std::string_view text, std::int64_t now_ms);

// Time passes: accents close, a pause in typing asks.
void tick(Form& form, std::int64_t now_ms);
// When tick() has something to do next.
std::optional<std::int64_t> next_tick(const Form& form);

// Marks every wrong field and focuses the first; true when there is none.
bool validate(Form& form);

// What is wrong with the field as it stands.
std::optional<Text> problem_of(const Field& field);

// The domain typed into the focused email field so far, in lower case; empty in any other field.
std::string typed_domain(const Form& form);

// What to offer under a focused email field: every domain before '@' and beside a question about the typed one, else
// those that begin as typed.
std::vector<Chip> chips(const Form& form);

// Grows with every change of what is typed: the same number is the same texts.
std::uint64_t edits(const Form& form);

// No byte of what was typed stays.
void wipe_form(Form& form);

}  // namespace foyer::screens
