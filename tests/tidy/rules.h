// The house rules that a compiler does not check, as functions over one source file: outside headers have one home,
// sizes have limits, headers say what they are, time and chance come in through shared/base. tidy_test runs them over
// the tree. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foyer::tidy {

struct SourceFile {
  std::string path;  // from the repository's root: "kiosk/app/update.cc"
  std::string text;
};

struct Finding {
  std::string rule;  // one word, for the list of exceptions
  std::string path;
  int line = 0;
  std::string what;  // says what to do instead
};

inline constexpr int kFileLinesMax = 400;
inline constexpr int kFunctionLinesMax = 70;
inline constexpr int kLineColumnsMax = 120;

std::vector<Finding> check(const SourceFile& file);

// The code alone: comments and the insides of literals are blanked, line breaks stay where they are.
std::string code_of(std::string_view text);

}  // namespace foyer::tidy
