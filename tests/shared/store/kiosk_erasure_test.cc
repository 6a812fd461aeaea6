// What a tablet forgets of an erased person beside the rows that the feed names.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/shared/store/kiosk_fixture.h"

namespace foyer::store {
namespace {

class KioskErasureTest : public KioskFixture {
 protected:
  void push_all(std::int64_t seq, wire::OpOutcome outcome = wire::OpOutcome::applied) {
    const auto push = *store_.begin_push();
    auto reply = reply_to(push, seq, outcome);
    for (auto& result : reply.results) result.stamp = 7;
    ASSERT_TRUE(store_.record_results(push.push_id, reply).ok());
  }
  bool is_on_disk(const std::string& text) {
    EXPECT_TRUE(store_.erase_traces().ok());
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(file), {});
      if (bytes.find(text) != std::string::npos) return true;
    }
    return false;
  }
};

TEST_F(KioskErasureTest, AnOpThatTheCentreTookForAnErasedPersonSaysNothingAnyMore) {
  const auto in = submitted(check_in("zebedee@example.com", {{"name", "Zebedee Quux"}}));
  submitted(check_out("zebedee@example.com"));
  ASSERT_TRUE(is_on_disk("ebedee"));
  push_all(1, wire::OpOutcome::anonymised);
  EXPECT_FALSE(is_on_disk("ebedee"));
  EXPECT_TRUE(store_.visit(visit_of(in))->has_value()) << "it shows until the feed brings it without a name";
}

TEST_F(KioskErasureTest, ACheckOutByAnAddressThatNobodyHasAnyMoreGoesWithThePerson) {
  submitted(check_out("zebedee@example.com"));
  submitted(check_out("ann@example.com"));
  push_all(1);
  const auto gone = new_id();
  const auto ann = new_id();
  ASSERT_TRUE(apply(page({wire::to_row(wire::ErasedRow{gone, {gone}, 9}, 3)}, 3, true)).ok());
  ASSERT_TRUE(apply(page({contact_row(ann, "ann@example.com", {}, 1, 4)}, 4)).ok());
  EXPECT_FALSE(is_on_disk("ebedee"));
  EXPECT_EQ(store_.counts()->acked, 1) << "the other one may be wanted again after a rollback";
}

TEST_F(KioskErasureTest, ACheckOutThatIsStillShownGoesOnceTheFeedHasBroughtIt) {
  submitted(check_out("zebedee@example.com"));
  push_all(5);
  const auto gone = new_id();
  ASSERT_TRUE(apply(page({wire::to_row(wire::ErasedRow{gone, {gone}, 9}, 3)}, 3)).ok());
  EXPECT_EQ(store_.counts()->acked, 1);
  ASSERT_TRUE(apply(page({}, 5)).ok());
  EXPECT_FALSE(is_on_disk("ebedee"));
}

}  // namespace
}  // namespace foyer::store
