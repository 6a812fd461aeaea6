// The house rules (rules.h) over the whole tree, with the exceptions and their reasons.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/tidy/rules.h"

namespace foyer::tidy {
namespace {

struct Exception {
  const char* rule;
  const char* path;  // a file, or a folder with its slash
  const char* reason;
};

constexpr Exception kExceptions[] = {
    {"clock", "kiosk/platform/", "measures touch to pixel in microseconds; decides nothing"},
};

std::vector<SourceFile> tree() {
  namespace fs = std::filesystem;
  const fs::path root = FOYER_SOURCE_DIR;
  std::vector<SourceFile> all;
  for (const char* top : {"kiosk", "sync", "shared", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc") continue;
      std::ostringstream text;
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      all.push_back({fs::relative(entry.path(), root).string(), text.str()});
    }
  }
  return all;
}

bool covers(const Exception& exception, const Finding& finding) {
  return finding.rule == exception.rule && finding.path.starts_with(exception.path);
}

TEST(Tidy, TheTreeFollowsTheHouseRules) {
  for (const SourceFile& file : tree()) {
    for (const Finding& finding : check(file)) {
      const bool excepted = std::ranges::any_of(kExceptions, [&](const auto& e) { return covers(e, finding); });
      if (!excepted)
        ADD_FAILURE() << finding.path << ":" << finding.line << ": " << finding.rule << ": " << finding.what;
    }
  }
}

TEST(Tidy, EveryExceptionIsStillNeeded) {
  std::vector<Finding> findings;
  for (const SourceFile& file : tree()) {
    for (Finding& finding : check(file)) findings.push_back(std::move(finding));
  }
  for (const Exception& exception : kExceptions) {
    EXPECT_TRUE(std::ranges::any_of(findings, [&](const auto& f) { return covers(exception, f); }))
        << exception.rule << " for " << exception.path << ": drop the exception";
  }
}

std::set<std::string> rules_broken_by(const std::string& path, const std::string& text) {
  std::set<std::string> rules;
  for (const Finding& finding : check({path, text})) rules.insert(finding.rule);
  return rules;
}

std::string function_of(int lines) {
  std::string text = "int f(int a,\n      int b) {\n";
  for (int i = 0; i < lines - 3; ++i) text += i == 0 ? "  if (a) {\n" : i == 1 ? "  }\n" : "  b = \"}\"[0];\n";
  return text + "}\n";
}

using Rules = std::set<std::string>;

TEST(Tidy, AnOutsideHeaderHasOneHome) {
  EXPECT_EQ(rules_broken_by("kiosk/app/a.cc", "#include <sqlite3.h>\n"), Rules{"home"});
  EXPECT_EQ(rules_broken_by("kiosk/app/a.cc", "#include \"SDL.h\"\n"), Rules{"home"});
  EXPECT_EQ(rules_broken_by("shared/store/database.cc", "#include <sqlite3.h>\n"), Rules{});
  EXPECT_EQ(rules_broken_by("shared/store/a.h", "// A.\n#pragma once\n#include <sqlite3.h>\n"), Rules{"home"});
  EXPECT_EQ(rules_broken_by("kiosk/app/a.cc", "// #include <sqlite3.h>\n"), Rules{});
}

TEST(Tidy, SizesHaveLimits) {
  EXPECT_EQ(rules_broken_by("kiosk/a.cc", function_of(70)), Rules{});
  EXPECT_EQ(rules_broken_by("kiosk/a.cc", function_of(71)), Rules{"function"});
  EXPECT_EQ(rules_broken_by("kiosk/a.cc", "struct A {\n" + function_of(71) + "};\n"), Rules{"function"});
  EXPECT_EQ(rules_broken_by("kiosk/a.cc", std::string(121, '/') + "\n"), Rules{"line"});
  std::string longest;
  for (int i = 0; i < 400; ++i) longest += "int a;\n";
  EXPECT_EQ(rules_broken_by("kiosk/a.cc", longest), Rules{});
  EXPECT_EQ(rules_broken_by("kiosk/a.cc", longest + "int b;\n"), Rules{"file"});
}

TEST(Tidy, AHeaderSaysWhatItIs) {
  EXPECT_EQ(rules_broken_by("kiosk/a.h", "// A thing.\n#pragma once\n"), Rules{});
  EXPECT_EQ(rules_broken_by("kiosk/a.h", "#pragma once\n"), Rules{"header"});
  EXPECT_EQ(rules_broken_by("kiosk/a.h", "// A thing.\n"), Rules{"header"});
  EXPECT_EQ(rules_broken_by("kiosk/a.h", "// A thing.\n#pragma once\nusing namespace std;\n"), Rules{"header"});
}

TEST(Tidy, TimeAndChanceComeInThroughBase) {
  EXPECT_EQ(rules_broken_by("kiosk/a.cc", "auto t = std::chrono::steady_clock::now();\n"), Rules{"clock"});
  EXPECT_EQ(rules_broken_by("sync/a.cc", "auto t = time(nullptr);\n"), Rules{"clock"});
  EXPECT_EQ(rules_broken_by("sync/a.cc", "std::mt19937 r;\n"), Rules{"chance"});
  EXPECT_EQ(rules_broken_by("shared/base/clock.cc", "clock_gettime(0, nullptr);\n"), Rules{});
  EXPECT_EQ(rules_broken_by("tests/a.cc", "std::mt19937 r;\n"), Rules{});
}

TEST(Tidy, NamesAndMarks) {
  EXPECT_EQ(rules_broken_by("kiosk/app/string_utils.cc", ""), Rules{"name"});
  EXPECT_EQ(rules_broken_by("kiosk/common/a.cc", ""), Rules{"name"});
  EXPECT_EQ(rules_broken_by("kiosk/app/a.cc", std::string("// TO") + "DO later\n"), Rules{"unfinished"});
  EXPECT_EQ(rules_broken_by("kiosk/app/a.cc", "#include \"../b.h\"\n"), Rules{"include"});
}

TEST(Tidy, CodeHasNoCommentsAndNoInsidesOfLiterals) {
  EXPECT_EQ(code_of("a; // b"), "a;     ");
  EXPECT_EQ(code_of("a /* {\n} */ b"), "a     \n     b");
  EXPECT_EQ(code_of("f(\"}\\\"\", '{')"), "f(\"   \", ' ')");
  EXPECT_EQ(code_of("R\"x({)\" {)x\""), "R\"         \"");
  EXPECT_EQ(code_of("1'000 + '1'"), "1'000 + ' '");
}

}  // namespace
}  // namespace foyer::tidy
