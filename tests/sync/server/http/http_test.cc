// The server as a process behind a real socket, met by peers of every kind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "sync/protocol/gzip.h"
#include "tests/sync/server/http/server_fixture.h"

namespace foyer::server {
namespace {

using ::testing::HasSubstr;

TEST_F(RealServer, AnswersSeveralRequestsOnOneConnection) {
  RawClient client(port_);
  for (int i = 0; i < 3; ++i) {
    client.request("GET", "/v1/health");
    const RawAnswer answer = client.answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"ok":true})");
    EXPECT_EQ(answer.headers.at("content-type"), "application/json");
  }
}

TEST_F(RealServer, SaysWhatIsWrongAsJson) {
  EXPECT_EQ(ask("GET", "/v1/sync/pull").status, 401);
  EXPECT_EQ(ask("GET", "/v1/sync/pull", {}, {{"Authorization", "Bearer nonsense"}}).status, 401);
  EXPECT_EQ(ask("GET", "/v1/sync/pull", {}, {{"Authorization", "Basic YTpi"}}).status, 401);
  EXPECT_EQ(ask("GET", "/").status, 401);
  EXPECT_EQ(ask("GET", "/", {}, bearer(enrol("Front desk"))).status, 404);
  const RawAnswer method = ask("GET", "/v1/enrol");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.headers.at("allow"), "POST");
  EXPECT_EQ(ask("POST", "/v1/enrol", "{").status, 400);
  EXPECT_THAT(ask("POST", "/v1/enrol", "{").body, HasSubstr(R"("error":"malformed")"));
}

TEST_F(RealServer, RefusesBytesThatAreNoRequest) {
  for (const char* bytes : {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "GET\r\n\r\n", "\r\n\r\n\r\n\r\n:\r\n\r\n",
                            "GET / HTTP/9.9\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n"}) {
    RawClient client(port_);
    client.send(bytes);
    client.stop_sending();
    const int status = client.answer().status;
    EXPECT_TRUE(status == 0 || status == 400 || status == 413) << status;
  }
  EXPECT_EQ(ask("GET", "/v1/health").status, 200);
}

