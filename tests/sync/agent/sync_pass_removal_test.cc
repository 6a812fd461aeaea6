// A centre that comes up empty: the tablet keeps what it shows, says so, and goes on when somebody confirms it.
#include "sync/agent/status.h"
#include "tests/sync/agent/sync_pass_fixture.h"

namespace foyer::agent {
namespace {

constexpr int kPeople = 100;

class SyncPassRemovalTest : public SyncPassTest, public testing::WithParamInterface<std::size_t> {
 protected:
  SyncPassRemovalTest() {
    centre_.chunk_rows = GetParam();
    for (int i = 0; i < kPeople; ++i) {
      wire::ContactRow row;
      row.root = time_uuid(random_, clock_.now().wall_ms);
      row.email_key = "p" + std::to_string(i) + "@example.org";
      row.created_at = 5;
      centre_.feed.push_back(wire::to_row(row, centre_.head() + 1));
    }
  }
  void empty_the_centre() {
    centre_.feed.clear();
    centre_.epoch = "e2";
  }
  std::size_t known() { return kiosk_->contacts(100'000)->size(); }
  std::string status() { return status_json(counts(), state()); }
};

TEST_P(SyncPassRemovalTest, NothingGoesBeforeItIsConfirmed) {
  enrol();
  run_for(3'000);
  ASSERT_EQ(known(), 100U);
  EXPECT_EQ(status().find("removal"), std::string::npos);
  const std::size_t before = transport_.requests.size();
  empty_the_centre();
  submit(1);
  run_for(3'600'000);
  EXPECT_EQ(known(), 101U);
  EXPECT_EQ(centre_.ops.size(), 1U) << "what people do is handed in";
  EXPECT_NE(status().find(R"("removal":{"contacts":100,"of":100})"), std::string::npos) << status();
  EXPECT_EQ(centre_.removal, (domain::Removal{100, 100})) << "the centre was told";
  EXPECT_LT(transport_.requests.size() - before, 200U);

  centre_.may_remove = 99;
  run_for(600'000);
  EXPECT_EQ(known(), 101U);
  centre_.may_remove = 100;
  run_for(120'000);
  EXPECT_EQ(known(), 1U);
  EXPECT_EQ(status().find("removal"), std::string::npos);
  EXPECT_EQ(state().last_fault, "");
}

TEST_P(SyncPassRemovalTest, ACentreThatIsPutRightIsFollowedAgain) {
  enrol();
  run_for(3'000);
  const auto whole = centre_.feed;
  empty_the_centre();
  run_for(60'000);
  ASSERT_TRUE(state().removal);
  centre_.feed = whole;
  centre_.epoch = "e3";
  run_for(600'000);
  EXPECT_EQ(known(), 100U);
  EXPECT_FALSE(state().removal);
  EXPECT_TRUE(pass_->facts().is_at_head);
}

TEST_P(SyncPassRemovalTest, AKillForgetsNothingOfIt) {
  enrol();
  run_for(3'000);
  empty_the_centre();
  run_for(60'000);
  open();
  EXPECT_TRUE(pass_->facts().is_held);
  run_for(60'000);
  EXPECT_EQ(known(), 100U);
  centre_.may_remove = 100;
  run_for(120'000);
  EXPECT_EQ(known(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Ways, SyncPassRemovalTest, testing::Values(0U, 7U),
                         [](const auto& way) { return way.param == 0 ? "ByPages" : "BySnapshot"; });

}  // namespace
}  // namespace foyer::agent
