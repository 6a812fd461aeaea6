// sync/protocol/openapi.yaml and the service say the same: paths, methods and statuses, in both directions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "sync/protocol/limits.h"
#include "tests/support/copy_desk.h"
#include "tests/support/server_memory_store.h"

namespace foyer::server {
namespace {

using Name = std::pair<std::string, std::string>;  // method, path
using Statuses = std::map<Name, std::set<int>>;

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

// The file is written so that indentation says what a line is: paths by 2, methods by 4, statuses by 8.
Statuses documented() {
  std::ifstream in(FOYER_SOURCE_DIR "/sync/protocol/openapi.yaml");
  EXPECT_TRUE(in);
  Statuses all;
  Name now;
  bool is_in_paths = false;
  for (std::string line; std::getline(in, line);) {
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    const std::string word = line.substr(indent, line.find(':') - indent);
    if (indent == 0 && !line.empty()) is_in_paths = word == "paths";
    if (!is_in_paths) continue;
    if (indent == 2) now.second = word;
    if (indent == 4) all[now = {upper(word), now.second}];
    if (indent == 8 && word.starts_with('"')) all[now].insert(std::stoi(word.substr(1)));
  }
  return all;
}

// What the service really answers: every way to go wrong that a route has, and the one to go right.
class OpenApi : public ::testing::Test {
 protected:
  // `{id}` in the path is one that nobody has.
  void ask(const std::string& method, std::string path, const std::string& token, const std::string& body = {},
           const std::string& query = {}) {
    const std::string name = path;
    if (const auto mark = path.find("{id}"); mark != std::string::npos) {
      path.replace(mark, 4, support::cid_of(77).text());
    }
    if (const auto mark = path.find("{n}"); mark != std::string::npos) path.replace(mark, 3, "0");
    observed_[{method, name}].insert(centre_.call(method, path, body, token, query).status);
  }

  void ask_as_tablets(support::Tablet& tablet) {
    const std::string hello(protocol::kHelloPath), push(protocol::kPushPath), pull(protocol::kPullPath);
    ask("GET", hello, tablet.token);
    ++tablet.push_n;
    const domain::Op op = support::check_in(1, support::cid_of(1), "ann@example.com", {});
    ask("POST", push, tablet.token, to_lines(centre_.request(tablet, {op})));
    ask("POST", push, tablet.token, "nonsense");
    tablet.push_n = 0;
    ask("POST", push, tablet.token, to_lines(centre_.request(tablet, {})));
    ask("GET", pull, tablet.token);
    ask("GET", pull, tablet.token, {}, "cursor=nonsense");
    ask("GET", pull, tablet.token, {}, "cursor=v3." + std::string(36, '0') + ".0." + std::string(16, '0'));
    const std::string cursor = centre_.page(tablet, "").cursor;
    const std::int64_t min_seq = std::exchange(store_.tables.head.min_seq, store_.tables.head.seq + 1);
    ask("GET", pull, tablet.token, {}, "cursor=" + cursor);
    store_.tables.head.min_seq = min_seq;
    ask("POST", std::string(protocol::kDeadLetterPath), tablet.token, "{}");
    ask("GET", std::string(protocol::kSnapshotPath), tablet.token);
    const std::string chunk = protocol::chunk_path(support::offer_of(centre_, tablet).manifest->id, 0);
    observed_[{"GET", std::string(protocol::kSnapshotPath) + "/{id}/{n}"}].insert(
        centre_.call("GET", chunk, {}, tablet.token).status);
    ask("GET", std::string(protocol::kSnapshotPath) + "/{id}/{n}", tablet.token);
  }

  void ask_without_a_code() {
    const std::string enrol(protocol::kEnrolPath);
    const auto with = [&](const std::string& code) {
      return to_json(wire::EnrolRequest{wire::kProto, code, "test", centre_.clock.now()});
    };
    ask("POST", enrol, {}, with(centre_.make_code("Another")));
    ask("POST", enrol, {}, "nonsense");
    for (int i = 0; i <= protocol::kEnrolTriesPerMinute; ++i) ask("POST", enrol, {}, with("WRONGCODE2"));
  }

