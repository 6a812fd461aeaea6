// Every statement of the SQLite store names the organisation, so that one file may hold several and none sees another.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace foyer::server {
namespace {

std::string folder() { return std::string(FOYER_SOURCE_DIR) + "/sync/server/sqlite"; }

// Tables whose key begins with the organisation.
std::set<std::string> tables_of_organisations() {
  std::string schema;
  for (const auto& file : std::filesystem::directory_iterator(folder() + "/schema")) {
    schema += support::read_text(file.path());
  }
  const std::regex table(R"(CREATE TABLE (\w+) \(\s*org BLOB)");
  std::set<std::string> tables;
  for (std::sregex_iterator at(schema.begin(), schema.end(), table), end; at != end; ++at) tables.insert((*at)[1]);
  return tables;
}

// The text of each call of prepare(): its literals in one, other words dropped.
std::vector<std::string> statements_of(const std::string& source) {
  std::vector<std::string> statements;
  const std::string call = "prepare(";
  for (auto at = source.find(call); at != std::string::npos; at = source.find(call, at + 1)) {
    std::string sql;
    int depth = 1;
    bool is_text = false;
    for (auto i = at + call.size(); i < source.size() && depth > 0; ++i) {
      const char c = source[i];
      if (c == '"') {
        is_text = !is_text;
      } else if (is_text) {
        sql += c;
      } else if (c == '(' || c == ')') {
        depth += c == '(' ? 1 : -1;
      }
    }
    statements.push_back(sql);
  }
  return statements;
}

bool names_organisation(const std::string& sql) {
  static const std::regex insert(R"(^INSERT INTO \w+ \(org, )");
  static const std::regex where(R"(WHERE (v\.)?org = \?)");
  return std::regex_search(sql, insert) || std::regex_search(sql, where);
}

TEST(SqliteStatements, EachNamesTheOrganisation) {
  const auto tables = tables_of_organisations();
  EXPECT_GT(tables.size(), 12U);
  int checked = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder())) {
    if (file.path().extension() != ".cc") continue;
    for (const std::string& sql : statements_of(support::read_text(file.path()))) {
      static const std::regex used(R"((?:FROM|INTO|UPDATE|JOIN) (\w+))");
      for (std::sregex_iterator at(sql.begin(), sql.end(), used), end; at != end; ++at) {
        const std::string table = (*at)[1];
        if (table == "SET" || !tables.contains(table)) continue;
        ++checked;
        EXPECT_TRUE(names_organisation(sql)) << file.path().filename() << ": " << sql;
      }
    }
  }
  EXPECT_GT(checked, 30) << "the scan finds the statements";
  EXPECT_FALSE(names_organisation("SELECT cid FROM contact_node WHERE cid = ?"));
}

// Of two tables in one statement each is bound to the organisation.
TEST(SqliteStatements, JoinsCompareTheOrganisation) {
  static const std::regex join(R"(JOIN (\w+) (\w+) ON (\w+)\.org = \w+\.org)");
  static const std::regex any_join(R"(JOIN )");
  for (const auto& file : std::filesystem::directory_iterator(folder())) {
    if (file.path().extension() != ".cc") continue;
    for (const std::string& sql : statements_of(support::read_text(file.path()))) {
      const auto count = [&](const std::regex& pattern) {
        return std::distance(std::sregex_iterator(sql.begin(), sql.end(), pattern), std::sregex_iterator());
      };
      EXPECT_EQ(count(join), count(any_join)) << sql;
    }
  }
}

}  // namespace
}  // namespace foyer::server
