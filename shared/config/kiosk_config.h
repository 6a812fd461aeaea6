// What an organisation sets on one tablet: kiosk.toml in the data folder. Every setting, its default, its limits and
// its meaning stand in one table in kiosk_config.cc. A missing file means defaults. Read once at start by foyer-kiosk.
// Values; any thread. An unknown key or a bad value is Fault::invalid; the detail begins with file:line and says what
// to write instead.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace foyer::config {

enum class ThemeName { light, dark, high_contrast };
const char* theme_name(ThemeName theme);

// What the home screen offers.
struct OfferedReasons {
  bool drop_in = true;
  bool meeting = true;
  bool tour = true;
  bool leave_contacts = true;
  bool leaving = true;

  bool operator==(const OfferedReasons&) const = default;
};

// How long a screen waits for a touch. Settings, so that tests need no waiting.
struct Timeouts {
  std::int64_t home_ms = 30'000;             // home with nothing entered -> attract
  std::int64_t form_ms = 45'000;             // a form with data -> "still there?"; also what "I need more time" gives
  std::int64_t confirm_ms = 30'000;          // check and confirm -> "still there?"
  std::int64_t warning_ms = 20'000;          // "still there?" -> wipe and attract
  std::int64_t saving_ms = 15'000;           // a save under way -> "Still saving ..."
  std::int64_t done_ms = 12'000;             // done -> attract
  std::int64_t done_keep_ms = 30'000;        // what "Keep on screen" adds
  std::int64_t attract_language_ms = 6'000;  // each language on the attract screen

  bool operator==(const Timeouts&) const = default;
};

struct KioskConfig {
  std::string organisation = "Foyer";
  std::vector<std::string> languages = {"en", "de"};  // the first is the one a session starts in
  ThemeName theme = ThemeName::light;
  double text_scale = 1.0;
  std::vector<std::string> chips = {"gmail.com", "outlook.com", "icloud.com", "gmx.de", "web.de"};
  std::int64_t long_press_ms = 400;
  bool reduce_motion = false;
  OfferedReasons reasons;
  Timeouts timeouts;

  bool operator==(const KioskConfig&) const = default;
};

Result<KioskConfig> load_kiosk_config(const std::filesystem::path& file);

// `file` names the text in messages.
Result<KioskConfig> parse_kiosk_config(std::string_view text, std::string_view file);

// A kiosk.toml with every setting commented out: default, limits, meaning.
std::string describe_kiosk_config();

}  // namespace foyer::config
