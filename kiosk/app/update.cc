#include "kiosk/app/update.h"

#include <algorithm>
#include <utility>

#include "kiosk/app/deadlines.h"
#include "kiosk/app/saving.h"

namespace foyer::app {
namespace {

using screens::Action;
using screens::Gesture;
using screens::HomeChoice;
using screens::Purpose;
using screens::ScreenId;
using Effects = std::vector<Effect>;

// --- Opening forms -------------------------------------------------------------------------------------------------

void prepare(AppState& state, screens::Form& form) {
  form.language = state.session.language;
  form.domains = state.config.chips;
  screens::open_form(form);
}

void open_details(AppState& state, Purpose purpose, const Instant& now) {
  mint_ids(state, now);
  state.session.details = screens::make_details(purpose);
  prepare(state, state.session.details.form);
  state.base = ScreenId::details;
}

void open_visit(AppState& state, Purpose purpose, const Instant& now) {
  open_details(state, purpose, now);
  if (purpose != Purpose::meeting) return;
  state.session.host = screens::make_host();
  prepare(state, state.session.host.form);
  state.base = ScreenId::host;
}

void open_leaving(AppState& state, const Instant& now) {
  mint_ids(state, now);
  state.session.leaving = screens::make_leaving();
  prepare(state, state.session.leaving.form);
  state.base = ScreenId::leaving;
}

void go_home(AppState& state, const Instant& now) {
  give_up_saving(state, now);
  wipe_forms(state);
  state.base = ScreenId::home;
}

void set_language(AppState& state, const std::string& language) {
  Session& session = state.session;
  session.language = language;
  for (screens::Form* form : session.forms()) {
    form->language = language;
    form->keyboard.set_language(language);
  }
}

// --- Touches, screen by screen -------------------------------------------------------------------------------------

// The buttons that every screen has. True when it was one of them.
bool touch_frame(AppState& state, ScreenId screen, const Action& action, const Instant& now) {
  if (action.gesture != Gesture::commit || state.awaited_op) return false;
  const std::string_view part = screens::own_part(screen, action.target);
  std::optional<ScreenId> overlay;
  if (part == "language") overlay = ScreenId::language;
  if (part == "accessibility") overlay = ScreenId::accessibility;
  if (part == "privacy") overlay = ScreenId::privacy;
  if (!overlay || state.overlay) return false;
  if (state.base == ScreenId::attract) go_home(state, now);
  state.overlay = overlay;
  return true;
}

bool touch_back(AppState& state, ScreenId screen, const Action& action, const Instant& now) {
  if (action.gesture != Gesture::commit || state.awaited_op || screens::own_part(screen, action.target) != "back") {
    return false;
  }
  const bool has_host = state.session.details.purpose == Purpose::meeting;
  if (screen == ScreenId::host || screen == ScreenId::leaving || (screen == ScreenId::details && !has_host)) {
    go_home(state, now);
  } else if (screen == ScreenId::details) {
    state.base = ScreenId::host;
  } else if (screen == ScreenId::confirm) {
    state.base = ScreenId::details;
  } else {
    return false;
  }
  return true;
}

void touch_attract(AppState& state, const Action& action, const Instant& now) {
  const screens::AttractOutcome outcome = screens::update(state.attract, action);
  if (!outcome.is_start) return;
  if (outcome.language) set_language(state, *outcome.language);
  go_home(state, now);
}

void touch_home(AppState& state, const Action& action, const Instant& now) {
  switch (screens::update(state.home, action)) {
    case HomeChoice::none: return;
    case HomeChoice::drop_in: return open_visit(state, Purpose::drop_in, now);
    case HomeChoice::meeting: return open_visit(state, Purpose::meeting, now);
    case HomeChoice::tour: return open_visit(state, Purpose::tour, now);
    case HomeChoice::leave_contacts: return open_visit(state, Purpose::leave_contacts, now);
    case HomeChoice::leaving: return open_leaving(state, now);
  }
}

Effects touch_confirm(AppState& state, const Action& action, const Instant& now) {
  Session& session = state.session;
  switch (screens::update(session.confirm, session.details.purpose, action)) {
    case screens::ConfirmOutcome::ignored: return {};
    case screens::ConfirmOutcome::submit: return save(state, now);
    case screens::ConfirmOutcome::change:
      screens::focus_field(session.details.form, 0);
      state.base = ScreenId::details;
      return {};
  }
  return {};
}

void check_in_another(AppState& state, const Instant& now) {
  screens::wipe_done(state.session.done);
  open_details(state, state.session.details.purpose, now);  // the host stays, with what was typed there
}

Effects touch_done(AppState& state, const Action& action, const Instant& now) {
  screens::DoneModel& done = state.session.done;
  const std::int64_t keep_ms = extended(state, state.config.timeouts.done_keep_ms);
  switch (screens::update(done, action)) {
    case screens::DoneOutcome::ignored: return {};
    case screens::DoneOutcome::finish: wipe_session(state); return {};
    case screens::DoneOutcome::undo: return save(state, now);
    case screens::DoneOutcome::keep:
      done.clears_at_ms += keep_ms;
      done.shown_ms = done.clears_at_ms - now.mono_ms;
      return {};
    case screens::DoneOutcome::another: check_in_another(state, now); return {};
  }
  return {};
}

void touch_overlay(AppState& state, ScreenId screen, const Action& action) {
  if (screen == ScreenId::language) {
    const screens::LanguageOutcome outcome = screens::update(state.languages, action);
    if (outcome.language) set_language(state, *outcome.language);
    if (outcome.is_closed) state.overlay.reset();
    return;
  }
  const screens::OverlayOutcome outcome = screen == ScreenId::accessibility
                                              ? screens::update(state.session.accessibility, action)
                                              : screens::update_privacy(action);
  if (outcome == screens::OverlayOutcome::close) state.overlay.reset();
}

void touch_still_there(AppState& state, const Action& action) {
  // A finger that has landed is somebody: the limit does not run out under it.
  state.still_there->clears_at_ms =
      std::max(state.still_there->clears_at_ms, state.now_ms + extended(state, state.config.timeouts.warning_ms));
  switch (screens::update(*state.still_there, action)) {
    case screens::StillThereOutcome::ignored: return;
    case screens::StillThereOutcome::stay: state.still_there.reset(); return;
    case screens::StillThereOutcome::finish: wipe_session(state); return;
  }
}

Effects touch_trouble(AppState& state, const Action& action, const Instant& now) {
  switch (screens::update(*state.trouble, action)) {
    case screens::TroubleOutcome::ignored: return {};
    case screens::TroubleOutcome::retry: return save(state, now);
    case screens::TroubleOutcome::cancel:
      state.trouble.reset();
      if (state.base == ScreenId::done) {
        state.session.done.clears_at_ms = state.now_ms + state.session.done.shown_ms;
      }
      return {};
  }
  return {};
}

Effects touch_screen(AppState& state, const Action& action, const Instant& now) {
  Session& session = state.session;
  const std::int64_t now_ms = now.mono_ms;
  const ScreenId screen = state.screen();
  switch (screen) {
    case ScreenId::attract: touch_attract(state, action, now); return {};
    case ScreenId::home: touch_home(state, action, now); return {};
    case ScreenId::host:
      if (screens::update(session.host, action, now_ms) == screens::HostOutcome::next) state.base = ScreenId::details;
      return {};
    case ScreenId::details:
      if (screens::update(session.details, action, now_ms) == screens::DetailsOutcome::next) {
        state.base = ScreenId::confirm;
      }
      return {};
    case ScreenId::confirm: return touch_confirm(state, action, now);
    case ScreenId::done: return touch_done(state, action, now);
    case ScreenId::leaving:
      if (screens::update(session.leaving, action, now_ms) == screens::LeavingOutcome::submit) return save(state, now);
      return {};
    case ScreenId::language:
    case ScreenId::accessibility:
    case ScreenId::privacy: touch_overlay(state, screen, action); return {};
    case ScreenId::still_there: touch_still_there(state, action); return {};
    case ScreenId::trouble: return touch_trouble(state, action, now);
  }
  return {};
}

// Whoever touches is still reading: nothing clears right under the finger.
void hold_done(AppState& state) {
  if (state.base != ScreenId::done) return;
  const config::Timeouts& limits = state.config.timeouts;
  const std::int64_t at_least = extended(state, state.overlay ? limits.home_ms : limits.done_ms);
  state.session.done.clears_at_ms = std::max(state.session.done.clears_at_ms, state.now_ms + at_least);
}

Effects on_touch(AppState& state, const Touched& touched, const Instant& now) {
  state.last_touch_ms = now.mono_ms;
  hold_done(state);
  const ScreenId screen = state.screen();
  const bool is_free = !state.still_there;
  if (is_free && touch_frame(state, screen, touched.action, now)) return {};
  if (is_free && touch_back(state, screen, touched.action, now)) return {};
  return touch_screen(state, touched.action, now);
}

void on_typed(AppState& state, const Typed& typed) {
  state.last_touch_ms = state.now_ms;
  hold_done(state);
  if (state.still_there) {  // somebody is there; the key itself is not for a field that cannot be seen
    state.still_there.reset();
    return;
  }
  Session& session = state.session;
  if (state.awaited_op) return;
  if (state.screen() == ScreenId::host) screens::type_text(session.host.form, typed.text, state.now_ms);
  if (state.screen() == ScreenId::details) screens::type_text(session.details.form, typed.text, state.now_ms);
  if (state.screen() == ScreenId::leaving) screens::type_text(session.leaving.form, typed.text, state.now_ms);
}

// --- Time ----------------------------------------------------------------------------------------------------------

void on_tick(AppState& state) {
  for (screens::Form* form : state.session.forms()) screens::tick(*form, state.now_ms);
  if (state.awaited_op) return wait_for_disk(state);  // its answer starts the visitor's time anew
  if (state.still_there) {
    if (state.now_ms >= state.still_there->clears_at_ms) wipe_session(state);
    return;
  }
  if (state.base == ScreenId::done) {
    if (state.now_ms >= state.session.done.clears_at_ms) wipe_session(state);
    return;
  }
  const std::int64_t limit = idle_limit_ms(state);
  if (limit == 0 || state.now_ms < state.last_touch_ms + limit) return;
  if (state.base == ScreenId::home) return wipe_session(state);
  const std::int64_t warning = extended(state, state.config.timeouts.warning_ms);
  state.still_there = screens::StillThereModel{state.now_ms + warning, warning};
}

}  // namespace

std::vector<Effect> update(AppState& state, const Event& event, const Instant& now) {
  state.now_ms = now.mono_ms;
  if (const auto* touched = std::get_if<Touched>(&event)) return on_touch(state, *touched, now);
  if (const auto* answer = std::get_if<Submitted>(&event)) return on_submitted(state, *answer);
  if (const auto* typed = std::get_if<Typed>(&event)) on_typed(state, *typed);
  if (std::holds_alternative<Tick>(event)) on_tick(state);
  if (const auto* status = std::get_if<StatusLoaded>(&event)) {
    state.status = *status;
    state.home.needs_staff = status->needs_staff;
  }
  return {};
}

}  // namespace foyer::app
