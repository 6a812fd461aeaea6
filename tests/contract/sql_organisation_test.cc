// Every statement of a store names the organisation, so that one database may hold several and none sees another.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/process.h"

namespace foyer::server {
namespace {

struct Dialect {
  const char* folder;
  const char* id_type;
  const char* organisation;  // a pattern for the parameter
  int statements_min;        // the scan finds them
};

constexpr Dialect kSqlite = {"sqlite", "BLOB", R"(\?1?)", 30};
constexpr Dialect kPostgres = {"postgres", "UUID", R"(\$1)", 30};

std::filesystem::path folder(const Dialect& dialect) {
  return std::filesystem::path(FOYER_SOURCE_DIR) / "sync/server" / dialect.folder;
}

// Tables whose key begins with the organisation.
std::set<std::string> tables_of_organisations(const Dialect& dialect) {
  const std::regex table(std::string(R"(CREATE TABLE (\w+) \(\s*org )") + dialect.id_type);
  std::set<std::string> tables;
  for (const auto& file : std::filesystem::directory_iterator(folder(dialect) / "schema")) {
    const std::string schema = support::read_text(file.path());
    for (std::sregex_iterator at(schema.begin(), schema.end(), table), end; at != end; ++at) tables.insert((*at)[1]);
  }
  return tables;
}

bool is_statement(const std::string& text) {
  static const std::regex verb(R"(^(SELECT|INSERT|UPDATE|DELETE|DECLARE) )");
  return std::regex_search(text, verb);
}

// The literals of one expression in one, what stands between them dropped; only those that are SQL.
std::vector<std::string> statements_of(const std::string& source) {
  std::vector<std::string> statements;
  std::string sql;
  bool is_text = false;
  const auto close = [&] {
    if (is_statement(sql)) statements.push_back(sql);
    sql.clear();
  };
  for (std::size_t i = 0; i < source.size(); ++i) {
    const char c = source[i];
    if (!is_text && source.compare(i, 2, "//") == 0) {
      i = source.find('\n', i);
    } else if (c == '"') {
      is_text = !is_text;
    } else if (is_text && c == '\\') {
      ++i;
    } else if (is_text) {
      sql += c;
    } else if (std::string_view(",;{}").find(c) != std::string_view::npos) {
      close();
    }
  }
  close();
  return statements;
}

bool names_organisation(const std::string& sql, const Dialect& dialect) {
  static const std::regex insert(R"(^INSERT INTO \w+ \(org, )");
  const std::regex where(std::string(R"((WHERE|ON) (\w\.)?org = )") + dialect.organisation);
  return std::regex_search(sql, insert) || std::regex_search(sql, where);
}

class SqlStatements : public testing::TestWithParam<Dialect> {
 protected:
  std::vector<std::string> statements() const {
    std::vector<std::string> all;
    for (const auto& file : std::filesystem::directory_iterator(folder(GetParam()))) {
      if (file.path().extension() != ".cc") continue;
      for (std::string& sql : statements_of(support::read_text(file.path()))) all.push_back(std::move(sql));
    }
    return all;
  }
};

TEST_P(SqlStatements, EachNamesTheOrganisation) {
  const auto tables = tables_of_organisations(GetParam());
  EXPECT_GT(tables.size(), 12U);
  int checked = 0;
  for (const std::string& sql : statements()) {
    static const std::regex used(R"((?:FROM|INTO|UPDATE|JOIN) (\w+))");
    for (std::sregex_iterator at(sql.begin(), sql.end(), used), end; at != end; ++at) {
      const std::string table = (*at)[1];
      if (table == "SET" || !tables.contains(table)) continue;
      ++checked;
      EXPECT_TRUE(names_organisation(sql, GetParam())) << sql;
    }
  }
  EXPECT_GT(checked, GetParam().statements_min);
  EXPECT_FALSE(names_organisation("SELECT cid FROM contact_node WHERE cid = ?", GetParam()));
  EXPECT_FALSE(names_organisation("SELECT cid FROM contact_node WHERE cid = $1", GetParam()));
}

// Of two tables in one statement each is bound to the organisation.
TEST_P(SqlStatements, JoinsCompareTheOrganisation) {
  const std::regex join(std::string(R"(JOIN (\w+) (\w+) ON (\w+)\.org = (\w+\.org|)") + GetParam().organisation + ")");
  static const std::regex any_join(R"(JOIN )");
  for (const std::string& sql : statements()) {
    const auto count = [&](const std::regex& pattern) {
      return std::distance(std::sregex_iterator(sql.begin(), sql.end(), pattern), std::sregex_iterator());
    };
    EXPECT_EQ(count(join), count(any_join)) << sql;
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, SqlStatements, testing::Values(kSqlite, kPostgres),
                         [](const auto& suite) { return std::string(suite.param.folder); });

TEST(SqlScan, FindsWholeStatements) {
  EXPECT_EQ(statements_of(R"x(  // "SELECT no" is said here
    run(std::string("SELECT ") + kColumns + " FROM device "
        "WHERE org = $1", org());  for (a : {"UPDATE x SET b", "DELETE FROM y"}) f("other");)x"),
            (std::vector<std::string>{"SELECT  FROM device WHERE org = $1", "UPDATE x SET b", "DELETE FROM y"}));
}

}  // namespace
}  // namespace foyer::server
