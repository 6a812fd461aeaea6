// A tablet whose access staff took away: it hides what it knows at once, goes on capturing and handing in, and forgets
// everything only when the centre itself asks for it and has everything.
#include "sync/agent/wipe_proof.h"
#include "tests/sync/agent/sync_pass_fixture.h"

namespace foyer::agent {
namespace {

class Revoked : public SyncPassTest {
 protected:
  Revoked() {
    enrol();
    centre_.add_contact(time_uuid(random_, 1));
    submit(1);
    run_for(5'000);
    EXPECT_FALSE(kiosk_->contacts()->empty());
  }

  // hello and pull are refused, as the centre refuses them; push and dead letters go on.
  void revoke(const std::string& proof) {
    on_request_ = [this, proof](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
      const bool is_read =
          request.target.starts_with(protocol::kHelloPath) || request.target.starts_with(protocol::kPullPath);
      if (!is_read) return std::nullopt;
      wire::ErrorReply reply{"revoked", "because", {}, {}, true, proof};
      return FakeCentre::json(403, wire::to_json(reply));
    };
  }
  // Of the fake centre's token and device, worked out with another program.
  static std::string true_proof() { return "fb8c69fa3216016a37e810d40b609eceb752cdfc61e16fa1a744a2b8cc034788"; }
};

TEST(WipeProof, IsTheCentresOwn) {
  store::Enrolment who;
  who.device = *Uuid::parse("01900000-0000-7000-8000-000000000001");
  who.token = std::string(64, 'a');
  const std::string proof = "0cfe647f6834b831f0ba2340e6fd0a1717910b3b8b8172c34785230348fb6d1c";
  EXPECT_TRUE(is_wipe_proof(proof, who));
  EXPECT_FALSE(is_wipe_proof("", who));
  EXPECT_FALSE(is_wipe_proof(std::string(64, '0'), who));
  who.token.back() = 'b';
  EXPECT_FALSE(is_wipe_proof(proof, who));
}

TEST_F(Revoked, HidesEverybodyAtOnceAndForgetsNothingWithoutProof) {
  for (const std::string& proof : {std::string(), std::string(64, '0')}) {
    revoke(proof);
    run_for(300'000);
    EXPECT_TRUE(state().revoked);
    EXPECT_TRUE(state().enrolment.has_value());
    EXPECT_TRUE(kiosk_->contacts()->empty());
    EXPECT_TRUE(kiosk_->open_visits()->empty());
    EXPECT_EQ(counts().acked, 1) << "the rows are there, nobody sees them";
  }
}

TEST_F(Revoked, HandsInWhatItCapturesAndForgetsItThen) {
  revoke(true_proof());
  const Uuid op = submit(2);
  pass_->rung();
  run_for(120'000);
  EXPECT_TRUE(centre_.ops.contains(op));
  EXPECT_FALSE(state().enrolment.has_value());
  EXPECT_TRUE(state().revoked);
  EXPECT_EQ(counts().acked + counts().pending + counts().held + counts().dead, 0);
  submit(3);  // a visitor who comes later is captured and kept
  run_for(60'000);
  EXPECT_EQ(counts().pending, 1);
}

TEST_F(Revoked, KeepsEverythingWhileThePushDoesNotGetThrough) {
  revoke(true_proof());
  const auto hello = on_request_;
  on_request_ = [hello](const HttpRequest& request) -> std::optional<ScriptedTransport::Reaction> {
    if (request.target.starts_with(protocol::kPushPath)) return Error{Fault::offline, "lost"};
    return hello(request);
  };
  submit(2);
  pass_->rung();
  run_for(600'000);
  EXPECT_EQ(counts().pending, 1);
  EXPECT_TRUE(state().enrolment.has_value());
}

TEST_F(Revoked, IsEnrolledAgainWithANewCodeAndShowsPeopleAgain) {
  revoke("");
  run_for(60'000);
  ASSERT_TRUE(state().revoked);
  on_request_ = nullptr;
  enrol();
  run_for(5'000);
  EXPECT_FALSE(state().revoked);
  EXPECT_FALSE(kiosk_->contacts()->empty());
}

TEST_F(Revoked, ADrainEndsAndSaysSo) {
  revoke("");
  open(false);
  while (!pass_->is_stuck()) run_for(100);
  EXPECT_NE(pass_->why_stuck().detail.find("revoked"), std::string::npos);
}

}  // namespace
}  // namespace foyer::agent
