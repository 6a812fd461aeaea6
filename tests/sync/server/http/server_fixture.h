// A real foyer-server on a free port, with commands beside it and tablets that push to it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/wire/enrol.h"
#include "shared/wire/op_json.h"
#include "shared/wire/push.h"
#include "tests/support/process.h"
#include "tests/support/server_fixture.h"
#include "tests/sync/server/http/raw_client.h"

namespace foyer::server {

inline const std::string kServerProgram = std::string(FOYER_BIN_DIR) + "/foyer-server";

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

inline Ran run_server(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), kServerProgram);
  support::Process process(arguments);
  const int code = process.wait();
  return {code, process.out(), process.err()};
}

class ServerProcess {
 public:
  // `settings`: server.toml.
  explicit ServerProcess(const std::string& settings = {}) {
    std::filesystem::create_directory(data());
    std::filesystem::permissions(data(), std::filesystem::perms::owner_all);
    if (!settings.empty()) configure(settings);
    start();
  }

  std::string data() const { return (dir_.path() / "centre").string(); }

  void configure(const std::string& settings) {
    const std::string file = data() + "/server.toml";
    std::ofstream(file) << settings;
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }

  void start() {
    process_ = std::make_unique<support::Process>(
        std::vector<std::string>{kServerProgram, "serve", "--data", data(), "--listen", "127.0.0.1:0"});
    const std::string url = process_->line_after("listening on http://");
    port_ = static_cast<std::uint16_t>(std::atoi(url.substr(url.rfind(':') + 1).c_str()));
  }

  RawAnswer ask(std::string_view method, std::string_view target, std::string_view body = {},
                const std::map<std::string, std::string>& headers = {}) {
    RawClient client(port_);
    client.request(method, target, body, headers);
    return client.answer();
  }

  support::Tablet enrol(const std::string& kiosk) {
    Ran made = run_server({"enrol-code", "--data", data(), "--kiosk", kiosk});
    EXPECT_EQ(made.code, 0) << made.err;
    const std::string code = made.out.substr(0, made.out.find('\n'));
    const auto request = to_json(wire::EnrolRequest{wire::kProto, code, "test", clock_.now()});
    const auto reply = wire::parse_enrol_reply(ask("POST", "/v1/enrol", request).body);
    EXPECT_TRUE(reply);
    return reply ? support::Tablet{reply->device, reply->token, reply->epoch, 0} : support::Tablet{};
  }

  static std::map<std::string, std::string> bearer(const support::Tablet& tablet) {
    return {{"Authorization", "Bearer " + tablet.token}};
  }

  std::string push_body(support::Tablet& tablet, const std::vector<domain::Op>& ops) {
    wire::PushRequest push;
    push.head.device = tablet.id;
    push.head.push_n = ++tablet.push_n;
    push.head.push_id = random_uuid(random_);
    push.head.epoch = tablet.epoch;
    push.head.clock = clock_.now();
    for (const domain::Op& op : ops) push.ops.push_back(wire::to_json(op));
    return to_lines(push);
  }

  domain::Op visitor(std::uint64_t number, const std::string& email) {
    return support::check_in(number, support::cid_of(number), email, {{"name", "Ann Lee"}}, clock_.now());
  }

  int lines_of(const std::string& command) {
    const Ran ran = run_server({command, "--data", data(), "--json"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return static_cast<int>(std::ranges::count(ran.out, '\n'));
  }

  support::TempDir dir_;
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<support::Process> process_;
  std::uint16_t port_ = 0;
};

class RealServer : public ::testing::Test, protected ServerProcess {};

}  // namespace foyer::server
