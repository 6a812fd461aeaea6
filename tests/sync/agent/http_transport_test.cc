#include "sync/agent/http_transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "tests/sync/agent/raw_server.h"

namespace foyer::agent {
namespace {

using testing::HasSubstr;
using testing::Not;

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

HttpRequest get(const std::string& target = "/v1/sync/hello") {
  HttpRequest request;
  request.lane = Lane::hello;
  request.target = target;
  request.token = "s3cret";
  return request;
}

Result<HttpReply> exchange(HttpTransport& transport, const HttpRequest& request) {
  transport.start(request);
  for (const std::int64_t end = now_ms() + 20'000; now_ms() < end;) {
    for (Exchange& done : transport.wait(1'000, {})) return std::move(done.reply);
  }
  return Error{Fault::timeout, "the test gave up"};
}

struct Bench {
  explicit Bench(RawServer::Handler handler) : server(std::move(handler)), transport("test") {
    transport.connect_to({server.url(), "", 0});
  }
  RawServer server;
  HttpTransport transport;
};

TEST(HttpTransport, CarriesARequestAndItsAnswer) {
  std::string seen;
  Bench bench([&](int fd, const std::string& request) {
    seen = request;
    return RawServer::say(fd, RawServer::reply(200, "{\"a\":1}"));
  });
  HttpRequest request = get("/v1/sync/push");
  request.is_post = true;
  request.body = "{\"email\":\"ann@example.org\"}";
  const auto reply = exchange(bench.transport, request);
  ASSERT_TRUE(reply.ok()) << reply.error().detail;
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, "{\"a\":1}");
  EXPECT_THAT(seen, HasSubstr("POST /v1/sync/push HTTP/1.1\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\nAuthorization: Bearer s3cret\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\n\r\n{\"email\":\"ann@example.org\"}"));
}

TEST(HttpTransport, KeepsItsConnection) {
  Bench bench([](int fd, const std::string&) { return RawServer::say(fd, RawServer::reply(200, "{}")); });
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(exchange(bench.transport, get()).ok());
  EXPECT_EQ(bench.server.connections(), 1);
}

TEST(HttpTransport, NobodyThereIsOffline) {
  HttpTransport transport("test");
  int port = 0;
  {
    port = RawServer([](int, const std::string&) { return false; }).port();
  }
  transport.connect_to({"http://127.0.0.1:" + std::to_string(port), "", 0});
  const std::int64_t began = now_ms();
  const auto reply = exchange(transport, get());
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().fault, Fault::offline);
  EXPECT_LT(now_ms() - began, 1'000);
}

TEST(HttpTransport, APeerThatNeverAnswersTimesOut) {
  Bench bench([&](int fd, const std::string&) {
    bench.server.hold(fd);
    return false;
  });
  HttpRequest request = get();
  request.timeout_ms = 300;
  const std::int64_t began = now_ms();
  const auto reply = exchange(bench.transport, request);
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().fault, Fault::timeout);
  EXPECT_LT(now_ms() - began, 2'000);
}

TEST(HttpTransport, AnAnswerThatIsCutIsOffline) {
  Bench bench([](int fd, const std::string&) {
    const std::string whole = RawServer::reply(200, std::string(1000, 'x'));
    RawServer::say(fd, whole.substr(0, whole.size() / 2));
    return false;
  });
  const auto reply = exchange(bench.transport, get());
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().fault, Fault::offline);
}

TEST(HttpTransport, ASignInPageIsAFaultAndNotData) {
  Bench bench([](int fd, const std::string&) {
    return RawServer::say(fd, RawServer::reply(200, "<html>Welcome to our network</html>", "text/html; charset=utf-8"));
  });
  const auto reply = exchange(bench.transport, get());
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().fault, Fault::offline);
  EXPECT_THAT(reply.error().detail, HasSubstr("sign-in page"));
}

TEST(HttpTransport, RedirectsAreNotFollowed) {
  RawServer elsewhere([](int fd, const std::string&) { return RawServer::say(fd, RawServer::reply(200, "{}")); });
  Bench bench([&](int fd, const std::string&) {
    return RawServer::say(
        fd, RawServer::reply(302, "{}", "application/json", "Location: " + elsewhere.url() + "/v1/sync/hello\r\n"));
  });
  const auto reply = exchange(bench.transport, get());
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->status, 302);
  EXPECT_EQ(elsewhere.connections(), 0);
}

