#include "shared/config/toml_values.h"

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace foyer::config {
namespace {

TomlValue value_of_list(const toml::array& list) {
  std::vector<std::string> texts;
  for (const toml::node& item : list) {
    const auto* text = item.as_string();
    if (text == nullptr) return Unsupported{};
    texts.push_back(text->get());
  }
  return texts;
}

TomlValue value_of(const toml::node& node) {
  if (const auto* b = node.as_boolean()) return b->get();
  if (const auto* i = node.as_integer()) return i->get();
  if (const auto* d = node.as_floating_point()) return d->get();
  if (const auto* s = node.as_string()) return s->get();
  if (const auto* a = node.as_array()) return value_of_list(*a);
  return Unsupported{};
}

void flatten(const toml::table& table, const std::string& prefix, std::vector<TomlEntry>& out) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    if (const toml::table* inner = node.as_table()) {
      flatten(*inner, key + ".", out);
    } else {
      out.push_back({key, value_of(node), static_cast<int>(node.source().begin.line)});
    }
  }
}

}  // namespace

Result<std::vector<TomlEntry>> read_toml(std::string_view text, std::string_view file) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return Error{Fault::invalid, std::string(file) + ":" + std::to_string(error.source().begin.line) +
                                     ": not TOML: " + std::string(error.description()) +
                                     "; write lines such as key = \"text\" and sections such as [timeouts_ms]"};
  }
  std::vector<TomlEntry> out;
  flatten(parsed.table(), "", out);
  return out;
}

}  // namespace foyer::config
