// UTF-8 text as people type it: validity, normal form, white space, code points. Pure; any thread; never fails on
// hostile bytes (an invalid sequence is reported, not repaired).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foyer {

bool is_valid_utf8(std::string_view text);

// Unicode White_Space.
bool is_white_space(char32_t c);
// C0, DEL and C1 controls.
bool is_control(char32_t c);
// Zero-width and bidi marks that nobody typed on purpose: U+00AD, 200B-200F, 202A-202E, 2060, 2066-2069, FEFF, 061C.
bool is_invisible(char32_t c);

// Valid UTF-8 without controls: it can stand on one line of a field, a log or a table.
bool is_plain_line(std::string_view text);

// Code points of valid text; nothing when it is not valid UTF-8.
std::optional<std::vector<char32_t>> decode_utf8(std::string_view text);
std::string encode_utf8(char32_t c);
std::string encode_utf8(const std::vector<char32_t>& text);

// Normalisation form C. Nothing when the text is not valid UTF-8.
std::optional<std::string> nfc(std::string_view text);

// Without white space and invisible characters at both ends. Text that is not valid UTF-8 comes back unchanged.
std::string trimmed(std::string_view text);

// nfc(), trimmed(), and each inner run of white space as one space: the form in which two field values are compared.
// Text that is not valid UTF-8 comes back unchanged.
std::string collapsed(std::string_view text);

// Lower case without accents, for finding words (rule I-05 and host search); never for identity.
std::string folded(std::string_view text);

// Number of characters as a person counts them (extended grapheme clusters).
std::size_t grapheme_count(std::string_view text);

// Byte offset of the grapheme boundary before / after `offset`; 0 / size() at the ends. REQUIRES: offset <= size()
std::size_t previous_grapheme(std::string_view text, std::size_t offset);
std::size_t next_grapheme(std::string_view text, std::size_t offset);

// Zeroes the bytes (also those past size(), up to capacity()) and empties the string. The compiler cannot drop it.
void wipe(std::string& text);

}  // namespace foyer
