#include "kiosk/app/catalogue.h"

#include <boost/locale/gnu_gettext.hpp>
#include <fstream>
#include <iterator>
#include <locale>
#include <optional>

#include "shared/base/log.h"

namespace foyer::app {
namespace {

namespace gettext = boost::locale::gnu_gettext;
using Facet = boost::locale::message_format<char>;

constexpr const char* kDomain = "foyer";

std::optional<std::vector<char>> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::vector<char>(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// Boost.Locale reads the file's bytes from us, so that several languages live side by side without any OS locale.
std::optional<std::locale> load(const std::string& language, std::vector<char> bytes) {
  gettext::messages_info info;
  info.language = language;
  info.encoding = "UTF-8";
  info.domains.push_back(gettext::messages_info::domain(kDomain));
  info.paths.emplace_back(".");
  info.callback = [bytes = std::move(bytes)](const std::string&, const std::string&) { return bytes; };
  // The library reports a damaged file by an exception; here is the rim where it ends.
  try {
    return std::locale(std::locale::classic(), gettext::create_messages_facet<char>(info));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::string filled(std::string_view text, std::span<const std::pair<std::string_view, std::string_view>> arguments) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = text.find('}', open == std::string_view::npos ? text.size() : open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    out.append(text.substr(0, open));
    bool is_known = false;
    for (const auto& [key, value] : arguments) {
      if (key != name) continue;
      out.append(value);
      is_known = true;
    }
    if (!is_known) out.append(text.substr(open, close - open + 1));
    text.remove_prefix(close + 1);
  }
  return out.append(text);
}

}  // namespace

struct Catalogue::Language {
  std::locale locale;
  const Facet& facet = std::use_facet<Facet>(locale);
  int domain = facet.domain(kDomain);
};

Catalogue::Catalogue(std::span<const std::filesystem::path> folders, const std::vector<std::string>& languages) {
  for (const std::string& language : languages) {
    std::optional<std::locale> locale;
    for (const std::filesystem::path& folder : folders) {
      auto bytes = read_file(folder / (language + ".mo"));
      if (bytes) locale = load(language, std::move(*bytes));
      if (locale) break;
    }
    if (locale) {
      languages_[language].reset(new Language{*locale});
    } else {
      missing_.push_back(language);
    }
  }
}

Catalogue::~Catalogue() = default;

std::vector<std::filesystem::path> Catalogue::default_folders() {
  std::vector<std::filesystem::path> folders;
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) {
    const std::filesystem::path root = program.parent_path().parent_path();
    folders.push_back(root / "assets" / "locale");           // build/dev/bin/foyer-kiosk
    folders.push_back(root / "share" / "foyer" / "locale");  // /usr/bin/foyer-kiosk
  }
  folders.emplace_back("/usr/share/foyer/locale");
  return folders;
}

std::string Catalogue::text(std::string_view language, const screens::Text& text, Arguments arguments) const {
  const auto found = languages_.find(language);
  const char* translated = nullptr;
  if (found != languages_.end()) {
    const Language& spoken = *found->second;
    translated = spoken.facet.get(spoken.domain, text.context.data(), text.english.data());
  }
  const std::string_view sentence = translated != nullptr ? std::string_view(translated) : text.english;
  return filled(sentence, {arguments.begin(), arguments.size()});
}

std::string Catalogue::plural(std::string_view language, const screens::PluralText& text, std::int64_t count,
                              Arguments arguments) const {
  const auto found = languages_.find(language);
  const char* translated = nullptr;
  if (found != languages_.end()) {
    const Language& spoken = *found->second;
    translated = spoken.facet.get(spoken.domain, text.context.data(), text.one.data(), static_cast<int>(count));
  }
  const std::string_view english = count == 1 ? text.one : text.many;
  const std::string number = std::to_string(count);
  std::vector<std::pair<std::string_view, std::string_view>> all(arguments);
  all.emplace_back("n", number);
  return filled(translated != nullptr ? std::string_view(translated) : english, all);
}

}  // namespace foyer::app
