#include "tests/tidy/rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <sstream>

namespace foyer::tidy {
namespace {

// An outside header and the only folders that may include it; `in_headers` is false where it must not leak further.
struct Home {
  const char* header;  // a pattern for what stands between the brackets
  std::vector<std::string> folders;
  bool in_headers = true;
};

const std::vector<Home>& homes() {
  static const std::vector<Home> all = {
      {R"(nlohmann/.*)", {"shared/wire/"}, false},
      {R"(sqlite3\.h)", {"shared/store/"}, false},
      {R"(curl/.*)", {"sync/agent/", "sync/server/mail/"}},
      {R"(boost/(beast|asio).*)", {"sync/server/http/"}},
      {R"(boost/locale.*)", {"kiosk/app/"}},
      {R"(boost/uuid.*)", {"shared/base/"}, false},
      {R"((SDL2/)?SDL.*\.h)", {"kiosk/platform/"}},
      {R"(imgui.*\.h)", {"kiosk/platform/", "kiosk/widgets/", "kiosk/views/"}},
      {R"(idn2\.h)", {"shared/domain/"}},
      {R"(utf8proc\.h)", {"shared/base/"}},
      {R"(toml\+\+/.*)", {"shared/config/"}},
      {R"(spdlog/.*)", {"shared/base/"}},
      {R"(sodium\.h)", {"sync/server/core/"}},
      {R"(zlib\.h)", {"sync/protocol/"}, false},
      {R"(openssl/.*)", {"sync/agent/", "sync/server/http/"}},
      {R"(libpq-fe\.h)", {"sync/server/postgres/"}, false},
      {R"(CLI/.*)",
       {"shared/cli/", "kiosk/main.cc", "kiosk/cli.", "sync/agent/main.cc", "sync/agent/cli.", "sync/server/main.cc",
        "sync/server/cli."}},
  };
  return all;
}

bool is_product(const std::string& path) {
  return path.starts_with("kiosk/") || path.starts_with("sync/") || path.starts_with("shared/");
}

bool is_header(const std::string& path) { return path.ends_with(".h"); }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Any of the words, not as a part of a longer one.
bool has_word(const std::string& line, const std::vector<std::string>& words) {
  return std::ranges::any_of(words, [&](const std::string& word) {
    for (std::size_t at = line.find(word); at != std::string::npos; at = line.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      const bool opens = at == 0 || !is_word_character(line[at - 1]);
      const bool closes = end == line.size() || !is_word_character(word.back()) || !is_word_character(line[end]);
      if (opens && closes) return true;
    }
    return false;
  });
}

class Checker {
 public:
  explicit Checker(const SourceFile& file)
      : file_(file), lines_(lines_of(file.text)), code_text_(code_of(file.text)), code_(lines_of(code_text_)) {}

  std::vector<Finding> run() {
    names();
    sizes();
    functions();
    includes();
    unfinished();
    if (is_header(file_.path)) header();
    if (is_product(file_.path) && !file_.path.starts_with("shared/base/")) time_and_chance();
    return std::move(found_);
  }

 private:
  void add(const char* rule, std::size_t line, std::string what) {
    found_.push_back({rule, file_.path, static_cast<int>(line), std::move(what)});
  }

  void names() {
    static const std::regex vague(R"((^|[/_])(utils?|common|helpers?|manager|misc)([/_.]|$))");
    if (std::regex_search(file_.path, vague))
      add("name", 1, "name it by its noun, not utils, common, helper or manager");
  }

  void sizes() {
    if (lines_.size() > kFileLinesMax) {
      add("file", lines_.size(), "over " + std::to_string(kFileLinesMax) + " lines: split it by its nouns");
    }
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const auto columns = std::ranges::count_if(lines_[i], [](char c) { return (c & 0xc0) != 0x80; });
      if (columns > kLineColumnsMax) add("line", i + 1, "over " + std::to_string(kLineColumnsMax) + " columns");
    }
  }

  // A block is a function's when what stands before its '{' has a parameter list and is not a control statement.
  static bool opens_function(const std::string& head) {
    static const std::regex control(
        R"(^\s*(if|else|for|while|do|switch|catch|try|namespace|struct|class|enum|union)\b)");
    static const std::regex value(R"(=\s*$|=\s*\w*\s*$|\breturn\b)");
    return head.find('(') != std::string::npos && !std::regex_search(head, control) && !std::regex_search(head, value);
  }

