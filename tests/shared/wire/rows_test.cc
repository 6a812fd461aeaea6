#include "shared/wire/rows.h"

#include <gtest/gtest.h>

#include "tests/shared/wire/sample.h"

namespace foyer::wire {
namespace {

TEST(Rows, GoThereAndBack) {
  const ContactRow contact{sample::id(1), "Ann@x.com", "ann@x.com", {{"name", "Ann"}, {"zz", "\u00F6"}}, 3, 17};
  EXPECT_EQ(*parse_contact_row(to_row(contact, 5)), contact);
  const ContactRow bare{sample::id(1), std::nullopt, std::nullopt, {}, 0, 17};
  EXPECT_EQ(*parse_contact_row(to_row(bare, 5)), bare);
  const AliasRow alias{sample::id(1), sample::id(2)};
  EXPECT_EQ(*parse_alias_row(to_row(alias, 5)), alias);
  const VisitRow visit{
      sample::id(1), sample::id(2), domain::Reason::tour,  "Jonas", "Door", 5, 6, domain::TimeQuality::estimated,
      true,          sample::id(3), domain::HostTold::sent};
  EXPECT_EQ(*parse_visit_row(to_row(visit, 5)), visit);
  const ErasedRow erased{sample::id(1), {sample::id(2), sample::id(3)}};
  EXPECT_EQ(*parse_erased_row(to_row(erased, 5)), erased);
}

TEST(Rows, HaveTheShapeOfTheProtocol) {
  const auto row = to_row(ContactRow{sample::id(1), "A@x.com", "a@x.com", {{"name", "Ann"}}, 3, 17}, 5);
  EXPECT_EQ(row.kind, "contact");
  EXPECT_EQ(row.seq, 5);
  EXPECT_EQ(row.d,
            R"({"email":"A@x.com","email_key":"a@x.com","fields":{"name":{"full":"Ann"}},"visits":3,"created_at":17})");
}

TEST(Rows, UnknownMembersAndStructuredFieldsDoNotStopThem) {
  const auto row =
      parse_contact_row({"contact", sample::id(1).text(), 5,
                         R"({"fields":{"name":{"full":"Ann","given":"A"},"photo":{"sha":"x"}},"zz":[1]})"});
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(row->fields, (domain::Fields{{"name", "Ann"}}));
  EXPECT_TRUE(parse_erased_row({"erased", sample::id(1).text(), 5, ""}).ok());
}

TEST(Rows, WrongTypesAreNamed) {
  EXPECT_FALSE(parse_contact_row(to_row(AliasRow{}, 5)).ok());
  EXPECT_FALSE(parse_contact_row({"contact", "x", 5, R"({"fields":{}})"}).ok());
  EXPECT_EQ(parse_contact_row({"contact", sample::id(1).text(), 5, R"({"fields":[]})"}).error().detail,
            "fields: wrong type");
  EXPECT_FALSE(parse_alias_row({"alias", sample::id(1).text(), 5, "{}"}).ok());
  EXPECT_FALSE(parse_visit_row({"visit", sample::id(1).text(), 5, R"({"reason":"party"})"}).ok());
  EXPECT_FALSE(parse_erased_row({"erased", sample::id(1).text(), 5, R"({"cids":["x"]})"}).ok());
}

}  // namespace
}  // namespace foyer::wire
