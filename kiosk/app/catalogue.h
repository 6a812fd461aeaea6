// The visitor's languages: gettext catalogues (.mo) read at start, several at once, chosen with every call. English is
// in the program itself, so a missing or broken file never blanks a screen: it only leaves that language in English.
// Owned by main; reading is safe from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/screens/text.h"

namespace foyer::app {

// {name} -> value. A placeholder without a value stays as it is; a value is never searched for placeholders.
using Arguments = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Catalogue {
 public:
  // Reads <folder>/<language>.mo of each language from the first folder that has it. A language without one speaks
  // English and is named in missing().
  Catalogue(std::span<const std::filesystem::path> folders, const std::vector<std::string>& languages);
  ~Catalogue();

  // The build's own folder, then the installed one.
  static std::vector<std::filesystem::path> default_folders();

  std::string text(std::string_view language, const screens::Text& text, Arguments arguments = {}) const;
  // The form for `count`, with {n} filled in.
  std::string plural(std::string_view language, const screens::PluralText& text, std::int64_t count,
                     Arguments arguments = {}) const;

  const std::vector<std::string>& missing() const { return missing_; }

 private:
  struct Language;
  std::map<std::string, std::unique_ptr<Language>, std::less<>> languages_;
  std::vector<std::string> missing_;
};

}  // namespace foyer::app
