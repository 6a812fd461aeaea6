// Hosts are told by a real SMTP conversation over a real socket, with a mail server that refuses, stumbles and hangs
// up.
#include "sync/server/mail/postman.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>

#include "sync/server/sqlite/sqlite_store.h"
#include "tests/support/process.h"
#include "tests/support/server_memory_store.h"
#include "tests/support/smtp_receiver.h"
#include "tests/support/wait.h"
#include "tests/sync/server/mail/host_site.h"

namespace foyer::server {
namespace {

using domain::HostTold;
using support::SmtpReceiver;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class SmtpConversation : public ::testing::Test {
 protected:
  SmtpConversation() { EXPECT_TRUE(secrets_open()); }

  // One attempt for every notice that is due.
  void deliver(SmtpReceiver& receiver) {
    Smtp smtp({receiver.url(), "reception@example.com", {}, {}, {}}, stop_);
    for (const Notice& notice : site_.take()) {
      const Sent sent = smtp.send(compose(notice, "reception@example.com", nullptr, site_.now()));
      codes_.push_back(sent.smtp_code);
      site_.settle(notice, sent.delivery, sent.smtp_code);
    }
  }

  std::atomic<bool> stop_ = false;
  support::ServerMemoryStore store_;
  HostSite site_{store_};
  std::vector<int> codes_;
};

TEST_F(SmtpConversation, TheHostHasTheMessageAndTheTabletTheTruth) {
  SmtpReceiver receiver;
  site_.centre.push(site_.tablet, {site_.visit(1, "ada")});
  deliver(receiver);
  ASSERT_THAT(receiver.letters(), SizeIs(1));
  const support::Letter letter = receiver.letters()[0];
  EXPECT_EQ(letter.from, "reception@example.com");
  EXPECT_EQ(letter.to, "ada@example.com");
  EXPECT_EQ(letter.header("To"), "\"Ada Example\" <ada@example.com>");
  EXPECT_EQ(letter.header("Subject"), "Visitor 1 is here for you");
  EXPECT_EQ(letter.header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_THAT(letter.words(), HasSubstr("Visitor 1 arrived at 09:00 (UTC) to see you."));
  EXPECT_EQ(site_.told(1), HostTold::sent);
}

TEST_F(SmtpConversation, AHostileNameStaysWithinItsHeader) {
  SmtpReceiver receiver;
  Smtp smtp({receiver.url(), "reception@example.com", {}, {}, {}}, stop_);
  site_.centre.push(site_.tablet, {site_.visit(1, "ada")});
  Notice notice = site_.take().at(0);
  notice.visitor = "X\r\nBcc: all@example.com\r\n\r\n.\r\nQUIT";
  EXPECT_EQ(smtp.send(compose(notice, "reception@example.com", nullptr, site_.now())).delivery, Delivery::sent);
  ASSERT_THAT(receiver.letters(), SizeIs(1));
  EXPECT_EQ(receiver.letters()[0].header("Bcc"), "");
  EXPECT_EQ(receiver.letters()[0].header("Subject"), "X  Bcc: all@example.com    .  QUIT is here for you");
}

TEST_F(SmtpConversation, AStumblingServerIsTriedAgainAndARefusingOneIsNot) {
  std::atomic<int> tries = 0;
  SmtpReceiver receiver([&](const std::string& verb) {
    if (verb != "RCPT") return std::string();
    const int now = ++tries;
    return std::string(now == 1 ? "451 come back" : now == 2 ? "550 nobody of that name" : "");
  });
  site_.centre.push(site_.tablet, {site_.visit(1, "ada")});
  deliver(receiver);
  EXPECT_EQ(site_.told(1), HostTold::waiting);
  deliver(receiver);
  EXPECT_EQ(tries, 1) << "not at once";
  site_.centre.clock.turn(30'000);
  deliver(receiver);
  EXPECT_EQ(site_.told(1), HostTold::failed);
  EXPECT_THAT(codes_, ::testing::ElementsAre(451, 550));
  EXPECT_THAT(receiver.letters(), SizeIs(0));
}

TEST_F(SmtpConversation, ALostAnswerMeansASecondLetterThatSaysItIsTheSame) {
  std::atomic<int> ends = 0;
  SmtpReceiver receiver([&](const std::string& verb) { return std::string(verb == "." && ++ends == 1 ? "!" : ""); });
  site_.centre.push(site_.tablet, {site_.visit(1, "ada")});
  deliver(receiver);
  EXPECT_EQ(site_.told(1), HostTold::waiting) << "nobody knows whether it arrived";
  site_.centre.clock.turn(30'000);
  deliver(receiver);
  EXPECT_EQ(site_.told(1), HostTold::sent);
  ASSERT_THAT(receiver.letters(), SizeIs(2));
  EXPECT_NE(receiver.letters()[0].header("Message-ID"), "");
  EXPECT_EQ(receiver.letters()[0].header("Message-ID"), receiver.letters()[1].header("Message-ID"));
}

TEST_F(SmtpConversation, AServerThatIsAwayOrWantsAPasswordIsTriedAgain) {
  SmtpReceiver strict([](const std::string& verb) { return std::string(verb == "MAIL" ? "530 sign in first" : ""); });
  site_.centre.push(site_.tablet, {site_.visit(1, "ada")});
  deliver(strict);
  EXPECT_EQ(site_.told(1), HostTold::waiting);
  std::string url;
  { url = SmtpReceiver().url(); }
  Smtp away({url, "reception@example.com", {}, {}, {}}, stop_);
  site_.centre.clock.turn(30'000);
  const Notice notice = site_.take().at(0);
  const Sent sent = away.send(compose(notice, "reception@example.com", nullptr, site_.now()));
  EXPECT_EQ(sent.delivery, Delivery::later);
  EXPECT_EQ(sent.smtp_code, 0);
}

// The clock of tests is not for threads.
TEST(PostmanThread, TwoServersOverOneDatabaseTellEachHostOnce) {
  ASSERT_TRUE(secrets_open());
  support::TempDir dir;
  SystemClock clock;
  SystemRandom random;
  const std::string path = (dir.path() / "server.db").string();
  const auto open = [&] { return std::move(*SqliteStore::open(path, clock, random)); };
  const auto of_service = open();
  HostSite site(*of_service);
  site.centre.clock.instant = clock.now();
  std::vector<domain::Op> ops;
  for (std::uint64_t i = 1; i <= 12; ++i) ops.push_back(site.visit(i, "ada"));
  site.centre.push(site.tablet, ops);
  SmtpReceiver receiver;
  const auto first = open();
  const auto second = open();
  SystemRandom others;
  std::atomic<std::int64_t> head = 0;
  const PostmanOptions options{{receiver.url(), "reception@example.com", {}, {}, {}}, 3'600'000};
  {
    Postman one(*first, clock, random, options, [&](std::int64_t seq) { head = seq; });
    Postman two(*second, clock, others, options, [](std::int64_t) {});
    support::wait_until("every host is told", [&] {
      for (std::uint64_t i = 1; i <= 12; ++i) {
        if (site.told(i) != HostTold::sent) return false;
      }
      return true;
    });
  }
  std::map<std::string, int> ids;
  for (const support::Letter& letter : receiver.letters()) ++ids[letter.header("Message-ID")];
  EXPECT_THAT(ids, SizeIs(12));
  EXPECT_THAT(receiver.letters(), SizeIs(12));
  EXPECT_GT(head, 0) << "waiting tablets are told";
}

}  // namespace
}  // namespace foyer::server
