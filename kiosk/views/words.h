// The visitor's words: the catalogue in one language, and whose kiosk it is. Made for one frame. Values; UI thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "kiosk/app/catalogue.h"
#include "kiosk/screens/text.h"

namespace foyer::views {

class Words {
 public:
  Words(const app::Catalogue& catalogue, std::string_view language, std::string_view organisation)
      : catalogue_(catalogue), language_(language), organisation_(organisation) {}

  std::string operator()(const screens::Text& text, app::Arguments arguments = {}) const {
    return catalogue_.text(language_, text, arguments);
  }
  std::string plural(const screens::PluralText& text, std::int64_t count) const {
    return catalogue_.plural(language_, text, count);
  }
  // The same sentence in another of the kiosk's languages.
  std::string in(std::string_view language, const screens::Text& text) const { return catalogue_.text(language, text); }

  const std::string& language() const { return language_; }
  const std::string& organisation() const { return organisation_; }

 private:
  const app::Catalogue& catalogue_;
  std::string language_;
  std::string organisation_;
};

}  // namespace foyer::views
