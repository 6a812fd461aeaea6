// The feed as a tablet reads it, without sockets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "shared/wire/error_reply.h"
#include "sync/protocol/limits.h"
#include "tests/support/server_fixture.h"
#include "tests/support/server_memory_store.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::cid_of;

class Pull : public ::testing::Test {
 protected:
  Pull() : tablet_(centre_.enrol("Front desk")) {}

  void visit(std::uint64_t number, const std::string& email) {
    centre_.push(tablet_, {check_in(number, cid_of(number), email, {{"name", "N" + std::to_string(number)}})});
  }

  // Everything from the beginning, in pages of `limit`: kind and id to data, as a tablet keeps it.
  std::map<std::pair<std::string, std::string>, std::string> read_all(int limit) {
    std::map<std::pair<std::string, std::string>, std::string> rows;
    std::string cursor;
    for (bool more = true; more;) {
      const auto page = centre_.page(tablet_, "limit=" + std::to_string(limit) + "&cursor=" + cursor);
      EXPECT_LE(std::ssize(page.rows), limit);
      for (const auto& row : page.rows) rows[{row.kind, row.id}] = row.d;
      EXPECT_NE(page.cursor, cursor);
      cursor = page.cursor;
      more = page.more;
    }
    return rows;
  }

  support::ServerMemoryStore store_;
  support::TestCentre centre_{store_};
  support::Tablet tablet_;
};

TEST_F(Pull, AnEmptyCentreHasAnEmptyFeedWithACursor) {
  const auto page = centre_.page(tablet_, "");
  EXPECT_TRUE(page.rows.empty());
  EXPECT_FALSE(page.more);
  EXPECT_EQ(centre_.pull(tablet_, "cursor=" + page.cursor).status, 200);
}

TEST_F(Pull, A12_pages_of_any_size_give_the_same_rows) {
  for (std::uint64_t i = 1; i <= 12; ++i)
    visit(i, i % 3 == 0 ? "ann@example.com" : "p" + std::to_string(i) + "@example.com");
  const auto whole = read_all(500);
  EXPECT_FALSE(whole.empty());
  for (const int limit : {1, 2, 3, 7, 100}) EXPECT_EQ(read_all(limit), whole) << limit;
}

