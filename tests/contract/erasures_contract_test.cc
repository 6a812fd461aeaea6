// What the ledger of erasures says is carried out again in a database that was put back to before it, over every
// ServerStore: as if it had been erased there, and in whatever classes its ids are now.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "sync/server/core/erasure.h"
#include "sync/server/core/organisation.h"
#include "sync/server/core/staff_acts.h"
#include "sync/server/core/stamps.h"
#include "tests/contract/open_store.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::cid_of;
using support::visit_id;
using testing::IsEmpty;

const Uuid kAct = support::id_of(0xAC, 1);

// A centre with one tablet on it; each step is a second later.
class Site {
 public:
  explicit Site(Kind kind) : open_(open_store(kind)), centre_(open_->store()) { tablet_ = centre_.enrol("Front desk"); }

  wire::PushReply push(domain::Op op) {
    centre_.clock.turn(1000);
    if (op.at == Instant{}) op.at = centre_.clock.now();
    return centre_.push(tablet_, {op});
  }
  void visitor(std::uint64_t number, const std::string& email) {
    push(check_in(number, cid_of(number), email, {{"name", "N" + std::to_string(number)}}));
  }
  int act(const Uuid& id, const Uuid& contact, const std::string& what, const std::string& more = {}) {
    return centre_.act(id, contact, what, more).status;
  }
  // The line of erasing the contact now, without erasing it: the database was put back to before it.
  ErasureLine lost_erasure(const Uuid& contact) {
    centre_.clock.turn(1000);
    const std::int64_t now_ms = centre_.clock.now().wall_ms;
    ErasureLine line;
    const auto done = store().read([&]() -> Result<void> {
      const StaffAct act{kAct, contact, EraseContact{}};
      Snapshot snapshot;
      for (Keys keys = wanted(snapshot, act); !keys.empty(); keys = wanted(snapshot, act)) {
        if (auto loaded = store().load(keys, snapshot); !loaded) return loaded;
      }
      const ActContext context{1, now_ms, stamp_floor(now_ms) + 1, Uuid(), store().identity().mac_key};
      auto acted = carry_out(std::move(snapshot), act, context);
      if (!acted) return acted.error();
      line = line_of(*acted->changes.erasure, now_ms);
      return {};
    });
    EXPECT_TRUE(done.ok());
    return line;
  }
  // The server starts on this database with that ledger.
  int replay(const ErasureLine& line) {
    EXPECT_TRUE(centre_.ledger.append(line).ok());
    centre_.erasures.doubt();
    const auto done = centre_.erasures.settle();
    EXPECT_TRUE(done.ok()) << done.error().detail;
    return done.ok() ? *done : -1;
  }
  ErasedRows erased() {
    ErasedRows rows;
    static_cast<void>(store().read([&]() -> Result<void> {
      rows = *store().erased();
      return {};
    }));
    std::ranges::sort(rows.nodes, {}, &Node::cid);
    return rows;
  }
  std::vector<std::string> email_keys() {
    std::vector<std::string> keys;
    static_cast<void>(store().read([&]() -> Result<void> {
      keys = *store().email_keys();
      return {};
    }));
    return keys;
  }
  Node node(const Uuid& cid) {
    Snapshot snapshot;
    Keys keys;
    keys.nodes = {cid};
    static_cast<void>(store().read([&] { return store().load(keys, snapshot); }));
    return snapshot.nodes[cid];
  }
  // What exports and tablets are shown, without what only the order of things decides.
  std::multiset<std::string> shown() {
    std::multiset<std::string> lines;
    for (const auto& line : centre_.contacts()) lines.insert(to_json(line));
    for (const auto& line : centre_.visits()) lines.insert(to_json(line));
    for (const auto& row : centre_.page(tablet_, "").rows) lines.insert(row.kind + " " + row.id + " " + row.d);
    return lines;
  }
  std::string feed_text() {
    std::string text;
    for (const auto& row : centre_.page(tablet_, "").rows) text += row.kind + " " + row.id + " " + row.d + "\n";
    return text;
  }
  ServerStore& store() { return open_->store(); }
  support::TestCentre& centre() { return centre_; }
  const support::Tablet& tablet() const { return tablet_; }