  void functions() {
    struct Block {
      bool is_function;
      std::size_t first_line;
    };
    std::vector<Block> open;
    std::string head;
    std::size_t line = 1, head_line = 1;
    for (const char c : code_text_) {
      if (c == '{') {
        const bool inside = std::ranges::any_of(open, &Block::is_function);
        open.push_back({!inside && opens_function(head), head_line});
        head.clear();
      } else if (c == '}' && !open.empty()) {
        const std::size_t count = line - open.back().first_line + 1;
        if (open.back().is_function && count > kFunctionLinesMax) {
          add("function", open.back().first_line,
              std::to_string(count) + " lines long, over " + std::to_string(kFunctionLinesMax) + ": split it");
        }
        open.pop_back();
        head.clear();
      } else if (c == ';') {
        head.clear();
      } else if (!head.empty() || !std::isspace(static_cast<unsigned char>(c))) {
        if (head.empty()) head_line = line;
        head += c;
      }
      if (c == '\n') ++line;
    }
  }

  void includes() {
    static const std::regex include(R"re(^\s*#\s*include\s*([<"])([^>"]*)[>"])re");
    for (std::size_t i = 0; i < code_.size(); ++i) {
      std::smatch match;
      if (!code_[i].starts_with("#") || !std::regex_search(code_[i], match, include)) continue;
      const std::string header = match[2];
      if (header.find("../") != std::string::npos) add("include", i + 1, "include by the path from the root");
      if (is_product(file_.path)) home_of(header, i + 1);
    }
  }

  void home_of(const std::string& header, std::size_t line) {
    for (const Home& home : homes()) {
      if (!std::regex_match(header, std::regex(home.header))) continue;
      const bool at_home = std::ranges::any_of(home.folders, [&](const auto& f) { return file_.path.starts_with(f); });
      if (!at_home) {
        add("home", line, "<" + header + "> is at home in " + home.folders.front() + " only: go through that library");
      } else if (is_header(file_.path) && !home.in_headers) {
        add("home", line, "<" + header + "> belongs in a .cc: whoever includes this header would depend on it");
      }
    }
  }

  void unfinished() {
    // In halves, so that this line is not a mark itself.
    static const std::vector<std::string> marks = {std::string("TO") + "DO", std::string("FIX") + "ME",
                                                   std::string("XX") + "X"};
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (has_word(lines_[i], marks)) add("unfinished", i + 1, "finish it or open an issue");
    }
  }

  void header() {
    if (lines_.empty() || !lines_[0].starts_with("// ")) {
      add("header", 1, "open with a comment: what this is, who owns it, which thread, what it promises on failure");
    }
    if (std::ranges::find(lines_, "#pragma once") == lines_.end()) add("header", 1, "say #pragma once");
    static const std::regex using_namespace(R"(^\s*using\s+namespace\b)");
    for (std::size_t i = 0; i < code_.size(); ++i) {
      if (code_[i].find("using") != std::string::npos && std::regex_search(code_[i], using_namespace))
        add("header", i + 1, "no `using namespace` in a header");
    }
  }

  void time_and_chance() {
    static const std::vector<std::string> clock = {"system_clock::now",
                                                   "steady_clock::now",
                                                   "high_resolution_clock::now",
                                                   "clock_gettime",
                                                   "gettimeofday",
                                                   "time(nullptr)",
                                                   "time(NULL)",
                                                   "SDL_GetTicks",
                                                   "SDL_GetTicks64",
                                                   "SDL_GetPerformanceCounter"};
    static const std::vector<std::string> chance = {
        "random_device", "mt19937",         "mt19937_64",          "rand()",    "srand", "getrandom",
        "getentropy",    "randombytes_buf", "randombytes_uniform", "arc4random"};
    for (std::size_t i = 0; i < code_.size(); ++i) {
      if (has_word(code_[i], clock)) add("clock", i + 1, "take a foyer::Clock (shared/base/clock.h)");
      if (has_word(code_[i], chance)) add("chance", i + 1, "take a foyer::Random (shared/base/random.h)");
    }
  }

  const SourceFile& file_;
  std::vector<std::string> lines_;
  std::string code_text_;
  std::vector<std::string> code_;
  std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> check(const SourceFile& file) { return Checker(file).run(); }

}  // namespace foyer::tidy
