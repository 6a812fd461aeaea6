#include <fstream>

#include "tests/sync/agent/sync_pass_fixture.h"

namespace foyer::agent {
namespace {

using testing::HasSubstr;

TEST_F(SyncPassTest, StopsOn401And403AndKeepsEverything) {
  for (const int status : {401, 403}) {
    enrol();
    const Uuid op = submit(status);
    on_request_ = [&](const HttpRequest&) { return FakeCentre::error(status, status == 401 ? "token" : "blocked"); };
    pass_->rung();
    run_for(2'000);
    const std::size_t requests = transport_.requests.size();
    run_for(50'000);
    EXPECT_EQ(transport_.requests.size(), requests) << "asks on though it was told to stop";
    EXPECT_EQ(counts().pending, 1);
    EXPECT_THAT(state().last_fault, HasSubstr(std::to_string(status)));
    // Some time later it asks whether that was a mistake; it was.
    on_request_ = nullptr;
    run_for(700'000);
    EXPECT_TRUE(centre_.ops.contains(op));
    EXPECT_EQ(state().last_fault, "");
  }
}

TEST_F(SyncPassTest, ASignInPageThatSays403LocksNobodyOut) {
  enrol();
  submit(1);
  int left = 4;
  on_request_ = [&](const HttpRequest&) -> std::optional<ScriptedTransport::Reaction> {
    if (left-- <= 0) return std::nullopt;
    return HttpReply{403, "<html>Sign in</html>", std::nullopt};
  };
  run_for(30'000);
  EXPECT_EQ(centre_.ops.size(), 1u);
}

TEST_F(SyncPassTest, APageThatIsTooLargeIsAskedForInSmallerPieces) {
  enrol();
  for (int i = 0; i < 300; ++i) centre_.add_contact(time_uuid(random_, i));
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane != Lane::pull) return std::nullopt;
    const auto query = protocol::parse_pull_query(request.target.substr(protocol::kPullPath.size() + 1));
    if (query->limit > 70) return Error{Fault::full, "answer of more than 1 bytes"};
    centre_.page_rows = static_cast<std::size_t>(query->limit);
    return std::nullopt;
  };
  open(false);
  const auto done = drain_once(*pass_, transport_, clock_, -1);
  EXPECT_TRUE(done.ok()) << done.error().detail;
  EXPECT_EQ(state().cursor_seq, 300);
}

TEST_F(SyncPassTest, AForkOfTheFormerEnrolmentSaysNothingAboutTheNewOne) {
  enrol();
  submit(1);
  // Enrolled anew behind the agent's back, between its last look and the answer to its push.
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane != Lane::push) return std::nullopt;
    store::Enrolment other = *state().enrolment;
    other.device = time_uuid(random_, 7);
    EXPECT_TRUE(kiosk_->enrol(other, "e1", 1'781'234'570'000).ok());
    on_request_ = nullptr;
    return FakeCentre::error(409, "forked");
  };
  pass_->rung();
  run_for(10'000);
  EXPECT_FALSE(state().forked);
  EXPECT_EQ(centre_.ops.size(), 1u);
}

TEST_F(SyncPassTest, APushOfANewEnrolmentDoesNotGoWithTheOldToken) {
  enrol();
  run_for(3'000);
  submit(1);
  store::Enrolment other = *state().enrolment;
  other.device = time_uuid(random_, 7);
  other.token = centre_.token = "an0ther";
  ASSERT_TRUE(kiosk_->enrol(other, "e1", 1'781'234'570'000).ok());
  pass_->carry_out({Act::push, 0});  // before the agent has looked
  run_for(10'000);
  EXPECT_EQ(centre_.ops.size(), 1u);
  for (const HttpRequest& request : transport_.requests) {
    if (request.lane == Lane::push) {
      EXPECT_EQ(request.token, "an0ther");
    }
  }
}

TEST_F(SyncPassTest, ARestoredCentreGetsEverythingAgain) {
  enrol();
  for (int i = 0; i < 10; ++i) submit(i);
  run_for(3'000);
  ASSERT_EQ(centre_.ops.size(), 10u);
  centre_ = FakeCentre();  // last night's backup: nothing of today
  centre_.epoch = "e2";
  transport_.cancel(Lane::pull);
  open();
  run_for(30'000);
  EXPECT_EQ(centre_.ops.size(), 10u);
  EXPECT_EQ(state().epoch, "e2");
  EXPECT_EQ(state().cursor_seq, centre_.head());
}

TEST_F(SyncPassTest, A410StartsTheFeedAgain) {
  enrol();
  for (int i = 0; i < 10; ++i) centre_.add_contact(time_uuid(random_, i));
  run_for(3'000);
  int gone = 1;
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane == Lane::pull && gone-- > 0) return FakeCentre::error(410, "snapshot");
    return std::nullopt;
  };
  open();
  run_for(10'000);
  EXPECT_EQ(state().cursor_seq, 10);
}

TEST_F(SyncPassTest, AForkedTabletUploadsAndStopsPulling) {
  enrol();
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane == Lane::push && request.target.find("fork=1") == std::string::npos) {
      return FakeCentre::error(409, "forked");
    }
    return std::nullopt;
  };
  submit(1);
  run_for(5'000);
  EXPECT_EQ(centre_.ops.size(), 1u);
  EXPECT_TRUE(state().forked);
  const int pulls = count_requests("/pull");
  run_for(60'000);
  EXPECT_EQ(count_requests("/pull"), pulls);
}

TEST_F(SyncPassTest, NoticesWithinThreeSecondsThatTheCentreHangs) {
  enrol();
  run_for(30'000);
  ASSERT_TRUE(transport_.is_under_way(Lane::pull));
  ASSERT_EQ(state().last_fault, "");
  on_request_ = [](const HttpRequest&) { return ScriptedTransport::Silence{}; };
  run_for(3'000);
  EXPECT_THAT(state().last_fault, HasSubstr("timeout"));
  on_request_ = nullptr;
  submit(1);
  run_for(kOfflineCapMs + 4 * kConnectTimeoutMs);
  EXPECT_EQ(centre_.ops.size(), 1u);
  EXPECT_EQ(state().last_fault, "");
}

TEST_F(SyncPassTest, NoticesWithinThreeSecondsThatAPushHangs) {
  enrol();
  run_for(30'000);
  on_request_ = [](const HttpRequest&) { return ScriptedTransport::Silence{}; };
  submit(1);
  pass_->rung();
  run_for(100);
  ASSERT_TRUE(transport_.is_under_way(Lane::push));
  run_for(2'900);
  EXPECT_THAT(state().last_fault, HasSubstr("timeout"));
  run_for(1);
  EXPECT_FALSE(transport_.is_under_way(Lane::push)) << "waits on for nobody";
  on_request_ = nullptr;
  run_for(4 * kConnectTimeoutMs);
  EXPECT_EQ(centre_.ops.size(), 1u);
}

TEST_F(SyncPassTest, APushThatWasGivenUpGoesAgainUnderTheSameId) {
  enrol();
  bool is_first = true;
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane == Lane::push && std::exchange(is_first, false)) (void)centre_.handle(request);
    if (centre_.pushes.size() == 1) return ScriptedTransport::Silence{};
    return std::nullopt;
  };
  submit(1);
  run_for(3'000);
  on_request_ = nullptr;
  run_for(10'000);
  ASSERT_EQ(centre_.pushes.size(), 2u);
  EXPECT_EQ(centre_.pushes[0], centre_.pushes[1]);
  EXPECT_EQ(centre_.applied_twice, 0);
  EXPECT_EQ(counts().pending, 0);
}

TEST_F(SyncPassTest, AWeekOffLineIsOverWithinSecondsOfTheCentresReturn) {
  enrol();
  on_request_ = [](const HttpRequest&) { return Error{Fault::offline, "connection refused"}; };
  submit(1);
  run_for(600'000);
  const std::size_t requests = transport_.requests.size();
  EXPECT_LT(requests, 1'000u) << "knocks too often";
  on_request_ = nullptr;
  run_for(kOfflineCapMs + 100);
  EXPECT_EQ(centre_.ops.size(), 1u);
}

// Whatever failed for hours without asking for patience, what is pending goes within a minute of its end.
TEST_F(SyncPassTest, HoursOfFailuresAreOverWithinAMinuteOfTheirEnd) {
  enrol();
  submit(1);
  const std::vector<HttpReply> failures = {{502, "<html>Bad gateway</html>", std::nullopt},
                                           {503, "<html>Unavailable</html>", std::nullopt},
                                           {500, FakeCentre::error(500, "internal").body, std::nullopt},
                                           {302, "<html>Sign in</html>", std::nullopt}};
  int number = 0;
  for (const HttpReply& failure : failures) {
    on_request_ = [&failure](const HttpRequest&) { return ScriptedTransport::Reaction(failure); };
    submit(++number);
    const std::size_t before = transport_.requests.size();
    run_for(6 * 3'600'000);
    EXPECT_LT(transport_.requests.size() - before, 6U * 3'600U) << failure.status << ": not a request a second";
    on_request_ = nullptr;
    run_for(61'000);
    EXPECT_EQ(counts().pending, 0) << failure.status;
  }
}

TEST_F(SyncPassTest, ACentreThatSaysItIsBusyIsSpared) {
  enrol();
  submit(1);
  on_request_ = [](const HttpRequest&) { return ScriptedTransport::Reaction(FakeCentre::error(503, "busy")); };
  run_for(3'600'000);
  const int before = count_requests("/v1/sync/push");
  run_for(3'600'000);
  EXPECT_LT(count_requests("/v1/sync/push") - before, 60) << "150 s apart, as the dice fall";
}

TEST_F(SyncPassTest, ACentreThatHoldsNoPollsIsNotAskedInALoop) {
  enrol();
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    return centre_.handle(request);  // answers a poll at once, with nothing
  };
  run_for(60'000);
  EXPECT_LT(count_requests("/pull"), 8);
}

TEST_F(SyncPassTest, ADamagedDatabaseIsSetAsideAndCapturingGoesOn) {
  enrol();
  submit(1);
  pass_.reset();
  kiosk_.reset();
  store_.reset();
  { std::ofstream(dir_ + "/kiosk.db", std::ios::binary | std::ios::trunc) << std::string(8192, 'x'); }
  std::filesystem::remove(dir_ + "/kiosk.db-wal");
  open();
  EXPECT_NE(state().set_aside, "");
  submit(2);
  run_for(3'000);
  EXPECT_EQ(counts().pending, 1);
  EXPECT_TRUE(std::filesystem::exists(dir_ + "/" + state().set_aside));
}

TEST_F(SyncPassTest, OneDrainEndsWhenEverythingIsExchanged) {
  enrol();
  for (int i = 0; i < 250; ++i) submit(i);
  for (int i = 0; i < 30; ++i) centre_.add_contact(time_uuid(random_, i));
  centre_.page_rows = 10;
  open(false);
  const auto done = drain_once(*pass_, transport_, clock_, -1);
  EXPECT_TRUE(done.ok()) << done.error().detail;
  EXPECT_EQ(counts().pending, 0);
  EXPECT_EQ(state().cursor_seq, centre_.head());
}

TEST_F(SyncPassTest, OneDrainSaysWhyItCouldNot) {
  open(false);
  auto done = drain_once(*pass_, transport_, clock_, -1);
  ASSERT_FALSE(done.ok());
  EXPECT_THAT(done.error().detail, HasSubstr("not enrolled"));
  enrol();
  submit(1);
  on_request_ = [](const HttpRequest&) { return Error{Fault::offline, "connection refused"}; };
  open(false);
  done = drain_once(*pass_, transport_, clock_, -1);
  ASSERT_FALSE(done.ok());
  EXPECT_THAT(done.error().detail, HasSubstr("connection refused"));
  EXPECT_EQ(counts().pending, 1);
}

TEST_F(SyncPassTest, OneDrainPullsThoughThePushFails) {
  enrol();
  submit(1);
  for (int i = 0; i < 30; ++i) centre_.add_contact(time_uuid(random_, i));
  centre_.page_rows = 10;
  on_request_ = [&](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.lane == Lane::push) return FakeCentre::error(503, "busy");
    return std::nullopt;
  };
  open(false);
  EXPECT_FALSE(drain_once(*pass_, transport_, clock_, -1).ok());
  EXPECT_EQ(state().cursor_seq, 30);
}

TEST_F(SyncPassTest, RequestsHoldNoPersonalDataOutsideTheirBodies) {
  enrol();
  submit(1);
  run_for(3'000);
  for (const HttpRequest& request : transport_.requests) {
    EXPECT_EQ(request.target.find("example"), std::string::npos);
    EXPECT_EQ(request.target.find("t0ken"), std::string::npos);
  }
}

}  // namespace
}  // namespace foyer::agent
