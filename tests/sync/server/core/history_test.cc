// A centre that lost a part of its history, as its tablets notice it (sync.md 3.9), without sockets.
#include <gtest/gtest.h>

#include "shared/wire/error_reply.h"
#include "shared/wire/op_json.h"
#include "tests/support/server_fixture.h"
#include "tests/support/server_memory_store.h"

namespace foyer::server {
namespace {

using support::check_in;
using support::check_out;
using support::cid_of;

class History : public ::testing::Test {
 protected:
  History() : tablet_(centre_.enrol("Front desk")) {}

  wire::PushRequest request_after(const std::string& cursor, const std::string& known,
                                  const std::vector<domain::Op>& ops) {
    ++tablet_.push_n;
    wire::PushRequest request = centre_.request(tablet_, ops);
    request.head.cursor = cursor;
    request.head.known = known;
    return request;
  }
  static std::string word(const Response& response) {
    const auto reply = wire::parse_error_reply(response.body);
    return response.status == 409 && reply ? reply->error : std::string();
  }

  support::ServerMemoryStore store_;
  support::TestCentre centre_{store_};
  support::Tablet tablet_;
};

TEST_F(History, A_push_names_the_commit_that_has_it) {
  const auto reply = centre_.push(tablet_, {check_in(1, cid_of(1), "ann@example.com", {})});
  EXPECT_EQ(reply.commit, centre_.page(tablet_, "").cursor);
  EXPECT_EQ(centre_.pull(tablet_, "known=" + reply.commit).status, 200);
  EXPECT_EQ(centre_.send(tablet_, request_after("", reply.commit, {})).status, 200);
}

TEST_F(History, A_rollback_shows_in_the_commit_of_a_push_that_no_cursor_has_passed) {
  const auto before = store_.tables;
  const auto reply = centre_.push(tablet_, {check_in(1, cid_of(1), "ann@example.com", {})});
  store_.tables = before;
  EXPECT_EQ(word(centre_.pull(tablet_, "known=" + reply.commit)), "epoch");
  EXPECT_EQ(word(centre_.send(tablet_, request_after("", reply.commit, {}))), "epoch");
  // Another tablet makes the feed as long as it was: the same seq, another nonce.
  support::Tablet side = centre_.enrol("Side door");
  EXPECT_EQ(centre_.push(side, {check_in(9, cid_of(9), "bob@example.com", {})}).head, reply.head);
  EXPECT_EQ(word(centre_.pull(tablet_, "known=" + reply.commit)), "epoch");
}

TEST_F(History, Nothing_is_stored_of_a_push_that_knows_another_history) {
  centre_.push(tablet_, {check_in(1, cid_of(1), "ann@example.com", {})});
  const auto before = store_.tables;
  centre_.push(tablet_, {check_in(2, cid_of(2), "bob@example.com", {})});
  const std::string cursor = centre_.page(tablet_, "").cursor;
  store_.tables = before;
  const auto request = request_after(cursor, "", {check_in(3, cid_of(3), "cat@example.org", {})});
  EXPECT_EQ(word(centre_.send(tablet_, request)), "epoch");
  EXPECT_EQ(store_.tables.receipts.size(), 1U);
}

// Its receipt is lost with the commit: what the feed does not show has to be noticed as well.
TEST_F(History, A_push_that_changes_nothing_in_the_feed_has_a_commit_of_its_own) {
  centre_.push(tablet_, {check_in(1, cid_of(1), "ann@example.com", {})});
  const auto before = store_.tables;
  const std::string cursor = centre_.page(tablet_, "").cursor;
  const auto reply = centre_.push(tablet_, {check_out(2, "nobody@example.com")});
  ASSERT_EQ(reply.results.size(), 1U);
  EXPECT_GT(reply.head, before.head.seq);
  EXPECT_EQ(reply.results[0].seq, reply.head);
  const auto page = centre_.page(tablet_, "cursor=" + cursor);
  EXPECT_TRUE(page.rows.empty());
  EXPECT_EQ(page.cursor, reply.commit);
  store_.tables = before;
  EXPECT_EQ(word(centre_.pull(tablet_, "cursor=" + cursor + "&known=" + reply.commit)), "epoch");
}

TEST_F(History, A_repeat_moves_nothing) {
  const auto op = check_in(1, cid_of(1), "ann@example.com", {});
  const auto first = centre_.push(tablet_, {op});
  const auto again = centre_.push(tablet_, {op});
  EXPECT_EQ(again.head, first.head);
  EXPECT_EQ(again.commit, first.commit);
}

// The tablet pushes again what the restored centre lost, with the proofs that it got: every stamp and time is as
// before.
TEST_F(History, A10_a_lost_op_gets_its_old_stamp_back_from_its_proof) {
  const auto before = store_.tables;
  const Instant captured = centre_.clock.now();
  centre_.clock.turn(60'000);
  const auto op = check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}}, captured);
  const auto first = centre_.push(tablet_, {op});
  const Visit visit = store_.tables.visits.begin()->second;
  store_.tables = before;
  centre_.clock.turn(3'600'000);
  centre_.clock.instant.boot = support::id_of(0xB0, 7);  // the tablet was started again: its times would be estimates
  auto request = centre_.request(tablet_, {});
  ++request.head.push_n;
  request.ops = {wire::with_proof(wire::to_json(op), first.results[0].proof)};
  const auto again = wire::parse_push_reply(centre_.send(tablet_, request).body);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->results[0].outcome, wire::OpOutcome::applied);
  EXPECT_EQ(again->results[0].stamp, first.results[0].stamp);
  EXPECT_EQ(again->results[0].proof, first.results[0].proof);
  EXPECT_EQ(store_.tables.visits.begin()->second.occurred_ms, visit.occurred_ms);
  EXPECT_EQ(store_.tables.visits.begin()->second.quality, visit.quality);
}

