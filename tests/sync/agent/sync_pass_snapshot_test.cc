// How the agent gets to know a centre with much in it, whatever happens on the way.
#include "tests/sync/agent/sync_pass_fixture.h"

namespace foyer::agent {
namespace {

class SyncPassSnapshotTest : public SyncPassTest {
 protected:
  SyncPassSnapshotTest() {
    centre_.chunk_rows = 4;
    people(18);
  }
  void people(int count) {
    for (int i = 0; i < count; ++i) {
      wire::ContactRow row;
      row.root = time_uuid(random_, clock_.now().wall_ms);
      row.email_key = "p" + std::to_string(centre_.head()) + "@example.org";
      row.created_at = 5;
      centre_.feed.push_back(wire::to_row(row, centre_.head() + 1));
    }
  }
  // The first `count` requests for a chunk get this instead of it.
  void spoil_chunks(int count, std::function<ScriptedTransport::Reaction(HttpReply)> how) {
    on_request_ = [this, left = count,
                   how](const HttpRequest& request) mutable -> std::optional<ScriptedTransport::Reaction> {
      if (!protocol::parse_chunk_path(request.target) || left-- <= 0) return std::nullopt;
      return how(centre_.handle(request));
    };
  }
  std::size_t known() { return kiosk_->contacts(100'000)->size(); }
  int chunks_asked() const { return count_requests(std::string(protocol::kSnapshotPath) + "/"); }
};

TEST_F(SyncPassSnapshotTest, ANewTabletFetchesEachChunkOnceAndThenFollowsTheFeed) {
  enrol();
  run_for(2'000);
  EXPECT_EQ(known(), 18U);
  EXPECT_EQ(chunks_asked(), 5);
  EXPECT_EQ(state().cursor_seq, 18);
  EXPECT_TRUE(pass_->facts().is_at_head);
  people(1);
  run_for(2'000);
  EXPECT_EQ(known(), 19U);
  EXPECT_EQ(chunks_asked(), 5);
}

TEST_F(SyncPassSnapshotTest, AKillCostsAtMostTheChunkThatWasUnderWay) {
  on_request_ = [this](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (protocol::parse_chunk_path(request.target) && chunks_asked() == 3) return ScriptedTransport::Silence{};
    return std::nullopt;
  };
  enrol();
  run_for(500);
  EXPECT_EQ(chunks_asked(), 3);
  open();
  EXPECT_EQ(known(), 0U) << "nothing shows before all of it is there";
  run_for(5'000);
  EXPECT_EQ(known(), 18U);
  EXPECT_EQ(chunks_asked(), 5 + 1);
  EXPECT_EQ(count_requests(std::string(protocol::kSnapshotPath)) - chunks_asked(), 1);
}

TEST_F(SyncPassSnapshotTest, PeopleCheckInBeforeAndWhileItRuns) {
  enrol();
  submit(1);
  on_request_ = [this](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (protocol::parse_chunk_path(request.target)) submit(100 + chunks_asked());
    return std::nullopt;
  };
  run_for(3'000);
  EXPECT_EQ(centre_.ops.size(), 6U) << "each went to the centre beside the chunks";
  EXPECT_EQ(counts().pending, 0);
  EXPECT_EQ(known(), 19U) << "at this centre they have one address";
}

TEST_F(SyncPassSnapshotTest, ADamagedChunkIsFetchedAgain) {
  spoil_chunks(2, [](HttpReply reply) {
    reply.body[reply.body.size() / 2] ^= 1;
    return reply;
  });
  enrol();
  run_for(20'000);
  EXPECT_EQ(known(), 18U);
  EXPECT_EQ(chunks_asked(), 5 + 2);
  EXPECT_EQ(state().last_fault, "");
}

TEST_F(SyncPassSnapshotTest, ASnapshotThatIsGoneIsBegunAnew) {
  int asked = 0;
  on_request_ = [this, &asked](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (protocol::parse_chunk_path(request.target) && ++asked == 3) centre_.copy.reset();
    return std::nullopt;
  };
  enrol();
  run_for(20'000);
  EXPECT_EQ(known(), 18U);
  EXPECT_EQ(count_requests(std::string(protocol::kSnapshotPath)) - chunks_asked(), 2);
}

TEST_F(SyncPassSnapshotTest, OneThatIsAlwaysGoneLeavesTheFeedByPages) {
  spoil_chunks(1'000'000, [](const HttpReply&) { return FakeCentre::error(404, "not_found"); });
  enrol();
  run_for(120'000);
  EXPECT_EQ(known(), 18U);
  EXPECT_LE(count_requests(std::string(protocol::kSnapshotPath)), 12);
}

TEST_F(SyncPassSnapshotTest, OneThatIsStillBeingMadeIsWaitedFor) {
  centre_.snapshot_wait_ms = 1'000;
  enrol();
  run_for(10'000);
  EXPECT_EQ(known(), 0U);
  const int asked = count_requests(std::string(protocol::kSnapshotPath));
  EXPECT_GE(asked, 4);
  EXPECT_LE(asked, 11);
  EXPECT_EQ(state().last_fault, "") << "nothing is wrong";
  centre_.snapshot_wait_ms.reset();
  run_for(5'000);
  EXPECT_EQ(known(), 18U);
}

TEST_F(SyncPassSnapshotTest, AnOlderCentreIsReadByPages) {
  centre_.chunk_rows = 0;
  enrol();
  run_for(3'000);
  EXPECT_EQ(known(), 18U);
  EXPECT_EQ(count_requests(std::string(protocol::kSnapshotPath)), 1);
}

TEST_F(SyncPassSnapshotTest, ARestoredCentreIsReadAgainWithoutAnEmptyScreen) {
  enrol();
  run_for(3'000);
  submit(1);
  run_for(3'000);
  ASSERT_EQ(counts().acked, 1);
  centre_.epoch = "e2";
  centre_.feed.resize(10);
  centre_.ops.clear();
  std::size_t fewest = 100;
  for (int i = 0; i < 100; ++i) {
    run_for(100);
    fewest = std::min(fewest, known());
  }
  EXPECT_GE(fewest, 10U);
  EXPECT_EQ(known(), 11U) << "the ten, and who was checked in here";
  EXPECT_EQ(state().epoch, "e2");
  EXPECT_EQ(centre_.ops.size(), 1U) << "it was handed in again";
  EXPECT_FALSE(state().has_leftovers);
}

TEST_F(SyncPassSnapshotTest, ASingleDrainTakesItInToo) {
  enrol();
  open(false);
  for (int i = 0; i < 100 && !pass_->is_drained(); ++i) run_for(50);
  EXPECT_TRUE(pass_->is_drained());
  EXPECT_EQ(known(), 18U);
}

}  // namespace
}  // namespace foyer::agent
