#include "tests/tidy/rules.h"

namespace foyer::tidy {
namespace {

// Blanks [from, to) but for line breaks.
void blank(std::string& text, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to && i < text.size(); ++i) {
    if (text[i] != '\n') text[i] = ' ';
  }
}

std::size_t end_of(std::string_view text, std::size_t from, std::string_view mark) {
  const std::size_t found = text.find(mark, from);
  return found == std::string_view::npos ? text.size() : found + mark.size();
}

// The end of a quoted literal that opens at `at`.
std::size_t end_of_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote || text[i] == '\n') {
      return i + 1;
    }
  }
  return text.size();
}

bool is_digit_separator(std::string_view text, std::size_t at) {
  const auto is_digit = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  return at > 0 && at + 1 < text.size() && is_digit(text[at - 1]) && is_digit(text[at + 1]) &&
         (at < 2 || text[at - 2] != '\'');
}

}  // namespace

std::string code_of(std::string_view text) {
  std::string code(text);
  bool is_include = false;  // the quoted path of an include is code
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (i == 0 || text[i - 1] == '\n') is_include = rest.starts_with("#include");
    std::size_t end = i + 1;
    if (rest.starts_with("//")) {
      end = text.find('\n', i);
      if (end == std::string_view::npos) end = text.size();
      blank(code, i, end);
    } else if (rest.starts_with("/*")) {
      end = end_of(text, i + 2, "*/");
      blank(code, i, end);
    } else if (rest.starts_with("R\"")) {
      const std::string delimiter(text.substr(i + 2, text.find('(', i) - i - 2));
      end = end_of(text, i, ")" + delimiter + "\"");
      blank(code, i + 2, end - 1);
    } else if ((text[i] == '"' && !is_include) || (text[i] == '\'' && !is_digit_separator(text, i))) {
      end = end_of_quoted(text, i);
      blank(code, i + 1, end - 1);
    }
    i = end;
  }
  return code;
}

}  // namespace foyer::tidy
