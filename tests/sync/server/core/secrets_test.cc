#include "sync/server/core/secrets.h"

#include <gtest/gtest.h>

#include "sync/protocol/limits.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

TEST(Codes, AreUnderstoodHoweverTheyAreTyped) {
  support::SeededRandom random(1);
  const std::string code = random_code(random);
  EXPECT_EQ(code.size(), static_cast<std::size_t>(protocol::kEnrolCodeLength));
  EXPECT_EQ(normal_code(code), code);
  EXPECT_EQ(normal_code(" ab-cd e\n"), "ABCDE");
}

TEST(BodyMac, TellsApartWhatDiffersAnywhere) {
  const MacKey key{1};
  const auto op = support::check_in(1, support::cid_of(1), "ann@example.com", {{"name", "Ann"}, {"phone", "1"}});
  const Mac mac = body_mac(key, op);
  EXPECT_EQ(mac, body_mac(key, op));
  EXPECT_NE(mac, body_mac(MacKey{2}, op));
  EXPECT_NE(mac, body_mac(key, support::check_in(1, support::cid_of(1), "ann@example.com",
                                                 {{"name", "An"}, {"phone", "n1"}})));
  EXPECT_NE(mac, body_mac(key, support::check_in(1, support::cid_of(2), "ann@example.com",
                                                 {{"name", "Ann"}, {"phone", "1"}})));
  auto later = op;
  later.at.mono_ms = 1;
  EXPECT_NE(mac, body_mac(key, later));
}

TEST(Nonces, ComeBackFromTheirText) {
  const Nonce nonce{0x9c, 0x1d, 0x22, 0xab, 0, 0xff, 1, 2};
  EXPECT_EQ(hex(nonce), "9c1d22ab00ff0102");
  EXPECT_EQ(parse_nonce(hex(nonce)), nonce);
  for (const char* bad : {"", "9c", "9c1d22ab00ff010", "9c1d22ab00ff010G", "9C1D22AB00FF0102", "9c1d22ab00ff010200"}) {
    EXPECT_FALSE(parse_nonce(bad)) << bad;
  }
}

TEST(DerivedIds, DependOnBothAndOnNothingElse) {
  const Uuid a = support::cid_of(1);
  const Uuid b = support::cid_of(2);
  EXPECT_EQ(derived_uuid(a, b), derived_uuid(a, b));
  EXPECT_NE(derived_uuid(a, b), derived_uuid(b, a));
}

// The same value stands in the tests of the tablet's side, which uses another library.
TEST(Secrets, AWipeProofIsWhatTabletsExpect) {
  ASSERT_TRUE(secrets_open().ok());
  EXPECT_EQ(hex(tablet_mac(token_mac(std::string(64, 'a')), "revoked, wipe 01900000-0000-7000-8000-000000000001")),
            "0cfe647f6834b831f0ba2340e6fd0a1717910b3b8b8172c34785230348fb6d1c");
}

}  // namespace
}  // namespace foyer::server