TEST_F(Pull, A_page_ends_by_bytes_long_before_a_tablet_refuses_it) {
  constexpr std::uint64_t kContacts = 60;
  for (std::uint64_t i = 1; i <= kContacts; ++i) {
    domain::Fields fields{{"name", "N" + std::to_string(i)}};
    for (int field = 0; field < 15; ++field) fields["extra" + std::to_string(field)] = std::string(990, '"');
    centre_.push(tablet_, {check_in(i, cid_of(i), "p" + std::to_string(i) + "@example.com", fields)});
  }
  for (auto& [root, view] : store_.tables.views) {
    for (auto& [name, field] : view.fields) {
      if (name.starts_with("extra")) field.value = std::string(10'000, 'x');
    }
  }
  std::set<std::string> seen;
  std::string cursor;
  int pages = 0;
  for (bool more = true; more; ++pages) {
    const Response response = centre_.pull(tablet_, "cursor=" + cursor);
    EXPECT_LT(response.body.size(), protocol::kPageBytes + wire::kRowBytesMax + 1000);
    const auto page = wire::parse_pull_page(response.body);
    ASSERT_TRUE(page);
    ASSERT_FALSE(page->rows.empty());
    for (const auto& row : page->rows) {
      const bool is_again = row.kind == wire::kContactKind && !seen.insert(row.id).second;
      EXPECT_FALSE(is_again);
    }
    cursor = page->cursor;
    more = page->more;
  }
  EXPECT_GT(pages, 2);
  EXPECT_EQ(seen.size(), kContacts);
}

TEST_F(Pull, A_row_beyond_the_page_still_comes_alone) {
  visit(1, "ann@example.com");
  visit(2, "bob@example.com");
  for (auto& [root, view] : store_.tables.views) view.fields["extra"].value = std::string(3'000'000, 'x');
  EXPECT_EQ(read_all(500).size(), 4U);
}

TEST_F(Pull, OnlyWhatChangedComesAgain) {
  visit(1, "ann@example.com");
  visit(2, "bob@example.com");
  const auto before = centre_.page(tablet_, "");
  visit(3, "ann@example.com");
  const auto after = centre_.page(tablet_, "cursor=" + before.cursor);
  std::vector<std::string> kinds;
  for (const auto& row : after.rows) kinds.push_back(row.kind);
  EXPECT_THAT(kinds, ::testing::UnorderedElementsAre("contact", "alias", "visit", "review")) << "with another name";
}

TEST_F(Pull, ARowThatMovesBetweenTwoPagesIsSeenLaterAndNotLost) {
  visit(1, "ann@example.com");
  visit(2, "bob@example.com");
  const auto first = centre_.page(tablet_, "limit=1");
  ASSERT_EQ(first.rows.size(), 1U);
  visit(3, "ann@example.com");
  std::set<std::string> ids;
  std::string cursor = first.cursor;
  for (bool more = true; more;) {
    const auto page = centre_.page(tablet_, "limit=1&cursor=" + cursor);
    for (const auto& row : page.rows) ids.insert(row.id);
    cursor = page.cursor;
    more = page.more;
  }
  EXPECT_TRUE(ids.contains(cid_of(1).text()));
  EXPECT_TRUE(ids.contains(cid_of(2).text()));
}

TEST_F(Pull, A13_a_tampered_cursor_is_refused) {
  visit(1, "ann@example.com");
  visit(2, "bob@example.com");
  const auto page = centre_.page(tablet_, "");
  const auto cursor = wire::parse_cursor(page.cursor);
  ASSERT_TRUE(cursor);
  for (const char* bad : {"x", "v3", "v2.a.1.b", "v3.e.-1.00", "v3.e.1", "v3..1.", "v3.e.99999999999999999999.aa"}) {
    const auto status = centre_.pull(tablet_, std::string("cursor=") + bad).status;
    EXPECT_TRUE(status == 400 || status == 409) << bad << " " << status;
  }
  for (auto [seq, nonce] : {std::pair(cursor->seq + 1, cursor->nonce), std::pair(std::int64_t{1}, cursor->nonce),
                            std::pair(cursor->seq, std::string(16, '0'))}) {
    const auto response = centre_.pull(tablet_, "cursor=" + to_text(wire::Cursor{cursor->epoch, seq, nonce}));
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(wire::parse_error_reply(response.body)->error, "epoch");
  }
}

TEST_F(Pull, ARolledBackCentreIsNoticed) {
  visit(1, "ann@example.com");
  const auto backup = store_.tables;
  visit(2, "bob@example.com");
  const auto page = centre_.page(tablet_, "");
  store_.tables = backup;
  EXPECT_EQ(centre_.pull(tablet_, "cursor=" + page.cursor).status, 409);
  support::Tablet side = centre_.enrol("Side door");
  centre_.push(side, {check_in(9, cid_of(9), "cat@example.org", {})});
  EXPECT_EQ(store_.tables.head.seq, page.head) << "the same seq, another history";
  EXPECT_EQ(centre_.pull(tablet_, "cursor=" + page.cursor).status, 409);
}

TEST_F(Pull, WaitsOnlyWhenThereIsNothingNew) {
  visit(1, "ann@example.com");
  const auto page = centre_.page(tablet_, "");
  EXPECT_FALSE(centre_.pull(tablet_, "wait=25", true).waits);
  const auto waiting = centre_.pull(tablet_, "wait=9&cursor=" + page.cursor, true);
  EXPECT_TRUE(waiting.waits);
  EXPECT_EQ(waiting.wait_s, 9);
  EXPECT_EQ(waiting.head, page.head);
  visit(2, "bob@example.com");
  EXPECT_FALSE(centre_.pull(tablet_, "wait=9&cursor=" + page.cursor, true).waits);
}

TEST_F(Pull, ATabletSeesTheVisitWithItsKioskAndContact) {
  visit(1, "Ann@example.com");
  const auto page = centre_.page(tablet_, "");
  for (const auto& row : page.rows) {
    if (row.kind == "contact") {
      const auto contact = wire::parse_contact_row(row);
      ASSERT_TRUE(contact);
      EXPECT_EQ(contact->email, "Ann@example.com");
      EXPECT_EQ(contact->email_key, "ann@example.com");
      EXPECT_EQ(contact->visits, 1);
    } else {
      const auto seen = wire::parse_visit_row(row);
      ASSERT_TRUE(seen);
      EXPECT_EQ(seen->contact, cid_of(1));
      EXPECT_EQ(seen->kiosk, "Front desk");
      EXPECT_FALSE(seen->checked_out_at);
    }
  }
  EXPECT_EQ(page.rows.size(), 2U);
}

}  // namespace
}  // namespace foyer::server
