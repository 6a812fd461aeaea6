// foyer-server with database = "postgresql://…" in server.toml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/support/postgres.h"
#include "tests/support/process.h"

namespace foyer::server {
namespace {

using support::Finished;
using testing::HasSubstr;
using testing::Not;

const std::string kServerProgram = std::string(FOYER_BIN_DIR) + "/foyer-server";

class PostgresCommands : public testing::Test {
 protected:
  std::string file(const char* name) const { return (dir_.path() / name).string(); }

  void configure(const std::string& url, mode_t mode = 0600) {
    std::ofstream(file("server.toml")) << "database = \"" << url << "\"\n";
    chmod(file("server.toml").c_str(), mode);
  }

  // What each command says; all of them fail.
  std::vector<std::string> failures() {
    std::vector<std::string> said;
    const std::string data = dir_.path();
    for (const std::vector<std::string>& arguments :
         std::vector<std::vector<std::string>>{{"serve", "--data", data, "--listen", "127.0.0.1:0"},
                                               {"contacts", "--data", data, "--json"},
                                               {"visits", "--data", data, "--csv"},
                                               {"enrol-code", "--data", data, "--kiosk", "X"}}) {
      std::vector<std::string> argv = {kServerProgram};
      argv.insert(argv.end(), arguments.begin(), arguments.end());
      const Finished done = support::run(argv);
      EXPECT_EQ(done.code, 1) << arguments[0];
      EXPECT_EQ(done.out, "") << arguments[0];
      said.push_back(done.err);
    }
    return said;
  }

  // postgresql://NAME:PASSWORD@… of a cluster that asks for it.
  std::string with_password(const support::PostgresCluster& cluster, const std::string& user,
                            const std::string& password, const std::string& name = "postgres") const {
    std::string url = cluster.url(name);
    return "postgresql://" + user + ":" + password + url.substr(url.find('@'));
  }

  support::TempDir dir_;
};

TEST_F(PostgresCommands, ADatabaseThatDoesNotAnswerIsNamedWithTheNextStep) {
  configure("postgresql://foyer:s3cret@127.0.0.1:1/foyer");
  for (const std::string& said : failures()) {
    EXPECT_THAT(said, testing::StartsWith("foyer-server: postgresql://127.0.0.1:1/foyer: PostgreSQL does not answer"));
    EXPECT_THAT(said, HasSubstr("start it or correct the address in server.toml"));
    EXPECT_THAT(said, Not(HasSubstr("s3cret")));
  }
  EXPECT_FALSE(std::filesystem::exists(file("server.db")));
}

TEST_F(PostgresCommands, AnAddressThatIsNoneIsNamedWithTheFile) {
  configure("postgresql://foyer:s3cret@[::1/foyer");
  for (const std::string& said : failures()) {
    EXPECT_THAT(said, testing::StartsWith("foyer-server: " + file("server.toml") + ": the address"));
    EXPECT_THAT(said, Not(HasSubstr("s3cret")));
  }
}

TEST_F(PostgresCommands, APasswordThatOthersMayReadIsRefused) {
  for (const mode_t mode : {0644U, 0604U, 0660U}) {
    configure("postgresql://foyer:s3cret@127.0.0.1:1/foyer", mode);
    for (const std::string& said : failures()) EXPECT_THAT(said, HasSubstr("chmod 600 " + file("server.toml")));
  }
  configure("postgresql://foyer@127.0.0.1:1/foyer", 0644);
  for (const std::string& said : failures()) EXPECT_THAT(said, HasSubstr("does not answer"));
}

TEST_F(PostgresCommands, EachReasonNotToOpenItIsNamedWithTheNextStep) {
  support::PostgresCluster cluster;
  for (const char* sql : {"CREATE ROLE ann LOGIN PASSWORD 's3cret'", "CREATE ROLE bob LOGIN", "CREATE DATABASE closed",
                          "REVOKE CONNECT ON DATABASE closed FROM PUBLIC",
                          "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"}) {
    cluster.sql(sql);
  }
  cluster.require_password("ann");
  configure(cluster.url("missing"));
  for (const std::string& said : failures()) {
    EXPECT_THAT(said, HasSubstr("the database missing does not exist there; make it, for example with: createdb"));
  }
  configure(with_password(cluster, "ann", "wr0ng"));
  for (const std::string& said : failures()) {
    EXPECT_THAT(said, HasSubstr("PostgreSQL does not accept the user ann"));
    EXPECT_THAT(said, Not(HasSubstr("wr0ng")));
  }
  configure(with_password(cluster, "bob", "s3cret", "closed"));
  for (const std::string& said : failures()) EXPECT_THAT(said, HasSubstr("bob may not connect to the database closed"));
  configure(with_password(cluster, "ann", "s3cret"));
  for (const std::string& said : failures()) {
    EXPECT_THAT(said, HasSubstr("the database's user lacks a permission; make it the owner"));
    EXPECT_THAT(said, Not(HasSubstr("s3cret")));
  }
  configure(cluster.url("latin"));
  for (const std::string& said : failures()) EXPECT_THAT(said, HasSubstr("createdb --encoding=UTF8"));
}

TEST_F(PostgresCommands, ADatabaseOfANewerProgramIsRefused) {
  support::PostgresCluster cluster;
  configure(cluster.url());
  ASSERT_EQ(support::run({kServerProgram, "enrol-code", "--data", dir_.path(), "--kiosk", "X"}).code, 0);
  cluster.sql("UPDATE schema_version SET version = 9000");
  for (const std::string& said : failures()) {
    EXPECT_THAT(said, testing::MatchesRegex(".*: the database has version 9000, this program knows [0-9]+: install the "
                                            "newer program again\n"));
  }
}

}  // namespace
}  // namespace foyer::server
