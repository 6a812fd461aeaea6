#include "shared/wire/document.h"

#include <utility>

#include "shared/wire/document_members.h"
#include "shared/wire/json_reader.h"
#include "shared/wire/json_text.h"

namespace foyer::wire {
namespace {

constexpr int kDepthMax = 8;
constexpr std::string_view kDeleted = R"({"deleted":true})";

class Writer {
 public:
  explicit Writer(Audience audience) : audience_(audience) {}

  void text(const char* name, const std::string& value, const TextRule& rule) {
    if (hears(rule)) out_.text(name, value);
  }
  void maybe_text(const char* name, const std::optional<std::string>& value, const TextRule& rule) {
    if (value && hears(rule)) out_.text(name, *value);
  }
  template <typename E, typename Words>
  void choice(const char* name, E value, const Words& words) {
    for (const auto& one : words) {
      if (one.value == value) out_.text(name, one.word);
    }
  }
  void flag(const char* name, bool value) { out_.boolean(name, value); }
  void number(const char* name, std::int64_t value, std::int64_t, std::int64_t) { out_.number(name, value); }
  void maybe_number(const char* name, std::optional<std::int64_t> value, std::int64_t, std::int64_t) {
    if (value) out_.number(name, *value);
  }
  void instant(const char* name, std::int64_t ms) { out_.number(name, ms); }
  void ref(const char* name, const Uuid& id, domain::DocumentKind) { out_.text(name, id.text()); }
  void maybe_ref(const char* name, const std::optional<Uuid>& id, domain::DocumentKind) {
    if (id) out_.text(name, id->text());
  }
  void by_language(const char* name, const domain::ByLanguage& texts, const TextRule&) {
    JsonObject object;
    for (const auto& [language, text] : texts) object.text(language, text);
    out_.raw(name, object.str());
  }
  void languages(const char* name, const std::vector<std::string>& all) {
    JsonArray array;
    for (const std::string& one : all) array.text(one);
    out_.raw(name, array.str());
  }
  template <typename T>
  void list(const char* name, const std::vector<T>& items) {
    JsonArray array;
    for (const T& item : items) {
      Writer inner(audience_);
      members(inner, item);
      array.raw(inner.str());
    }
    out_.raw(name, array.str());
  }
  std::string str() const { return out_.str(); }

 private:
  bool hears(const TextRule& rule) const { return audience_ == Audience::centre || !rule.stays_at_centre; }

  Audience audience_;
  JsonObject out_;
};

class Reader {
 public:
  Reader(const Json& json, ParsedDocument& out) : json_(json), members_(json), out_(out) {}

  void text(const char* name, std::string& value, const TextRule&) { value = members_.text(name); }
  void maybe_text(const char* name, std::optional<std::string>& value, const TextRule& rule) {
    value = members_.maybe_text(name);
    if (value && rule.shape == TextShape::code) out_.codes.push_back(*value);
  }
  template <typename E, typename Words>
  void choice(const char* name, E& value, const Words& words) {
    const std::string word = members_.text(name);
    for (const auto& one : words) {
      if (word == one.word) return void(value = one.value);
    }
    members_.fail(name, "unknown word");
  }
  void flag(const char* name, bool& value) { value = members_.boolean_or(name, true); }
  void number(const char* name, std::int64_t& value, std::int64_t, std::int64_t) { value = members_.number(name); }
  void maybe_number(const char* name, std::optional<std::int64_t>& value, std::int64_t, std::int64_t) {
    value = members_.maybe_number(name);
  }
  void instant(const char* name, std::int64_t& ms) { ms = members_.number(name); }
  void ref(const char* name, Uuid& id, domain::DocumentKind kind) {
    id = members_.id(name);
    out_.references.push_back({kind, id});
  }
  void maybe_ref(const char* name, std::optional<Uuid>& id, domain::DocumentKind kind) {
    id = members_.maybe_id(name);
    if (id) out_.references.push_back({kind, *id});
  }
  void by_language(const char* name, domain::ByLanguage& texts, const TextRule&) {
    const Json* const object = members_.object(name);
    if (object == nullptr) return;
    for (const auto& [language, text] : object->members) {
      if (!text.is(Json::Kind::text)) return members_.fail(name, "not texts");
      texts.emplace(language, text.text);
    }
  }
  void languages(const char* name, std::vector<std::string>& all) {
    const Json* const array = json_.find(name);
    if (array == nullptr) return;
    for (const Json& one : array->items) all.push_back(one.text);
  }
  template <typename T>
  void list(const char* name, std::vector<T>& items) {
    const Json* const array = json_.find(name);
    if (array == nullptr) return;
    for (const Json& item : array->items) {
      Reader inner(item, out_);
      members(inner, items.emplace_back());
      if (const auto done = inner.done(); !done) return members_.fail(name, done.error().detail);
    }
  }
  Result<void> done() const { return members_.ok() ? Result<void>() : members_.error(); }

 private:
  const Json& json_;
  Members members_;
  ParsedDocument& out_;
};

}  // namespace

std::string to_json(const domain::DocumentBody& body, Audience audience) {
  Writer writer(audience);
  std::visit([&](const auto& one) { members(writer, one); }, body);
  return writer.str();
}

Result<ParsedDocument> parse_document(domain::DocumentKind kind, std::string_view json) {
  auto tree = read_json(json, kRowBytesMax, kDepthMax);
  if (!tree) return tree.error();
  ParsedDocument parsed{domain::body_of(kind), {}, {}};
  Reader reader(*tree, parsed);
  std::visit([&](auto& one) { members(reader, one); }, parsed.body);
  if (auto done = reader.done(); !done) return done.error();
  return parsed;
}

Result<std::string> document_for_tablets(domain::DocumentKind kind, std::string_view json) {
  auto parsed = parse_document(kind, json);
  if (!parsed) return parsed.error();
  return to_json(parsed->body, Audience::tablets);
}

Result<DocumentRow> parse_document_row(const FeedRow& row) {
  const auto kind = domain::parse_document_kind(row.kind);
  if (!kind) return Error{Fault::invalid, "a row of another kind"};
  const auto id = Uuid::parse(row.id);
  if (!id) return Error{Fault::invalid, "id: not a UUID"};
  auto tree = read_json(row.d, kRowBytesMax, kDepthMax);
  if (!tree) return tree.error();
  Members members(*tree);
  const bool is_deleted = members.boolean_or("deleted", false);
  if (!members.ok()) return members.error();
  if (!is_deleted) {
    if (auto parsed = parse_document(*kind, row.d); !parsed) return parsed.error();
  }
  return DocumentRow{*kind, *id, is_deleted};
}

FeedRow document_row(domain::DocumentKind kind, const Uuid& id, std::string d, std::int64_t seq) {
  return {domain::document_kind_name(kind), id.text(), seq, d.empty() ? std::string(kDeleted) : std::move(d)};
}

}  // namespace foyer::wire
