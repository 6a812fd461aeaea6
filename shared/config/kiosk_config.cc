#include "shared/config/kiosk_config.h"

#include "shared/config/settings.h"

namespace foyer::config {
namespace {

using C = KioskConfig;

constexpr std::int64_t kTimeoutMinMs = 50;           // short ones are for tests; people need the defaults
constexpr std::int64_t kTimeoutMaxMs = 60 * 60'000;  // ten times the defaults, and room for a slow reader

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// "gmx.de": letters, digits, dots and hyphens; the email normaliser judges the whole address later.
bool is_domain(std::string_view text) {
  if (text.size() < 3 || text.size() > 253 || text.find('.') == std::string_view::npos) return false;
  char before = '.';
  for (const char c : text) {
    if (!is_lower_or_digit(c) && c != '.' && c != '-') return false;
    if ((c == '.' || c == '-') && before == '.') return false;
    before = c;
  }
  return before != '.' && before != '-';
}

// "de" or "pt_BR".
bool is_language(std::string_view text) {
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text.size() != 2 && text.size() != 5) return false;
  if (!is_lower(text[0]) || !is_lower(text[1])) return false;
  return text.size() == 2 || (text[2] == '_' && is_upper(text[3]) && is_upper(text[4]));
}

void set_theme(C& config, std::string_view word) {
  for (const ThemeName theme : {ThemeName::light, ThemeName::dark, ThemeName::high_contrast}) {
    if (word == theme_name(theme)) config.theme = theme;
  }
}

Setting<C> timeout(std::string_view key, std::int64_t& (*at)(C&), std::string_view meaning) {
  return {key, Whole<C>{at, kTimeoutMinMs, kTimeoutMaxMs}, meaning};
}

std::vector<Setting<C>> settings() {
  return {
      {"organisation", Text<C>{[](C& c) -> std::string& { return c.organisation; }, 1, 120},
       "The organisation's name, as visitors read it."},
      {"languages",
       Texts<C>{[](C& c) -> std::vector<std::string>& { return c.languages; }, 1, 24, &is_language,
                "such as \"de\" or \"pt_BR\""},
       "The languages offered, in this order; a session starts in the first."},
      {"theme",
       Word<C>{
           {"light", "dark", "high_contrast"}, &set_theme, [](const C& c) { return std::string(theme_name(c.theme)); }},
       "The colours a session starts with."},
      {"text_scale", Number<C>{[](C& c) -> double& { return c.text_scale; }, 1.0, 2.0},
       "The size of texts a session starts with; 1.6 is the A+ of the accessibility panel."},
      {"chips",
       Texts<C>{[](C& c) -> std::vector<std::string>& { return c.chips; }, 0, 8, &is_domain,
                "a domain such as \"example.org\""},
       "Email domains offered above the keyboard; put the organisation's own first."},
      {"long_press_ms", Whole<C>{[](C& c) -> std::int64_t& { return c.long_press_ms; }, 300, 1000},
       "How long a key is held before its accents show."},
      {"reduce_motion", Toggle<C>{[](C& c) -> bool& { return c.reduce_motion; }}, "Fades instead of movements."},
      {"reasons.drop_in", Toggle<C>{[](C& c) -> bool& { return c.reasons.drop_in; }}, "Offer \"Drop in\"."},
      {"reasons.meeting", Toggle<C>{[](C& c) -> bool& { return c.reasons.meeting; }}, "Offer \"Meet someone\"."},
      {"reasons.tour", Toggle<C>{[](C& c) -> bool& { return c.reasons.tour; }}, "Offer \"Tour or trial day\"."},
      {"reasons.leave_contacts", Toggle<C>{[](C& c) -> bool& { return c.reasons.leave_contacts; }},
       "Offer \"Leave contacts\"."},
      {"reasons.leaving", Toggle<C>{[](C& c) -> bool& { return c.reasons.leaving; }}, "Offer \"I am leaving\"."},
      timeout(
          "timeouts_ms.home", [](C& c) -> std::int64_t& { return c.timeouts.home_ms; },
          "Home with nothing entered, before it goes back to the attract screen."),
      timeout(
          "timeouts_ms.form", [](C& c) -> std::int64_t& { return c.timeouts.form_ms; },
          "A form with data, before \"Are you still there?\"; also what \"I need more time\" adds."),
      timeout(
          "timeouts_ms.confirm", [](C& c) -> std::int64_t& { return c.timeouts.confirm_ms; },
          "Check and confirm, before \"Are you still there?\"."),
      timeout(
          "timeouts_ms.warning", [](C& c) -> std::int64_t& { return c.timeouts.warning_ms; },
          "\"Are you still there?\", before everything typed is wiped. Never below 20000 where people use it."),
      timeout(
          "timeouts_ms.saving", [](C& c) -> std::int64_t& { return c.timeouts.saving_ms; },
          "A save under way, before the screen says that it takes longer than usual."),
      timeout(
          "timeouts_ms.done", [](C& c) -> std::int64_t& { return c.timeouts.done_ms; }, "The last screen of a visit."),
      timeout(
          "timeouts_ms.done_keep", [](C& c) -> std::int64_t& { return c.timeouts.done_keep_ms; },
          "What \"Keep on screen\" adds to the last screen."),
      timeout(
          "timeouts_ms.attract_language", [](C& c) -> std::int64_t& { return c.timeouts.attract_language_ms; },
          "Each language on the attract screen."),
  };
}

}  // namespace

const char* theme_name(ThemeName theme) {
  switch (theme) {
    case ThemeName::light: return "light";
    case ThemeName::dark: return "dark";
    case ThemeName::high_contrast: return "high_contrast";
  }
  return "light";
}

Result<KioskConfig> parse_kiosk_config(std::string_view text, std::string_view file) {
  return parse_settings(settings(), text, file);
}

Result<KioskConfig> load_kiosk_config(const std::filesystem::path& file) {
  auto text = read_settings_file(file);
  if (!text) return text.error();
  return parse_kiosk_config(*text, file.string());
}

std::string describe_kiosk_config() { return describe_settings(settings()); }

}  // namespace foyer::config