 private:
  std::unique_ptr<OpenStore> open_;
  support::TestCentre centre_;
  support::Tablet tablet_;
};

class Erasures : public testing::TestWithParam<Kind> {
 protected:
  Site site_{GetParam()};
};

TEST_P(Erasures, CarriedOutAgainLeaveWhatTheActLeaves) {
  Site other(GetParam());
  for (Site* const site : {&site_, &other}) {
    site->visitor(1, "ann@example.com");
    site->visitor(2, "Ann@example.com");
    site->push(support::check_out(3, "ann@example.com"));
    site->visitor(4, "bob@example.com");
  }
  const ErasureLine line = site_.lost_erasure(cid_of(2));
  EXPECT_EQ(site_.replay(line), 1);
  ASSERT_EQ(other.act(kAct, cid_of(2), "erase"), 200);
  ASSERT_EQ(other.centre().ledger.contents.erasures.size(), 1U) << "the act notes itself";
  EXPECT_EQ(other.centre().ledger.contents.erasures[0].cids, line.cids);
  EXPECT_EQ(other.centre().ledger.contents.erasures[0].erased_at, line.erased_at);
  const auto without_ids = [](std::multiset<std::string> lines) {
    std::multiset<std::string> out;
    for (const std::string& text : lines) out.insert(text.substr(0, text.find("\"kiosk")));
    return out;
  };
  EXPECT_EQ(without_ids(site_.shown()), without_ids(other.shown()));
  const ErasedRows again = site_.erased(), once = other.erased();
  ASSERT_EQ(again.nodes.size(), once.nodes.size());
  for (std::size_t i = 0; i < again.nodes.size(); ++i) {
    EXPECT_EQ(again.nodes[i].cid, once.nodes[i].cid);
    EXPECT_EQ(again.nodes[i].root, once.nodes[i].root);
    EXPECT_EQ(again.nodes[i].erased_at, once.nodes[i].erased_at);
    EXPECT_EQ(again.nodes[i].erase_id, once.nodes[i].erase_id);
  }
  ASSERT_EQ(again.keys.size(), 1U);
  EXPECT_EQ(again.keys[0].kept.to, once.keys[0].kept.to);
  EXPECT_EQ(again.keys[0].keep_until_ms, once.keys[0].keep_until_ms);
  EXPECT_THAT(site_.email_keys(), testing::ElementsAre("bob@example.com"));
}

TEST_P(Erasures, AreCarriedOutOnce) {
  site_.visitor(1, "ann@example.com");
  const ErasureLine line = site_.lost_erasure(cid_of(1));
  EXPECT_EQ(site_.replay(line), 1);
  const auto before = site_.shown();
  EXPECT_EQ(site_.replay(line), 0);
  EXPECT_EQ(site_.shown(), before);
  EXPECT_EQ(site_.act(kAct, cid_of(1), "erase"), 200) << "the act whose answer was lost";
  EXPECT_EQ(site_.act(support::id_of(0xAC, 2), cid_of(1), "erase"), 404);
}

TEST_P(Erasures, OfIdsThatTheBackupDoesNotKnowStayErased) {
  site_.visitor(1, "ann@example.com");
  ErasureLine line = site_.lost_erasure(cid_of(1));
  line.cids.push_back(cid_of(2));  // came after the backup
  line.keys.push_back({keyed_mac(site_.store().identity().mac_key, "ann@work.example"), kStampMin, line.erased_at});
  Instant before_erasure = site_.centre().clock.now();
  before_erasure.mono_ms -= 500;
  EXPECT_EQ(site_.replay(line), 1);
  EXPECT_EQ(site_.node(cid_of(2)).root, cid_of(1));
  EXPECT_THAT(site_.feed_text(), testing::HasSubstr(cid_of(2).text())) << "tablets forget that id too";
  for (const auto& [number, cid, email] : std::vector<std::tuple<int, int, std::string>>{
           {20, 2, "ann@example.com"}, {21, 2, ""}, {22, 9, "ann@work.example"}, {23, 1, "ann@example.com"}}) {
    auto late = check_in(static_cast<std::uint64_t>(number), cid_of(static_cast<std::uint64_t>(cid)), email,
                         {{"name", "Ann"}}, before_erasure);
    const auto reply = site_.push(late);
    ASSERT_EQ(reply.results.size(), 1U);
    EXPECT_EQ(reply.results[0].outcome, wire::OpOutcome::anonymised) << number;
  }
  EXPECT_THAT(site_.centre().contacts(), IsEmpty());
  EXPECT_EQ(site_.centre().visits().size(), 5U) << "visits count";
  site_.push(check_in(30, cid_of(2), "ann@example.com", {{"name", "Ann"}}));
  ASSERT_EQ(site_.centre().contacts().size(), 1U) << "a sign-in after an erasure has a live contact";
  EXPECT_EQ(site_.centre().contacts()[0].visits, 1);
  EXPECT_EQ(site_.centre().contacts()[0].email_key, "ann@example.com");
}

