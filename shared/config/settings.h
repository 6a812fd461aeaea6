// One table for each settings file: key, limits, meaning, and where the value goes. Reading, refusing and describing
// all walk the same table, so a setting cannot be read without being documented. Used by kiosk_config.cc and
// server_config.cc. Values; any thread. A refused file is Fault::invalid whose detail is "file:line: what is wrong;
// what to write instead".
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/base/result.h"
#include "shared/config/toml_values.h"

namespace foyer::config {

inline constexpr std::uintmax_t kSettingsFileBytesMax = 256 * 1024;  // a settings file is a few pages

template <typename C>
struct Toggle {
  bool& (*at)(C&);
};
template <typename C>
struct Whole {
  std::int64_t& (*at)(C&);
  std::int64_t min, max;
};
template <typename C>
struct Number {
  double& (*at)(C&);
  double min, max;
};
template <typename C>
struct Text {
  std::string& (*at)(C&);
  std::size_t bytes_min, bytes_max;
};
// A text that may hold a password: no message repeats it. `shape` tells what a good one looks like.
template <typename C>
struct Secret {
  std::string& (*at)(C&);
  bool (*is_good)(std::string_view);
  std::string_view shape;
};
// One of a few words; set() gets a word of the list.
template <typename C>
struct Word {
  std::vector<std::string> words;
  void (*set)(C&, std::string_view);
  std::string (*get)(const C&);
};
// Texts of which each passes `is_good`; `shape` tells the reader what a good one looks like.
template <typename C>
struct Texts {
  std::vector<std::string>& (*at)(C&);
  std::size_t count_min, count_max;
  bool (*is_good)(std::string_view);
  std::string_view shape;
};

template <typename C>
struct Setting {
  std::string_view key;
  std::variant<Toggle<C>, Whole<C>, Number<C>, Text<C>, Secret<C>, Word<C>, Texts<C>> target;
  std::string_view meaning;
};

// ---- Without the type of the settings: what one value must be, and the message when it is not. ----

struct Limits {
  enum class Kind { toggle, whole, number, text, secret, word, texts } kind;
  double min = 0, max = 0;  // of the number, of the text's bytes, of the list's length
  std::vector<std::string> words;
  bool (*is_good)(std::string_view) = nullptr;
  std::string_view shape;
};

// "a whole number from 1 to 60", for messages and the description.
std::string limits_text(const Limits& limits);
// Empty when `value` is within `limits`, else "value is not possible; write ...".
std::string refusal(const Limits& limits, const TomlValue& value);
std::string value_text(const TomlValue& value);
std::string unknown_key(std::string_view key, std::span<const std::string_view> known);
// Text of the file; an empty text when there is none.
Result<std::string> read_settings_file(const std::filesystem::path& file);
std::string described(std::string_view key, const Limits& limits, const TomlValue& standard, std::string_view meaning,
                      std::string& section);

template <typename C>
Limits limits_of(const Setting<C>& setting) {
  using Kind = Limits::Kind;
  struct Visitor {
    Limits operator()(const Toggle<C>&) const { return {Kind::toggle, 0, 0, {}, nullptr, {}}; }
    Limits operator()(const Whole<C>& t) const {
      return {Kind::whole, static_cast<double>(t.min), static_cast<double>(t.max), {}, nullptr, {}};
    }
    Limits operator()(const Number<C>& t) const { return {Kind::number, t.min, t.max, {}, nullptr, {}}; }
    Limits operator()(const Text<C>& t) const {
      return {Kind::text, static_cast<double>(t.bytes_min), static_cast<double>(t.bytes_max), {}, nullptr, {}};
    }
    Limits operator()(const Secret<C>& t) const { return {Kind::secret, 0, 0, {}, t.is_good, t.shape}; }
    Limits operator()(const Word<C>& t) const { return {Kind::word, 0, 0, t.words, nullptr, {}}; }
    Limits operator()(const Texts<C>& t) const {
      return {Kind::texts, static_cast<double>(t.count_min), static_cast<double>(t.count_max), {}, t.is_good, t.shape};
    }
  };
  return std::visit(Visitor{}, setting.target);
}

// REQUIRES: refusal(limits_of(setting), value) is empty
template <typename C>
void assign(const Setting<C>& setting, C& config, const TomlValue& value) {
  struct Visitor {
    C& config;
    const TomlValue& value;
    void operator()(const Toggle<C>& t) const { t.at(config) = std::get<bool>(value); }
    void operator()(const Whole<C>& t) const { t.at(config) = std::get<std::int64_t>(value); }
    void operator()(const Number<C>& t) const {
      const auto* whole = std::get_if<std::int64_t>(&value);
      t.at(config) = whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
    }
    void operator()(const Text<C>& t) const { t.at(config) = std::get<std::string>(value); }
    void operator()(const Secret<C>& t) const { t.at(config) = std::get<std::string>(value); }
    void operator()(const Word<C>& t) const { t.set(config, std::get<std::string>(value)); }
    void operator()(const Texts<C>& t) const { t.at(config) = std::get<std::vector<std::string>>(value); }
  };
  std::visit(Visitor{config, value}, setting.target);
}

template <typename C>
TomlValue current(const Setting<C>& setting, C& config) {
  struct Visitor {
    C& config;
    TomlValue operator()(const Toggle<C>& t) const { return t.at(config); }
    TomlValue operator()(const Whole<C>& t) const { return t.at(config); }
    TomlValue operator()(const Number<C>& t) const { return t.at(config); }
    TomlValue operator()(const Text<C>& t) const { return t.at(config); }
    TomlValue operator()(const Secret<C>& t) const { return t.at(config); }
    TomlValue operator()(const Word<C>& t) const { return t.get(config); }
    TomlValue operator()(const Texts<C>& t) const { return t.at(config); }
  };
  return std::visit(Visitor{config}, setting.target);
}

template <typename C>
Result<C> parse_settings(const std::vector<Setting<C>>& table, std::string_view text, std::string_view file) {
  auto entries = read_toml(text, file);
  if (!entries) return entries.error();
  C config;
  std::vector<std::string_view> known;
  known.reserve(table.size());
  for (const Setting<C>& setting : table) known.push_back(setting.key);
  for (const TomlEntry& entry : *entries) {
    const std::string where = std::string(file) + ":" + std::to_string(entry.line) + ": ";
    const Setting<C>* setting = nullptr;
    for (const Setting<C>& candidate : table) {
      if (candidate.key == entry.key) setting = &candidate;
    }
    if (setting == nullptr) return Error{Fault::invalid, where + unknown_key(entry.key, known)};
    const std::string reason = refusal(limits_of(*setting), entry.value);
    if (!reason.empty()) return Error{Fault::invalid, where + entry.key + " = " + reason};
    assign(*setting, config, entry.value);
  }
  return config;
}

// The whole table as a TOML file in which every setting stands commented out with its default.
template <typename C>
std::string describe_settings(const std::vector<Setting<C>>& table) {
  C standard;
  std::string out;
  std::string section;
  for (const Setting<C>& setting : table) {
    out += described(setting.key, limits_of(setting), current(setting, standard), setting.meaning, section);
  }
  return out;
}

}  // namespace foyer::config
