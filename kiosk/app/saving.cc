#include "kiosk/app/saving.h"

#include <memory>
#include <optional>
#include <utility>

#include "kiosk/app/deadlines.h"
#include "kiosk/app/ops.h"

namespace foyer::app {
namespace {

using screens::DoneKind;
using screens::Purpose;
using screens::ScreenId;
using Effects = std::vector<Effect>;

std::uint64_t edits(const Session& session) {
  std::uint64_t sum = 0;
  for (const screens::Form* form : session.forms()) sum += screens::edits(*form);
  return sum;
}

void set_saving(AppState& state, bool is_saving) {
  state.session.confirm.is_saving = is_saving && state.base == ScreenId::confirm;
  state.session.leaving.is_saving = is_saving && state.base == ScreenId::leaving;
  state.session.done.is_saving = is_saving && state.base == ScreenId::done;
  if (state.trouble) state.trouble->is_saving = is_saving;
}

// What stands first in the way: a visit to take back, then what the base screen is about.
std::unique_ptr<domain::Op> next_op(const AppState& state) {
  const Session& session = state.session;
  if (!session.take_backs.empty()) return std::make_unique<domain::Op>(session.take_backs.front());
  if (state.base == ScreenId::confirm) return details_op(session);
  if (state.base == ScreenId::leaving) return check_out_op(session);
  if (state.base == ScreenId::done) return undo_op(session, *session.ids.captured_at);
  return nullptr;
}

Effects submit_next(AppState& state) {
  std::unique_ptr<domain::Op> op = next_op(state);
  if (op == nullptr) return {};
  state.awaited_op = op->id;
  set_saving(state, true);
  Effects effects;
  effects.push_back(Submit{std::move(op)});
  return effects;
}

void show_done(AppState& state, DoneKind kind) {
  Session& session = state.session;
  screens::DoneModel& done = session.done;
  if (kind != DoneKind::undone) screens::wipe_done(done);
  done.kind = kind;
  if (kind == DoneKind::checked_in || kind == DoneKind::left_details) {
    const screens::Field* name = session.details.form.find(screens::FieldKind::name);
    if (name != nullptr) screens::greet(done, name->text.text());
  }
  const screens::Field* host = session.host.form.find(screens::FieldKind::host);
  if (kind == DoneKind::checked_in && host != nullptr) done.host.assign(host->text.text());
  done.shown_ms = extended(state, state.config.timeouts.done_ms);
  done.clears_at_ms = state.now_ms + done.shown_ms;
  session.ids.captured_at.reset();  // the next thing to save is another op
  state.base = ScreenId::done;
}

Effects saved(AppState& state) {
  state.trouble.reset();
  state.last_touch_ms = state.now_ms;
  if (state.base == ScreenId::confirm) {
    const bool is_visit = state.session.details.purpose != Purpose::leave_contacts;
    show_done(state, is_visit ? DoneKind::checked_in : DoneKind::left_details);
  } else if (state.base == ScreenId::leaving) {
    show_done(state, DoneKind::checked_out);
  } else if (state.base == ScreenId::done) {
    show_done(state, DoneKind::undone);
  }
  Effects effects;
  effects.push_back(LoadStatus{});
  return effects;
}

}  // namespace

void mint_ids(AppState& state, const Instant& now) {
  FormIds& ids = state.session.ids;
  ids.op = time_uuid(*state.random, now.wall_ms);
  ids.cid = time_uuid(*state.random, now.wall_ms);
  ids.visit = time_uuid(*state.random, now.wall_ms);
  ids.undo = time_uuid(*state.random, now.wall_ms);
  ids.captured_at.reset();
}

std::vector<Effect> save(AppState& state, const Instant& now) {
  Session& session = state.session;
  const std::uint64_t typed = edits(session);
  if (session.ids.captured_at && session.ids.edits != typed) {
    give_up_saving(state, now);
    mint_ids(state, now);
  }
  if (!session.ids.captured_at) {
    session.ids.captured_at = now;
    session.ids.edits = typed;
  }
  state.saving_since_ms = now.mono_ms;
  return submit_next(state);
}

void wait_for_disk(AppState& state) {
  const bool is_told = state.trouble && state.trouble->is_slow;
  if (is_told || state.now_ms < state.saving_since_ms + state.config.timeouts.saving_ms) return;
  state.trouble = screens::TroubleModel{.is_saving = true, .is_slow = true};
}

void give_up_saving(AppState& state, const Instant& now) {
  Session& session = state.session;
  const bool is_visit = state.base != ScreenId::leaving && session.details.purpose != Purpose::leave_contacts;
  if (session.ids.captured_at && is_visit) session.take_backs.push_back(std::move(*undo_op(session, now)));
  session.ids.captured_at.reset();
}

std::vector<Effect> on_submitted(AppState& state, const Submitted& answer) {
  if (state.awaited_op != answer.op_id) return {};
  state.awaited_op.reset();
  set_saving(state, false);
  if (!answer.fault) {
    std::vector<domain::Op>& first = state.session.take_backs;
    if (first.empty()) return saved(state);
    first.erase(first.begin());
    return submit_next(state);
  }
  state.overlay.reset();
  state.trouble = screens::TroubleModel{.fault = *answer.fault};
  state.last_touch_ms = state.now_ms;
  if (state.base == ScreenId::done) {
    state.session.done.clears_at_ms = state.now_ms + extended(state, state.config.timeouts.form_ms);
  }
  return {};
}

}  // namespace foyer::app