TEST_F(RealServer, BoundsHeadersAndBodies) {
  EXPECT_EQ(ask("GET", "/v1/health", {}, {{"X-Long", std::string(20'000, 'x')}}).status, 431);
  const std::string large(2 * 1024 * 1024, 'x');
  EXPECT_EQ(ask("POST", "/v1/enrol", large).status, 413);
  RawClient chunked(port_);
  chunked.send("POST /v1/enrol HTTP/1.1\r\nHost: c\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n");
  chunked.send(large);
  EXPECT_EQ(chunked.answer().status, 413);
  EXPECT_EQ(
      ask("POST", "/v1/enrol", *protocol::gzip(std::string(100'000'000, ' ')), {{"Content-Encoding", "gzip"}}).status,
      413);
  EXPECT_EQ(ask("POST", "/v1/enrol", "{}", {{"Content-Encoding", "br"}}).status, 415);
}

TEST_F(RealServer, ATruncatedBodyStoresNothing) {
  support::Tablet tablet = enrol("Front desk");
  const std::string body = push_body(tablet, {visitor(1, "ann@example.com")});
  {
    RawClient client(port_);
    client.send("POST /v1/sync/push HTTP/1.1\r\nHost: c\r\nAuthorization: Bearer " + tablet.token +
                "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body.substr(0, body.size() / 2));
    client.stop_sending();
    EXPECT_EQ(client.answer().status, 0);
  }
  EXPECT_EQ(lines_of("visits"), 0);
  EXPECT_EQ(ask("POST", "/v1/sync/push", body, bearer(tablet)).status, 200);
  EXPECT_EQ(lines_of("visits"), 1);
}

TEST_F(RealServer, SlowPeersKeepNobodyWaiting) {
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(std::make_unique<RawClient>(port_));
    slow.back()->send(i % 2 == 0 ? "GET /v1/hea" : "POST /v1/enrol HTTP/1.1\r\nContent-Length: 100\r\n\r\n{");
  }
  EXPECT_EQ(ask("GET", "/v1/health").status, 200);
}

TEST_F(RealServer, TakesGzipAndExpectContinue) {
  support::Tablet tablet = enrol("Front desk");
  auto headers = bearer(tablet);
  headers["Content-Encoding"] = "gzip";
  headers["Expect"] = "100-continue";
  const RawAnswer answer =
      ask("POST", "/v1/sync/push", *protocol::gzip(push_body(tablet, {visitor(1, "ann@example.com")})), headers);
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("r":"applied")"));
}

TEST_F(RealServer, AMalformedOpIsRefusedAlone) {
  support::Tablet tablet = enrol("Front desk");
  std::string body = push_body(tablet, {visitor(1, "ann@example.com")});
  body.insert(body.find('\n') + 1, "{\"id\":\"nonsense\",\"type\":[\"check_in\"}\n");
  const RawAnswer answer = ask("POST", "/v1/sync/push", body, bearer(tablet));
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("r":"rejected","code":"malformed")"));
  EXPECT_THAT(answer.body, HasSubstr(R"("r":"applied")"));
}

TEST_F(RealServer, ALongPollIsWokenByACommit) {
  support::Tablet front = enrol("Front desk");
  support::Tablet side = enrol("Side door");
  ask("POST", "/v1/sync/push", push_body(front, {visitor(1, "ann@example.com")}), bearer(front));
  const RawAnswer page = ask("GET", "/v1/sync/pull", {}, bearer(side));
  const auto at = page.body.find("\"cursor\":\"") + 10;
  const std::string cursor = page.body.substr(at, page.body.find('"', at) - at);
  RawClient waiting(port_);
  waiting.request("GET", "/v1/sync/pull?wait=25&cursor=" + cursor, {}, bearer(side));
  EXPECT_EQ(waiting.answer(200).status, 0) << "nothing is new yet";
  ask("POST", "/v1/sync/push", push_body(front, {visitor(2, "bob@example.com")}), bearer(front));
  const RawAnswer woken = waiting.answer(10'000);
  EXPECT_EQ(woken.status, 200);
  EXPECT_THAT(woken.body, HasSubstr("bob@example.com"));
}

TEST_F(RealServer, ALongPollEndsWithAnEmptyPage) {
  support::Tablet tablet = enrol("Front desk");
  const RawAnswer answer = ask("GET", "/v1/sync/pull?wait=1", {}, bearer(tablet));
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("\"rows\":[]"));
}

TEST_F(RealServer, SigtermAnswersWhatIsUnderWayAndEndsWithZero) {
  support::Tablet tablet = enrol("Front desk");
  RawClient idle(port_);
  RawClient waiting(port_);
  waiting.request("GET", "/v1/sync/pull?wait=25", {}, bearer(tablet));
  EXPECT_EQ(waiting.answer(200).status, 0);
  EXPECT_EQ(process_->terminate(), 0);
  EXPECT_EQ(waiting.answer().status, 200);
  EXPECT_TRUE(idle.is_closed_within(1000));
  EXPECT_EQ(process_->err(), "");
}

TEST(Serve, SigtermAtAnyMomentOfItsStartEndsWithZero) {
  for (int i = 0; i < 40; ++i) {
    support::TempDir dir;
    const std::string data = (dir.path() / "centre").string();
    support::Process process({kServerProgram, "serve", "--data", data, "--listen", "127.0.0.1:0"});
    // Not before main(): what comes during the loading of libraries is the system's.
    support::wait_until("the data folder", [&] { return std::filesystem::exists(data); });
    std::this_thread::sleep_for(std::chrono::microseconds(200 * i));
    EXPECT_EQ(process.terminate(), 0) << i << process.err();
  }
}

TEST_F(RealServer, KillNineLosesNothingThatWasAcknowledged) {
  support::Tablet tablet = enrol("Front desk");
  std::string last_body;
  RawAnswer last;
  std::uint64_t number = 0;
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < 5; ++i) {
      ++number;
      last_body = push_body(tablet, {visitor(number, "p" + std::to_string(number % 3) + "@example.com")});
      last = ask("POST", "/v1/sync/push", last_body, bearer(tablet));
      ASSERT_EQ(last.status, 200);
    }
    process_->kill_now();
    start();
    const RawAnswer again = ask("POST", "/v1/sync/push", last_body, bearer(tablet));
    EXPECT_EQ(again.body, last.body) << "a repeat gets the stored answer";
  }
  EXPECT_EQ(lines_of("visits"), static_cast<int>(number));
  EXPECT_EQ(lines_of("contacts"), 3);
}

}  // namespace
}  // namespace foyer::server
