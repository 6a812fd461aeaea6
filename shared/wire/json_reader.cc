#include "shared/wire/json_reader.h"

#include <charconv>

#include "shared/base/text.h"
#include "shared/wire/json_text.h"

namespace foyer::wire {
namespace {

constexpr std::size_t kMembersUsual = 4;
constexpr std::size_t kMembersMax = 256;     // of one object; ours have a dozen, and the search for a name is linear
constexpr std::size_t kValuesMax = 100'000;  // of one text: a full page has 10,000, and each takes 130 bytes of memory

// Recursive descent; every value notes where it stands. Without a place to build a value, only its grammar is checked.
class Parser {
 public:
  Parser(std::string_view text, int depth_max, std::string_view unbuilt)
      : text_(text), depth_max_(depth_max), unbuilt_(unbuilt) {}

  bool parse(Json& root) {
    if (!value(&root, 0)) return false;
    skip_space();
    return at_ == text_.size() || fail("not JSON");
  }

  // Which member broke which rule; never a value, nor a name that might be one.
  std::string problem() const {
    std::string where;
    for (const std::string& name : path_) {
      if (!where.empty()) where += '.';
      where += is_word(name) ? name : "(unknown)";
    }
    return where.empty() ? problem_ : where + ": " + problem_;
  }

 private:
  static bool is_word(std::string_view name) {
    constexpr std::size_t kWordBytesMax = 32;
    return !name.empty() && name.size() <= kWordBytesMax &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
  }
  bool fail(const char* problem) {
    problem_ = problem;
    return false;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char wanted) {
    if (peek() != wanted || at_ == text_.size()) return false;
    ++at_;
    return true;
  }
  bool take_word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return fail("not JSON");
    at_ += word.size();
    return true;
  }
  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  bool value(Json* out, int depth) {
    skip_space();
    if (++values_ > kValuesMax) return fail("too many values");
    const std::size_t begin = at_;
    Json::Kind kind = Json::Kind::null;
    bool is_fine = false;
    switch (peek()) {
      case '{':
        kind = Json::Kind::object;
        is_fine = depth < depth_max_ ? object(out, depth) : fail("nested too deeply");
        break;
      case '[':
        kind = Json::Kind::array;
        is_fine = depth < depth_max_ ? array(out, depth) : fail("nested too deeply");
        break;
      case '"':
        kind = Json::Kind::text;
        is_fine = string(out == nullptr ? nullptr : &out->text);
        break;
      case 't':
      case 'f':
        kind = Json::Kind::boolean;
        if (out != nullptr) out->boolean = peek() == 't';
        is_fine = take_word(peek() == 't' ? "true" : "false");
        break;
      case 'n':
        is_fine = take_word("null");
        break;
      default:
        is_fine = number(out, kind);
        break;
    }
    if (!is_fine) return false;
    if (out != nullptr) out->kind = kind;
    if (out != nullptr) out->raw = text_.substr(begin, at_ - begin);
    return true;
  }

  bool object(Json* out, int depth) {
    ++at_;
    skip_space();
    if (take('}')) return true;
    path_.emplace_back();
    std::size_t count = 0;
    do {
      skip_space();
      if (peek() != '"') return fail("not JSON");
      if (++count > kMembersMax) return fail("too many members");
      std::string name;
      if (!string(&name)) return false;
      path_.back() = name;
      skip_space();
      if (!take(':')) return fail("not JSON");
      if (!member(out, std::move(name), depth)) return false;
      skip_space();
    } while (take(','));
    path_.pop_back();
    return take('}') || fail("not JSON");
  }

