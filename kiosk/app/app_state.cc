#include "kiosk/app/app_state.h"

#include <utility>

#include "shared/base/check.h"

namespace foyer::app {
namespace {

using screens::HomeChoice;
using screens::ScreenId;

// Where a scale of kiosk.toml becomes one of the three sizes of the accessibility panel.
constexpr double kLargeFrom = 1.3;
constexpr double kLargestFrom = 1.8;

screens::AccessibilityModel default_accessibility(const config::KioskConfig& config) {
  screens::AccessibilityModel model;
  model.is_still = config.reduce_motion;
  switch (config.theme) {
    case config::ThemeName::light: model.look = screens::Look::light; break;
    case config::ThemeName::dark: model.look = screens::Look::dark; break;
    case config::ThemeName::high_contrast: model.look = screens::Look::high_contrast; break;
  }
  if (config.text_scale >= kLargestFrom) {
    model.text_size = screens::TextSize::largest;
  } else if (config.text_scale >= kLargeFrom) {
    model.text_size = screens::TextSize::large;
  }
  return model;
}

bool is_offered(const config::OfferedReasons& reasons, HomeChoice choice) {
  switch (choice) {
    case HomeChoice::none: return false;
    case HomeChoice::drop_in: return reasons.drop_in;
    case HomeChoice::meeting: return reasons.meeting;
    case HomeChoice::tour: return reasons.tour;
    case HomeChoice::leave_contacts: return reasons.leave_contacts;
    case HomeChoice::leaving: return reasons.leaving;
  }
  return false;
}

}  // namespace

AppState::AppState(config::KioskConfig settings, Random& source) : config(std::move(settings)), random(&source) {
  if (config.languages.empty()) config.languages = {"en"};
  attract.languages = config.languages;
  languages.languages = config.languages;
  for (const screens::HomeTile& tile : screens::all_home_tiles()) {
    if (is_offered(config.reasons, tile.choice)) home.tiles.push_back(tile);
  }
  wipe_session(*this);
}

ScreenId AppState::screen() const {
  if (still_there) return ScreenId::still_there;
  if (overlay) return *overlay;
  if (trouble) return ScreenId::trouble;
  return base;
}

void wipe_forms(AppState& state) {
  Session& session = state.session;
  for (screens::Form* form : session.forms()) screens::wipe_form(*form);
  session.host = screens::HostModel();
  session.details = screens::DetailsModel();
  session.leaving = screens::LeavingModel();
  session.confirm = screens::ConfirmModel();
  screens::wipe_done(session.done);
  session.ids = FormIds();
}

void wipe_session(AppState& state) {
  wipe_forms(state);
  state.session.take_backs.clear();
  state.session.language = state.config.languages.front();
  state.session.accessibility = default_accessibility(state.config);
  state.base = ScreenId::attract;
  state.overlay.reset();
  state.still_there.reset();
  state.trouble.reset();
  state.awaited_op.reset();
}

}  // namespace foyer::app