TEST_P(Erasures, OfAPersonWhoWasTwoContactsInTheBackup) {
  site_.visitor(1, "ann@example.com");
  site_.visitor(2, "ann@work.example");
  site_.visitor(3, "ann@work.example");
  ErasureLine line = site_.lost_erasure(cid_of(1));
  line.cids = {cid_of(1), cid_of(2), cid_of(3)};  // merged after the backup
  line.keys.push_back({keyed_mac(site_.store().identity().mac_key, "ann@work.example"), kStampMin, line.erased_at});
  EXPECT_EQ(site_.replay(line), 1);
  EXPECT_THAT(site_.centre().contacts(), IsEmpty());
  EXPECT_THAT(site_.email_keys(), IsEmpty());
  EXPECT_EQ(site_.centre().visits().size(), 3U);
  EXPECT_THAT(site_.feed_text(), testing::Not(testing::HasSubstr("ann@")));
  for (const std::uint64_t number : {1U, 2U, 3U}) EXPECT_EQ(site_.node(cid_of(number)).root, cid_of(1));
  site_.visitor(5, "ann@work.example");
  EXPECT_EQ(site_.centre().contacts().size(), 1U);
}

TEST_P(Erasures, TakeNobodyElseAlongWhoWasTheSameContactInTheBackup) {
  for (const bool is_root_erased : {true, false}) {
    SCOPED_TRACE(is_root_erased);
    Site site(GetParam());
    site.visitor(1, "ann@example.com");
    site.visitor(2, "bob@example.com");
    site.visitor(3, "bob@example.com");
    ErasureLine line = site.lost_erasure(is_root_erased ? cid_of(1) : cid_of(2));
    const auto merged = support::id_of(0xAC, 7);
    ASSERT_EQ(site.act(merged, cid_of(1), "merge", R"(,"with":")" + cid_of(2).text() + "\""), 200);
    ASSERT_EQ(site.centre().contacts().size(), 1U);
    EXPECT_EQ(site.replay(line), 1) << "they were separated after the backup, and one was erased then";
    ASSERT_EQ(site.centre().contacts().size(), 1U);
    const wire::ContactLine left = site.centre().contacts()[0];
    EXPECT_EQ(left.email_key, is_root_erased ? "bob@example.com" : "ann@example.com");
    EXPECT_EQ(left.visits, is_root_erased ? 2 : 1);
    EXPECT_EQ(site.node(cid_of(3)).root, cid_of(2));
    EXPECT_EQ(std::ranges::count_if(site.centre().visits(), [](const auto& visit) { return !visit.contact_id; }),
              is_root_erased ? 1 : 2);
    site.visitor(9, left.email_key.value_or(""));
    ASSERT_EQ(site.centre().contacts().size(), 1U) << "the address is still theirs";
    EXPECT_EQ(site.centre().contacts()[0].visits, left.visits + 1);
  }
}

// The commit failed after the line, and another server took a sign-in before the line was carried out.
TEST_P(Erasures, WhoSignedInSinceIsSomebodyNewWithTheAddress) {
  site_.visitor(1, "ann@example.com");
  const ErasureLine line = site_.lost_erasure(cid_of(1));
  site_.visitor(2, "ann@example.com");
  site_.visitor(3, "ann@example.com");
  EXPECT_EQ(site_.replay(line), 1);
  ASSERT_EQ(site_.centre().contacts().size(), 1U);
  EXPECT_EQ(site_.centre().contacts()[0].email_key, "ann@example.com");
  EXPECT_EQ(site_.centre().contacts()[0].visits, 2);
  EXPECT_EQ(site_.centre().contacts()[0].name, "N3");
  site_.visitor(4, "ann@example.com");
  ASSERT_EQ(site_.centre().contacts().size(), 1U);
  EXPECT_EQ(site_.centre().contacts()[0].visits, 3);
}

