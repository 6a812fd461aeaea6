#include "kiosk/screens/done.h"

#include "kiosk/screens/texts.h"
#include "shared/base/text.h"

namespace foyer::screens {

Text DoneModel::title() const {
  switch (kind) {
    case DoneKind::checked_in: return texts::kDoneCheckedInName;
    case DoneKind::left_details: return texts::kDoneLeftName;
    case DoneKind::checked_out: return texts::kDoneCheckedOut;
    case DoneKind::undone: return texts::kDoneUndone;
  }
  return texts::kDoneCheckedOut;
}

Text DoneModel::subtitle() const {
  switch (kind) {
    case DoneKind::checked_in: return host.empty() ? texts::kDoneSaved : texts::kDoneTellHost;
    case DoneKind::left_details: return texts::kDoneLeftSaved;
    case DoneKind::checked_out: return texts::kDoneCheckedOutSub;
    case DoneKind::undone: return texts::kDoneUndoneSub;
  }
  return texts::kDoneCheckedOutSub;
}

DoneOutcome update(const DoneModel& model, const Action& action) {
  if (model.is_saving || action.gesture != Gesture::commit) return DoneOutcome::ignored;
  if (action.target == "done.done") return DoneOutcome::finish;
  if (action.target == "done.keep") return DoneOutcome::keep;
  if (action.target == "done.not_me" && model.can_undo()) return DoneOutcome::undo;
  if (action.target == "done.another" && model.can_check_in_another()) return DoneOutcome::another;
  return DoneOutcome::ignored;
}

void wipe_done(DoneModel& model) {
  wipe(model.name);
  wipe(model.host);
  model = DoneModel();
}

}  // namespace foyer::screens
