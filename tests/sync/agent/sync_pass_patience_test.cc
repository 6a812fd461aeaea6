// Ops and pushes that the centre does not take, or not now.
#include "shared/store/op_row.h"
#include "tests/sync/agent/sync_pass_fixture.h"

namespace foyer::agent {
namespace {

using testing::HasSubstr;

// A centre that is too old for any op.
auto knows_nothing_while(const bool& is_old) {
  return [&is_old](const domain::Op&) -> std::optional<wire::OpResult> {
    wire::OpResult result;
    result.outcome = wire::OpOutcome::unsupported;
    return is_old ? std::optional(result) : std::nullopt;
  };
}

TEST_F(SyncPassTest, HalvesUntilThePushIsSmallEnough) {
  enrol();
  centre_.ops_max = 30;
  for (int i = 0; i < 200; ++i) submit(i);
  run_for(5'000);
  EXPECT_EQ(centre_.ops.size(), 200u);
  EXPECT_EQ(counts().dead, 0);
}

// Twice, because the first may have arrived: it goes again under its id and is answered at once then.
TEST_F(SyncPassTest, PushesThatNobodyAnswersGetSmallerAndGrowAgain) {
  enrol();
  for (int i = 0; i < 720; ++i) submit(i);
  const auto ops_of = [](const HttpRequest& request) { return std::ranges::count(request.body, '\n') - 1; };
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (!request.target.starts_with(protocol::kPushPath) || ops_of(request) <= 120) return std::nullopt;
    return ScriptedTransport::Silence{};
  };
  run_for(300'000);
  EXPECT_EQ(counts().pending, 0);
  std::vector<std::ptrdiff_t> sizes;
  for (const HttpRequest& request : transport_.requests) {
    if (request.target.starts_with(protocol::kPushPath)) sizes.push_back(ops_of(request));
  }
  EXPECT_EQ(sizes, (std::vector<std::ptrdiff_t>{200, 200, 100, 100, 100, 100, 100, 120, 100}));
}

TEST_F(SyncPassTest, OneBadOpWaitsAndTheOthersGoThrough) {
  for (const int status : {400, 500, 413}) {
    enrol();
    centre_.poison_status = status;
    const std::size_t before = centre_.ops.size();
    for (int i = 0; i < 60; ++i) {
      const Uuid op = submit(i);
      if (i == 23) centre_.poison.insert(op);
    }
    pass_->rung();
    run_for(60'000);
    EXPECT_EQ(centre_.ops.size(), before + 59) << status;
    EXPECT_EQ(counts().dead, 0);
    EXPECT_EQ(counts().pending, 1);
    run_for(3'000'000);
    EXPECT_EQ(counts().dead, 0) << "given up before an hour has passed";
    centre_.poison.clear();  // repaired
    run_for(1'200'000);
    EXPECT_EQ(centre_.ops.size(), before + 60) << status;
    EXPECT_EQ(counts().pending, 0);
  }
}

TEST_F(SyncPassTest, ARowOfItsOwnThatNobodyCanReadIsRefusedAlone) {
  enrol();
  for (int i = 0; i < 9; ++i) submit(i);
  {
    auto db = store::Database::open(dir_ + "/kiosk.db");
    ASSERT_TRUE(db.ok());
    auto find = db->prepare("SELECT " + std::string(store::kOpColumns) + " FROM op WHERE n = 5");
    ASSERT_TRUE(find.next());
    store::OpRow row = store::read_op_row(find);
    ASSERT_TRUE(find.end().ok());
    row.body = "{\"cid\":\"nobody closes this";
    ASSERT_TRUE(
        db->prepare("UPDATE op SET body = ?, crc = ? WHERE n = 5").bind(row.body).bind(row.expected_crc()).run().ok());
  }
  run_for(3'000);
  EXPECT_EQ(centre_.push_sizes, std::vector<std::size_t>{9});
  EXPECT_EQ(centre_.ops.size(), 8u);
  EXPECT_EQ(counts().pending, 0);
  ASSERT_EQ(counts().dead, 1);
  EXPECT_EQ(kiosk_->dead_ops()->front().code, "malformed");
  ASSERT_EQ(centre_.letters.size(), 1u) << "staff at the centre do not see it";
  EXPECT_THAT(centre_.letters[0], HasSubstr("nobody closes this"));
}

TEST_F(SyncPassTest, ACentreThatFailsOnEverythingCondemnsNothing) {
  enrol();
  for (int i = 0; i < 20; ++i) submit(i);
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane == Lane::push) return FakeCentre::error(500, "internal");
    return std::nullopt;
  };
  run_for(3 * 3'600'000);
  EXPECT_EQ(counts().dead, 0);
  EXPECT_LT(transport_.requests.size(), 12'000u) << "asks too often";
  on_request_ = nullptr;
  run_for(900'000);
  EXPECT_EQ(centre_.ops.size(), 20u);
  EXPECT_EQ(counts().dead, 0);
}

TEST_F(SyncPassTest, ALetterThatArrivesAfterAllLeavesNoFault) {
  enrol();
  centre_.poison_status = 400;
  centre_.poison.insert(submit(0));
  submit(1);
  int left = 1;
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane != Lane::letter || left-- <= 0) return std::nullopt;
    return FakeCentre::error(401, "token");
  };
  run_for(4 * 3'600'000);
  ASSERT_EQ(centre_.letters.size(), 1u);
  centre_.poison.clear();
  run_for(2 * kSecondChanceMs);
  submit(2);
  run_for(120'000);
  EXPECT_EQ(centre_.ops.size(), 3u);
  EXPECT_EQ(state().last_fault, "");
}

TEST_F(SyncPassTest, AnOpThatWasSetAsideIsShownToTheCentreAndGetsASecondChance) {
  enrol();
  centre_.poison_status = 400;
  centre_.poison.insert(submit(0));
  for (int i = 1; i < 20; ++i) submit(i);
  run_for(120'000);
  ASSERT_EQ(centre_.ops.size(), 19u);
  ASSERT_EQ(counts().dead, 0);
  run_for(2 * 3'600'000);
  ASSERT_EQ(counts().dead, 1);
  ASSERT_EQ(centre_.letters.size(), 1u);
  EXPECT_THAT(centre_.letters[0], HasSubstr("visitor0@example.org"));
  open(false);
  EXPECT_FALSE(drain_once(*pass_, transport_, clock_, -1).ok()) << "one drain is fine though an op was not taken";
  open();
  run_for(2 * kSecondChanceMs);
  EXPECT_EQ(centre_.letters.size(), 1u) << "shown more than once";
  centre_.poison.clear();
  run_for(kSecondChanceMs + 120'000);
  EXPECT_EQ(centre_.ops.size(), 20u);
  EXPECT_EQ(counts().dead, 0);
}

TEST_F(SyncPassTest, NewWorkDoesNotWaitBehindADeferredOp) {
  enrol();
  bool is_deferring = true;
  centre_.judge = [&](const domain::Op& op) -> std::optional<wire::OpResult> {
    const auto* body = std::get_if<domain::CheckIn>(&op.body);
    if (!is_deferring || body == nullptr || body->email != "visitor1@example.org") return std::nullopt;
    wire::OpResult result;
    result.outcome = wire::OpOutcome::deferred;
    result.retry_ms = 60'000;
    return result;
  };
  submit(1);
  run_for(5'000);
  EXPECT_LT(centre_.pushes.size(), 3u);
  submit(2);
  run_for(3'000);
  EXPECT_EQ(centre_.ops.size(), 1u);
  EXPECT_EQ(counts().pending, 1);
  is_deferring = false;
  run_for(61'000);
  EXPECT_EQ(centre_.ops.size(), 2u);
  EXPECT_EQ(counts().pending, 0);
}

TEST_F(SyncPassTest, ASystematic400TurnsNothingDeadAndOneDrainSaysSo) {
  enrol();
  for (int i = 0; i < 30; ++i) submit(i);
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane == Lane::push) return FakeCentre::error(400, "malformed");
    return std::nullopt;
  };
  open(false);
  const auto done = drain_once(*pass_, transport_, clock_, -1);
  ASSERT_FALSE(done.ok());
  EXPECT_THAT(done.error().detail, HasSubstr("400"));
  open();
  run_for(4 * 3'600'000);
  EXPECT_EQ(counts().dead, 0);
  EXPECT_EQ(counts().pending, 30);
  on_request_ = nullptr;
  run_for(900'000);
  EXPECT_EQ(centre_.ops.size(), 30u);
}

TEST_F(SyncPassTest, AProxysPageBlamesNoOp) {
  for (const int status : {400, 413}) {
    enrol();
    const std::size_t before = centre_.ops.size();
    submit(status);
    on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
      if (request.lane == Lane::push) return HttpReply{status, "<html>No</html>", std::nullopt};
      return std::nullopt;
    };
    pass_->rung();
    run_for(2 * 3'600'000);
    EXPECT_EQ(counts().dead, 0);
    on_request_ = nullptr;
    run_for(400'000);
    EXPECT_EQ(centre_.ops.size(), before + 1);
  }
}

TEST_F(SyncPassTest, AProxyWithASmallerLimitGetsSmallerPushes) {
  enrol();
  for (int i = 0; i < 100; ++i) submit(i);
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane == Lane::push && request.body.size() > 10'000) return HttpReply{413, "nginx", std::nullopt};
    return std::nullopt;
  };
  run_for(600'000);
  EXPECT_EQ(centre_.ops.size(), 100u);
}

TEST_F(SyncPassTest, ADeferredOpHoldsUpItsChainAndNoOther) {
  enrol();
  int asked = 0;
  bool is_deferring = true;
  centre_.judge = [&](const domain::Op& op) -> std::optional<wire::OpResult> {
    const auto* body = std::get_if<domain::CheckIn>(&op.body);
    if (!is_deferring || body == nullptr || body->email != "visitor1@example.org") return std::nullopt;
    ++asked;
    wire::OpResult result;
    result.outcome = wire::OpOutcome::deferred;
    result.retry_ms = 60'000;
    return result;
  };
  const domain::Op first = check_in(1);
  ASSERT_TRUE(kiosk_->submit(first).ok());
  run_for(3'000);
  domain::Op undo = check_in(1);
  undo.chain = first.chain;
  undo.type = "void";
  undo.body = domain::VoidVisit{std::get<domain::CheckIn>(first.body).visit.id};
  ASSERT_TRUE(kiosk_->submit(undo).ok());
  for (int i = 2; i < 22; ++i) {
    submit(i);
    run_for(1'500);
  }
  EXPECT_EQ(centre_.ops.size(), 20u);
  EXPECT_EQ(asked, 1) << "asked again before its time";
  EXPECT_FALSE(centre_.ops.contains(undo.id)) << "overtook the op before it";
  is_deferring = false;
  run_for(61'000);
  EXPECT_TRUE(centre_.ops.contains(first.id));
  EXPECT_TRUE(centre_.ops.contains(undo.id));
}

TEST_F(SyncPassTest, OneDrainGivesANewerCentreWhatAnOlderOneDidNotKnow) {
  enrol();
  bool is_old = true;
  centre_.judge = knows_nothing_while(is_old);
  submit(1);
  open(false);
  EXPECT_TRUE(drain_once(*pass_, transport_, clock_, -1).ok());
  ASSERT_EQ(counts().held, 1);
  is_old = false;
  centre_.proto = protocol::kProto + 1;
  centre_.clock.reset();
  open(false);
  const auto done = drain_once(*pass_, transport_, clock_, -1);
  EXPECT_TRUE(done.ok()) << done.error().detail;
  EXPECT_EQ(counts().held, 0);
  EXPECT_EQ(centre_.ops.size(), 1u);
  ASSERT_TRUE(centre_.clock.has_value()) << "the centre did not hear this boot's clocks";
  EXPECT_EQ(centre_.clock->boot, clock_.now().boot);
}

TEST_F(SyncPassTest, ANewerCentreGetsWhatAnOlderOneDidNotKnow) {
  enrol();
  bool is_old = true;
  centre_.judge = knows_nothing_while(is_old);
  submit(1);
  run_for(30'000);
  EXPECT_EQ(counts().held, 1);
  is_old = false;
  centre_.proto = protocol::kProto + 1;
  run_for(30'000);
  EXPECT_EQ(counts().held, 0);
  EXPECT_EQ(centre_.ops.size(), 1u);
}

TEST_F(SyncPassTest, ARejectedOpIsDeadAndTheRestIsAcknowledged) {
  enrol();
  centre_.judge = [](const domain::Op& op) -> std::optional<wire::OpResult> {
    const auto* body = std::get_if<domain::CheckIn>(&op.body);
    if (body == nullptr || body->email != "visitor3@example.org") return std::nullopt;
    wire::OpResult result;
    result.outcome = wire::OpOutcome::rejected;
    result.code = "bad_email";
    return result;
  };
  for (int i = 0; i < 10; ++i) submit(i);
  run_for(3'000);
  EXPECT_EQ(counts().dead, 1);
  EXPECT_EQ(counts().pending, 0);
  EXPECT_EQ(centre_.ops.size(), 9u);
}

}  // namespace
}  // namespace foyer::agent
