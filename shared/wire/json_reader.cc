#include "shared/wire/json_reader.h"

#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "shared/wire/json_text.h"

namespace foyer::wire {
namespace {

constexpr std::size_t kMembersMax = 256;     // of one object; ours have a dozen, and the search for a name is linear
constexpr std::size_t kValuesMax = 100'000;  // of one text: a full page has 10,000, and each takes 130 bytes of memory

// Builds the tree out of the events of the JSON library's parser.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(Json& root, int depth_max) : root_(root), depth_max_(depth_max) {}

  bool null() override { return scalar(Json::Kind::null) != nullptr; }
  bool boolean(bool value) override {
    Json* const made = scalar(Json::Kind::boolean);
    if (made != nullptr) made->boolean = value;
    return made != nullptr;
  }
  bool number_integer(number_integer_t value) override { return integer(value); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
      return scalar(Json::Kind::real) != nullptr;
    }
    return integer(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t, const string_t&) override { return scalar(Json::Kind::real) != nullptr; }
  bool string(string_t& value) override {
    Json* const made = scalar(Json::Kind::text);
    if (made != nullptr) made->text = std::move(value);
    return made != nullptr;
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::Kind::object); }
  bool start_array(std::size_t) override { return open(Json::Kind::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (open_.back()->members.size() >= kMembersMax) return fail("too many members");
    // The same member twice: readers would disagree on its value.
    const bool is_again = open_.back()->find_any(name) != nullptr;
    open_.back()->members.emplace_back(std::move(name), Json());
    return !is_again || fail("stands there twice");
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    const std::string_view said = error.what();
    if (said.find("invalid string: surrogate") != std::string_view::npos) return fail("a lone surrogate");
    if (said.find("invalid string: ill-formed UTF-8") != std::string_view::npos) return fail("not valid UTF-8");
    if (said.find("invalid string: control character") != std::string_view::npos)
      return fail("a raw control character");
    return fail("not JSON");
  }

  // Which member broke which rule; never a value, nor a name that might be one.
  std::string problem() const {
    std::string where;
    for (const Json* object : open_) {
      if (!object->is(Json::Kind::object) || object->members.empty()) continue;
      if (!where.empty()) where += '.';
      where += is_word(object->members.back().first) ? object->members.back().first : "(unknown)";
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
  // Where the next value goes. Nodes that are open never move: only their last child grows.
  Json* place() {
    if (open_.empty()) return &root_;
    if (open_.back()->is(Json::Kind::object)) return &open_.back()->members.back().second;
    return &open_.back()->items.emplace_back();
  }
  Json* scalar(Json::Kind kind) {
    if (++values_ > kValuesMax) {
      fail("too many values");
      return nullptr;
    }
    Json* const made = place();
    made->kind = kind;
    return made;
  }
  bool integer(std::int64_t value) {
    Json* const made = scalar(Json::Kind::integer);
    if (made != nullptr) made->integer = value;
    return made != nullptr;
  }
  bool open(Json::Kind kind) {
    if (static_cast<int>(open_.size()) >= depth_max_) return fail("nested too deeply");
    Json* const made = scalar(kind);
    if (made != nullptr) open_.push_back(made);
    return made != nullptr;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  Json& root_;
  int depth_max_;
  std::size_t values_ = 0;
  std::vector<Json*> open_;
  std::string problem_ = "not JSON";
};

// Walks text that the parser has accepted beside its tree and notes where each value stands.
class Marker {
 public:
  explicit Marker(std::string_view text) : text_(text) {}

  void mark(Json& value) {
    skip_space();
    const std::size_t begin = at_;
    switch (value.kind) {
      case Json::Kind::object: {
        ++at_;
        for (auto& [name, member] : value.members) {
          skip_space_and_commas();
          skip_string();
          skip_space();
          ++at_;  // ':'
          mark(member);
        }
        skip_space();
        ++at_;
        break;
      }
      case Json::Kind::array: {
        ++at_;
        for (Json& item : value.items) {
          skip_space_and_commas();
          mark(item);
        }
        skip_space();
        ++at_;
        break;
      }
      case Json::Kind::text: skip_string(); break;
      case Json::Kind::null:
      case Json::Kind::boolean:
      case Json::Kind::integer:
      case Json::Kind::real: skip_word(); break;
    }
    value.raw = text_.substr(begin, at_ - begin);
  }

 private:
  bool is_space() const {
    const char c = text_[at_];
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
  void skip_space() {
    while (at_ < text_.size() && is_space()) ++at_;
  }
  void skip_space_and_commas() {
    while (at_ < text_.size() && (is_space() || text_[at_] == ',')) ++at_;
  }
  void skip_string() {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2U : 1U;
    ++at_;
  }
  void skip_word() {
    while (at_ < text_.size() && !is_space() && text_[at_] != ',' && text_[at_] != '}' && text_[at_] != ']') ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
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

namespace {

// A position in the text that leaves behind how far reading came.
class Footprint {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Footprint(const char* at, const char*& furthest) : at_(at), furthest_(&furthest) {}
  reference operator*() const {
    *furthest_ = at_;
    return *at_;
  }
  Footprint& operator++() {
    ++at_;
    return *this;
  }
  Footprint operator++(int) {
    const Footprint before = *this;
    ++at_;
    return before;
  }
  bool operator==(const Footprint& other) const { return at_ == other.at_; }

 private:
  const char* at_;
  const char** furthest_;
};

template <typename Iterator>
Result<Json> read_tree(std::string_view text, Iterator begin, Iterator end, std::size_t bytes_max, int depth_max) {
  if (text.size() > bytes_max) return Error{Fault::invalid, "too large"};
  // The library would skip a byte order mark; RFC 8259 forbids one, and positions below count from the first byte.
  if (text.starts_with("\xEF\xBB\xBF")) return Error{Fault::invalid, "not JSON"};
  Json root;
  Builder builder(root, depth_max);
  if (!nlohmann::json::sax_parse(begin, end, &builder)) return Error{Fault::invalid, builder.problem()};
  Marker(text).mark(root);
  return root;
}

}  // namespace

Result<Json> read_json(std::string_view text, std::size_t bytes_max, int depth_max) {
  return read_tree(text, text.begin(), text.end(), bytes_max, depth_max);
}

Result<Json> read_json(std::string_view text, std::size_t bytes_max, int depth_max, std::size_t& stopped_at) {
  const char* furthest = text.data();
  auto tree = read_tree(text, Footprint(text.data(), furthest), Footprint(text.data() + text.size(), furthest),
                        bytes_max, depth_max);
  stopped_at = static_cast<std::size_t>(furthest - text.data());
  return tree;
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

bool Members::boolean(std::string_view name) {
  const Json* const value = find(name, Json::Kind::boolean, true);
  return value != nullptr && value->boolean;
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

domain::FieldWrites Members::writes() {
  domain::FieldWrites writes;
  if (const Json* const set = find("set", Json::Kind::object, false); set != nullptr) {
    for (const auto& [name, value] : set->members) {
      const Json* text = &value;
      if (name == "name" && value.is(Json::Kind::object)) text = value.find("full");
      if (text == nullptr || !text->is(Json::Kind::text)) {
        fail("set", "a value is not a text");
        return writes;
      }
      writes.set.emplace(name, text->text);
    }
  }
  const Json* const clear = find("clear", Json::Kind::array, false);
  if (clear == nullptr) return writes;
  for (const Json& field : clear->items) {
    if (!field.is(Json::Kind::text)) {
      fail("clear", "not a list of field names");
      return writes;
    }
    writes.clear.insert(field.text);
  }
  return writes;
}

const Json* Members::object(std::string_view name) { return find(name, Json::Kind::object, true); }
const Json* Members::array(std::string_view name) { return find(name, Json::Kind::array, true); }

std::string instant_to_json(const Instant& at) {
  return JsonObject().text("boot", at.boot.text()).number("mono", at.mono_ms).number("wall", at.wall_ms).str();
}

}  // namespace foyer::wire
