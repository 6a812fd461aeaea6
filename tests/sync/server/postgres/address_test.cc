#include "sync/server/postgres/address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/server/postgres/failures.h"

namespace foyer::server::postgres {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Address, NamesThePlaceWithoutUserAndPassword) {
  const auto address = parse_address("postgresql://ann:s3%40cret@db.example.com:5433/front%20desk?sslmode=require");
  ASSERT_TRUE(address) << address.error().detail;
  EXPECT_EQ(address->place, "postgresql://db.example.com:5433/front desk");
  EXPECT_EQ(address->user, "ann");
  EXPECT_EQ(address->database, "front desk");
  EXPECT_EQ(address->secrets, std::vector<std::string>{"s3@cret"});
}

TEST(Address, WhatIsNoneIsRefusedWithoutRepeatingIt) {
  for (const char* url :
       {"postgresql://foyer:s3cret@[::1/foyer", "postgresql://foyer:s3cret@db/foyer?s3cret=1",
        "postgresql://foyer:s3cret%ZZ@db/foyer", "host=db password=s3cret", "postgresql://foyer:s3cret@db/x?port"}) {
    const auto address = parse_address(url);
    ASSERT_FALSE(address) << url;
    EXPECT_EQ(address.error().fault, Fault::invalid);
    EXPECT_THAT(address.error().detail, HasSubstr("write postgresql://USER:PASSWORD@HOST:PORT/DATABASE"));
    EXPECT_THAT(address.error().detail, Not(HasSubstr("s3cret")));
  }
}

TEST(Address, SecretsAreTakenOutOfWhateverIsShown) {
  const auto address = parse_address("postgresql://ann:s3cret@db/foyer?sslpassword=t0p");
  ASSERT_TRUE(address);
  EXPECT_EQ(without_secrets(*address, "at s3cret: t0p, s3cret"), "at (not shown): (not shown), (not shown)");
}

TEST(Failures, AreChosenByWhatTheCallerDoesNext) {
  const auto fault = [](const char* state) { return statement_error(state, {}).fault; };
  for (const char* state : {"40001", "40P01", "55P03", "57014", "25P03", "53300"}) EXPECT_EQ(fault(state), Fault::busy);
  for (const char* state : {"", "08006", "57P01", "57P02", "57P03", "25006"}) EXPECT_EQ(fault(state), Fault::offline);
  for (const char* state : {"53100", "58030"}) EXPECT_EQ(fault(state), Fault::full);
  EXPECT_EQ(fault("XX001"), Fault::corrupt);
  EXPECT_EQ(fault("42501"), Fault::refused);
  EXPECT_EQ(fault("23505"), Fault::invalid);
  EXPECT_EQ(fault("42P01"), Fault::invalid);
  EXPECT_TRUE(ends_connection("57P01"));
  EXPECT_TRUE(ends_connection("25006"));  // the copy of a database that has another head now
  EXPECT_FALSE(ends_connection("40001"));
}

}  // namespace
}  // namespace foyer::server::postgres
