#include "shared/wire/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace foyer::wire {
namespace {

using domain::DocumentKind;
using ::testing::HasSubstr;
using ::testing::Not;

Uuid id_of(std::uint8_t number) {
  std::array<std::uint8_t, 16> bytes{};
  bytes[15] = number;
  return Uuid(bytes);
}

std::vector<domain::DocumentBody> one_of_each() {
  return {domain::OrganisationSettings{"Example Rooms", "de", {"de", "en"}},
          domain::Site{"Head office", "Europe/Berlin", "20:00"},
          domain::VisitReason{domain::Reason::tour, {{"en", "Tour"}, {"de", "Führung"}}, {{"company", true}}, false},
          domain::Host{"Ada \"A\" Example", "ada@example.com", id_of(1), true},
          domain::StaffMember{"Rita", domain::StaffDuty::manager, "$argon2id$x", true},
          domain::Resource{"Room 1", id_of(1), 8},
          domain::Booking{id_of(2), "Kim", "kim@example.com", 1000, 2000, "000123"},
          domain::DropInPass{std::nullopt, "max@example.com", 10, "2026-01-01", std::nullopt, "482915"},
          domain::Event{
              "Open day", std::nullopt, 5, 6, {{"Guest", std::nullopt, "111111"}, {"Other", "o@example.com", {}}}},
          domain::TextVersion{domain::TextUse::privacy_notice, "en", 3, "One\ntwo"}};
}

TEST(Document, EveryKindComesBackAsItWas) {
  for (const domain::DocumentBody& body : one_of_each()) {
    const auto parsed = parse_document(kind_of(body), to_json(body, Audience::centre));
    ASSERT_TRUE(parsed) << to_json(body, Audience::centre);
    EXPECT_EQ(parsed->body, body);
  }
}

TEST(Document, AHostsAddressStaysAtTheCentre) {
  const domain::DocumentBody host = domain::Host{"Ada", "ada@example.com", id_of(1), true};
  EXPECT_THAT(to_json(host, Audience::centre), HasSubstr("ada@example.com"));
  const auto told = document_for_tablets(DocumentKind::host, to_json(host, Audience::centre));
  ASSERT_TRUE(told);
  EXPECT_THAT(*told, Not(HasSubstr("example.com")));
  EXPECT_THAT(*told, Not(HasSubstr("email")));
  EXPECT_EQ(std::get<domain::Host>(parse_document(DocumentKind::host, *told)->body).site, id_of(1));
}

TEST(Document, NamesWhatItPointsToAndItsCodes) {
  const auto parsed = parse_document(DocumentKind::booking, to_json(one_of_each()[6], Audience::centre));
  ASSERT_TRUE(parsed);
  EXPECT_THAT(parsed->references, ::testing::ElementsAre(DocumentReference{DocumentKind::resource, id_of(2)}));
  EXPECT_THAT(parsed->codes, ::testing::ElementsAre("000123"));
  EXPECT_THAT(parse_document(DocumentKind::event, to_json(one_of_each()[8], Audience::centre))->codes,
              ::testing::ElementsAre("111111"));
}

TEST(Document, ARowIsAliveOrDeleted) {
  const FeedRow gone = document_row(DocumentKind::host, id_of(1), {}, 7);
  ASSERT_TRUE(parse_document_row(gone));
  EXPECT_TRUE(parse_document_row(gone)->is_deleted);
  const FeedRow there = document_row(DocumentKind::host, id_of(1), to_json(one_of_each()[3], Audience::tablets), 8);
  ASSERT_TRUE(parse_document_row(there));
  EXPECT_FALSE(parse_document_row(there)->is_deleted);
  EXPECT_FALSE(parse_document_row({"host", id_of(1).text(), 9, R"({"name":7})"}));
  EXPECT_FALSE(parse_document_row({"zz_new", id_of(1).text(), 9, "{}"}));
}

TEST(Document, UnknownMembersAndWordsOfANewerCentreAreToldApart) {
  EXPECT_TRUE(parse_document(DocumentKind::host, R"({"name":"Ada","active":true,"pronouns":"she"})"));
  EXPECT_FALSE(parse_document(DocumentKind::staff, R"({"name":"Rita","role":"owner","pin_hash":"x"})"));
}

}  // namespace
}  // namespace foyer::wire