TEST_P(Erasures, TakeCheckOutsAlongWhoseContactTheBackupDoesNotKnow) {
  site_.visitor(1, "ann@example.com");
  ErasureLine line = site_.lost_erasure(cid_of(1));
  line.keys.push_back({keyed_mac(site_.store().identity().mac_key, "cat@example.com"), kStampMin, line.erased_at});
  auto early = support::check_out(2, "cat@example.com");
  early.at = {site_.centre().clock.now().boot, site_.centre().clock.now().mono_ms - 3000, 0};
  site_.push(early);
  EXPECT_EQ(site_.replay(line), 1);
  EXPECT_THAT(site_.email_keys(), IsEmpty());
}

TEST_P(Erasures, OfOtherServersAreAddedToTheLedger) {
  site_.visitor(1, "ann@example.com");
  site_.visitor(2, "ann@example.com");
  ASSERT_EQ(site_.act(kAct, cid_of(2), "erase"), 200);
  const auto noted = site_.centre().ledger.contents.erasures;
  auto late = check_in(3, cid_of(3), "ann@example.com", {});
  late.at = {site_.centre().clock.now().boot, site_.centre().clock.now().mono_ms - 5000, 0};
  site_.push(late);
  support::MemoryLedger another;
  ErasureKeeper keeper(site_.store(), another, site_.centre().clock, site_.centre().random);
  ASSERT_TRUE(keeper.settle().ok());
  ASSERT_EQ(another.contents.erasures.size(), 1U);
  const ErasureLine& line = another.contents.erasures[0];
  EXPECT_THAT(line.cids, testing::UnorderedElementsAre(cid_of(1), cid_of(2), cid_of(3)));
  EXPECT_EQ(line.root, noted[0].root);
  EXPECT_EQ(line.erased_at, noted[0].erased_at);
  EXPECT_EQ(line.keep_until_ms, noted[0].keep_until_ms);
  EXPECT_EQ(line.keys, noted[0].keys);
}

// A file of the organisation that names Ann in a booking, a pass and an event, and Bob beside her.
constexpr const char* kFile = R"({
  "sites": [{"id": "s", "name": "Here", "time_zone": "Europe/Berlin"}],
  "resources": [{"id": "r", "name": "Room", "site": "s"}],
  "bookings": [{"id": "a", "resource": "r", "name": "Ann A", "email": "Ann@Example.com", "code": "111111",
                "starts": "2026-03-03T09:00:00Z", "ends": "2026-03-03T10:00:00Z"},
               {"id": "b", "resource": "r", "name": "Bob B", "email": "bob@example.com",
                "starts": "2026-03-03T11:00:00Z", "ends": "2026-03-03T12:00:00Z"}],
  "passes": [{"id": "p", "name": "Ann A", "email": "ann@example.com", "credits": 5, "code": "222222"}],
  "events": [{"id": "e", "name": "Talk", "starts": "2026-03-03T18:00:00Z", "ends": "2026-03-03T20:00:00Z",
              "guests": [{"name": "Ann A", "email": "ANN@example.com"}, {"name": "Bob B", "email": "bob@example.com"}]}]
})";

