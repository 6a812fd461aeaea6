// The way of what was typed to the disk: which op an attempt to save stands for, and what the disk's answer does to the
// screens. An attempt that failed may be on disk all the same: the same texts are the same op with every attempt, and
// for other texts its visit is taken back first, so that no visit is doubled and no text is lost. Pure but for the ids
// it mints from the state's Random; UI thread; never fails.
#pragma once

#include <vector>

#include "kiosk/app/app_state.h"
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"
#include "shared/base/clock.h"

namespace foyer::app {

// For the next thing to save; when a form opens.
void mint_ids(AppState& state, const Instant& now);

// What the base screen wants stored.
std::vector<Effect> save(AppState& state, const Instant& now);

// The visitor leaves the form: nobody may count on a check-in that was tried and not confirmed.
void give_up_saving(AppState& state, const Instant& now);

// Time passes while the disk is at work: the visitor is told when it takes long.
void wait_for_disk(AppState& state);

// The disk has answered: the screen after it, or trouble.
std::vector<Effect> on_submitted(AppState& state, const Submitted& answer);

}  // namespace foyer::app
