#include "shared/domain/field_rules.h"

#include <gtest/gtest.h>

#include "tests/support/fakes.h"

namespace foyer::domain {
namespace {

Op op_with(Fields set, std::set<std::string> clear = {}) {
  ContactEdit body;
  body.email = " Ann@example.com ";
  body.fields = {std::move(set), std::move(clear)};
  return make_contact_edit(Uuid(), Instant(), std::move(body));
}

FieldWrites writes_of(const Op& op) { return std::get<ContactEdit>(op.body).fields; }

TEST(FieldRules, KeepWhatPeopleAreCalled) {
  for (const char* const name :
       {"Ann Lee", "J\u00F6rg", "Jo\u0308rg", "\u738B\u5C0F\u660E", "\u05D3\u05D5\u05D3", "O'Brien-\u0141ukasz",
        "\U0001F468\u200D\U0001F469\u200D\U0001F467", "x'); DROP TABLE op;--", "<b>bold</b>", "\u202Eabc", ""}) {
    EXPECT_TRUE(check_field("name", name).ok()) << name;
  }
}

TEST(FieldRules, RefuseWithTheFieldsNameAndNeverTheText) {
  const std::string refused[] = {std::string("secret\0", 7),
                                 "secret\n",
                                 "secret\x7f",
                                 "secret\u0085",
                                 "secret\xff",
                                 "secret" + std::string(64 * 1024, 'x'),
                                 std::string(201, 'x') + "secret"};
  for (const std::string& text : refused) {
    const auto done = check_field("name", text);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().fault, Fault::invalid);
    EXPECT_EQ(done.error().detail.find("name: "), 0U);
    EXPECT_EQ(done.error().detail.find("secret"), std::string::npos);
  }
}

TEST(FieldRules, LimitsAreInclusiveAndCountCharactersAsPeopleDo) {
  for (const FieldRule& rule : kFieldRules) {
    EXPECT_TRUE(check_field(rule.name, std::string(rule.characters_max, 'x')).ok()) << rule.name;
    EXPECT_FALSE(check_field(rule.name, std::string(rule.characters_max + 1, 'x')).ok()) << rule.name;
  }
  std::string accented;
  for (int i = 0; i < 200; ++i) accented += "o\u0308";
  EXPECT_TRUE(check_field("name", accented).ok());
  std::string towers = "o";
  for (int i = 0; i < 1000; ++i) towers += "\u0308";
  EXPECT_FALSE(check_field("name", towers).ok());
}

TEST(FieldRules, OnlyAnAddressHasLines) {
  EXPECT_TRUE(check_field("address", "1 Road\nTown").ok());
  EXPECT_FALSE(check_field("company", "1 Road\nTown").ok());
}

TEST(FieldRules, AnOpIsCheckedWhole) {
  EXPECT_TRUE(check_op(op_with({{"name", "Ann"}, {"zz_new", "kept"}})).ok());
  EXPECT_FALSE(check_op(op_with({{"zz_new", std::string(5000, 'x')}})).ok());
  EXPECT_FALSE(check_op(op_with({{"", "x"}})).ok());
  EXPECT_FALSE(check_op(op_with({{std::string(65, 'x'), "x"}})).ok());
  EXPECT_FALSE(check_op(op_with({}, {"\xff"})).ok());
  EXPECT_FALSE(check_op(make_check_out(Uuid(), Instant(), {})).ok());
  Fields many;
  for (int i = 0; i < 65; ++i) many["f" + std::to_string(i)] = "x";
  EXPECT_FALSE(check_op(op_with(many)).ok());
}

TEST(FieldRules, ADeclarationNamesItsKindAndWording) {
  const auto consent = [](const std::string& kind, const std::string& wording) {
    return check_op(make_consent(Uuid(), Instant(), {Uuid(), std::nullopt, kind, true, wording}));
  };
  EXPECT_TRUE(consent("marketing", "2026-03").ok());
  EXPECT_FALSE(consent("", "1").ok());
  EXPECT_FALSE(consent("marketing", "").ok());
  EXPECT_FALSE(consent(std::string(65, 'x'), "1").ok());
  EXPECT_FALSE(consent("mark\neting", "1").ok());
  EXPECT_FALSE(consent("marketing", "\xff").ok());
  const auto signed_with = [](const std::string& signature) {
    return check_op(make_agreement(Uuid(), Instant(), {Uuid(), std::nullopt, "nda", "1", signature}));
  };
  EXPECT_TRUE(signed_with("").ok());
  EXPECT_TRUE(signed_with(std::string(64, 'f')).ok());
  EXPECT_FALSE(signed_with(std::string(64, 'F')).ok());
  EXPECT_FALSE(signed_with(std::string(63, 'f')).ok());
}

TEST(Canonical, EmptyIsNoWriteAndOnlyClearClears) {
  const auto op = canonical(op_with({{"name", " Ann  Lee "}, {"phone", " \u200B\t"}, {"company", ""}}, {"address"}));
  EXPECT_EQ(writes_of(op).set, (Fields{{"name", "Ann  Lee"}}));
  EXPECT_EQ(writes_of(op).clear, (std::set<std::string>{"address"}));
  EXPECT_EQ(std::get<ContactEdit>(op.body).email, "Ann@example.com");
}

TEST(Canonical, AFieldThatIsSetIsNotCleared) {
  EXPECT_TRUE(canonical({{{"phone", "1"}}, {"phone"}}).clear.empty());
  EXPECT_EQ(canonical({{{"phone", " "}}, {"phone"}}).clear.size(), 1U);
}

TEST(Canonical, WhatTheFormShowedIsNoWrite) {
  const Fields shown = {{"name", "J\u00F6rg Lee"}, {"phone", "1"}};
  const FieldWrites writes = {{{"name", " Jo\u0308rg   Lee"}, {"phone", "2"}}, {}};
  EXPECT_EQ(canonical(writes, shown).set, (Fields{{"phone", "2"}}));
}

// Property A8.
TEST(Canonical, TwiceIsOnce) {
  const std::uint64_t seed = support::seed_or(7);
  support::SeededRandom random(seed);
  const char* const pieces[] = {" ", "a", "\u200B", "o\u0308", "\u0308", "\u00A0", "\xff", "\n", "\uFEFF", "B"};
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (auto count = random.below(6); count > 0; --count) text += pieces[random.below(std::size(pieces))];
    CheckIn body;
    body.email = text;
    body.visit.host = text;
    body.fields = {{{"name", text}, {"phone", "x"}}, {"name"}};
    const Op once = canonical(make_check_in(Uuid(), Instant(), body));
    EXPECT_EQ(canonical(once), once) << "seed " << seed;
  }
}

TEST(Names, DisagreeWithoutACommonWord) {
  EXPECT_TRUE(names_disagree("Ann Lee", "Bob Ray"));
  EXPECT_FALSE(names_disagree("Ann Lee", "LEE, Anne"));
  EXPECT_FALSE(names_disagree("J\u00F6rg", "Jorg Smith"));
  EXPECT_FALSE(names_disagree("", "Bob"));
}

}  // namespace
}  // namespace foyer::domain
