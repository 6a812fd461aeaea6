#include "kiosk/views/view.h"

#include "kiosk/app/update.h"
#include "kiosk/views/attract_view.h"
#include "kiosk/views/confirm_view.h"
#include "kiosk/views/details_view.h"
#include "kiosk/views/done_view.h"
#include "kiosk/views/home_view.h"
#include "kiosk/views/host_view.h"
#include "kiosk/views/leaving_view.h"
#include "kiosk/views/overlay_views.h"
#include "kiosk/views/words.h"
#include "shared/base/check.h"

namespace foyer::views {

using screens::ScreenId;

void draw(widgets::Ui& ui, const app::AppState& state, const app::Catalogue& catalogue, const Instant& now) {
  const Words words(catalogue, state.session.language, state.config.organisation);
  const app::Session& session = state.session;
  const std::int64_t seconds_left = app::seconds_left(state, now.mono_ms);
  ui.semantics().begin_frame(screens::screen_name(state.screen()));
  switch (state.screen()) {
    case ScreenId::attract: draw_attract(ui, words, state.attract, now.wall_ms); break;
    case ScreenId::home: draw_home(ui, words, state.home); break;
    case ScreenId::host: draw_host(ui, words, session.host); break;
    case ScreenId::details: draw_details(ui, words, session.details); break;
    case ScreenId::confirm: draw_confirm(ui, words, session.confirm, session.host, session.details); break;
    case ScreenId::done: draw_done(ui, words, session.done, seconds_left, now.mono_ms); break;
    case ScreenId::leaving: draw_leaving(ui, words, session.leaving); break;
    case ScreenId::language: draw_language(ui, words, state.languages); break;
    case ScreenId::accessibility: draw_accessibility(ui, words, session.accessibility); break;
    case ScreenId::privacy: draw_privacy(ui, words); break;
    case ScreenId::still_there:
      FOYER_CHECK(state.still_there);
      draw_still_there(ui, words, *state.still_there, seconds_left, now.mono_ms);
      break;
    case ScreenId::trouble:
      FOYER_CHECK(state.trouble);
      draw_trouble(ui, words, *state.trouble);
      break;
  }
}

widgets::ThemeName theme_of(const app::AppState& state) {
  switch (state.session.accessibility.look) {
    case screens::Look::light: return widgets::ThemeName::light;
    case screens::Look::dark: return widgets::ThemeName::dark;
    case screens::Look::high_contrast: return widgets::ThemeName::high_contrast;
  }
  return widgets::ThemeName::light;
}

widgets::TextSize text_size_of(const app::AppState& state) {
  switch (state.session.accessibility.text_size) {
    case screens::TextSize::normal: return widgets::TextSize::normal;
    case screens::TextSize::large: return widgets::TextSize::large;
    case screens::TextSize::largest: return widgets::TextSize::largest;
  }
  return widgets::TextSize::normal;
}

}  // namespace foyer::views
