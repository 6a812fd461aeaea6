// The command line that other tools call.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/sync/server/http/server_fixture.h"

namespace foyer::server {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

// What runs beside a server on its folder.
std::vector<std::vector<std::string>> commands_beside(const std::string& data) {
  return {{"contacts", "--data", data, "--json"},
          {"visits", "--data", data, "--csv"},
          {"enrol-code", "--data", data, "--kiosk", "X"},
          {"api-token", "--data", data, "--name", "X"}};
}

TEST(Commands, HelpHasExamplesAndVersionIsPrinted) {
  const Ran help = run_server({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, HasSubstr("foyer-server serve --data"));
  const Ran version = run_server({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_THAT(version.out, MatchesRegex("foyer-server [0-9]+\\.[0-9]+\\.[0-9]+\n"));
  for (const char* command : {"serve", "enrol-code", "api-token", "apply", "contacts", "visits"}) {
    EXPECT_EQ(run_server({command, "--help"}).code, 0) << command;
    EXPECT_THAT(run_server({command, "--help"}).out, HasSubstr("Example")) << command;
  }
}

TEST(Commands, WrongUseIsTwo) {
  support::TempDir dir;
  const std::string data = dir.path().string();
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"nonsense"},
                                             {"serve"},
                                             {"serve", "--data", data, "--listen", "nonsense"},
                                             {"serve", "--data", data, "--listen", "127.0.0.1:99999"},
                                             {"serve", "--data", data, "--tls-cert", "x"},
                                             {"serve", "--data", data, "--listen", "0.0.0.0:0"},
                                             {"contacts", "--data", data},
                                             {"contacts", "--data", data, "--json", "--csv"},
                                             {"enrol-code", "--data", data},
                                             {"enrol-code", "--data", data, "--kiosk", "  "},
                                             {"api-token", "--data", data},
                                             {"api-token", "--data", data, "--name", "\n"},
                                             {"api-token", "--data", data, "--name", "X", "--role", "owner"}}) {
    const Ran ran = run_server(arguments);
    EXPECT_EQ(ran.code, 2) << ::testing::PrintToString(arguments);
    EXPECT_NE(ran.err, "") << ::testing::PrintToString(arguments);
    EXPECT_EQ(ran.out, "") << ::testing::PrintToString(arguments);
  }
}

TEST(Commands, WrongUseNamesTheProgramAndTheWrongWordFirst) {
  const auto said = [](const std::vector<std::string>& arguments) { return run_server(arguments).err; };
  EXPECT_EQ(said({}),
            "foyer-server: give a command: serve, enrol-code, api-token, apply, backup, restore, revoke, "
            "contacts, visits; see foyer-server --help\n");
  EXPECT_EQ(said({"--bogus"}), "foyer-server: --bogus: there is no such option; see foyer-server --help\n");
  EXPECT_EQ(said({"fly"}), "foyer-server: fly: there is no such command; see foyer-server --help\n");
  EXPECT_EQ(said({"serve"}), "foyer-server: --data is required; see foyer-server serve --help\n");
  EXPECT_EQ(said({"serve", "--bogus"}),
            "foyer-server: --bogus: there is no such option; see foyer-server serve --help\n");
  EXPECT_EQ(said({"visits", "--data", "x"}), "foyer-server: give --json or --csv; see foyer-server visits --help\n");
  EXPECT_THAT(said({"visits", "--data", "x", "--json", "--csv"}), ::testing::StartsWith("foyer-server: --"));
}

TEST(Commands, HelpNamesWhatToWriteAndTheExitCodes) {
  EXPECT_THAT(run_server({"--help"}).out, HasSubstr("Exit codes: 0 fine, 1 failed"));
  const std::string help = run_server({"contacts", "--help"}).out;
  EXPECT_THAT(help, HasSubstr("--data DIR"));
  EXPECT_THAT(help, ::testing::Not(HasSubstr("Option Group")));
}

TEST(Commands, ExportsOfAFolderWithoutACentreCreateNothing) {
  support::TempDir dir;
  chmod(dir.path().c_str(), 0755);
  const std::string missing = (dir.path() / "missing").string();
  for (const char* command : {"contacts", "visits"}) {
    for (const std::string& data : {missing, dir.path().string()}) {
      const Ran ran = run_server({command, "--data", data, "--json"});
      EXPECT_EQ(ran.code, 1) << command << " " << data;
      EXPECT_THAT(ran.err, HasSubstr("no Foyer data in " + data));
      EXPECT_EQ(ran.out, "");
    }
  }
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
  struct stat folder {};
  ASSERT_EQ(stat(dir.path().c_str(), &folder), 0);
  EXPECT_EQ(folder.st_mode & 0777, 0755U);
}

TEST(Commands, ADamagedDatabaseIsNamedWithTheNextStep) {
  support::TempDir dir;
  const std::string file = (dir.path() / "server.db").string();
  std::ofstream(file) << "of somebody else" << std::string(5000, '?');
  const std::string data = dir.path().string();
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"serve", "--data", data, "--listen", "127.0.0.1:0"}, {"contacts", "--data", data, "--json"}}) {
    const Ran ran = run_server(arguments);
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, ::testing::StartsWith("foyer-server: " + file + ": "));
    EXPECT_THAT(ran.err, ::testing::EndsWith("; put a backup in its place, or give another --data\n"));
  }
}

