#include "shared/wire/json_cut.h"

#include <utility>

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
bool cut_items(Scanner& scanner, std::vector<std::string_view>& items, std::size_t items_max) {
  if (scanner.take(']')) return true;
  do {
    const auto item = scanner.value();
    if (!item) return false;
    if (items.size() <= items_max) items.push_back(*item);
  } while (scanner.take(','));
  return scanner.take(']');
}

// Walks the whole object; `read` is called behind the ':' of its one member `name` and goes to the end of the value.
template <typename Read>
bool walk(Scanner& scanner, std::string_view name, const Read& read) {
  if (!scanner.take('{') || scanner.sees('}')) return false;
  bool is_found = false;
  do {
    const auto member = scanner.name();
    if (!member) return false;
    if (*member != name) {
      if (!scanner.value()) return false;
      continue;
    }
    if (is_found || !read()) return false;
    is_found = true;
  } while (scanner.take(','));
  return is_found && scanner.take('}') && scanner.is_at_end();
}

}  // namespace

std::optional<CutList> cut_list(std::string_view json, std::string_view name, std::size_t items_max) {
  Scanner scanner(json);
  CutList cut;
  const auto read = [&] {
    if (!scanner.take('[')) return false;
    const std::size_t begin = scanner.at();
    if (!cut_items(scanner, cut.items, items_max)) return false;
    cut.envelope = std::string(json.substr(0, begin)) + std::string(json.substr(scanner.at() - 1));
    return true;
  };
  return walk(scanner, name, read) ? std::optional(std::move(cut)) : std::nullopt;
}

std::optional<CutMember> cut_member(std::string_view json, std::string_view name) {
  Scanner scanner(json);
  CutMember cut;
  const auto read = [&] {
    const std::size_t begin = scanner.at();
    const auto value = scanner.value();
    if (!value) return false;
    cut.value = *value;
    cut.envelope.reserve(json.size() - value->size() + 4);
    cut.envelope.append(json.substr(0, begin)).append("null").append(json.substr(scanner.at()));
    return true;
  };
  return walk(scanner, name, read) ? std::optional(std::move(cut)) : std::nullopt;
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
