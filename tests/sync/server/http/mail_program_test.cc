// foyer-server tells a host: a real server, a real mail server's conversation, and what a tablet that waits hears of
// it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/smtp_receiver.h"
#include "tests/sync/server/http/server_fixture.h"

namespace foyer::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class MailProgram : public RealServer {
 protected:
  void configure(const std::string& toml) {
    EXPECT_EQ(process_->terminate(), 0);
    std::ofstream(data() + "/server.toml") << toml;
  }
  domain::Op meeting(std::uint64_t number, const Uuid& org) {
    domain::Op op = visitor(number, "robin@example.com");
    auto& visit = std::get<domain::CheckIn>(op.body).visit;
    visit.host = "Ada Example";
    visit.host_id = domain::document_id(org, domain::DocumentKind::host, "ada");
    return op;
  }
  // The visit as the feed has it behind `cursor`, which moves on.
  std::optional<wire::VisitRow> pull_visit(const support::Tablet& tablet, std::string& cursor) {
    const auto page =
        wire::parse_pull_page(ask("GET", "/v1/sync/pull?wait=20&cursor=" + cursor, {}, bearer(tablet)).body);
    if (!page) return std::nullopt;
    cursor = page->cursor;
    for (const wire::FeedRow& row : page->rows) {
      if (row.kind != wire::kVisitKind) continue;
      if (auto visit = wire::parse_visit_row(row)) return *visit;
    }
    return std::nullopt;
  }
};

TEST_F(MailProgram, TheHostHasALetterAndAWaitingTabletHearsIt) {
  support::SmtpReceiver receiver;
  configure("[mail]\nurl = \"" + receiver.url() + "\"\nfrom = \"reception@example.com\"\n");
  start();
  EXPECT_EQ(run_server({"apply", "--data", data(), FOYER_SOURCE_DIR "/assets/organisation.example.json"}).code, 0);
  support::Tablet tablet = enrol("Front desk");
  const auto code = run_server({"enrol-code", "--data", data(), "--kiosk", "Other"}).out;
  const auto other = wire::parse_enrol_reply(
      ask("POST", "/v1/enrol", to_json(wire::EnrolRequest{wire::kProto, code, "test", clock_.now()})).body);
  ASSERT_TRUE(other);
  std::string cursor;
  pull_visit(tablet, cursor);
  ASSERT_EQ(ask("POST", "/v1/sync/push", push_body(tablet, {meeting(1, other->org)}), bearer(tablet)).status, 200);
  std::vector<domain::HostTold> heard;
  while (heard.size() < 5 && (heard.empty() || heard.back() != domain::HostTold::sent)) {
    const auto visit = pull_visit(tablet, cursor);
    ASSERT_TRUE(visit) << "a long poll ended without news";
    heard.push_back(visit->host_told);
  }
  EXPECT_EQ(heard.back(), domain::HostTold::sent);
  ASSERT_THAT(receiver.letters(), SizeIs(1));
  EXPECT_EQ(receiver.letters()[0].to, "ada@example.com");
  EXPECT_EQ(receiver.letters()[0].header("From"), "\"Example Rooms\" <reception@example.com>");
  EXPECT_THAT(receiver.letters()[0].words(), HasSubstr("(Europe/Berlin) to see you."));
  EXPECT_EQ(process_->terminate(), 0);
  EXPECT_THAT(process_->err(), Not(HasSubstr("example.com")));
}

TEST_F(MailProgram, APasswordIsInNoLogAndNoCommandLine) {
  support::SmtpReceiver receiver;
  configure("[mail]\nurl = \"" + receiver.url() +
            "\"\nfrom = \"reception@example.com\"\nuser = \"foyer\"\npassword_file = \"mail.password\"\n");
  std::ofstream(data() + "/mail.password") << "hunter2\n";
  start();
  EXPECT_THAT(support::read_text("/proc/" + std::to_string(process_->pid()) + "/cmdline"), Not(HasSubstr("hunter2")));
  EXPECT_EQ(process_->terminate(), 0);
  EXPECT_THAT(process_->err() + process_->out(), Not(HasSubstr("hunter2")));
}

TEST_F(MailProgram, WhatIsMissingIsNamed) {
  for (const auto& [lines, said] : std::map<std::string, std::string>{
           {"", "mail.from: write the address"},
           {"from = \"reception@example.com\"\npassword_file = \"missing\"\n", "mail.password_file: cannot be read"},
           {"from = \"reception@example.com\"\nca = \"missing.pem\"\n", "mail.ca: cannot be read"}}) {
    if (process_->is_running()) process_->terminate();
    std::ofstream(data() + "/server.toml") << "[mail]\nurl = \"smtp://mail.example.com\"\n" << lines;
    const Ran ran = run_server({"serve", "--data", data(), "--listen", "127.0.0.1:0"});
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("server.toml: " + said));
  }
}

}  // namespace
}  // namespace foyer::server
