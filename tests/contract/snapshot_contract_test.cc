// A11: a snapshot and the feed behind it leave a tablet where the feed from its beginning leaves it, after any history,
// over every store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "shared/store/database.h"
#include "shared/store/kiosk_store.h"
#include "sync/protocol/gzip.h"
#include "sync/server/core/organisation.h"
#include "tests/contract/open_store.h"
#include "tests/support/copy_desk.h"
#include "tests/support/process.h"

namespace foyer::server {
namespace {

constexpr int kSteps = 60;

unsigned seed() {
  const char* given = std::getenv("FOYER_SEED");
  return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
}

// A tablet's database, and what of the feed is in it, a line each.
struct Reader {
  Reader() : store(*store::KioskStore::open(dir.path().string(), clock, random)) {}

  void read_on(support::TestCentre& centre, const support::Tablet& tablet) {
    for (bool is_more = true; is_more;) {
      const std::string cursor = store.sync_state()->cursor;
      const auto page = centre.page(tablet, "limit=7" + (cursor.empty() ? "" : "&cursor=" + cursor));
      ASSERT_TRUE(store.apply_page(page, cursor).ok());
      is_more = page.more;
    }
  }
  void take_in(support::TestCentre& centre, const support::Tablet& tablet) {
    const auto offer = support::offer_of(centre, tablet);
    ASSERT_TRUE(offer.manifest);
    ASSERT_TRUE(store.begin_load(*offer.manifest).ok());
    for (std::int64_t n = 0; n < std::ssize(offer.manifest->chunks); ++n) {
      const Response chunk = support::chunk_of(centre, tablet, offer.manifest->id, n);
      ASSERT_EQ(chunk.status, 200);
      const auto rows = wire::parse_snapshot_lines(*protocol::gunzip(chunk.body, wire::kChunkBytesMax));
      ASSERT_TRUE(store.load_chunk(offer.manifest->id, n, *rows).ok());
    }
    const auto done = store.finish_load(offer.manifest->id);
    ASSERT_TRUE(done.ok()) << done.error().detail;
  }
  std::vector<std::string> rows() {
    std::vector<std::string> lines;
    auto db = store::Database::open((dir.path() / "kiosk.db").string());
    for (const char* const sql :
         {"SELECT 'contact', hex(root), seq, d FROM s_contact", "SELECT 'alias', hex(cid), seq, hex(root) FROM s_alias",
          // Of the contact's ids a visit may have any: the alias beside it tells the rest.
          "SELECT 'visit', hex(id), seq, json_remove(d, '$.contact') || hex(COALESCE("
          "(SELECT a.root FROM s_alias AS a WHERE a.cid = v.contact), v.contact, '')) FROM s_visit AS v",
          "SELECT kind, hex(id), seq, d FROM s_document", "SELECT kind, entity, seq, json FROM s_raw"}) {
      auto find = db->prepare(sql);
      while (find.next()) {
        lines.push_back(find.text(0) + " " + find.text(1) + " " + std::to_string(find.integer(2)) + " " + find.text(3));
      }
      EXPECT_TRUE(find.end().ok());
    }
    std::ranges::sort(lines);
    return lines;
  }

  support::TempDir dir;
  support::TurnableClock clock;
  support::SeededRandom random{3};
  store::KioskStore store;
};

// What happens at a centre in a while: people, staff and the operator.
class History {
 public:
  History(support::TestCentre& centre, unsigned seed) : centre_(centre), random_(seed), tablet_(centre.enrol("Desk")) {}

  const support::Tablet& tablet() const { return tablet_; }

  void go_on(int steps) {
    for (int i = 0; i < steps; ++i) step();
  }

 private:
  std::size_t draw(std::size_t below) { return random_() % below; }
  Uuid anybody() { return support::cid_of(draw(14) + 1); }
  std::string email() { return "p" + std::to_string(draw(12)) + "@example.com"; }

  void step() {
    centre_.clock.turn(static_cast<std::int64_t>(draw(5'000)));
    ++number_;
    const Instant at = centre_.clock.now();
    switch (draw(12)) {
      case 0: centre_.act(anybody(), "merge", R"(,"with":")" + anybody().text() + "\""); return;
      case 1: centre_.act(anybody(), "unmerge"); return;
      case 2: centre_.act(anybody(), "correct-email", R"(,"email":")" + email() + "\""); return;
      case 3:
        if (draw(3) == 0) centre_.act(anybody(), "erase");
        return;
      case 4: return apply();
      case 5: centre_.push(tablet_, {support::check_out(number_, email(), at)}); return;
      case 6: centre_.push(tablet_, {support::void_visit(number_, support::visit_id(draw(number_) + 1), at)}); return;
      default:
        const std::string typed = draw(5) == 0 ? "" : email();
        centre_.push(tablet_,
                     {support::check_in(number_, anybody(), typed, {{"name", "N" + std::to_string(draw(5))}}, at)});
    }
  }

  void apply() {
    std::string reasons;
    for (int i = 0; i < 4; ++i) {
      if (draw(2) == 0) continue;
      reasons += std::string(reasons.empty() ? "" : ",") + R"({"id":"h)" + std::to_string(i) + R"(","name":"Host )" +
                 std::to_string(draw(3)) + R"("})";
    }
    const auto done = apply_organisation(centre_.store, centre_.clock, centre_.random, "{\"hosts\":[" + reasons + "]}",
                                         ApplyMode::apply);
    ASSERT_TRUE(done.ok()) << done.error().detail;
  }

  support::TestCentre& centre_;
  std::mt19937 random_;
  support::Tablet tablet_;
  std::uint64_t number_ = 0;
};

class Snapshots : public ::testing::TestWithParam<Kind> {};

TEST_P(Snapshots, AndTheFeedBehindThemAreTheFeedFromItsBeginning) {
  const unsigned chosen = seed();
  SCOPED_TRACE("FOYER_SEED=" + std::to_string(chosen));
  const int histories = GetParam() == Kind::postgres ? 2 : 8;
  for (int i = 0; i < histories; ++i) {
    const auto open = open_store(GetParam());
    support::CopyDesk desk(open->store());
    support::TestCentre centre(open->store(), desk.options());
    History history(centre, chosen + static_cast<unsigned>(i));
    history.go_on(kSteps);
    Reader with_snapshot;
    with_snapshot.take_in(centre, history.tablet());
    history.go_on(kSteps / 3);
    with_snapshot.read_on(centre, history.tablet());
    Reader from_the_beginning;
    from_the_beginning.read_on(centre, history.tablet());
    EXPECT_EQ(with_snapshot.store.sync_state()->cursor, from_the_beginning.store.sync_state()->cursor);
    EXPECT_EQ(with_snapshot.rows(), from_the_beginning.rows());
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, Snapshots, ::testing::Values(Kind::memory, Kind::sqlite, Kind::postgres),
                         [](const auto& kind) { return name_of(kind.param); });

}  // namespace
}  // namespace foyer::server