// What others wrote since keeps its place: the old write is older, whenever it comes.
TEST_F(History, A_lost_write_does_not_win_over_a_later_one) {
  const auto before = store_.tables;
  const auto old = check_in(1, cid_of(1), "ann@example.com", {{"name", "Ann"}}, centre_.clock.now());
  const auto first = centre_.push(tablet_, {old});
  store_.tables = before;
  centre_.clock.turn(60'000);
  support::Tablet side = centre_.enrol("Side door");
  centre_.push(side, {check_in(2, cid_of(2), "ann@example.com", {{"name", "Ann Lee"}}, centre_.clock.now())});
  auto request = centre_.request(tablet_, {});
  ++request.head.push_n;
  request.ops = {wire::with_proof(wire::to_json(old), first.results[0].proof)};
  ASSERT_EQ(centre_.send(tablet_, request).status, 200);
  ASSERT_EQ(centre_.contacts().size(), 1U);
  EXPECT_EQ(centre_.contacts()[0].name, "Ann Lee");
}

TEST_F(History, A_forged_or_borrowed_proof_changes_nothing) {
  const auto first = centre_.push(tablet_, {check_in(1, cid_of(1), "ann@example.com", {})});
  centre_.clock.turn(60'000);
  std::uint64_t number = 2;
  for (const std::string& proof : {first.results[0].proof, std::string(65, '0'), std::string(5000, 'f')}) {
    auto request = centre_.request(tablet_, {});
    request.head.push_n = ++tablet_.push_n;
    const auto op = check_in(number, cid_of(number), "bob@example.com", {}, centre_.clock.now());
    request.ops = {wire::with_proof(wire::to_json(op), proof)};
    const auto reply = wire::parse_push_reply(centre_.send(tablet_, request).body);
    ASSERT_TRUE(reply.ok());
    EXPECT_EQ(stamp_ms(static_cast<Stamp>(*reply->results[0].stamp)), centre_.clock.now().wall_ms);
    ++number;
  }
}

TEST_F(History, I10_a_proof_from_before_the_clock_was_set_back_is_clamped) {
  const auto before = store_.tables;
  const auto op = check_in(1, cid_of(1), "ann@example.com", {}, centre_.clock.now());
  const auto first = centre_.push(tablet_, {op});
  store_.tables = before;
  centre_.clock.instant.wall_ms -= 3'600'000;
  auto request = centre_.request(tablet_, {});
  ++request.head.push_n;
  request.ops = {wire::with_proof(wire::to_json(op), first.results[0].proof)};
  const auto again = wire::parse_push_reply(centre_.send(tablet_, request).body);
  ASSERT_TRUE(again.ok());
  EXPECT_LE(stamp_ms(static_cast<Stamp>(*again->results[0].stamp)), centre_.clock.now().wall_ms);
}

TEST_F(History, Tablets_are_told_what_is_in_a_backup) {
  store_.tables.head.backup_seq = 7;
  EXPECT_EQ(centre_.push(tablet_, {check_in(1, cid_of(1), "ann@example.com", {})}).backup_seq, 7);
  EXPECT_EQ(centre_.page(tablet_, "").backup_seq, 7);
}

TEST_F(History, A_revoked_tablet_hands_in_and_learns_nothing) {
  ASSERT_TRUE(store_.write([&]() -> Result<void> {
    const auto count = store_.revoke_devices("Front desk");
    EXPECT_EQ(*count, 1);
    EXPECT_EQ(*store_.revoke_devices("Front desk"), 0);
    return {};
  }));
  EXPECT_EQ(centre_.push(tablet_, {check_in(1, cid_of(1), "ann@example.com", {})}).results.size(), 1U);
  EXPECT_EQ(centre_.call("POST", protocol::kDeadLetterPath, "{}", tablet_.token).status, 200);
  for (const auto path : {protocol::kPullPath, protocol::kHelloPath}) {
    const Response response = centre_.call("GET", path, {}, tablet_.token);
    EXPECT_EQ(response.status, 403);
    const auto said = wire::parse_error_reply(response.body);
    EXPECT_EQ(said->error, "revoked");
    EXPECT_TRUE(said->wipe);
    const std::string message = std::string(wire::kWipeMessage) + tablet_.id.text();
    EXPECT_EQ(said->proof, hex(tablet_mac(token_mac(tablet_.token), message)));
  }
}

}  // namespace
}  // namespace foyer::server
