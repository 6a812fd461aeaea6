#include <gtest/gtest.h>

#include <set>
#include <string>

#include "kiosk/screens/attract.h"
#include "kiosk/screens/confirm.h"
#include "kiosk/screens/done.h"
#include "kiosk/screens/home.h"
#include "kiosk/screens/overlays.h"
#include "kiosk/screens/texts.h"

namespace foyer::screens {
namespace {

Action commit(std::string target) { return {Gesture::commit, std::move(target), false, 0, std::nullopt}; }

TEST(Screens, HaveTheFixedNames) {
  std::set<std::string> names;
  for (const ScreenId screen : kAllScreens) names.insert(screen_name(screen));
  EXPECT_EQ(names, (std::set<std::string>{"attract", "home", "host", "details", "confirm", "done", "leaving",
                                          "language", "accessibility", "privacy", "still_there", "trouble"}));
}

TEST(Screens, KnowTheirOwnTargets) {
  EXPECT_EQ(own_part(ScreenId::home, "home.drop_in"), "drop_in");
  EXPECT_EQ(own_part(ScreenId::home, "homes.drop_in"), "");
  EXPECT_EQ(own_part(ScreenId::home, "home."), "");
  EXPECT_EQ(own_part(ScreenId::home, "host.back"), "");
}

TEST(Home, HasTheFixedIdsAndLabels) {
  const auto& tiles = all_home_tiles();
  ASSERT_EQ(tiles.size(), 5U);
  const char* const ids[] = {"home.drop_in", "home.meeting", "home.tour", "home.leave_contacts", "home.leaving"};
  const char* const labels[] = {"Drop in", "Meet someone", "Tour or trial day", "Leave contacts", "I am leaving"};
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    EXPECT_STREQ(tiles[i].id, ids[i]);
    EXPECT_EQ(tiles[i].title.english, labels[i]);
  }
}

TEST(Attract, AnyCommitStartsAndAnUnknownLanguageIsNotTaken) {
  const AttractModel model{{"en", "de"}};
  EXPECT_TRUE(update(model, commit("")).is_start);
  EXPECT_FALSE(update(model, {Gesture::press, "attract.start"}).is_start);
  EXPECT_EQ(update(model, commit("attract.language.de")).language, "de");
  EXPECT_EQ(update(model, commit("attract.language.xx")).language, std::nullopt);
}

TEST(Confirm, ShowsWhatWasTypedAndNothingEmpty) {
  HostModel host = make_host();
  DetailsModel details = make_details(Purpose::meeting);
  details.form.fields[0].text.replace("Anna Schmidt");
  details.form.fields[1].text.replace("anna@example.com");
  EXPECT_EQ(summary(host, details).size(), 3U);
  host.form.fields[0].text.replace("Jonas");
  const auto rows = summary(host, details);
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].text, texts::kMeeting);
  EXPECT_EQ(rows[1].value, "Jonas");
  EXPECT_EQ(rows[2].value, "Anna Schmidt");
}

TEST(Confirm, TakesNothingWhileItSaves) {
  EXPECT_EQ(update(ConfirmModel{false}, Purpose::drop_in, commit("confirm.check_in")), ConfirmOutcome::submit);
  EXPECT_EQ(update(ConfirmModel{true}, Purpose::drop_in, commit("confirm.check_in")), ConfirmOutcome::ignored);
  EXPECT_EQ(update(ConfirmModel{false}, Purpose::leave_contacts, commit("confirm.check_in")), ConfirmOutcome::ignored);
  EXPECT_EQ(update(ConfirmModel{false}, Purpose::leave_contacts, commit("confirm.leave_details")),
            ConfirmOutcome::submit);
}

TEST(Done, NeverSaysThatSomebodyWasTold) {
  for (const DoneKind kind : {DoneKind::checked_in, DoneKind::left_details, DoneKind::checked_out, DoneKind::undone}) {
    for (const char* host : {"", "Jonas"}) {
      DoneModel model;
      model.kind = kind;
      model.host = host;
      EXPECT_EQ(model.subtitle().english.find("told"), std::string_view::npos);
      EXPECT_EQ(model.title().english.find("told"), std::string_view::npos);
    }
  }
}

TEST(Done, OnlyACheckInCanBeTakenBack) {
  DoneModel model;
  EXPECT_EQ(update(model, commit("done.not_me")), DoneOutcome::undo);
  model.kind = DoneKind::checked_out;
  EXPECT_EQ(update(model, commit("done.not_me")), DoneOutcome::ignored);
  EXPECT_EQ(update(model, commit("done.another")), DoneOutcome::ignored);
}

TEST(Accessibility, EachChoiceAppliesAtOnce) {
  AccessibilityModel model;
  for (const AccessibilityChoice& choice : choices(model)) {
    EXPECT_EQ(update(model, commit(choice.id)), OverlayOutcome::stay) << choice.id;
  }
  EXPECT_EQ(model.text_size, TextSize::largest);
  EXPECT_EQ(model.look, Look::high_contrast);
  EXPECT_TRUE(model.has_more_time);
  int checked = 0;
  for (const AccessibilityChoice& choice : choices(model)) checked += choice.is_checked ? 1 : 0;
  EXPECT_TRUE(model.is_still);
  EXPECT_EQ(checked, 4);
}

TEST(Trouble, SpeaksPlainlyOfEveryFault) {
  for (const Fault fault : kAllFaults) {
    const TroubleModel model{fault, false};
    EXPECT_FALSE(model.text().english.empty());
    EXPECT_EQ(model.text().english.find(fault_name(fault)), std::string_view::npos);
  }
}

TEST(Language, IsNamedInItself) {
  EXPECT_EQ(native_name("de"), "Deutsch");
  EXPECT_EQ(native_name("en"), "English");
  EXPECT_EQ(native_name("xx"), "xx");
}

}  // namespace
}  // namespace foyer::screens
