// Everything the kiosk knows while it runs: settings, the visit in progress and what waits to be synced. All of a visit
// is in Session, so that one function ends it and leaves nothing behind. Owned by main, UI thread; views read it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/event.h"
#include "kiosk/screens/attract.h"
#include "kiosk/screens/confirm.h"
#include "kiosk/screens/details.h"
#include "kiosk/screens/done.h"
#include "kiosk/screens/home.h"
#include "kiosk/screens/host.h"
#include "kiosk/screens/leaving.h"
#include "kiosk/screens/overlays.h"
#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/config/kiosk_config.h"
#include "shared/domain/op.h"

namespace foyer::app {

// Minted when a form opens. A double tap and "Try again" use the same ones and are the same op; once something
// typed has changed after an attempt, what is saved next is another op with ids of its own.
struct FormIds {
  Uuid op, cid, visit, undo;
  // Set by the first attempt to save, so that another attempt writes the very same op.
  std::optional<Instant> captured_at{};
  std::uint64_t edits = 0;  // of all forms at that attempt
};

// One visit at the tablet, from the first touch to the wipe. Back keeps what was typed; the way home does not.
struct Session {
  std::string language;
  screens::AccessibilityModel accessibility;
  FormIds ids;
  // Takes back the visits of attempts that nobody may count on any more, though they may be on disk; saved first.
  std::vector<domain::Op> take_backs;
  screens::HostModel host;
  screens::DetailsModel details;
  screens::ConfirmModel confirm;
  screens::LeavingModel leaving;
  screens::DoneModel done;

  // Whatever can be typed into.
  std::array<screens::Form*, 3> forms() { return {&host.form, &details.form, &leaving.form}; }
  std::array<const screens::Form*, 3> forms() const { return {&host.form, &details.form, &leaving.form}; }
};

struct AppState {
  AppState(config::KioskConfig config, Random& random);
  AppState(const AppState&) = delete;
  AppState& operator=(const AppState&) = delete;

  // What is to be drawn.
  screens::ScreenId screen() const;
  // The screen under overlays, "still there?" and trouble. Views of overlays draw nothing of it.
  screens::ScreenId base = screens::ScreenId::attract;
  std::optional<screens::ScreenId> overlay;  // language, accessibility or privacy
  std::optional<screens::StillThereModel> still_there;
  std::optional<screens::TroubleModel> trouble;

  config::KioskConfig config;
  screens::AttractModel attract;
  screens::HomeModel home;
  screens::LanguageModel languages;
  Session session;

  std::optional<Uuid> awaited_op;    // submitted, not answered yet: an effect is under way
  std::int64_t saving_since_ms = 0;  // when the visitor asked for it
  std::int64_t last_touch_ms = 0;
  std::int64_t now_ms = 0;  // of the latest event
  StatusLoaded status;
  Random* random;  // not owned

  bool is_settled() const { return !awaited_op; }
};

// Zeroes what was typed and the ids; language, look and what is to be taken back stay, the visitor is still there.
void wipe_forms(AppState& state);
// Zeroes everything of the visit and starts the next with the organisation's defaults.
void wipe_session(AppState& state);

}  // namespace foyer::app