TEST(HttpTransport, AnEndlessAnswerIsBounded) {
  Bench bench([&](int fd, const std::string&) {
    RawServer::say(fd, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "4000\r\n" + std::string(0x4000, ' ') + "\r\n";
    while (!bench.server.is_stopping() && RawServer::say(fd, chunk)) {
    }
    return false;
  });
  HttpRequest request = get();
  request.reply_bytes_max = 100'000;
  const auto reply = exchange(bench.transport, request);
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().fault, Fault::full);
  EXPECT_THAT(reply.error().detail, HasSubstr("more than 100000 bytes"));
}

TEST(HttpTransport, ReadsTheWishForPatience) {
  Bench bench([](int fd, const std::string&) {
    return RawServer::say(fd, RawServer::reply(503, "{}", "application/json", "Retry-After: 7\r\n"));
  });
  const auto reply = exchange(bench.transport, get());
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->status, 503);
  EXPECT_EQ(reply->retry_after_ms, 7'000);
}

TEST(HttpTransport, AFileUrlIsRefused) {
  HttpTransport transport("test");
  transport.connect_to({"file:///etc", "", 0});
  const auto reply = exchange(transport, get("/hostname"));
  ASSERT_FALSE(reply.ok());
  EXPECT_EQ(reply.error().fault, Fault::refused);
}

TEST(HttpTransport, APushGoesThroughAtOnceWhileAPollIsHeld) {
  std::atomic<bool> is_polled{false};
  Bench bench([&](int fd, const std::string& request) {
    if (request.starts_with("POST")) return RawServer::say(fd, RawServer::reply(200, "{}"));
    is_polled = true;
    bench.server.hold(fd);
    return false;
  });
  HttpRequest poll = get("/v1/sync/pull?wait=25");
  poll.lane = Lane::pull;
  poll.is_long_poll = true;
  bench.transport.start(poll);
  while (!is_polled) (void)bench.transport.wait(5, {});
  HttpRequest push = get("/v1/sync/push");
  push.lane = Lane::push;
  push.is_post = true;
  push.body = "{}";
  const std::int64_t began = now_ms();
  bench.transport.start(push);
  std::vector<Exchange> done;
  while (done.empty() && now_ms() - began < 5'000) done = bench.transport.wait(5'000, {});
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].lane, Lane::push);
  EXPECT_TRUE(done[0].reply.ok());
  EXPECT_LT(now_ms() - began, 1'000);
}

TEST(HttpTransport, ARingEndsTheWait) {
  Bench bench([&](int fd, const std::string&) {
    bench.server.hold(fd);
    return false;
  });
  HttpRequest poll = get();
  poll.is_long_poll = true;
  bench.transport.start(poll);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::thread bell([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(::write(ends[1], "!", 1), 1);
  });
  const std::int64_t began = now_ms();
  const int fds[] = {ends[0]};
  pollfd one{ends[0], POLLIN, 0};
  while (::poll(&one, 1, 0) == 0 && now_ms() - began < 8'000) (void)bench.transport.wait(10'000, fds);
  EXPECT_LT(now_ms() - began, 2'000);
  bell.join();
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(HttpTransport, ErrorsHoldNeitherTokenNorBody) {
  Bench bench([](int, const std::string&) { return false; });
  HttpRequest request = get();
  request.is_post = true;
  request.body = "ann@example.org";
  const auto reply = exchange(bench.transport, request);
  ASSERT_FALSE(reply.ok());
  EXPECT_THAT(reply.error().detail, Not(HasSubstr("s3cret")));
  EXPECT_THAT(reply.error().detail, Not(HasSubstr("ann@example.org")));
}

}  // namespace
}  // namespace foyer::agent
