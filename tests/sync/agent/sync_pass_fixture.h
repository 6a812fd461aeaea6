// The whole agent but its sockets: rules, pass, a real KioskStore in a folder of its own and a centre in memory, in a
// time that is turned by hand. `on_request_` may answer, fail or leave unanswered any request before the centre sees
// it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

#include "sync/agent/enrolment.h"
#include "sync/agent/sync_loop.h"
#include "sync/agent/sync_pass.h"
#include "tests/sync/agent/fake_centre.h"
#include "tests/sync/agent/fakes.h"

namespace foyer::agent {

class SyncPassTest : public testing::Test {
 protected:
  SyncPassTest() {
    // In memory where there is such a folder: what is on disk when is tests/crash's business.
    const std::filesystem::path base =
        std::filesystem::exists("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path();
    std::string pattern = (base / "foyer-agent-XXXXXX").string();
    dir_ = ::mkdtemp(pattern.data());
    transport_.answer = [this](const HttpRequest& request) { return react(request); };
    open();
  }
  ~SyncPassTest() override {
    pass_.reset();
    kiosk_.reset();
    store_.reset();
    std::filesystem::remove_all(dir_);
  }

  ScriptedTransport::Reaction react(const HttpRequest& request) {
    if (on_request_) {
      if (auto reaction = on_request_(request)) return std::move(*reaction);
    }
    if (!centre_.would_hold(request)) return centre_.handle(request);
    const std::int64_t head = centre_.head();
    return ScriptedTransport::Held{25'000, [this, head] { return centre_.head() != head; },
                                   [this, request] { return centre_.handle(request); }};
  }

  // As after a kill: everything in memory is gone, what is on disk is read again.
  void open(bool may_poll = true) {
    pass_.reset();
    for (const Lane lane : {Lane::push, Lane::pull, Lane::hello, Lane::letter}) transport_.cancel(lane);
    kiosk_.reset();
    store_.reset();
    store_ = open_store();
    kiosk_ = open_store();
    pass_ = std::make_unique<SyncPass>(*store_, transport_, clock_, random_,
                                       PassOptions{may_poll, [this] { ++told_kiosk_; }});
  }

  std::unique_ptr<store::KioskStore> open_store() {
    auto opened = store::KioskStore::open(dir_, clock_, random_);
    FOYER_CHECK(opened.ok());
    return std::make_unique<store::KioskStore>(std::move(*opened));
  }

  void enrol() {
    const auto done = agent::enrol(*store_, transport_, clock_, {"https://foyer.example.org", "", "GOODCODE", "test"});
    ASSERT_TRUE(done.ok()) << done.error().detail;
    open();
  }

  domain::Op check_in(int who) {
    domain::CheckIn body;
    body.cid = time_uuid(random_, clock_.now().wall_ms);
    body.email = "visitor" + std::to_string(who) + "@example.org";
    body.fields.set["name"] = "Visitor " + std::to_string(who);
    body.visit.id = time_uuid(random_, clock_.now().wall_ms);
    domain::Op op;
    op.id = time_uuid(random_, clock_.now().wall_ms);
    op.chain = body.cid;
    op.type = "check_in";
    op.at = clock_.now();
    op.body = body;
    return op;
  }

  Uuid submit(int who) {
    const domain::Op op = check_in(who);
    const auto stored = kiosk_->submit(op);
    EXPECT_TRUE(stored.ok()) << stored.error().detail;
    return op.id;
  }

  // Lets the agent work for `ms` of turned time.
  void run_for(std::int64_t ms) {
    const std::int64_t end = clock_.now().mono_ms + ms;
    int turns = 0;
    while (clock_.now().mono_ms < end) {
      ASSERT_LT(++turns, 20'000 + ms / 200) << "a hot loop";
      Action action;
      while ((action = next_action(pass_->facts())).act != Act::wait) pass_->carry_out(action);
      const std::int64_t wait = std::min(action.wake, end) - clock_.now().mono_ms;
      for (const Exchange& exchange : transport_.wait(wait, {})) pass_->finished(exchange);
    }
  }

  store::OutboxCounts counts() { return *kiosk_->counts(); }
  store::SyncState state() { return *kiosk_->sync_state(); }
  int count_requests(std::string_view part) const {
    return static_cast<int>(std::count_if(transport_.requests.begin(), transport_.requests.end(),
                                          [&](const auto& r) { return r.target.find(part) != std::string::npos; }));
  }

  std::string dir_;
  ManualClock clock_;
  CountingRandom random_;
  ScriptedTransport transport_{clock_};
  FakeCentre centre_;
  std::function<std::optional<ScriptedTransport::Reaction>(const HttpRequest&)> on_request_;
  std::unique_ptr<store::KioskStore> store_;
  std::unique_ptr<store::KioskStore> kiosk_;  // the other program's connection
  std::unique_ptr<SyncPass> pass_;
  int told_kiosk_ = 0;
};

}  // namespace foyer::agent
