#include "kiosk/screens/form.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kiosk/screens/details.h"
#include "kiosk/screens/host.h"
#include "kiosk/screens/leaving.h"
#include "kiosk/screens/near_miss.h"
#include "kiosk/screens/suggestion.h"
#include "kiosk/screens/texts.h"
#include "shared/domain/email.h"

namespace foyer::screens {
namespace {

using namespace std::string_literals;

Action commit(std::string target) { return {Gesture::commit, std::move(target), false, 0, std::nullopt}; }

std::vector<std::string> chip_domains(const Form& form) {
  std::vector<std::string> out;
  for (const Chip& chip : chips(form)) out.push_back(chip.domain);
  return out;
}

struct Details : testing::Test {
  Details() {
    model.form.domains = {"gmail.com", "gmx.de", "web.de"};
    open_form(model.form);
  }
  Field& field(FieldKind kind) { return *model.form.find(kind); }
  void focus(FieldKind kind) { update(model, commit(field(kind).id), 0); }
  DetailsModel model = make_details(Purpose::leave_contacts);
};

TEST_F(Details, OpenWithTheFirstFieldAndItsKeyboard) {
  EXPECT_EQ(model.form.focus, 0U);
  EXPECT_TRUE(model.form.is_keyboard_shown);
  EXPECT_EQ(model.form.keyboard.layout().name, "text.en");
  EXPECT_EQ(model.form.keyboard.shift(), keyboard::Shift::once);
}

TEST_F(Details, EachFieldHasItsOwnKeyboard) {
  focus(FieldKind::email);
  EXPECT_EQ(model.form.keyboard.layout().name, "email.en");
  focus(FieldKind::phone);
  EXPECT_EQ(model.form.keyboard.layout().name, "phone");
  focus(FieldKind::company);
  EXPECT_EQ(model.form.keyboard.layout().name, "text.en");
}

TEST_F(Details, ChipsShowWithTheEmailOnlyAndFilterAfterTheAt) {
  EXPECT_TRUE(chips(model.form).empty());
  focus(FieldKind::email);
  EXPECT_EQ(chip_domains(model.form).size(), 3U);
  type_text(model.form, "anna@G", 0);
  EXPECT_EQ(chip_domains(model.form), (std::vector<std::string>{"gmail.com", "gmx.de"}));
  update(model, commit("details.chip.gmx.de"), 0);
  EXPECT_EQ(field(FieldKind::email).text.text(), "anna@gmx.de");
  EXPECT_TRUE(chips(model.form).empty()) << "nothing to add to a whole domain";
}

TEST_F(Details, AChipThatIsNotShownDoesNothing) {
  focus(FieldKind::email);
  update(model, commit("details.chip.evil.example"), 0);
  EXPECT_TRUE(field(FieldKind::email).text.empty());
}

TEST_F(Details, ASlipOfTheFingerIsAskedAboutWhenTypingPauses) {
  focus(FieldKind::email);
  type_text(model.form, "anna@gmial.com", 1000);
  EXPECT_EQ(suggested_address(model.form), std::nullopt);
  EXPECT_EQ(next_tick(model.form), 1500);
  tick(model.form, 1499);
  EXPECT_EQ(suggested_address(model.form), std::nullopt);
  tick(model.form, 1500);
  EXPECT_EQ(suggested_address(model.form), "anna@gmail.com");
  EXPECT_EQ(next_tick(model.form), std::nullopt);
  EXPECT_EQ(chip_domains(model.form).size(), model.form.domains.size());
  EXPECT_EQ(problem_of(field(FieldKind::email)), std::nullopt) << "an offer, never an error";
  EXPECT_EQ(field(FieldKind::email).text.text(), "anna@gmial.com") << "never a change by itself";
  update(model, commit("details.suggestion_yes"), 1600);
  EXPECT_EQ(field(FieldKind::email).text.text(), "anna@gmail.com");
  EXPECT_EQ(suggested_address(model.form), std::nullopt);
}

TEST_F(Details, NoKeepsADomainAndIsNotAskedAgain) {
  focus(FieldKind::email);
  type_text(model.form, "anna@gmial.com", 0);
  tick(model.form, 500);
  update(model, commit("details.suggestion_no"), 600);
  EXPECT_EQ(field(FieldKind::email).text.text(), "anna@gmial.com");
  EXPECT_EQ(suggested_address(model.form), std::nullopt);
  update(model, commit("key.backspace"), 700);
  update(model, commit("key.m"), 800);
  tick(model.form, 2000);
  EXPECT_EQ(suggested_address(model.form), std::nullopt);
  EXPECT_EQ(model.form.suggestion.kept_domain, "gmial.com");
  const std::string& kept = model.form.suggestion.kept_domain;
  wipe_form(model.form);
  EXPECT_TRUE(kept.empty());
  EXPECT_EQ(std::string_view(kept.data(), 9).find("gmial"), std::string_view::npos);
}

TEST_F(Details, NextAsksOnceBeforeItGoesOn) {
  type_text(model.form, "Anna", 0);
  focus(FieldKind::email);
  type_text(model.form, "anna@gmial.com", 0);
  EXPECT_EQ(update(model, commit("key.next"), 100), DetailsOutcome::stay);
  EXPECT_EQ(suggested_address(model.form), "anna@gmail.com");
  EXPECT_EQ(update(model, commit("key.next"), 200), DetailsOutcome::next) << "who goes on has seen it";
}

TEST_F(Details, TheQuestionGoesWithTheNextKeyAndTheClosestDomainIsAskedFor) {
  model.form.domains = {"gmaix.com", "gmail.com"};
  focus(FieldKind::email);
  type_text(model.form, "anna@gmaail.com", 0);
  tick(model.form, 500);
  EXPECT_EQ(suggested_address(model.form), "anna@gmail.com");
  update(model, commit("key.x"), 600);
  EXPECT_EQ(suggested_address(model.form), std::nullopt);
  update(model, commit("details.suggestion_yes"), 700);
  EXPECT_EQ(field(FieldKind::email).text.text(), "anna@gmaail.comx") << "what is not shown cannot be touched";
}

TEST(Leaving, CheckOutAsksOnceAboutTheDomain) {
  LeavingModel model = make_leaving();
  model.form.domains = {"gmail.com"};
  open_form(model.form);
  type_text(model.form, "anna@gmial.com", 0);
  EXPECT_EQ(update(model, commit("leaving.check_out"), 100), LeavingOutcome::stay);
  EXPECT_EQ(suggested_address(model.form), "anna@gmail.com");
  update(model, commit("leaving.suggestion_yes"), 200);
  EXPECT_EQ(model.form.fields.front().text.text(), "anna@gmail.com");
  EXPECT_EQ(update(model, commit("leaving.check_out"), 300), LeavingOutcome::submit);
}

TEST(NearMiss, MeetsSlipsAndLeavesOtherDomainsAlone) {
  for (const char* typed : {"gmial.com", "gmal.com", "gmail.con", "gmaill.com", "gmail.co"}) {
    EXPECT_TRUE(is_near_miss(typed, "gmail.com")) << typed;
  }
  EXPECT_TRUE(is_near_miss("outlok.con", "outlook.com"));
  for (const char* typed : {"gmail.com", "mail.de", "me.com", "example.com", "example.org", "mac.com", "gmail",
                            "gmail.", "gmail.c", ".com", ""}) {
    for (const char* known : {"gmail.com", "gmx.de", "web.de", "icloud.com", "outlook.com"}) {
      EXPECT_FALSE(is_near_miss(typed, known)) << typed << " for " << known;
    }
  }
  EXPECT_EQ(edit_distance("abcd", "abdc", 5), 1U);
  EXPECT_EQ(edit_distance(std::string(5000, 'a'), "gmail.com", 2), 3U);
}

TEST_F(Details, ATouchPlacesTheCaret) {
  type_text(model.form, "Anna", 0);
  Action touch = commit("details.name");
  touch.caret = 2;
  update(model, touch, 0);
  update(model, commit("key.x"), 0);
  EXPECT_EQ(field(FieldKind::name).text.text(), "Anxna");
}

TEST_F(Details, ClearEmptiesAndFocuses) {
  type_text(model.form, "Anna", 0);
  focus(FieldKind::email);
  update(model, commit("details.name.clear"), 0);
  EXPECT_TRUE(field(FieldKind::name).text.empty());
  EXPECT_EQ(model.form.focus, 0U);
}

TEST_F(Details, NextPassesTheOptionalFieldsUnlessOneIsFocused) {
  type_text(model.form, "Anna", 0);
  update(model, commit("key.next"), 0);
  type_text(model.form, "anna@example.com", 0);
  EXPECT_EQ(update(model, commit("key.next"), 0), DetailsOutcome::next);
  focus(FieldKind::phone);
  EXPECT_EQ(update(model, commit("key.next"), 0), DetailsOutcome::stay);
  EXPECT_EQ(model.form.focused()->kind, FieldKind::company);
  EXPECT_EQ(update(model, commit("key.next"), 0), DetailsOutcome::next);
}

TEST_F(Details, ANameOfBlanksIsNoName) {
  type_text(model.form, " \u200b\u00a0 ", 0);
  EXPECT_EQ(problem_of(field(FieldKind::name)), texts::kEnterName);
}

TEST_F(Details, PhonesHaveSevenToFifteenDigits) {
  const auto is_good = [this](const char* typed) {
    field(FieldKind::phone).text.replace(typed);
    return !problem_of(field(FieldKind::phone)).has_value();
  };
  for (const char* typed : {"", "1234567", "+49 30 123 45 67", "(030) 123-4567", "030/1234567", "+123456789012345"}) {
    EXPECT_TRUE(is_good(typed)) << typed;
  }
  for (const char* typed : {"123456", "1234567890123456", "12+34567", "0301234x67", "++491234567", "+"}) {
    EXPECT_FALSE(is_good(typed)) << typed;
  }
}

TEST_F(Details, AKeyThatDoesNothingSaysWhy) {
  focus(FieldKind::email);
  update(model, commit("key.space"), 0);
  EXPECT_EQ(field(FieldKind::email).hint, texts::kNoSpaceInEmail);
  update(model, commit("key.a"), 0);
  EXPECT_EQ(field(FieldKind::email).hint, std::nullopt);
  field(FieldKind::email).text.replace(std::string(254, 'a'));
  update(model, commit("key.a"), 0);
  EXPECT_EQ(field(FieldKind::email).hint, texts::kFieldFull);
}

TEST_F(Details, ALongerDomainDoesNotBreakAFullField) {
  focus(FieldKind::email);
  field(FieldKind::email).text.replace(std::string(250, 'a'));
  update(model, commit("details.chip.gmail.com"), 0);
  EXPECT_EQ(field(FieldKind::email).text.text(), std::string(250, 'a'));
  EXPECT_EQ(field(FieldKind::email).hint, texts::kFieldFull);
}

// Text from hostile hands: kept exactly or refused with a hint, in every field of every form.
TEST(HostileText, IsKeptExactlyOrRefusedWithAHint) {
  const std::vector<std::string> hostile = {"\0"s,
                                            "a\0b"s,
                                            "\xff",
                                            "\xc0\xaf",
                                            "\xed\xa0\x80",
                                            "\n",
                                            "\x7f",
                                            std::string(65536, 'A'),
                                            "👩‍👩‍👧‍👦",
                                            "مرحبا",
                                            "\u202Etxt.exe",
                                            "e\u0301\u0301\u0301",
                                            "'; DROP TABLE op;--",
                                            "<b>x</b>",
                                            "{name}%s%n",
                                            std::string(200, '\'')};
  std::vector<DetailsModel> details;
  details.push_back(make_details(Purpose::leave_contacts));
  HostModel host = make_host();
  LeavingModel leaving = make_leaving();
  for (Form* form : {&details[0].form, &host.form, &leaving.form}) {
    open_form(*form);
    for (std::size_t i = 0; i < form->fields.size(); ++i) {
      for (const std::string& text : hostile) {
        focus_field(*form, i);
        form->fields[i].text.wipe();
        type_text(*form, text, 0);
        const Field& field = form->fields[i];
        EXPECT_TRUE(field.text.text() == text || (field.text.empty() && field.hint)) << field.id;
        EXPECT_LE(field.text.text().size(), 1024U);
        problem_of(field);
        update_form(*form, commit("key.backspace"), 0);
        update_form(*form, commit("key.left"), 0);
        update_form(*form, commit("key.a"), 0);
      }
    }
  }
}

TEST(HostileText, TargetsFromNowhereAreIgnored) {
  DetailsModel model = make_details(Purpose::drop_in);
  open_form(model.form);
  for (const std::string& target :
       {""s, "."s, "key."s, "details."s, "details.chip."s, "key.accent.\xff"s, std::string(65536, 'k'), "\0"s}) {
    for (const Gesture gesture :
         {Gesture::press, Gesture::commit, Gesture::long_press, Gesture::repeat, Gesture::slide, Gesture::cancel}) {
      update(model, Action{gesture, target, true, -1, 99999}, -5);
    }
  }
  EXPECT_TRUE(model.form.fields[0].text.empty());
}

TEST(Fields, AreThoseOfThePurpose) {
  EXPECT_EQ(make_details(Purpose::drop_in).form.fields.size(), 2U);
  EXPECT_EQ(make_details(Purpose::meeting).form.fields.size(), 2U);
  EXPECT_EQ(make_details(Purpose::tour).form.fields.size(), 3U);
  EXPECT_EQ(make_details(Purpose::leave_contacts).form.fields.size(), 4U);
}

TEST(Leaving, NextHidesTheKeyboardAndATouchBringsItBack) {
  LeavingModel model = make_leaving();
  open_form(model.form);
  update(model, commit("key.next"), 0);
  EXPECT_TRUE(model.form.is_keyboard_shown) << "not while the email is wrong";
  type_text(model.form, "anna@example.com", 0);
  update(model, commit("key.next"), 0);
  EXPECT_FALSE(model.form.is_keyboard_shown);
  update(model, commit("leaving.email"), 0);
  EXPECT_TRUE(model.form.is_keyboard_shown);
}

}  // namespace
}  // namespace foyer::screens