  bool member(Json* out, std::string name, int depth) {
    if (out == nullptr) return value(nullptr, depth + 1);
    // The same member twice: readers would disagree on its value.
    if (out->find_any(name) != nullptr) return fail("stands there twice");
    const bool is_built = unbuilt_.empty() || name != unbuilt_;
    if (out->members.empty()) out->members.reserve(kMembersUsual);
    Json& made = out->members.emplace_back(std::move(name), Json()).second;
    if (is_built) return value(&made, depth + 1);
    skip_space();
    const std::size_t begin = at_;
    made.kind = peek() == 'n' ? Json::Kind::null : Json::Kind::object;
    if (!value(nullptr, depth + 1)) return false;
    made.raw = text_.substr(begin, at_ - begin);
    return true;
  }

  bool array(Json* out, int depth) {
    ++at_;
    skip_space();
    if (take(']')) return true;
    do {
      if (!value(out == nullptr ? nullptr : &out->items.emplace_back(), depth + 1)) return false;
      skip_space();
    } while (take(','));
    return take(']') || fail("not JSON");
  }

  bool string(std::string* out) {
    const std::size_t begin = ++at_;
    bool is_ascii = true;
    for (std::size_t from = begin; at_ < text_.size(); ++at_) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"' || c == '\\') {
        if (out != nullptr) out->append(text_.substr(from, at_ - from));
        if (c == '"') {
          const bool is_fine = is_ascii || is_valid_utf8(text_.substr(begin, at_ - begin));
          ++at_;
          return is_fine || fail("not valid UTF-8");
        }
        if (!escape(out)) return false;
        from = at_ + 1;
      } else if (c < 0x20) {
        return fail("a raw control character");
      }
      is_ascii = is_ascii && c < 0x80;
    }
    return fail("not JSON");
  }

  // From the backslash onto the last character of the escape.
  bool escape(std::string* out) {
    static constexpr std::string_view kShort = "\"\\/bfnrt";
    static constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    ++at_;
    if (const std::size_t found = kShort.find(peek()); at_ < text_.size() && found != std::string_view::npos) {
      if (out != nullptr) *out += kMeant[found];
      return true;
    }
    if (peek() != 'u') return fail("not JSON");
    auto point = hex();
    if (!point) return fail("not JSON");
    if (*point >= 0xDC00 && *point < 0xE000) return fail("a lone surrogate");
    if (*point >= 0xD800 && *point < 0xDC00) {
      if (!text_.substr(at_ + 1).starts_with("\\u")) return fail("a lone surrogate");
      at_ += 2;
      const auto low = hex();
      if (!low || *low < 0xDC00 || *low >= 0xE000) return fail("a lone surrogate");
      point = 0x10000 + ((*point - 0xD800) << 10) + (*low - 0xDC00);
    }
    if (out != nullptr) *out += encode_utf8(*point);
    return true;
  }

  // Four digits behind the 'u', onto the last of them.
  std::optional<char32_t> hex() {
    char32_t point = 0;
    for (int i = 0; i < 4; ++i) {
      ++at_;
      const char c = peek();
      const char small = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
      if (!((small >= '0' && small <= '9') || (small >= 'a' && small <= 'f'))) return std::nullopt;
      point = point * 16 + static_cast<char32_t>(small <= '9' ? small - '0' : small - 'a' + 10);
    }
    return point;
  }

  bool digits() {
    const std::size_t begin = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ > begin || fail("not JSON");
  }

  bool number(Json* out, Json::Kind& kind) {
    const std::size_t begin = at_;
    take('-');
    if (!take('0') && !digits()) return false;
    const std::string_view whole = text_.substr(begin, at_ - begin);
    bool is_whole = true;
    if (take('.')) {
      is_whole = false;
      if (!digits()) return false;
    }
    if (take('e') || take('E')) {
      is_whole = false;
      if (!take('+')) take('-');
      if (!digits()) return false;
    }
    std::int64_t integer = 0;
    const auto [end, failure] = std::from_chars(whole.data(), whole.data() + whole.size(), integer);
    kind = is_whole && failure == std::errc() ? Json::Kind::integer : Json::Kind::real;
    if (out != nullptr && kind == Json::Kind::integer) out->integer = integer;
    return true;
  }

  std::string_view text_;
  int depth_max_;
  std::string_view unbuilt_;
  std::size_t at_ = 0;
  std::size_t values_ = 0;
  std::vector<std::string> path_;  // the member that is being read, of each object that is open
  const char* problem_ = "not JSON";
};

}  // namespace

