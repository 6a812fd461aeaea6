#include "shared/wire/organisation_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace foyer::wire {
namespace {

using domain::DocumentKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Uuid kOrg = *Uuid::parse("0190a1b2-c3d4-7e5f-8011-223344556677");

std::vector<std::string> problems_of(std::string_view text) {
  std::vector<std::string> all;
  for (const FileProblem& one : parse_organisation_file(text, kOrg).problems) all.push_back(to_text(one));
  return all;
}

TEST(OrganisationFile, NamesBecomeIdsAndReferences) {
  const auto file = parse_organisation_file(R"({
    "sites": [{"id": "hq", "name": "Head office", "time_zone": "Europe/Berlin"}],
    "hosts": [{"id": "ada", "name": " Ada Example ", "email": "ada@example.com", "site": "hq"}],
    "bookings": []
  })",
                                            kOrg);
  EXPECT_THAT(problems_of("{}"), IsEmpty());
  ASSERT_TRUE(file.problems.empty()) << to_text(file.problems[0]);
  ASSERT_EQ(file.documents.size(), 2U);
  const FileDocument& ada = file.documents[1];
  EXPECT_EQ(ada.id, domain::document_id(kOrg, DocumentKind::host, "ada"));
  EXPECT_EQ(ada.name, "ada");
  const auto& host = std::get<domain::Host>(ada.body);
  EXPECT_EQ(host.name, "Ada Example");
  EXPECT_EQ(host.site, file.documents[0].id);
  EXPECT_TRUE(host.is_active);
  EXPECT_TRUE(file.sections.contains(DocumentKind::booking)) << "an empty list is one";
  EXPECT_FALSE(file.sections.contains(DocumentKind::staff));
}

TEST(OrganisationFile, EveryProblemIsFoundWithItsLineAndPath) {
  EXPECT_THAT(
      problems_of("{\n"
                  "  \"hosts\": [\n"
                  "    {\"id\": \"ada\", \"name\": \"\"},\n"
                  "    {\"id\": \"b c\", \"name\": \"Bo\", \"email\": \"nobody\",\n"
                  "     \"colour\": 7},\n"
                  "    {\"id\": \"ada\", \"name\": 7, \"active\": \"yes\"}\n"
                  "  ],\n"
                  "  \"hsots\": []\n"
                  "}\n"),
      ElementsAre("line 3: hosts[0].name: is empty",
                  "line 4: hosts[1].id: write 1 to 100 letters, digits and - _ . @ : without spaces",
                  "line 4: hosts[1].email: is no email address; write one as \"ada@example.com\"",
                  "line 5: hosts[1].colour: there is no such member; those here are active, email, id, name, site",
                  "line 6: hosts[2].name: write a text in quotes", "line 6: hosts[2].active: write true or false",
                  "line 6: hosts[2].id: this id stands in the section twice",
                  HasSubstr("line 8: hsots: there is no such section; those of a file are settings, sites")));
}

TEST(OrganisationFile, WhatIsNotJsonIsNamedByItsLine) {
  EXPECT_THAT(problems_of("{\n\n  \"hosts\": [,]\n}"), ElementsAre("line 3: hosts: not JSON"));
  EXPECT_THAT(problems_of("{\n  \"hosts\": [],\n  \"hosts\": []\n}"), ElementsAre("line 3: hosts: stands there twice"));
  EXPECT_THAT(problems_of(""), ElementsAre("line 1: not JSON"));
  EXPECT_THAT(problems_of("[]"), ElementsAre(HasSubstr("line 1: write one object")));
  EXPECT_THAT(problems_of("{\"hosts\": {}}"), ElementsAre("line 1: hosts: write a list"));
}

TEST(OrganisationFile, NoMessageHoldsWhatWasWritten) {
  const auto said = problems_of(R"({"staff": [{"id": "r", "name": "Rita Secret", "role": "boss", "pin": "48a913"},
    {"id": "s", "name": "Sam", "role": "manager", "pin": "48", "4829": "x"}],
    "hosts": [{"id":"x y","name":"Max Secret\n","email":"secret@@example.com"}]})");
  EXPECT_EQ(said.size(), 7U) << ::testing::PrintToString(said);
  for (const std::string& one : said) {
    EXPECT_THAT(one, Not(HasSubstr("48")));
    EXPECT_THAT(one, Not(HasSubstr("ecret")));
    EXPECT_THAT(one, Not(HasSubstr("boss")));
  }
}

TEST(OrganisationFile, APinIsPlainOrHashed) {
  const auto staff = [](const std::string& pin) {
    return R"({"staff": [{"id": "r", "name": "Rita", "role": "manager")" + pin + "}]}";
  };
  const auto plain = parse_organisation_file(staff(R"(, "pin": "482913")"), kOrg);
  ASSERT_TRUE(plain.problems.empty());
  EXPECT_EQ(plain.documents[0].pin, "482913");
  EXPECT_THAT(to_json(plain.documents[0].body, Audience::centre), Not(HasSubstr("482913")));
  EXPECT_THAT(problems_of(staff(R"(, "pin_hash": "$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA")")), IsEmpty());
  EXPECT_THAT(problems_of(staff("")), ElementsAre(HasSubstr("staff[0].pin: is missing")));
  EXPECT_THAT(problems_of(staff(R"(, "pin": 482913)")), ElementsAre(HasSubstr("staff[0].pin: write the digits")));
  EXPECT_THAT(problems_of(staff(R"(, "pin": "482913", "pin_hash": "$argon2id$x")")),
              ElementsAre(HasSubstr("write either pin or pin_hash")));
}

TEST(OrganisationFile, ACodeStandsOnceAndATimeRunsForward) {
  EXPECT_THAT(problems_of(R"({
    "passes": [{"id": "p", "email": "p@example.com", "credits": 10, "code": "482915"}],
    "events": [{"id": "e", "name": "Open day", "starts": "2026-11-30T10:00Z", "ends": "2026-11-30T09:00Z",
      "guests": [{"name": "Kim", "code": "482915"}, {"name": "Lee", "code": "12345"}]}]})"),
              ElementsAre("line 3: events[0].ends: has to be later than its start",
                          "line 4: events[0].guests[1].code: write six digits in quotes, as \"482915\"",
                          "line 4: events[0].guests[0].code: the same code stands at passes[0].code"));
}

TEST(OrganisationFile, HostileTextIsRefusedAndNeverCrashes) {
  for (const std::string& name :
       {std::string("\\u0000"), std::string("a\\u001bb"), std::string(5000, 'x'), std::string("\\u200b")}) {
    EXPECT_EQ(problems_of(R"({"hosts": [{"id": "a", "name": ")" + name + "\"}]}").size(), 1U) << name;
  }
  const std::string good = R"({"texts":[{"id":"a","use":"house_rules","language":"en","version":1,"words":"x\ny"}]})";
  EXPECT_THAT(problems_of(good), IsEmpty());
  for (std::size_t cut = 0; cut < good.size(); ++cut) EXPECT_FALSE(problems_of(good.substr(0, cut)).empty()) << cut;
}

}  // namespace
}  // namespace foyer::wire
