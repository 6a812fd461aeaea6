#include "shared/config/server_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace foyer::config {
namespace {

using testing::HasSubstr;

TEST(ServerConfig, AMissingFileMeansDefaults) {
  const auto config = load_server_config("/nonexistent/server.toml");
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(*config, ServerConfig());
}

TEST(ServerConfig, AMailServersAddressHoldsNoPasswordAndNoMessageRepeatsOne) {
  for (const char* line : {"url = \"smtp://foyer:hunter2@mail.example.com\"", "url = \"http://hunter2.example.com\"",
                           "password = \"hunter2\\nmore\""}) {
    const auto config = parse_server_config("[mail]\n" + std::string(line), "server.toml");
    ASSERT_FALSE(config.ok()) << line;
    EXPECT_THAT(config.error().detail, HasSubstr("server.toml:2: mail."));
    EXPECT_THAT(config.error().detail, testing::Not(HasSubstr("hunter2")));
  }
}

TEST(ServerConfig, ReadsEverySetting) {
  const auto config = parse_server_config(R"(
organisation = "Example"
database = "postgresql://foyer@db.example.com/foyer"
[enrol]
code_minutes = 5
[limits]
push_ops = 50
push_bytes = 100000
pull_rows = 7
poll_s = 0
connections = 100
[mail]
url = "smtps://mail.example.com"
from = "reception@example.com"
user = "foyer"
password = "secret"
password_file = "mail.password"
ca = "ca.pem"
age_max_minutes = 60
)",
                                          "server.toml");
  ASSERT_TRUE(config.ok()) << config.error().detail;
  EXPECT_EQ(config->organisation, "Example");
  EXPECT_EQ(config->database, "postgresql://foyer@db.example.com/foyer");
  EXPECT_EQ(config->enrol_code_minutes, 5);
  EXPECT_EQ(config->limits, (RequestLimits{50, 100000, 7, 0, 100}));
  EXPECT_EQ(config->mail, (MailSettings{"smtps://mail.example.com", "reception@example.com", "foyer", "secret",
                                        "mail.password", "ca.pem", 60}));
}

TEST(ServerConfig, TheDatabaseIsSqliteUnlessItSaysOtherwise) {
  EXPECT_EQ(ServerConfig().database, kSqlite);
  const auto config = parse_server_config("database = \"sqlite\"", "server.toml");
  ASSERT_TRUE(config.ok()) << config.error().detail;
  EXPECT_EQ(*config, ServerConfig());
}

TEST(ServerConfig, NeverRepeatsWhatMayHoldAPassword) {
  const std::string refused =
      "server.toml:1: database = (not shown) is not possible; write \"sqlite\" or "
      "\"postgresql://USER:PASSWORD@HOST:PORT/DATABASE\"";
  for (const char* value : {"\"oracle://foyer:s3cret@db\"", "[\"postgresql://foyer:s3cret@db\"]"}) {
    const auto config = parse_server_config(std::string("database = ") + value, "server.toml");
    ASSERT_FALSE(config.ok()) << value;
    EXPECT_EQ(config.error().detail, refused) << value;
  }
  for (const char* text :
       {"database = postgresql://foyer:s3cret@db", "database = \"postgresql://foyer:s3cret@db\nlimits = 1",
        "[database]\npassword = \"s3cret\"", "databse = \"postgresql://foyer:s3cret@db\"",
        "\"postgresql://foyer:s3cret@db\"", "postgresql://foyer:s3cret@db"}) {
    const auto config = parse_server_config(text, "server.toml");
    ASSERT_FALSE(config.ok()) << text;
    EXPECT_THAT(config.error().detail, testing::Not(HasSubstr("s3cret"))) << text;
  }
}

TEST(ServerConfig, NamesTheSettingThatWasMeant) {
  const auto config = parse_server_config("[database]\nkind = \"sqlite\"", "server.toml");
  ASSERT_FALSE(config.ok());
  EXPECT_THAT(config.error().detail, HasSubstr("server.toml:2: unknown setting \"database.kind\"; "));
}

TEST(ServerConfig, TheSampleInAssetsIsItsDescription) {
  std::ostringstream sample;
  sample << std::ifstream(std::string(FOYER_SOURCE_DIR) + "/assets/server.toml.example").rdbuf();
  EXPECT_EQ(sample.str(), describe_server_config());
}

TEST(ServerConfig, DescribesItself) {
  EXPECT_THAT(describe_server_config(), HasSubstr("# poll_s = 25"));
  EXPECT_TRUE(parse_server_config(describe_server_config(), "described").ok());
}

}  // namespace
}  // namespace foyer::config