const Json* Json::find_any(std::string_view name) const {
  for (const auto& [other, value] : members) {
    if (other == name) return &value;
  }
  return nullptr;
}

const Json* Json::find(std::string_view name) const {
  const Json* const value = find_any(name);
  return value == nullptr || value->is(Kind::null) ? nullptr : value;
}

Result<Json> read_json(std::string_view text, std::size_t bytes_max, int depth_max, std::string_view unbuilt) {
  if (text.size() > bytes_max) return Error{Fault::invalid, "too large"};
  Json root;
  Parser parser(text, depth_max, unbuilt);
  if (!parser.parse(root)) return Error{Fault::invalid, parser.problem()};
  return root;
}

Members::Members(const Json& object) : object_(object) {
  if (!object.is(Json::Kind::object)) problem_ = "not an object";
}

void Members::fail(std::string_view name, std::string_view problem) {
  if (problem_.empty()) problem_ = std::string(name) + ": " + std::string(problem);
}

const Json* Members::find(std::string_view name, Json::Kind kind, bool required) {
  if (!ok()) return nullptr;
  const Json* const value = object_.find(name);
  if (value == nullptr) {
    if (required) fail(name, "missing");
    return nullptr;
  }
  if (!value->is(kind)) {
    fail(name, "wrong type");
    return nullptr;
  }
  return value;
}

std::string Members::text(std::string_view name) {
  const Json* const value = find(name, Json::Kind::text, true);
  return value == nullptr ? std::string() : value->text;
}

std::optional<std::string> Members::maybe_text(std::string_view name) {
  const Json* const value = find(name, Json::Kind::text, false);
  return value == nullptr ? std::nullopt : std::optional(value->text);
}

std::int64_t Members::number(std::string_view name) {
  const Json* const value = find(name, Json::Kind::integer, true);
  return value == nullptr ? 0 : value->integer;
}

std::optional<std::int64_t> Members::maybe_number(std::string_view name) {
  const Json* const value = find(name, Json::Kind::integer, false);
  return value == nullptr ? std::nullopt : std::optional(value->integer);
}

std::int64_t Members::number_or(std::string_view name, std::int64_t otherwise) {
  return maybe_number(name).value_or(otherwise);
}

bool Members::boolean_or(std::string_view name, bool otherwise) {
  const Json* const value = find(name, Json::Kind::boolean, false);
  return value == nullptr ? otherwise : value->boolean;
}

Uuid Members::id(std::string_view name) {
  const Json* const value = find(name, Json::Kind::text, true);
  if (value == nullptr) return {};
  const auto parsed = Uuid::parse(value->text);
  if (!parsed) fail(name, "not a UUID");
  return parsed.value_or(Uuid());
}

std::optional<Uuid> Members::maybe_id(std::string_view name) {
  const Json* const value = find(name, Json::Kind::text, false);
  if (value == nullptr) return std::nullopt;
  const auto parsed = Uuid::parse(value->text);
  if (!parsed) fail(name, "not a UUID");
  return parsed;
}

Instant Members::instant(std::string_view name) {
  const Json* const value = object(name);
  if (value == nullptr) return {};
  Members inner(*value);
  const Instant at{inner.id("boot"), inner.number("mono"), inner.number("wall")};
  if (!inner.ok()) fail(name, inner.error().detail);
  return at;
}

const Json* Members::object(std::string_view name) { return find(name, Json::Kind::object, true); }
const Json* Members::array(std::string_view name) { return find(name, Json::Kind::array, true); }

std::string instant_to_json(const Instant& at) {
  return JsonObject().text("boot", at.boot.text()).number("mono", at.mono_ms).number("wall", at.wall_ms).str();
}

}  // namespace foyer::wire
