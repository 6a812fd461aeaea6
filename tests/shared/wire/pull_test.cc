#include "shared/wire/pull.h"

#include <gtest/gtest.h>

#include "tests/shared/wire/sample.h"

namespace foyer::wire {
namespace {

TEST(Pull, APageGoesThereAndBack) {
  PullPage page;
  page.epoch = "e7";
  page.rows = {to_row(AliasRow{sample::id(1), sample::id(2)}, 4),
               {"zz_new_kind", "x", 5, "{ \"a\" : [1.50] }"},
               {"bare", "y", 6, ""}};
  page.cursor = "v3.e7.6.51aa";
  page.more = true;
  page.head = 9;
  page.next_poll_ms = 20000;
  page.server_ms = 17;
  page.backup_seq = 3;
  const auto back = parse_pull_page(to_json(page));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(*back, page);
}

TEST(Pull, ARowThatCannotBeReadSpoilsOnlyItself) {
  const auto page = parse_pull_page(
      R"({"epoch":"e7","rows":[17,{"k":"contact"},{"k":"x","id":"1","seq":"2"},{"k":"x","id":"1","seq":2}],)"
      R"("cursor":"v3.e7.6.51aa","more":false})");
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->rows.size(), 4U);
  EXPECT_EQ(page->rows[0], (FeedRow{"", "", 0, "17"}));
  EXPECT_EQ(page->rows[1].d, "{\"k\":\"contact\"}");
  EXPECT_EQ(page->rows[3], (FeedRow{"x", "1", 2, ""}));
}

TEST(Pull, WhatTheDataOfARowHoldsIsNotLookedInto) {
  const auto row = [](const std::string& text) {
    const auto page = parse_pull_page(R"({"epoch":"e7","rows":[)" + text + R"(],"cursor":"v3.e7.6.51aa"})");
    return page && page->rows.size() == 1 ? page->rows[0] : FeedRow{"the page was refused", {}, 0, {}};
  };
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  for (const std::string& d : {std::string(R"({"a":"\ud800"})"), std::string(R"({"a":1,"a":2})"), deep}) {
    EXPECT_EQ(row(R"({"k":"x","id":"1","seq":2,"d":)" + d + "}"), (FeedRow{"x", "1", 2, d}));
  }
  EXPECT_EQ(row(R"({"k":"x","id":"1","seq":2,"d":null})"), (FeedRow{"x", "1", 2, ""}));
  // None of these may look like a row without data, which can mean that something is gone.
  for (const char* const text : {R"({"k":"x","id":"1","seq":2,"d":})", R"({"k":"x","id":"1","seq":2,"d":null,"d":{}})",
                                 R"({"k":"x","id":"1","seq":2,"\u0064":{}})"}) {
    EXPECT_EQ(row(text), (FeedRow{"", "", 0, text}));
  }
}

TEST(Pull, APageWithoutAGoodCursorIsRefused) {
  EXPECT_FALSE(parse_pull_page(R"({"epoch":"e7","rows":[],"cursor":"17"})").ok());
  EXPECT_FALSE(parse_pull_page(R"({"epoch":"e7","rows":[]})").ok());
  EXPECT_FALSE(parse_pull_page(R"({"epoch":"e7","cursor":"v3.e7.6.51aa"})").ok());
  EXPECT_FALSE(parse_pull_page("<html>").ok());
}

// Property A13.
TEST(Cursor, GoesThereAndBackAndIsStrict) {
  const Cursor cursor{"e7f3", 4411, "9c1d22ab"};
  EXPECT_EQ(to_text(cursor), "v3.e7f3.4411.9c1d22ab");
  EXPECT_EQ(*parse_cursor(to_text(cursor)), cursor);
  EXPECT_EQ(*parse_cursor(""), Cursor{});
  for (const char* const bad :
       {"v3", "v2.a.1.b", "v3.a.1", "v3.a.1.b.c", "v3..1.b", "v3.a..b", "v3.a.1.", "v3.a.-1.b", "v3.a.1x.b",
        "v3.a.99999999999999999999.b", "v3.a b.1.c", "v3.a.1.b'", ".", "v3.a.+1.b"}) {
    EXPECT_FALSE(parse_cursor(bad).ok()) << bad;
  }
  EXPECT_FALSE(parse_cursor("v3.a.1." + std::string(300, 'b')).ok());
}

}  // namespace
}  // namespace foyer::wire
