// The way to a centre on another machine: TLS with an authority of one's own. A stranger's certificate is refused, and
// what was captured waits until the right one answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/flows/in_step.h"
#include "tests/flows/site.h"

namespace foyer::flows {
namespace {

namespace fs = std::filesystem;
using support::Finished;
using testing::HasSubstr;

// An authority and the certificate it gave to 127.0.0.1.
class Authority {
 public:
  explicit Authority(const std::string& name) {
    const std::string authority = folder_.path() / "ca.key";
    openssl({"-subj", "/CN=" + name, "-keyout", authority, "-out", ca()});
    openssl({"-subj", "/CN=centre", "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=CA:FALSE",
             "-CA", ca(), "-CAkey", authority, "-keyout", key(), "-out", certificate()});
  }
  fs::path ca() const { return folder_.path() / "ca.pem"; }
  fs::path certificate() const { return folder_.path() / "cert.pem"; }
  fs::path key() const { return folder_.path() / "key.pem"; }

 private:
  static void openssl(const std::vector<std::string>& options) {
    std::vector<std::string> command{
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"};
    command.insert(command.end(), options.begin(), options.end());
    if (const Finished made = support::run(command); made.code != 0) support::fail("openssl: " + made.err);
  }
  support::TempDir folder_;
};

class Tls : public testing::Test {
 protected:
  void SetUp() override {
    centre_.use_tls(ours_.certificate(), ours_.key());
    centre_.start();
    tablet_.start_kiosk();
    tablet_.visitor().check_in("Ann Lee", "ann@example.com");
  }
  Finished enrol(const std::string& code, const fs::path& ca) const {
    std::vector<std::string> command{program("foyer-sync"), "enrol",  "--data", tablet_.data(), "--server",
                                     centre_.url(),         "--code", code};
    if (!ca.empty()) command.insert(command.end(), {"--ca", ca});
    return support::run(command);
  }
  void serve_as(const Authority& authority) {
    EXPECT_EQ(centre_.stop(), 0);
    centre_.use_tls(authority.certificate(), authority.key());
    centre_.start();
  }

  Authority ours_{"Ours"};
  Authority stranger_{"A stranger"};
  Centre centre_;
  Tablet tablet_{"Front desk"};
};

TEST_F(Tls, ACheckInArrives) {
  EXPECT_THAT(centre_.url(), testing::StartsWith("https://127.0.0.1:"));
  const Finished enrolled = enrol(centre_.enrol_code("Front desk"), ours_.ca());
  ASSERT_EQ(enrolled.code, 0) << enrolled.err;
  tablet_.start_agent();
  wait_until_in_step(centre_, {&tablet_});
  EXPECT_EQ(only(centre_.visits(), "email", "ann@example.com").at("kiosk"), "Front desk");
}

TEST_F(Tls, AnUnknownAuthorityIsRefusedBeforeTheCodeIsShown) {
  const std::string code = centre_.enrol_code("Front desk");
  for (const fs::path& ca : {stranger_.ca(), fs::path()}) {  // another one, and the system's
    const Finished refused = enrol(code, ca);
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, HasSubstr("certificate"));
    EXPECT_THAT(refused.err, HasSubstr("--ca"));
  }
  EXPECT_EQ(tablet_.pending(), 1);
  EXPECT_EQ(enrol(code, ours_.ca()).code, 0) << "the code was not used up";
  EXPECT_EQ(tablet_.once().code, 0);
  EXPECT_EQ(centre_.visits().size(), 1U);
}

TEST_F(Tls, NothingIsToldToAStrangerInTheCentresPlace) {
  ASSERT_EQ(enrol(centre_.enrol_code("Front desk"), ours_.ca()).code, 0);
  serve_as(stranger_);
  const Finished refused = tablet_.once();
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("certificate"));
  EXPECT_THAT(tablet_.status().at("last_fault"), HasSubstr("certificate"));
  EXPECT_EQ(tablet_.pending(), 1);
  EXPECT_TRUE(centre_.visits().empty());
  serve_as(ours_);
  EXPECT_EQ(tablet_.once().code, 0);
  EXPECT_EQ(centre_.visits().size(), 1U);
}

TEST(PlainHttp, ToAnotherMachineIsWrongUseAndMakesNothing) {
  support::TempDir folder;
  const Finished refused = support::run({program("foyer-sync"), "enrol", "--data", folder.path() / "kiosk", "--server",
                                         "http://192.0.2.7:8470", "--code", "K7QF2M9XTB"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("https://"));
  EXPECT_FALSE(fs::exists(folder.path() / "kiosk"));
}

}  // namespace
}  // namespace foyer::flows
