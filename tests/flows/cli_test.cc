// The command lines that other tools call: help, version, exit codes, one process per folder, clean ends.
#include <sys/stat.h>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/flows/site.h"

namespace foyer::flows {
namespace {

using support::Finished;
using support::Process;
using support::run;
using support::TempDir;

class EveryProgram : public testing::TestWithParam<const char*> {};
std::string short_name(const testing::TestParamInfo<const char*>& program_name) {
  return std::string(program_name.param).substr(std::string("foyer-").size());
}
INSTANTIATE_TEST_SUITE_P(Cli, EveryProgram, testing::Values("foyer-server", "foyer-sync", "foyer-kiosk"), short_name);

TEST_P(EveryProgram, HelpHasExamples) {
  const Finished help = run({program(GetParam()), "--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_NE(help.out.find("xample"), std::string::npos) << help.out;
  EXPECT_NE(help.out.find("--data"), std::string::npos) << help.out;
  EXPECT_EQ(help.err, "");
}

TEST_P(EveryProgram, VersionIsPrinted) {
  const Finished version = run({program(GetParam()), "--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_NE(version.out.find(FOYER_VERSION), std::string::npos) << version.out;
}

TEST_P(EveryProgram, WrongUseIsTwoAndSaysSo) {
  for (const char* wrong : {"--no-such-option", "no-such-command"}) {
    const Finished refused = run({program(GetParam()), wrong});
    EXPECT_EQ(refused.code, 2) << wrong;
    EXPECT_NE(refused.err, "") << wrong;
    EXPECT_EQ(refused.out, "") << wrong;
  }
  EXPECT_EQ(run({program(GetParam())}).code, 2);
}

mode_t mode_of(const std::filesystem::path& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 0777 : 0;
}

TEST(Cli, TheServerServesUntilSigterm) {
  Centre centre;
  centre.start();
  EXPECT_TRUE(centre.url().starts_with("http://127.0.0.1:")) << centre.url();
  EXPECT_EQ(mode_of(centre.data()), 0700U);
  EXPECT_TRUE(std::filesystem::exists(centre.data() / "server.db"));
  EXPECT_EQ(centre.stop(), 0);
}

TEST(Cli, ASecondServerOnOneFolderIsRefused) {
  Centre centre;
  centre.start();
  const Finished second = run({program("foyer-server"), "serve", "--data", centre.data(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(second.code, 1);
  EXPECT_NE(second.err, "");
}

TEST(Cli, WithoutTlsOnlyLoopbackIsServed) {
  TempDir folder;
  const Finished refused =
      run({program("foyer-server"), "serve", "--data", folder.path() / "server", "--listen", "0.0.0.0:0"});
  EXPECT_NE(refused.code, 0);
  EXPECT_NE(refused.err.find("--tls-cert"), std::string::npos) << refused.err;
}

TEST(Cli, TheAgentWaitsWithoutAnEnrolmentAndEndsAtSigterm) {
  TempDir folder;
  const auto data = folder.path() / "kiosk";
  Process agent({program("foyer-sync"), "run", "--data", data});
  support::wait_until("the agent has made its folder", [&] { return std::filesystem::exists(data / "kiosk.db"); });
  EXPECT_EQ(mode_of(data), 0700U);
  const Finished second = run({program("foyer-sync"), "run", "--data", data});
  EXPECT_EQ(second.code, 1);
  EXPECT_NE(second.err, "");
  EXPECT_TRUE(agent.is_running()) << agent.err();
  EXPECT_EQ(agent.terminate(), 0);
}

TEST(Cli, OnceSaysWhyItCannotDrain) {
  TempDir folder;
  const Finished once = run({program("foyer-sync"), "once", "--data", folder.path() / "kiosk"});
  EXPECT_EQ(once.code, 1);
  EXPECT_NE(once.err.find("enrol"), std::string::npos) << once.err;
}

TEST(Cli, StatusNamesEveryFigure) {
  TempDir folder;
  EXPECT_EQ(run({program("foyer-sync"), "once", "--data", folder.path() / "kiosk"}).code, 1);  // makes the folder
  const Finished status = run({program("foyer-sync"), "status", "--data", folder.path() / "kiosk", "--json"});
  ASSERT_EQ(status.code, 0) << status.err;
  const auto json = nlohmann::json::parse(status.out);
  for (const char* name :
       {"pending", "held", "dead", "acked", "cursor", "last_contact", "clock_offset_ms", "last_fault"}) {
    EXPECT_TRUE(json.contains(name)) << name << " in " << status.out;
  }
}

TEST(Cli, AnEnrolmentCodeWorksOnce) {
  Centre centre;
  centre.start();
  const std::string code = centre.enrol_code("Front desk");
  TempDir folder;
  const auto enrol = [&](const char* tablet) {
    return run(
        {program("foyer-sync"), "enrol", "--data", folder.path() / tablet, "--server", centre.url(), "--code", code});
  };
  EXPECT_EQ(enrol("first").code, 0);
  const Finished again = enrol("second");
  EXPECT_EQ(again.code, 1);
  EXPECT_NE(again.err, "");
}

TEST(Cli, OnceDrainsAndIsZero) {
  Centre centre;
  centre.start();
  Tablet tablet("Front desk");
  tablet.enrol(centre);
  tablet.start_kiosk();
  tablet.visitor().check_in("Ann Lee", "ann@example.com");
  EXPECT_EQ(tablet.pending(), 1);
  const Finished once = tablet.once();
  EXPECT_EQ(once.code, 0) << once.err;
  EXPECT_EQ(tablet.pending(), 0);
  EXPECT_EQ(centre.visits().size(), 1U);
}

TEST(Cli, TheKioskEndsCleanlyAndOwnsItsFolder) {
  Tablet tablet("Front desk");
  tablet.start_kiosk();
  const Finished second = run({program("foyer-kiosk"), "--data", tablet.data()},
                              {{"DISPLAY", tablet.display()}, {"SDL_VIDEODRIVER", "x11"}});
  EXPECT_EQ(second.code, 1);
  EXPECT_NE(second.err, "");
  EXPECT_EQ(tablet.stop_kiosk(), 0) << tablet.kiosk().err();
}

TEST(Cli, AnUnknownRequestOfTheInspectorIsAnError) {
  Tablet tablet("Front desk");
  tablet.start_kiosk();
  for (const char* request : {R"({"get":"secrets"})", "not json", "{}", "[]", R"({"get":7})"}) {
    EXPECT_TRUE(nlohmann::json::parse(tablet.visitor().inspect().ask(request)).contains("error")) << request;
  }
  EXPECT_EQ(tablet.visitor().state().screen, "attract");
}

// A table's header and the keys of its JSON are the same words.
TEST(Cli, TablesHaveTheirColumns) {
  Centre centre;
  centre.start();
  const auto header = [&](const char* table) {
    return run({program("foyer-server"), table, "--data", centre.data(), "--csv"}).out;
  };
  const auto line = [](std::string text) { return text.substr(0, text.find_first_of("\r\n")); };
  EXPECT_EQ(line(header("contacts")), "id,email,email_key,name,company,phone,address,visits,created_at");
  EXPECT_EQ(line(header("visits")), "id,contact_id,email,reason,host,kiosk,checked_in_at,checked_out_at,time_quality");
}

}  // namespace
}  // namespace foyer::flows
