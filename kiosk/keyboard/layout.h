// The layouts of the on-screen keyboard as constant tables: one row of structs per row of keys, widths in key pitches.
// Drawing knows nothing of letters and this file nothing of pixels. Constants; any thread; nothing fails.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace foyer::keyboard {

enum class KeyKind : std::uint8_t {
  character,
  shift,
  backspace,
  symbols,  // to the symbols page; its id is key.symbols
  letters,  // the same toggle on the other pages: back to the letters; its id is key.symbols, and it is checked
  accents,  // to the page of accented letters; its id is key.accents
  space,
  next,
  caret_left,
  caret_right,
};

struct Key {
  KeyKind kind = KeyKind::character;
  std::string_view text;    // the character in lower case; empty for the other kinds
  float width = 1.0F;       // in key pitches
  std::string_view held{};  // what a long press types at once instead of accents ("+" on the 0 of the phone pad)
};

struct Row {
  std::span<const Key> keys;
  float indent = 0.0F;  // in key pitches, before the first key
};

// Rows are at most `columns` pitches wide.
struct Layout {
  std::string_view name;
  std::span<const Row> rows;
  float columns = 10.0F;
};

// "text.en" or "text.de" (QWERTZ with umlauts); any other language writes on QWERTY.
const Layout& text_layout(std::string_view language);
const Layout& email_layout(std::string_view language);
const Layout& phone_layout();
// Digits and punctuation, with caret keys; the way back and to the accents page is in its last row.
const Layout& symbols_layout();
// Every accented letter without a long press, on two pages; key.accents turns them.
const Layout& accents_layout();
const Layout& rare_accents_layout();

// What a long press on `letter` (lower case) offers, most used first; empty when it has no accents. In lower case.
std::span<const std::string_view> accents_of(std::string_view letter, std::string_view language);

// "key.a", "key.@", "key.shift". Stable in every language and shift state.
std::string key_id(const Key& key);

// Upper case of one character of the tables ("ä" -> "Ä"); "ß" and characters without case come back unchanged.
std::string upper(std::string_view character);

}  // namespace foyer::keyboard
