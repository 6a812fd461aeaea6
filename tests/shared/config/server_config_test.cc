#include "shared/config/server_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace foyer::config {
namespace {

using testing::HasSubstr;

TEST(ServerConfig, AMissingFileMeansDefaults) {
  const auto config = load_server_config("/nonexistent/server.toml");
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(*config, ServerConfig());
}

TEST(ServerConfig, ReadsEverySetting) {
  const auto config = parse_server_config(R"(
organisation = "Example"
[database]
kind = "sqlite"
[enrol]
code_minutes = 5
[limits]
push_ops = 50
push_bytes = 100000
pull_rows = 7
poll_s = 0
connections = 100
)",
                                          "server.toml");
  ASSERT_TRUE(config.ok()) << config.error().detail;
  EXPECT_EQ(config->organisation, "Example");
  EXPECT_EQ(config->enrol_code_minutes, 5);
  EXPECT_EQ(config->limits, (RequestLimits{50, 100000, 7, 0, 100}));
}

TEST(ServerConfig, RefusesADatabaseItCannotOpenYet) {
  const auto config = parse_server_config("[database]\nkind = \"oracle\"", "server.toml");
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().detail,
            "server.toml:2: database.kind = \"oracle\" is not possible; write one of \"sqlite\"");
}

TEST(ServerConfig, NeverRepeatsAnUnknownKeysValue) {
  const auto config = parse_server_config("[database]\npassword = \"s3cret\"", "server.toml");
  ASSERT_FALSE(config.ok());
  EXPECT_THAT(config.error().detail, HasSubstr("unknown setting \"database.password\""));
  EXPECT_THAT(config.error().detail, testing::Not(HasSubstr("s3cret")));
}

TEST(ServerConfig, DescribesItself) {
  EXPECT_THAT(describe_server_config(), HasSubstr("# poll_s = 25"));
  EXPECT_TRUE(parse_server_config(describe_server_config(), "described").ok());
}

}  // namespace
}  // namespace foyer::config