TEST_P(Erasures, ReachWhatDocumentsSayAboutThePerson) {
  for (const bool is_again : {false, true}) {
    SCOPED_TRACE(is_again);
    Site site(GetParam());
    const auto applied =
        apply_organisation(site.store(), site.centre().clock, site.centre().random, kFile, ApplyMode::apply);
    ASSERT_TRUE(applied.ok());
    ASSERT_THAT(applied->problems, IsEmpty());
    site.visitor(1, "ann@example.com");
    const std::string cursor = site.centre().page(site.tablet(), "").cursor;
    if (is_again) {
      EXPECT_EQ(site.replay(site.lost_erasure(cid_of(1))), 1);
    } else {
      ASSERT_EQ(site.act(kAct, cid_of(1), "erase"), 200);
    }
    const auto news = site.centre().page(site.tablet(), "cursor=" + cursor).rows;
    std::multiset<std::string> kinds;
    for (const auto& row : news) kinds.insert(row.kind);
    EXPECT_EQ(kinds, (std::multiset<std::string>{"booking", "erased", "event", "pass", "visit"}));
    const auto erased_at = std::ranges::find(news, "erased", &wire::FeedRow::kind);
    for (auto row = news.begin(); row != erased_at; ++row) EXPECT_TRUE(domain::parse_document_kind(row->kind));
    const std::string told = site.feed_text();
    for (const char* const trace : {"Ann", "ann@", "ANN@", "111111", "222222"}) {
      EXPECT_THAT(told, testing::Not(testing::HasSubstr(trace)));
    }
    EXPECT_THAT(told, testing::HasSubstr(R"("credits":5)")) << "the pass is still there";
    EXPECT_THAT(told, testing::HasSubstr("Bob B"));
    std::string kept;
    static_cast<void>(site.store().read([&]() -> Result<void> {
      for (const StoredDocument& document : *site.store().documents()) kept += document.body;
      return {};
    }));
    EXPECT_THAT(kept, testing::Not(testing::HasSubstr("nn@")));
  }
}

TEST_P(Erasures, LeaveDocumentsUnderAnAddressThatSomebodyElseHasNow) {
  site_.visitor(1, "bob@example.com");
  ASSERT_EQ(site_.act(support::id_of(0xAC, 3), cid_of(1), "correct-email", R"(,"email":"ann@example.com")"), 200);
  site_.visitor(2, "bob@example.com");
  const auto applied =
      apply_organisation(site_.store(), site_.centre().clock, site_.centre().random, kFile, ApplyMode::apply);
  ASSERT_TRUE(applied.ok());
  ASSERT_EQ(site_.act(kAct, cid_of(1), "erase"), 200);
  EXPECT_THAT(site_.feed_text(), testing::HasSubstr("bob@example.com"));
  EXPECT_THAT(site_.feed_text(), testing::Not(testing::HasSubstr("ann@example.com")));
}

TEST_P(Erasures, LetTheHashesGoAfterTheLongestTimeThatATabletMayBeAway) {
  site_.visitor(1, "ann@example.com");
  const std::string cursor = site_.centre().page(site_.tablet(), "").cursor;
  ASSERT_EQ(site_.act(kAct, cid_of(1), "erase"), 200);
  site_.visitor(2, "bob@example.com");
  const auto pulled = [&](const std::string& from) {
    return site_.centre().pull(site_.tablet(), "limit=1&cursor=" + from).status;
  };
  const std::string later = site_.centre().page(site_.tablet(), "").cursor;
  constexpr std::int64_t kHourMs = 3'600'000;
  site_.centre().clock.turn(kErasedKeysKeptMs - kHourMs);
  EXPECT_EQ(pulled(cursor), 200);
  EXPECT_EQ(site_.erased().keys.size(), 1U);
  EXPECT_EQ(site_.centre().ledger.contents.erasures[0].keys.size(), 1U);
  site_.centre().clock.turn(kHourMs + 60'000);
  EXPECT_EQ(pulled(cursor), 410) << "it has not heard of the erasure";
  EXPECT_EQ(pulled(later), 200);
  EXPECT_THAT(site_.erased().keys, IsEmpty());
  EXPECT_THAT(site_.centre().ledger.contents.erasures[0].keys, IsEmpty());
  EXPECT_EQ(site_.centre().ledger.contents.erasures[0].cids, std::vector{cid_of(1)}) << "an old backup may hold it";
  std::string from;
  bool more = true;
  for (int pages = 0; more; ++pages) {
    ASSERT_LT(pages, 20);
    const auto page = site_.centre().page(site_.tablet(), "limit=1&cursor=" + from);
    ASSERT_FALSE(page.cursor.empty()) << "reading anew goes on to the end";
    from = page.cursor;
    more = page.more;
  }
  EXPECT_EQ(from, later);
}

INSTANTIATE_TEST_SUITE_P(Stores, Erasures, testing::Values(Kind::memory, Kind::sqlite, Kind::postgres),
                         [](const auto& suite) { return name_of(suite.param); });

}  // namespace
}  // namespace foyer::server
