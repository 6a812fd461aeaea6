#include "shared/wire/op_cut.h"

namespace foyer::wire {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  bool take(char wanted) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  bool sees(char wanted) {
    skip_space();
    return at_ < text_.size() && text_[at_] == wanted;
  }
  bool is_at_end() {
    skip_space();
    return at_ >= text_.size();
  }

  // Up to the ',' or closing bracket behind the value, without the white space around it. What stands there need not
  // be a value: it may even be empty. Nothing when a bracket or a quote has no partner.
  std::optional<std::string_view> value() {
    skip_space();
    const std::size_t begin = at_;
    std::size_t end = at_;
    std::string open;  // the closing brackets that are due
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (is_space(c)) continue;
      if (open.empty() && (c == ',' || c == '}' || c == ']')) return text_.substr(begin, end - begin);
      if (c == '"') {
        if (!skip_string()) return std::nullopt;
      } else if (c == '{' || c == '[') {
        open += c == '{' ? '}' : ']';
      } else if (c == '}' || c == ']') {
        if (open.back() != c) return std::nullopt;
        open.pop_back();
      }
      end = at_ + 1;
    }
    return std::nullopt;
  }

  // A quoted name and its ':'; without the quotation marks, escapes as they stand.
  std::optional<std::string_view> name() {
    if (!sees('"')) return std::nullopt;
    const std::size_t begin = at_ + 1;
    if (!skip_string()) return std::nullopt;
    const std::string_view found = text_.substr(begin, at_ - begin);
    ++at_;
    return take(':') ? std::optional(found) : std::nullopt;
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  // From the opening quotation mark onto the closing one.
  bool skip_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    return at_ < text_.size();
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// Behind the '[': the items of the list up to its ']'.
bool cut_list(Scanner& scanner, std::vector<std::string_view>& items, std::size_t items_max) {
  if (scanner.take(']')) return true;
  do {
    const auto item = scanner.value();
    if (!item) return false;
    if (items.size() <= items_max) items.push_back(*item);
  } while (scanner.take(','));
  return scanner.take(']');
}

}  // namespace

std::optional<CutPush> cut_push(std::string_view json, std::size_t ops_max) {
  Scanner scanner(json);
  if (!scanner.take('{')) return std::nullopt;
  CutPush cut;
  bool is_found = false;
  if (scanner.sees('}')) return std::nullopt;
  do {
    const auto name = scanner.name();
    if (!name) return std::nullopt;
    if (*name != "ops" || is_found || !scanner.take('[')) {
      if (!scanner.value()) return std::nullopt;
      continue;
    }
    is_found = true;
    const std::size_t begin = scanner.at();
    if (!cut_list(scanner, cut.ops, ops_max)) return std::nullopt;
    cut.envelope = std::string(json.substr(0, begin)) + std::string(json.substr(scanner.at() - 1));
  } while (scanner.take(','));
  if (!is_found || !scanner.take('}') || !scanner.is_at_end()) return std::nullopt;
  return cut;
}

std::optional<Uuid> find_id(std::string_view op, std::string_view name) {
  Scanner scanner(op);
  if (!scanner.take('{')) return std::nullopt;
  std::optional<std::string_view> found;
  do {
    const auto member = scanner.name();
    if (!member) break;
    const auto value = scanner.value();
    if (!value) break;
    if (*member != name) continue;
    if (found) return std::nullopt;
    found = value;
  } while (scanner.take(','));
  if (!found || found->size() < 2 || found->front() != '"' || found->back() != '"') return std::nullopt;
  return Uuid::parse(found->substr(1, found->size() - 2));
}

}  // namespace foyer::wire
