// "Did you mean anna@gmail.com?": asked when typing pauses on a domain that looks like a slip of the finger, or on
// Next; never an error and never a change by itself. "Yes, fix" takes the domain, "No" keeps what was typed and is not
// asked again for that domain. Pure; UI thread; never fails.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "kiosk/screens/form.h"

namespace foyer::screens {

// Typing has paused when no key came for this long.
inline constexpr std::int64_t kTypingPauseMs = 500;

// The configured domain that was probably meant in the focused email field, whether it has been asked or not.
std::optional<std::string> meant_domain(const Form& form);

// The address to ask about, while the question shows.
std::optional<std::string> suggested_address(const Form& form);

// Something was typed: what was asked is out of date, and a pause from now on asks anew.
void typed(Form& form, std::int64_t now_ms);
// Asks when the pause is over.
void tick_suggestion(Form& form, std::int64_t now_ms);
// Before going on: true when there is a question that was not there yet. It shows from now on.
bool ask_first(Form& form);
void keep_as_typed(Form& form);

}  // namespace foyer::screens
