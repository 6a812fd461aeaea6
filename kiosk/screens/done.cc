#include "kiosk/screens/done.h"

#include "kiosk/screens/texts.h"
#include "shared/base/text.h"

namespace foyer::screens {
namespace {

// Characters of a first name; a longer one would fill the screen with itself.
constexpr std::size_t kGreetedMax = 24;

}  // namespace

Text DoneModel::title() const {
  switch (kind) {
    case DoneKind::checked_in: return name.empty() ? texts::kDoneCheckedIn : texts::kDoneCheckedInName;
    case DoneKind::left_details: return name.empty() ? texts::kDoneCheckedOut : texts::kDoneLeftName;
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

void greet(DoneModel& model, std::string_view full_name) {
  const std::size_t start = full_name.find_first_not_of(' ');
  if (start == std::string_view::npos) return;
  const std::string_view first = full_name.substr(start, full_name.find(' ', start) - start);
  std::size_t characters = 0;
  for (std::size_t at = 0; at < first.size() && characters <= kGreetedMax; ++characters) at = next_grapheme(first, at);
  if (characters <= kGreetedMax) model.name.assign(first);
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
