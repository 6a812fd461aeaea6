// The state of the on-screen keyboard and what each key does to a field. It never predicts, corrects or learns. Owned
// by one screen's model, UI thread; time comes in as milliseconds of any steady clock; nothing fails: an unknown key is
// ignored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/keyboard/gesture.h"
#include "kiosk/keyboard/layout.h"
#include "kiosk/keyboard/text_field.h"

namespace foyer::keyboard {

enum class Purpose : std::uint8_t { name, text, email, phone };  // what the focused field holds; name capitals itself
enum class Page : std::uint8_t { letters, symbols, accents, rare_accents };
enum class Shift : std::uint8_t { off, once, locked };

enum class KeyResult : std::uint8_t {
  ignored,   // not a key of ours, or a gesture that means nothing there
  changed,   // the keyboard itself changed (shift, page, accents)
  edited,    // the field's text changed
  moved,     // the caret moved
  full,      // the field takes no more
  refused,   // the field does not take this character
  no_space,  // space in an email: say why
  next,      // the visitor asked for the next field
};

// Accents over a held letter. Choose by sliding and lifting, or by a second tap.
struct AccentPopup {
  std::string key_id;                // the key it stands over, "key.a"
  std::vector<std::string> accents;  // as they would be typed, shift applied; ids are key.accent.<lower case letter>
  std::vector<std::string> ids;
  bool base_is_typed = false;                  // the finger lifted on the base letter: an accent now replaces it
  std::optional<std::int64_t> closes_at_ms{};  // from that lift on
};

// One key as it is to be drawn.
struct VisibleKey {
  std::string id;
  KeyKind kind = KeyKind::character;
  std::string label;  // the character, shift applied; empty for the other kinds (their words are texts)
  float width = 1.0F;
  bool has_hold = false;    // a long press does something: accents, "+", lock
  bool is_checked = false;  // shift on or locked
  bool is_locked = false;   // shift locked
};
struct VisibleRow {
  std::vector<VisibleKey> keys;
  float indent = 0.0F;
};

class Keyboard {
 public:
  // A field got the focus: letters page, no popup, shift by the field's own rule.
  void open(Purpose purpose, std::string_view language, const TextField& field);
  // The visitor changed the language: other letters, same page and text.
  void set_language(std::string_view language) { language_ = language; }
  // The caret was moved by other means than a key (a tap, a chip).
  void field_changed(const TextField& field);
  void reset();

  // Targets are "key.a", "key.next", "key.accent.ä" and so on; any other target, and none, only closes the accents.
  KeyResult handle(const Action& action, TextField& field, std::int64_t now_ms);

  // Puts accents away that wait for a second tap no longer. True when there were any.
  bool tick(std::int64_t now_ms);

  const Layout& layout() const;
  std::vector<VisibleRow> rows() const;
  const std::optional<AccentPopup>& popup() const { return popup_; }
  Page page() const { return page_; }
  Shift shift() const { return shift_; }
  Purpose purpose() const { return purpose_; }

 private:
  KeyResult commit(const Action& action, TextField& field, std::int64_t now_ms);
  KeyResult hold(std::string_view id, TextField& field);
  KeyResult erase(int count, TextField& field);
  KeyResult tap_shift(std::int64_t now_ms);
  KeyResult type(std::string_view lower, TextField& field);
  KeyResult choose_accent(std::string_view lower, TextField& field);
  KeyResult edited(EditResult result, const TextField& field);
  std::string shifted(std::string_view lower) const;
  void settle_shift(const TextField& field);

  Purpose purpose_ = Purpose::text;
  Page page_ = Page::letters;
  Shift shift_ = Shift::off;
  bool shift_is_by_hand_ = false;  // a visitor's own shift is not taken away by the rule for names
  std::string language_ = "en";
  std::int64_t shift_tapped_ms_ = -1;
  std::optional<AccentPopup> popup_;
};

}  // namespace foyer::keyboard
