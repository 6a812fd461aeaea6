// The small decisions: back-off, size of a push, the meaning of an answer, the server's address, the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/wire/error_reply.h"
#include "sync/agent/answer.h"
#include "sync/agent/backoff.h"
#include "sync/agent/batch_size.h"
#include "sync/agent/server_url.h"
#include "sync/agent/tls_clock.h"
#include "tests/sync/agent/fakes.h"

namespace foyer::agent {
namespace {

using testing::HasSubstr;

TEST(Backoff, StaysWithinItsBoundsAndUsesThem) {
  CountingRandom random;
  for (int failures = 0; failures < 40; ++failures) {
    std::int64_t most = 0;
    const std::int64_t limit = std::min<std::int64_t>(kBusyCapMs, failures < 20 ? 1'000LL << failures : kBusyCapMs);
    for (int i = 0; i < 300; ++i) {
      Backoff backoff;
      for (int n = 0; n < failures; ++n) (void)backoff.failed(random, kBusyCapMs);
      ASSERT_EQ(backoff.limit_ms(kBusyCapMs), limit);
      const std::int64_t wait = backoff.failed(random, kBusyCapMs);
      ASSERT_GE(wait, 0);
      ASSERT_LE(wait, limit);
      most = std::max(most, wait);
    }
    EXPECT_GT(most, limit * 9 / 10) << failures;
  }
}

TEST(Backoff, ASuccessStartsAgain) {
  CountingRandom random;
  Backoff backoff;
  for (int i = 0; i < 9; ++i) (void)backoff.failed(random, kBusyCapMs);
  backoff.succeeded();
  EXPECT_EQ(backoff.limit_ms(kBusyCapMs), kBackoffFirstMs);
}

TEST(Backoff, RespectsWhatTheCentreAsksFor) {
  CountingRandom random;
  Backoff backoff;
  for (int i = 0; i < 200; ++i) {
    const std::int64_t wait = backoff.failed(random, kBusyCapMs, 10'000);
    ASSERT_GE(wait, 10'000);
    ASSERT_LE(wait, 12'000);
  }
  EXPECT_LE(backoff.failed(random, kBusyCapMs, 1'000'000'000'000), kRetryAfterMaxMs * 6 / 5);
  EXPECT_GE(backoff.failed(random, kBusyCapMs, -5), 0);
}

using Refusal = BatchSize::Refusal;
using Next = BatchSize::Next;

TEST(BatchSize, FindsTheOneBadOpByHalvingAndReturnsToItsSize) {
  BatchSize batch(200);
  int refusals = 0;
  Next next = Next::smaller;
  while (next != Next::alone) {
    next = batch.refused(Refusal::malformed, batch.ops());
    ASSERT_LT(++refusals, 12);
  }
  EXPECT_EQ(refusals, 10);  // 200 200 200 100 50 25 12 6 3 1
  EXPECT_EQ(batch.ops(), 200u);
}

TEST(BatchSize, SplitsOnlyAfterThreeIdenticalFailures) {
  for (const auto& [refusal, other] :
       {std::pair{Refusal::failed, Refusal::malformed}, std::pair{Refusal::malformed, Refusal::failed}}) {
    BatchSize batch(4);
    EXPECT_EQ(batch.refused(refusal, 4), Next::same);
    EXPECT_EQ(batch.refused(refusal, 4), Next::same);
    EXPECT_EQ(batch.refused(other, 4), Next::same);
    EXPECT_EQ(batch.refused(refusal, 4), Next::same);
    EXPECT_EQ(batch.refused(refusal, 4), Next::same);
    EXPECT_EQ(batch.refused(refusal, 4), Next::smaller);
    EXPECT_EQ(batch.refused(refusal, 2), Next::smaller);
    EXPECT_EQ(batch.refused(refusal, 1), Next::alone);
    EXPECT_EQ(batch.ops(), 4u);
  }
}

TEST(BatchSize, HalvesWhenTooLargeAndGrowsSlowlyAgain) {
  BatchSize batch(200);
  EXPECT_EQ(batch.refused(Refusal::too_large, 200), Next::smaller);
  EXPECT_EQ(batch.ops(), 100u);
  for (int i = 0; i < kGoodPushesToGrow; ++i) batch.accepted();
  EXPECT_EQ(batch.ops(), 120u);
  for (int i = 0; i < 100; ++i) batch.accepted();
  EXPECT_EQ(batch.ops(), 200u);
  batch.timed_out();
  EXPECT_EQ(batch.ops(), 100u);
}

TEST(BatchSize, KeepsToTheCentresLimit) {
  BatchSize batch(200);
  batch.set_max(50);
  EXPECT_EQ(batch.ops(), 50u);
  batch.set_max(100);
  EXPECT_EQ(batch.ops(), 100u);
  batch.set_max(0);
  EXPECT_EQ(batch.ops(), 1u);
}

HttpReply own(int status, const std::string& word) {
  wire::ErrorReply error;
  error.error = word;
  error.detail = "why";
  return {status, wire::to_json(error), std::nullopt};
}

TEST(Answer, TheCentresOwnWordsDecide) {
  const std::vector<std::tuple<int, std::string, Answer>> rows = {
      {400, "malformed", Answer::malformed}, {401, "token", Answer::locked_out},
      {403, "revoked", Answer::revoked},     {409, "forked", Answer::forked},
      {409, "epoch", Answer::other_epoch},   {410, "snapshot", Answer::other_epoch},
      {413, "too_large", Answer::too_large}, {426, "upgrade", Answer::outdated},
      {429, "busy", Answer::busy},           {503, "busy", Answer::busy},
      {500, "internal", Answer::failed},     {404, "not_found", Answer::not_there}};
  for (const auto& [status, word, expected] : rows) EXPECT_EQ(meaning_of(own(status, word)).answer, expected) << status;
  EXPECT_EQ(meaning_of({200, "{}", std::nullopt}).answer, Answer::good);
}

TEST(Answer, APageOfSomebodyElseNeitherLocksOutNorCondemns) {
  for (const int status : {301, 302, 400, 401, 403, 404, 409, 410, 426, 511 - 100}) {
    EXPECT_EQ(meaning_of({status, "<html>Please sign in</html>", std::nullopt}).answer, Answer::not_the_centre)
        << status;
  }
  EXPECT_EQ(meaning_of({502, "Bad gateway", std::nullopt}).answer, Answer::busy);
  EXPECT_EQ(meaning_of({413, "nginx", std::nullopt}).answer, Answer::busy);
  EXPECT_EQ(meaning_of(own(400, "bad_request")).answer, Answer::busy);
  EXPECT_EQ(meaning_of(own(413, "payload")).answer, Answer::busy);
}

TEST(Answer, OnlyACentreThatSaysItIsBusyIsSparedForMinutes) {
  EXPECT_EQ(meaning_of(own(503, "busy")).cap_ms, kBusyCapMs);
  EXPECT_EQ(meaning_of(own(429, "busy")).cap_ms, kBusyCapMs);
  EXPECT_EQ(meaning_of(own(500, "internal")).cap_ms, kFailureCapMs);
  for (const int status : {413, 500, 502, 503, 504}) {
    EXPECT_EQ(meaning_of({status, "<html>Bad gateway</html>", std::nullopt}).cap_ms, kFailureCapMs) << status;
  }
}

TEST(Answer, CarriesTheWishForPatience) {
  HttpReply reply = own(503, "busy");
  reply.retry_after_ms = 7'000;
  EXPECT_EQ(meaning_of(reply).retry_ms, 7'000);
}

TEST(ServerUrl, TakesHttpsAnywhereAndHttpOnlyToThisMachine) {
  for (const char* good : {"https://foyer.example.org", "https://foyer.example.org:8443", "http://127.0.0.1:8470",
                           "http://127.9.8.7", "http://localhost:1", "http://[::1]:8470"}) {
    const auto url = parse_server_url(good);
    EXPECT_TRUE(url.ok() && *url == good) << good;
  }
  EXPECT_EQ(*parse_server_url("https://foyer.example.org/"), "https://foyer.example.org");
  for (const char* bad :
       {"", "foyer", "foyer.example.org", "http://foyer.example.org", "http://10.0.0.1", "http://127.0.0.1.example.org",
        "http://127.example.org", "http://127.0.0.256", "http://localhost.example.org", "ftp://127.0.0.1",
        "https://user@foyer.example.org", "https://user:secret@foyer.example.org", "https://foyer.example.org/path",
        "https://foyer.example.org/?q", "https://foyer.example.org/#f", "file:///etc/passwd", "https://a b",
        "https://a\r\nX: y"}) {
    const auto url = parse_server_url(bad);
    ASSERT_FALSE(url.ok()) << bad;
    EXPECT_THAT(url.error().detail, HasSubstr("write https://HOST")) << bad;
    EXPECT_THAT(url.error().detail, testing::Not(HasSubstr("secret")));
  }
}

TEST(TlsClock, TheFloorIsTheLaterOfBuildAndCentre) {
  EXPECT_GT(build_time_ms(), 1'577'836'800'000);  // 2020
  EXPECT_EQ(date_floor_ms(0), build_time_ms());
  EXPECT_EQ(date_floor_ms(build_time_ms() + 5), build_time_ms() + 5);
}

}  // namespace
}  // namespace foyer::agent
