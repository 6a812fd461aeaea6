// From what was typed to the op that is stored. Pure; UI thread. The texts go straight from the fields into the op, so
// that wiping both leaves nothing.
#pragma once

#include <memory>

#include "kiosk/app/app_state.h"
#include "shared/domain/op.h"

namespace foyer::app {

// A check-in, or a contact edit when details are only left. REQUIRES: a details form, ids.captured_at
std::unique_ptr<domain::Op> details_op(const Session& session);
// REQUIRES: a leaving form, ids.captured_at
std::unique_ptr<domain::Op> check_out_op(const Session& session);
// Takes the session's check-in back.
std::unique_ptr<domain::Op> undo_op(const Session& session, const Instant& at);

}  // namespace foyer::app