TEST(Commands, ATabletsNameIsPlainText) {
  support::TempDir dir;
  for (const std::string& name : {std::string("a\nb"), std::string("a\tb"), std::string("a\x1b[1mb"),
                                  std::string("\xff"), std::string(" "), std::string(201, 'a')}) {
    const Ran ran = run_server({"enrol-code", "--data", dir.path().string(), "--kiosk", name});
    EXPECT_EQ(ran.code, 2) << ::testing::PrintToString(name);
    EXPECT_EQ(ran.err,
              "foyer-server: --kiosk takes a name of 1 to 200 bytes without control characters, for example "
              "\"Front desk\"\n");
  }
  EXPECT_FALSE(std::filesystem::exists(dir.path() / "server.db"));
}

TEST_F(RealServer, ASecondServeOnTheSameFolderIsRefused) {
  const Ran ran = run_server({"serve", "--data", data(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("stop it first"));
}

TEST_F(RealServer, ATakenPortIsSaidSo) {
  support::TempDir other;
  const Ran ran =
      run_server({"serve", "--data", other.path().string(), "--listen", "127.0.0.1:" + std::to_string(port_)});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("--listen"));
}

TEST_F(RealServer, WhatToDoAboutAWrongCodeIsLeftToTheAgent) {
  const auto request = to_json(wire::EnrolRequest{wire::kProto, "WRONG", "test", clock_.now()});
  const RawAnswer answer = ask("POST", "/v1/enrol", request);
  EXPECT_EQ(answer.status, 401);
  EXPECT_THAT(answer.body, HasSubstr("this code is not known, was used or is too old\""));
}

TEST_F(RealServer, TheFolderIsForItsOwnerOnly) {
  struct stat folder {};
  ASSERT_EQ(stat(data().c_str(), &folder), 0);
  EXPECT_EQ(folder.st_mode & 0777, 0700U);
  struct stat file {};
  ASSERT_EQ(stat((data() + "/server.db").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0077, 0U);
}

TEST_F(RealServer, EverySettingsFileIsReadAndAWrongOneRefused) {
  std::ofstream(data() + "/server.toml") << "nonsense = 1\n";
  for (const auto& arguments : commands_beside(data())) {
    const Ran ran = run_server(arguments);
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("server.toml:1"));
  }
}

TEST_F(RealServer, TheSettingSqliteIsTheDatabaseOfTheFolder) {
  std::ofstream(data() + "/server.toml") << "database = \"sqlite\"\n";
  for (const auto& arguments : commands_beside(data())) {
    const Ran ran = run_server(arguments);
    EXPECT_EQ(ran.code, 0) << ran.err;
  }
}

TEST_F(RealServer, AnApiTokenIsPrintedOnceAloneAndOpensTheStaffRoutesUntilItIsRevoked) {
  const Ran made = run_server({"api-token", "--data", data(), "--name", "Reception", "--role", "admin"});
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, MatchesRegex("[0-9a-f]+\n"));
  EXPECT_EQ(made.out.size(), 65U);
  const std::string token = made.out.substr(0, 64);
  const std::map<std::string, std::string> bearer_of_staff = {{"Authorization", "Bearer " + token}};
  const RawAnswer answer = ask("GET", "/v1/staff/me", {}, bearer_of_staff);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"name":"Reception","role":"admin"})");
  EXPECT_EQ(ask("GET", "/v1/staff/me").status, 401);
  EXPECT_EQ(ask("GET", "/v1/staff/me", {}, bearer(enrol("Front desk"))).status, 403);
  EXPECT_EQ(ask("POST", "/v1/staff/me", std::string(2 * 1024 * 1024, 'x'), bearer_of_staff).status, 413);
  for (const auto& file : std::filesystem::directory_iterator(data())) {
    const std::string bytes = file.is_regular_file() ? support::read_text(file.path()) : std::string();
    EXPECT_EQ(bytes.find(token), std::string::npos) << file;
  }
  EXPECT_EQ(run_server({"api-token", "--data", data(), "--name", "Nobody", "--revoke"}).code, 1);
  EXPECT_EQ(run_server({"api-token", "--data", data(), "--name", "Reception", "--revoke"}).code, 0);
  EXPECT_EQ(ask("GET", "/v1/staff/me", {}, bearer_of_staff).status, 401);
}

