// The message to a host, byte by byte where it matters.
#include "sync/server/mail/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/base/text.h"
#include "tests/support/smtp_receiver.h"

namespace foyer::server {
namespace {

using support::decoded_words;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::int64_t kMorningMs = 1'772'528'400'000;  // 2026-03-03T09:00:00Z, 10:00 in Berlin

Notice notice() {
  Notice one;
  one.mail.visit_id = *Uuid::parse("0190a1b2-c3d4-7e5f-8011-223344556677");
  one.mail.received_ms = kMorningMs;
  one.organisation = "Example Rooms";
  one.language = "en";
  one.host = "Ada Example";
  one.address = "ada@example.com";
  one.visitor = "Robin Example";
  one.company = "Acme";
  one.kiosk = "Front desk";
  one.site = "Head office";
  one.time_zone = "Europe/Berlin";
  one.occurred_ms = kMorningMs;
  return one;
}

Message composed(const Notice& one, std::int64_t now_ms = kMorningMs) {
  const auto zone = TimeZone::load(one.time_zone);
  return compose(one, "reception@example.com", zone ? &*zone : nullptr, now_ms);
}

TEST(HostMessage, SaysWhoIsHereWhenAndWhere) {
  const Message message = composed(notice());
  EXPECT_THAT(message.headers,
              ElementsAre("From: \"Example Rooms\" <reception@example.com>", "To: \"Ada Example\" <ada@example.com>",
                          "Subject: Robin Example is here for you", "Date: Tue, 03 Mar 2026 09:00:00 +0000",
                          "Message-ID: <visit.0190a1b2-c3d4-7e5f-8011-223344556677@example.com>",
                          "Auto-Submitted: auto-generated"));
  EXPECT_EQ(message.words,
            "Robin Example (Acme) arrived at 10:00 (Europe/Berlin) to see you.\n\nPlace: Head office\nTablet: Front "
            "desk\n");
}

TEST(HostMessage, ALateOneSaysWhenItHappenedAndWhy) {
  Notice late = notice();
  late.mail.received_ms = kMorningMs + 8 * 3'600'000;
  EXPECT_THAT(composed(late, late.mail.received_ms).words,
              StartsWith("Robin Example (Acme) arrived at 10:00 (Europe/Berlin) to see you.\nYou are told at 18:00 "
                         "(Europe/Berlin) because the tablet was offline until then.\n"));
  EXPECT_THAT(composed(notice(), kMorningMs + 3'600'000).words,
              HasSubstr("told at 11:00 (Europe/Berlin) because the message could not be sent before"));
  EXPECT_THAT(composed(late, kMorningMs + 20 * 3'600'000).words, HasSubstr("arrived at 10:00 (2026-03-03, Europe"))
      << "the day, when it is another one";
  Notice guessed = notice();
  guessed.is_exact = false;
  EXPECT_THAT(composed(guessed).words, HasSubstr("arrived at about 10:00"));
}

TEST(HostMessage, SpeaksTheOrganisationsLanguage) {
  Notice german = notice();
  german.language = "de";
  const Message message = composed(german);
  EXPECT_EQ(decoded_words(message.headers[2]), "Subject: Robin Example ist für Sie da");
  EXPECT_THAT(message.words, StartsWith("Robin Example (Acme) ist um 10:00 (Europe/Berlin) für Sie angekommen.\n"));
  german.language = "pt";
  EXPECT_THAT(composed(german).words, HasSubstr("arrived"));
}

TEST(HostMessage, WithoutAZoneTheTimeIsUtcAndWithoutANameAVisitor) {
  Notice bare = notice();
  bare.time_zone = "Nowhere/Else";
  bare.visitor.clear();
  bare.company.clear();
  bare.site.clear();
  EXPECT_THAT(composed(bare).words, StartsWith("A visitor arrived at 09:00 (UTC) to see you.\n"));
  EXPECT_THAT(composed(bare).words, Not(HasSubstr("Place")));
}

TEST(HostMessage, NoNameEndsAHeaderLine) {
  for (const std::string& name :
       {std::string("X\r\nBcc: all@example.com"), std::string("X\nSubject: y"), std::string("a\0b", 3),
        std::string("\xE2\x80\xAEtxt.exe"), std::string("=?UTF-8?B?QkNj?="), std::string("\"><script>\\"),
        std::string("\xFF\xFE"), std::string(4'000, 'x')}) {
    Notice hostile = notice();
    hostile.visitor = hostile.host = hostile.organisation = hostile.company = hostile.site = name;
    const Message message = composed(hostile);
    ASSERT_EQ(message.headers.size(), 6U);
    for (const std::string& line : message.headers) {
      EXPECT_EQ(line.find_first_of(std::string("\r\n\0", 3)), std::string::npos) << line;
      EXPECT_LT(line.size(), 900U);
      EXPECT_EQ(line.find("\xE2\x80\xAE"), std::string::npos);
    }
    EXPECT_THAT(message.headers[1], ::testing::EndsWith(" <ada@example.com>"));
    EXPECT_EQ(message.words.find('\r'), std::string::npos);
    EXPECT_TRUE(is_valid_utf8(message.words));
  }
}

TEST(HostMessage, NamesComeBackAsTheyWere) {
  for (const std::string& name :
       {std::string("Zoë Straße"), std::string("李小龙"), std::string("O'Neill, \"Jo\""),
        std::string("a very long name of thirty-one è characters and more \xF0\x9F\x98\x80 x")}) {
    const std::string encoded = encoded_name(name);
    if (encoded.front() == '"') {
      std::string plain;
      for (std::size_t i = 1; i + 1 < encoded.size(); ++i) {
        if (encoded[i] == '\\') ++i;
        plain += encoded[i];
      }
      EXPECT_EQ(plain, name);
    } else {
      EXPECT_EQ(decoded_words(encoded), name);
      for (std::size_t at = 0, end = 0; at < encoded.size(); at = end + 1) {
        end = std::min(encoded.find(' ', at), encoded.size());
        EXPECT_LE(end - at, 75U) << "one encoded word";
      }
    }
  }
}

}  // namespace
}  // namespace foyer::server
