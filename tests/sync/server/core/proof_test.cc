#include "sync/server/core/proof.h"

#include <gtest/gtest.h>

#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using support::op_id;

const MacKey kKey{1, 2, 3};
const Proven kProven{(1'772'528'400'000LL << 16) + 7, {1'772'528'399'000, domain::TimeQuality::estimated}};

TEST(Proof, SaysWhatWasSealed) {
  static_cast<void>(secrets_open());
  for (const Proven& proven : {kProven, Proven{}, Proven{kStampMax, {-1, domain::TimeQuality::unknown}}}) {
    EXPECT_EQ(unseal(kKey, op_id(1), seal(kKey, op_id(1), proven)), proven);
  }
}

TEST(Proof, OfAnotherOpOrCentreIsNone) {
  const std::string proof = seal(kKey, op_id(1), kProven);
  EXPECT_FALSE(unseal(kKey, op_id(2), proof));
  EXPECT_FALSE(unseal(MacKey{9}, op_id(1), proof));
}

TEST(Proof, WithAnyDigitChangedIsNone) {
  const std::string proof = seal(kKey, op_id(1), kProven);
  for (std::size_t i = 0; i < proof.size(); ++i) {
    std::string forged = proof;
    forged[i] = forged[i] == '1' ? '2' : '1';
    EXPECT_FALSE(unseal(kKey, op_id(1), forged)) << i;
  }
  EXPECT_FALSE(unseal(kKey, op_id(1), ""));
  EXPECT_FALSE(unseal(kKey, op_id(1), proof + "0"));
}

}  // namespace
}  // namespace foyer::server
