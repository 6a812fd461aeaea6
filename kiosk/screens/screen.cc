#include "kiosk/screens/screen.h"

#include "shared/base/check.h"

namespace foyer::screens {

const char* screen_name(ScreenId screen) {
  switch (screen) {
    case ScreenId::attract: return "attract";
    case ScreenId::home: return "home";
    case ScreenId::host: return "host";
    case ScreenId::details: return "details";
    case ScreenId::confirm: return "confirm";
    case ScreenId::done: return "done";
    case ScreenId::leaving: return "leaving";
    case ScreenId::language: return "language";
    case ScreenId::accessibility: return "accessibility";
    case ScreenId::privacy: return "privacy";
    case ScreenId::still_there: return "still_there";
    case ScreenId::trouble: return "trouble";
  }
  return "attract";
}

domain::Reason reason_of(Purpose purpose) {
  FOYER_CHECK(purpose != Purpose::leave_contacts);
  switch (purpose) {
    case Purpose::meeting: return domain::Reason::meeting;
    case Purpose::tour: return domain::Reason::tour;
    case Purpose::drop_in:
    case Purpose::leave_contacts: break;
  }
  return domain::Reason::drop_in;
}

std::string_view own_part(ScreenId screen, std::string_view target) {
  const std::string_view name = screen_name(screen);
  if (target.size() <= name.size() + 1 || target.substr(0, name.size()) != name || target[name.size()] != '.')
    return {};
  return target.substr(name.size() + 1);
}

}  // namespace foyer::screens
