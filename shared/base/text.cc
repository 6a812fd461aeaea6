#include "shared/base/text.h"

#include <string.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace foyer {
namespace {

const utf8proc_uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

// Most of what people type here. Its bytes are its code points, it is in every normal form, and the paths below that
// ask first are several times faster.
bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_edge_noise(char32_t c) { return is_white_space(c) || is_invisible(c); }

// utf8proc_map() with the options; nothing on invalid input.
std::optional<std::string> mapped(std::string_view text, int options) {
  if (text.empty()) return std::string();
  utf8proc_uint8_t* out = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(bytes_of(text), static_cast<utf8proc_ssize_t>(text.size()), &out,
                                             static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(out, &std::free);
  if (size < 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
}

std::vector<std::size_t> grapheme_boundaries(std::string_view text) {
  std::vector<std::size_t> out{0};
  utf8proc_int32_t previous = -1;
  utf8proc_int32_t state = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    utf8proc_int32_t c = 0;
    utf8proc_ssize_t n = utf8proc_iterate(bytes_of(text) + at, static_cast<utf8proc_ssize_t>(text.size() - at), &c);
    if (n <= 0) {
      n = 1;  // an invalid byte counts as a character of its own
      c = 0xFFFD;
    }
    if (previous >= 0 && utf8proc_grapheme_break_stateful(previous, c, &state)) out.push_back(at);
    previous = c;
    at += static_cast<std::size_t>(n);
  }
  if (at > 0) out.push_back(at);
  return out;
}

}  // namespace

bool is_valid_utf8(std::string_view text) { return is_ascii(text) || decode_utf8(text).has_value(); }

bool is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

bool is_invisible(char32_t c) {
  return c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

std::optional<std::vector<char32_t>> decode_utf8(std::string_view text) {
  std::vector<char32_t> out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    utf8proc_int32_t c = 0;
    const utf8proc_ssize_t n =
        utf8proc_iterate(bytes_of(text) + at, static_cast<utf8proc_ssize_t>(text.size() - at), &c);
    if (n <= 0) return std::nullopt;
    out.push_back(static_cast<char32_t>(c));
    at += static_cast<std::size_t>(n);
  }
  return out;
}

bool is_plain_line(std::string_view text) {
  const auto points = decode_utf8(text);
  return points && std::ranges::none_of(*points, is_control);
}

std::string encode_utf8(char32_t c) {
  utf8proc_uint8_t buffer[4];
  const utf8proc_ssize_t n = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), buffer);
  return std::string(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(n));
}

std::string encode_utf8(const std::vector<char32_t>& text) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t c : text) out += encode_utf8(c);
  return out;
}

std::optional<std::string> nfc(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string trimmed(std::string_view text) {
  if (is_ascii(text)) {
    const auto is_noise = [](char c) { return is_edge_noise(static_cast<unsigned char>(c)); };
    while (!text.empty() && is_noise(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_noise(text.back())) text.remove_suffix(1);
    return std::string(text);
  }
  const auto points = decode_utf8(text);
  if (!points) return std::string(text);
  std::size_t first = 0;
  std::size_t last = points->size();
  while (first < last && is_edge_noise((*points)[first])) ++first;
  while (last > first && is_edge_noise((*points)[last - 1])) --last;
  return encode_utf8(std::vector<char32_t>(points->begin() + static_cast<std::ptrdiff_t>(first),
                                           points->begin() + static_cast<std::ptrdiff_t>(last)));
}

std::string collapsed(std::string_view text) {
  const auto normal = nfc(text);
  if (!normal) return std::string(text);
  std::string out;
  bool gap = false;
  const auto points = decode_utf8(trimmed(*normal));
  for (const char32_t c : *points) {
    if (is_white_space(c)) {
      gap = true;
      continue;
    }
    if (gap) out.push_back(' ');
    gap = false;
    out += encode_utf8(c);
  }
  return out;
}

std::string folded(std::string_view text) {
  const auto out = mapped(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
  return out ? *out : std::string(text);
}

std::size_t grapheme_count(std::string_view text) {
  // CR LF is the one pair of ASCII that a person counts as one.
  if (is_ascii(text) && text.find('\r') == std::string_view::npos) return text.size();
  return grapheme_boundaries(text).size() - 1;
}

std::size_t previous_grapheme(std::string_view text, std::size_t offset) {
  std::size_t found = 0;
  for (const std::size_t boundary : grapheme_boundaries(text)) {
    if (boundary < offset) found = boundary;
  }
  return found;
}

std::size_t next_grapheme(std::string_view text, std::size_t offset) {
  for (const std::size_t boundary : grapheme_boundaries(text)) {
    if (boundary > offset) return boundary;
  }
  return text.size();
}

void wipe(std::string& text) {
  text.resize(text.capacity());
  explicit_bzero(text.data(), text.size());
  text.clear();
}

}  // namespace foyer
