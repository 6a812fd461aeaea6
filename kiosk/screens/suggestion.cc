#include "kiosk/screens/suggestion.h"

#include <algorithm>
#include <string_view>

#include "kiosk/screens/near_miss.h"
#include "shared/base/text.h"

namespace foyer::screens {
namespace {

// Past near_miss's limit: no configured domain.
constexpr std::size_t kEditsMax = 3;

}  // namespace

std::optional<std::string> meant_domain(const Form& form) {
  const std::string typed = typed_domain(form);
  if (typed.empty() || typed == form.suggestion.kept_domain) return std::nullopt;
  const std::string* meant = nullptr;
  std::size_t least = kEditsMax + 1;
  for (const std::string& known : form.domains) {
    if (known.compare(0, typed.size(), typed) == 0) return std::nullopt;  // right so far
    const std::size_t edits = edit_distance(typed, known, kEditsMax);
    if (!is_near_miss(typed, known) || edits >= least) continue;
    meant = &known;
    least = edits;
  }
  return meant == nullptr ? std::nullopt : std::optional(*meant);
}

std::optional<std::string> suggested_address(const Form& form) {
  if (!form.suggestion.is_asked || !form.is_keyboard_shown) return std::nullopt;
  const auto meant = meant_domain(form);
  if (!meant) return std::nullopt;
  const std::string& typed = form.focused()->text.text();
  return typed.substr(0, typed.rfind('@') + 1) + *meant;
}

void typed(Form& form, std::int64_t now_ms) {
  Suggestion& suggestion = form.suggestion;
  suggestion.is_asked = false;
  suggestion.asks_at_ms.reset();
  if (meant_domain(form)) suggestion.asks_at_ms = now_ms + kTypingPauseMs;
}

void tick_suggestion(Form& form, std::int64_t now_ms) {
  Suggestion& suggestion = form.suggestion;
  if (!suggestion.asks_at_ms || now_ms < *suggestion.asks_at_ms) return;
  suggestion.asks_at_ms.reset();
  suggestion.is_asked = true;
}

bool ask_first(Form& form) {
  if (form.suggestion.is_asked || !meant_domain(form)) return false;
  form.suggestion.asks_at_ms.reset();
  form.suggestion.is_asked = true;
  form.is_keyboard_shown = true;
  return true;
}

void keep_as_typed(Form& form) {
  wipe(form.suggestion.kept_domain);
  form.suggestion.kept_domain = typed_domain(form);
  form.suggestion.is_asked = false;
}

}  // namespace foyer::screens
