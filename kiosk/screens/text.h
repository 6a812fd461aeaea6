// A sentence of the screens: which screen says it and what it says in English. The catalogue (kiosk/app/catalogue.h)
// turns it into the visitor's language. Constants; any thread.
#pragma once

#include <string_view>

namespace foyer::screens {

struct Text {
  std::string_view context;  // msgctxt
  std::string_view english;  // msgid; placeholders are {name}

  bool operator==(const Text&) const = default;
};

// A sentence that counts {n}.
struct PluralText {
  std::string_view context;
  std::string_view one;   // msgid
  std::string_view many;  // msgid_plural

  bool operator==(const PluralText&) const = default;
};

}  // namespace foyer::screens