TEST_F(RealServer, ExportsHaveTheNamedColumnsInOrder) {
  support::Tablet tablet = enrol("Front, \"desk\"");
  const std::string name = "Ann \"A\" Lee, B.Sc.";
  auto op =
      support::check_in(1, support::cid_of(1), "Ann@Example.com", {{"name", name}, {"company", "=1+1"}}, clock_.now());
  EXPECT_EQ(ask("POST", "/v1/sync/push", push_body(tablet, {op}), bearer(tablet)).status, 200);
  const Ran contacts = run_server({"contacts", "--data", data(), "--csv"});
  EXPECT_THAT(contacts.out, HasSubstr("id,email,email_key,name,company,phone,address,visits,created_at\n"));
  EXPECT_THAT(contacts.out, HasSubstr(",Ann@Example.com,ann@example.com,\"Ann \"\"A\"\" Lee, B.Sc.\",=1+1,,,1,20"));
  EXPECT_THAT(contacts.out, ::testing::StartsWith("id,email,"));
  EXPECT_EQ(contacts.out.find('\r'), std::string::npos);
  EXPECT_THAT(run_server({"contacts", "--help"}).out, HasSubstr("\\n"));
  const Ran visits = run_server({"visits", "--data", data(), "--csv"});
  EXPECT_THAT(visits.out,
              HasSubstr("id,contact_id,email,reason,host,kiosk,checked_in_at,checked_out_at,time_quality\n"));
  EXPECT_THAT(visits.out, HasSubstr(",drop_in,,\"Front, \"\"desk\"\"\","));
  EXPECT_THAT(run_server({"contacts", "--data", data(), "--json"}).out, HasSubstr(R"("phone":null,"address":null,)"));
  EXPECT_THAT(run_server({"visits", "--data", data(), "--json"}).out,
              HasSubstr(R"("checked_out_at":null,"time_quality":"exact"})"));
}

}  // namespace
}  // namespace foyer::server
