#include "shared/config/settings.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>

#include "shared/base/text.h"

namespace foyer::config {
namespace {

std::string number_text(double value) {
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%.15g", value);
  return out.data();
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string list_text(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? ", " : "") + in_quotes(text);
  return out + "]";
}

bool in_limits(double value, const Limits& limits) {
  return std::isfinite(value) && value >= limits.min && value <= limits.max;
}

bool is_text_good(const std::string& text, const Limits& limits) {
  const auto points = decode_utf8(text);
  return points && in_limits(static_cast<double>(text.size()), limits) &&
         std::none_of(points->begin(), points->end(), is_control);
}

bool is_good(const Limits& limits, const TomlValue& value) {
  using Kind = Limits::Kind;
  const auto* whole = std::get_if<std::int64_t>(&value);
  const auto* number = std::get_if<double>(&value);
  const auto* text = std::get_if<std::string>(&value);
  const auto* texts = std::get_if<std::vector<std::string>>(&value);
  switch (limits.kind) {
    case Kind::toggle: return std::holds_alternative<bool>(value);
    case Kind::whole: return whole != nullptr && in_limits(static_cast<double>(*whole), limits);
    case Kind::number:
      return (whole != nullptr && in_limits(static_cast<double>(*whole), limits)) ||
             (number != nullptr && in_limits(*number, limits));
    case Kind::text: return text != nullptr && is_text_good(*text, limits);
    case Kind::secret: return text != nullptr && limits.is_good(*text);
    case Kind::word:
      return text != nullptr && std::find(limits.words.begin(), limits.words.end(), *text) != limits.words.end();
    case Kind::texts: break;
  }
  if (texts == nullptr || !in_limits(static_cast<double>(texts->size()), limits)) return false;
  for (auto it = texts->begin(); it != texts->end(); ++it) {
    if (!limits.is_good(*it) || std::find(texts->begin(), it, *it) != it) return false;
  }
  return true;
}

// Levenshtein distance; keys are short.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string limits_text(const Limits& limits) {
  using Kind = Limits::Kind;
  const std::string from_to = "from " + number_text(limits.min) + " to " + number_text(limits.max);
  switch (limits.kind) {
    case Kind::toggle: return "true or false";
    case Kind::whole: return "a whole number " + from_to;
    case Kind::number: return "a number " + from_to;
    case Kind::text:
      return "a text in quotes of " + number_text(limits.min) + " to " + number_text(limits.max) +
             " bytes without control characters";
    case Kind::secret: return std::string(limits.shape);
    case Kind::word: break;
    case Kind::texts:
      return "a list of " + number_text(limits.min) + " to " + number_text(limits.max) + " different texts, each " +
             std::string(limits.shape);
  }
  std::string out = "one of";
  for (const std::string& word : limits.words) out += (out.size() > 6 ? ", " : " ") + in_quotes(word);
  return out;
}

std::string refusal(const Limits& limits, const TomlValue& value) {
  if (is_good(limits, value)) return {};
  const std::string shown = limits.kind == Limits::Kind::secret ? "(not shown)" : value_text(value);
  return shown + " is not possible; write " + limits_text(limits);
}

std::string value_text(const TomlValue& value) {
  if (const auto* b = std::get_if<bool>(&value)) return *b ? "true" : "false";
  if (const auto* i = std::get_if<std::int64_t>(&value)) return std::to_string(*i);
  if (const auto* d = std::get_if<double>(&value)) return number_text(*d);
  if (const auto* s = std::get_if<std::string>(&value)) return in_quotes(*s);
  if (const auto* l = std::get_if<std::vector<std::string>>(&value)) return list_text(*l);
  return "(a value of another kind)";
}

std::string unknown_key(std::string_view key, std::span<const std::string_view> known) {
  std::string_view nearest;
  std::size_t best = std::max<std::size_t>(2, key.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t d = distance(key, candidate);
    if (d < best) {
      best = d;
      nearest = candidate;
    }
  }
  std::string out = "unknown setting " + in_quotes(key) + "; ";
  if (!nearest.empty()) return out + "write " + in_quotes(nearest) + " or remove the line";
  out += "remove the line or write one of:";
  for (const std::string_view candidate : known) out += " " + std::string(candidate);
  return out;
}

Result<std::string> read_settings_file(const std::filesystem::path& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "re"), &std::fclose);
  if (in == nullptr) {
    if (errno == ENOENT) return std::string();
    return Error{Fault::invalid, file.string() + ": cannot be read: " + std::strerror(errno) +
                                     "; make it readable or remove it (no file means defaults)"};
  }
  std::string text;
  std::array<char, 4096> block{};
  for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), in.get())) > 0;) {
    text.append(block.data(), n);
    if (text.size() > kSettingsFileBytesMax) {
      return Error{Fault::invalid, file.string() + ": larger than a settings file may be (" +
                                       std::to_string(kSettingsFileBytesMax) + " bytes); remove what is not a setting"};
    }
  }
  if (std::ferror(in.get()) != 0) {
    return Error{Fault::invalid, file.string() + ": cannot be read; it must be a plain file"};
  }
  return text;
}

std::string described(std::string_view key, const Limits& limits, const TomlValue& standard, std::string_view meaning,
                      std::string& section) {
  std::string out;
  std::string_view name = key;
  const std::size_t dot = key.rfind('.');
  if (dot != std::string_view::npos) {
    name = key.substr(dot + 1);
    if (section != key.substr(0, dot)) {
      section = key.substr(0, dot);
      out += "[" + section + "]\n\n";
    }
  }
  out += "# " + std::string(meaning) + "\n# Write " + limits_text(limits) + ".\n# " + std::string(name) + " = " +
         value_text(standard) + "\n\n";
  return out;
}

}  // namespace foyer::config