  Statuses observed() {
    ask("GET", std::string(protocol::kHealthPath), {});
    support::Tablet tablet = centre_.enrol("Front desk");
    ask_as_tablets(tablet);
    ask_without_a_code();
    const std::string admin = centre_.staff_token("Office", StaffRole::admin);
    ask("GET", "/v1/staff/me", admin);
    ask("POST", "/v1/staff/apply", admin, "{}");
    ask("POST", "/v1/staff/apply", admin, "{]");
    ask("GET", "/v1/staff/reviews", admin);
    for (const RouteName& route : Service::routes()) {
      if (!route.path.starts_with(protocol::kStaffPrefix)) continue;
      const std::string method(route.method), path(route.path);
      ask(method, path, "nonsense");
      ask(method, path, tablet.token);
      if (path.find("{id}") != std::string::npos || method == "GET") ask(method, path, admin, "{}");
    }
    store_.tables.devices.at(tablet.id).removal = {80, 90};
    const std::string removal = "/v1/staff/tablets/{id}/confirm-removal";
    for (const auto& [id, contacts] : {std::pair(tablet.id, "80"), std::pair(tablet.id, "81")}) {
      std::string path = removal;
      path.replace(path.find("{id}"), 4, id.text());
      const std::string body = R"({"act":")" + support::cid_of(5).text() + R"(","contacts":)" + contacts + "}";
      observed_[{"POST", removal}].insert(centre_.call("POST", path, body, admin).status);
    }
    const std::string other = R"({"act":")" + support::cid_of(6).text() + R"(","contacts":80})";
    ask("POST", removal, admin, other);
    store_.tables.devices.at(tablet.id).status = DeviceStatus::revoked;
    for (const RouteName& route : Service::routes()) {
      if (!route.path.starts_with("/v1/sync/")) continue;
      ask(std::string(route.method), std::string(route.path), tablet.token);
      ask(std::string(route.method), std::string(route.path), "nonsense");
    }
    return observed_;
  }

  support::ServerMemoryStore store_;
  support::CopyDesk desk_{store_};
  support::TestCentre centre_{store_, desk_.options()};
  Statuses observed_;
};

TEST_F(OpenApi, TheFileAndTheServiceHaveTheSameRoutes) {
  std::set<Name> in_file;
  for (const auto& [name, statuses] : documented()) in_file.insert(name);
  std::set<Name> in_service;
  for (const RouteName& route : Service::routes()) in_service.emplace(route.method, route.path);
  EXPECT_EQ(in_file, in_service);
  EXPECT_GT(in_file.size(), 6U) << "the file was understood";
}

TEST_F(OpenApi, EveryAnswerIsInTheFile) {
  const Statuses file = documented();
  for (const auto& [name, statuses] : observed()) {
    ASSERT_TRUE(file.contains(name)) << name.first << " " << name.second;
    for (const int status : statuses) {
      EXPECT_TRUE(file.at(name).contains(status)) << name.first << " " << name.second << " answers " << status;
    }
  }
}

// What staff do to people needs people: those routes have tests of their own.
TEST_F(OpenApi, EveryStatusOfTheFileIsAnswered) {
  const Statuses seen = observed();
  for (const auto& [name, statuses] : documented()) {
    if (name.second.starts_with("/v1/staff/") && name.second.find("{id}") != std::string::npos) continue;
    if (name.second == "/v1/staff/contacts/find") continue;
    ASSERT_TRUE(seen.contains(name)) << name.second;
    EXPECT_EQ(seen.at(name), statuses) << name.first << " " << name.second;
  }
}

TEST_F(OpenApi, AnotherMethodIsNamedWhatWouldDo) {
  for (const RouteName& route : Service::routes()) {
    if (route.path.find("{id}") != std::string_view::npos) continue;
    const bool is_staff = route.path.starts_with(protocol::kStaffPrefix);
    const std::string token =
        is_staff ? centre_.staff_token("Office", StaffRole::admin) : centre_.enrol("Front desk").token;
    const Response answer = centre_.call("DELETE", route.path, {}, token);
    EXPECT_EQ(answer.status, 405) << route.path;
    EXPECT_THAT(answer.allow, ::testing::HasSubstr(std::string(route.method)));
  }
}

}  // namespace
}  // namespace foyer::server
