#include "shared/wire/organisation_file.h"

#include <algorithm>
#include <set>
#include <utility>

#include "shared/base/text.h"
#include "shared/domain/email.h"
#include "shared/wire/document_members.h"
#include "shared/wire/json_reader.h"
#include "shared/wire/timestamp.h"

namespace foyer::wire {
namespace {

using domain::DocumentKind;

constexpr int kDepthMax = 8;
constexpr std::size_t kIdBytesMax = 100;
constexpr std::size_t kPinDigitsMin = 4;
constexpr std::size_t kPinDigitsMax = 8;

struct Section {
  const char* name;
  DocumentKind kind;
};
constexpr Section kSections[] = {{"settings", DocumentKind::settings}, {"sites", DocumentKind::site},
                                 {"reasons", DocumentKind::reason},    {"hosts", DocumentKind::host},
                                 {"staff", DocumentKind::staff},       {"resources", DocumentKind::resource},
                                 {"bookings", DocumentKind::booking},  {"passes", DocumentKind::pass},
                                 {"events", DocumentKind::event},      {"texts", DocumentKind::text}};

bool has_only(std::string_view text, std::string_view letters) {
  return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos;
}

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kSmall = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kWordLetters = "abcdefghijklmnopqrstuvwxyz_";
constexpr std::string_view kFieldLetters = "abcdefghijklmnopqrstuvwxyz0123456789_";
constexpr std::string_view kIdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.@:";
constexpr std::string_view kZoneLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-";

bool is_language(std::string_view text) { return text.size() >= 2 && text.size() <= 3 && has_only(text, kSmall); }
bool is_pin(std::string_view text) {
  return text.size() >= kPinDigitsMin && text.size() <= kPinDigitsMax && has_only(text, kDigits);
}
// A name that may stand in a message: whatever else somebody wrote there may be a secret.
bool is_word(std::string_view text) { return text.size() <= 32 && has_only(text, kWordLetters); }

// What is wrong with a text; null: nothing.
const char* refusal(const std::string& text, const TextRule& rule) {
  const auto points = decode_utf8(text);
  if (!points) return "not valid UTF-8";
  for (const char32_t c : *points) {
    if (is_control(c) && !(c == '\n' && rule.shape == TextShape::lines)) return "has a control character";
  }
  if (trimmed(text).empty()) return "is empty";
  if (text.size() > rule.bytes_max || grapheme_count(text) > rule.characters_max) return "is too long";
  switch (rule.shape) {
    case TextShape::line:
    case TextShape::lines: return nullptr;
    case TextShape::language: return is_language(text) ? nullptr : "write a language as \"en\" or \"de\"";
    case TextShape::field: return has_only(text, kFieldLetters) ? nullptr : "write a field as \"company\"";
    case TextShape::zone: return has_only(text, kZoneLetters) ? nullptr : "write a time zone as \"Europe/Berlin\"";
    case TextShape::day: return is_day(text) ? nullptr : "write a day as \"2026-12-31\"";
    case TextShape::time_of_day: return is_time_of_day(text) ? nullptr : "write a time of day as \"20:00\"";
    case TextShape::email:
      return domain::parse_email(text) ? nullptr : "is no email address; write one as \"ada@example.com\"";
    case TextShape::code:
      return text.size() == 6 && has_only(text, kDigits) ? nullptr : "write six digits in quotes, as \"482915\"";
    case TextShape::pin_hash:
      return text.starts_with("$argon2id$") ? nullptr
                                            : "write the PIN's Argon2id hash as libsodium makes it, or \"pin\"";
  }
  return nullptr;
}

// The text of the file: line numbers and the list of problems.
class Source {
 public:
  Source(std::string_view text, const Uuid& org, std::vector<FileProblem>& problems)
      : text_(text), org_(org), problems_(problems) {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
      breaks_.push_back(at);
    }
  }

  int line_at(std::size_t offset) const {
    return static_cast<int>(std::ranges::lower_bound(breaks_, offset) - breaks_.begin()) + 1;
  }
  FilePlace place(const Json& json, std::string path) const {
    return {line_at(static_cast<std::size_t>(json.raw.data() - text_.data())), std::move(path)};
  }
  void problem(const FilePlace& place, std::string what) {
    problems_.push_back({place.line, place.path, std::move(what)});
  }
  Uuid id_of(DocumentKind kind, const std::string& name) const { return domain::document_id(org_, kind, name); }

 private:
  std::string_view text_;
  Uuid org_;
  std::vector<FileProblem>& problems_;
  std::vector<std::size_t> breaks_;
};

// One object of the file. The visitor of document_members.h; end() tells about members that nobody asked for.
class ObjectReader {
 public:
  ObjectReader(Source& source, const Json& json, std::string path, FileDocument& out)
      : source_(source), json_(json), path_(std::move(path)), out_(out) {}

  void text(const char* name, std::string& value, const TextRule& rule) {
    if (rule.shape == TextShape::pin_hash) return pin(value, rule);
    const Json* const json = of_kind(name, Json::Kind::text, "a text in quotes", true);
    if (json != nullptr) take_text(*json, place(*json, name), value, rule);
  }
  void maybe_text(const char* name, std::optional<std::string>& value, const TextRule& rule) {
    const Json* const json = of_kind(name, Json::Kind::text, "a text in quotes", false);
    if (json != nullptr) take_text(*json, place(*json, name), value.emplace(), rule);
  }
  template <typename E, typename Words>
  void choice(const char* name, E& value, const Words& words) {
    const Json* const json = of_kind(name, Json::Kind::text, "a text in quotes", true);
    if (json == nullptr) return;
    std::string known;
    for (const auto& one : words) {
      if (json->text == one.word) return void(value = one.value);
      known += (known.empty() ? "\"" : ", \"") + std::string(one.word) + "\"";
    }
    problem(*json, name, "write one of " + known);
  }
  void flag(const char* name, bool& value) {
    value = true;
    const Json* const json = of_kind(name, Json::Kind::boolean, "true or false", false);
    if (json != nullptr) value = json->boolean;
  }
  void number(const char* name, std::int64_t& value, std::int64_t min, std::int64_t max) {
    std::optional<std::int64_t> read;
    take_number(name, read, min, max, true);
    value = read.value_or(min);
  }
  void maybe_number(const char* name, std::optional<std::int64_t>& value, std::int64_t min, std::int64_t max) {
    take_number(name, value, min, max, false);
  }
  void instant(const char* name, std::int64_t& ms) {
    const Json* const json = of_kind(name, Json::Kind::text, "a text in quotes", true);
    if (json == nullptr) return;
    const auto parsed = parse_timestamp(json->text);
    if (!parsed) problem(*json, name, "write a time with its offset, as \"2026-11-30T09:00+01:00\"");
    ms = parsed.value_or(0);
    instants_.push_back({ms, json});
  }
  void ref(const char* name, Uuid& id, DocumentKind kind) {
    const Json* const json = of_kind(name, Json::Kind::text, "an id in quotes", true);
    if (json != nullptr) id = take_ref(*json, name, kind);
  }
  void maybe_ref(const char* name, std::optional<Uuid>& id, DocumentKind kind) {
    const Json* const json = of_kind(name, Json::Kind::text, "an id in quotes", false);
    if (json != nullptr) id = take_ref(*json, name, kind);
  }
  void by_language(const char* name, domain::ByLanguage& texts, const TextRule& rule) {
    const Json* const object = of_kind(name, Json::Kind::object, "an object of texts, as {\"en\": \"Drop in\"}", true);
    if (object == nullptr) return;
    if (object->members.empty()) problem(*object, name, "has no text in any language");
    for (const auto& [language, json] : object->members) {
      const bool is_known = is_language(language);
      const FilePlace where = place(json, std::string(name) + "." + (is_known ? language : "(unknown)"));
      if (!is_known) source_.problem(where, "write a language as \"en\" or \"de\"");
      if (!json.is(Json::Kind::text)) {
        source_.problem(where, "write a text in quotes");
      } else {
        take_text(json, where, texts[language], rule);
      }
    }
  }
  void languages(const char* name, std::vector<std::string>& all) {
    const Json* const array = of_kind(name, Json::Kind::array, "a list, as [\"en\", \"de\"]", false);
    if (array == nullptr) return;
    for (const Json& one : array->items) {
      if (!one.is(Json::Kind::text) || !is_language(one.text)) {
        problem(one, name, "write a language as \"en\" or \"de\"");
      } else {
        all.push_back(one.text);
      }
    }
  }
  template <typename T>
  void list(const char* name, std::vector<T>& items) {
    const Json* const array = of_kind(name, Json::Kind::array, "a list", false);
    if (array == nullptr) return;
    if (array->items.size() > kListMax) return problem(*array, name, "has more than 1000 items");
    for (std::size_t i = 0; i < array->items.size(); ++i) {
      const Json& item = array->items[i];
      const std::string path = path_ + "." + name + "[" + std::to_string(i) + "]";
      if (!item.is(Json::Kind::object)) {
        source_.problem(source_.place(item, path), "write an object in braces");
        continue;
      }
      ObjectReader inner(source_, item, path, out_);
      members(inner, items.emplace_back());
      inner.end();
    }
  }

  // The name under which others refer to it.
  std::string id() {
    const Json* const json = of_kind("id", Json::Kind::text, "a text in quotes", true);
    if (json == nullptr) return {};
    if (json->text.size() > kIdBytesMax || !has_only(json->text, kIdLetters)) {
      problem(*json, "id", "write 1 to 100 letters, digits and - _ . @ : without spaces");
      return {};
    }
    return json->text;
  }

  void end() {
    if (instants_.size() == 2 && instants_[0].first >= instants_[1].first) {
      problem(*instants_[1].second, "ends", "has to be later than its start");
    }
    for (const auto& [name, json] : json_.members) {
      if (known_.contains(name)) continue;
      std::string words;
      for (const std::string& one : known_) words += (words.empty() ? "" : ", ") + one;
      const std::string shown = is_word(name) ? name : "(unknown)";
      problem(json, shown.c_str(), "there is no such member; those here are " + words);
    }
  }

 private:
  FilePlace place(const Json& json, const std::string& name) const { return source_.place(json, path_ + "." + name); }
  void problem(const Json& json, const char* name, std::string what) {
    source_.problem(place(json, name), std::move(what));
  }

  const Json* of_kind(const char* name, Json::Kind kind, const char* shape, bool is_required) {
    known_.insert(name);
    const Json* const json = json_.find(name);
    if (json == nullptr) {
      if (is_required) problem(json_, name, "is missing; write " + std::string(shape));
      return nullptr;
    }
    if (json->is(kind)) return json;
    problem(*json, name, "write " + std::string(shape));
    return nullptr;
  }

  void take_text(const Json& json, const FilePlace& where, std::string& value, const TextRule& rule) {
    if (const char* const what = refusal(json.text, rule); what != nullptr) return source_.problem(where, what);
    value = rule.shape == TextShape::lines ? json.text : trimmed(json.text);
    if (rule.shape == TextShape::code) out_.codes.emplace_back(where, value);
  }

  void take_number(const char* name, std::optional<std::int64_t>& value, std::int64_t min, std::int64_t max,
                   bool is_required) {
    const std::string shape = "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
    const Json* const json = of_kind(name, Json::Kind::integer, shape.c_str(), is_required);
    if (json == nullptr) return;
    if (json->integer < min || json->integer > max) return problem(*json, name, "write " + shape);
    value = json->integer;
  }

  Uuid take_ref(const Json& json, const char* name, DocumentKind kind) {
    const Uuid id = source_.id_of(kind, json.text);
    out_.references.emplace_back(place(json, name), DocumentReference{kind, id});
    return id;
  }

  void pin(std::string& hash, const TextRule& rule) {
    const Json* const plain = of_kind("pin", Json::Kind::text, "the digits in quotes", false);
    const Json* const hashed = of_kind("pin_hash", Json::Kind::text, "a text in quotes", false);
    if (plain != nullptr && hashed != nullptr) return problem(*plain, "pin", "write either pin or pin_hash");
    if (plain == nullptr && hashed == nullptr) {
      if (json_.find("pin") == nullptr && json_.find("pin_hash") == nullptr) {
        problem(json_, "pin", "is missing; write 4 to 8 digits in quotes, or pin_hash");
      }
      return;
    }
    if (hashed != nullptr) return take_text(*hashed, place(*hashed, "pin_hash"), hash, rule);
    if (!is_pin(plain->text)) return problem(*plain, "pin", "write 4 to 8 digits in quotes");
    out_.pin = plain->text;
  }

  Source& source_;
  const Json& json_;
  std::string path_;
  FileDocument& out_;
  std::set<std::string, std::less<>> known_;
  std::vector<std::pair<std::int64_t, const Json*>> instants_;
};

class FileReader {
 public:
  FileReader(Source& source, OrganisationFile& file) : source_(source), file_(file) {}

  void read(const Json& root) {
    if (!root.is(Json::Kind::object)) {
      return source_.problem(source_.place(root, ""), "write one object in braces with sections such as \"hosts\"");
    }
    for (const auto& [name, json] : root.members) {
      const auto section = std::ranges::find(kSections, name, &Section::name);
      if (section == std::end(kSections)) {
        std::string words;
        for (const Section& one : kSections) words += (words.empty() ? "" : ", ") + std::string(one.name);
        source_.problem(source_.place(json, is_word(name) ? name : "(unknown)"),
                        "there is no such section; those of a file are " + words);
        continue;
      }
      file_.sections.emplace(section->kind, source_.place(json, section->name));
      read_section(*section, json);
    }
    check_codes();
  }

 private:
  void read_section(const Section& section, const Json& json) {
    if (section.kind == DocumentKind::settings) return read_document(section, json, section.name);
    if (!json.is(Json::Kind::array)) return source_.problem(source_.place(json, section.name), "write a list");
    for (std::size_t i = 0; i < json.items.size(); ++i) {
      read_document(section, json.items[i], std::string(section.name) + "[" + std::to_string(i) + "]");
    }
  }

  void read_document(const Section& section, const Json& json, const std::string& path) {
    FileDocument document;
    document.place = source_.place(json, path);
    if (!json.is(Json::Kind::object)) return source_.problem(document.place, "write an object in braces");
    document.body = domain::body_of(section.kind);
    ObjectReader reader(source_, json, path, document);
    document.name = section.kind == DocumentKind::settings ? section.name : reader.id();
    std::visit([&](auto& body) { members(reader, body); }, document.body);
    reader.end();
    document.id = source_.id_of(section.kind, document.name);
    if (!document.name.empty() && !ids_.insert(document.id).second) {
      source_.problem({document.place.line, path + ".id"}, "this id stands in the section twice");
    }
    if (to_json(document.body, Audience::centre).size() > kDocumentBytesMax) {
      source_.problem(document.place, "is larger than 128 KiB; split it");
    }
    file_.documents.push_back(std::move(document));
  }

  // A typed code means one thing.
  void check_codes() {
    std::map<std::string, FilePlace> seen;
    for (const FileDocument& document : file_.documents) {
      for (const auto& [place, code] : document.codes) {
        const auto [first, is_new] = seen.emplace(code, place);
        if (!is_new) source_.problem(place, "the same code stands at " + first->second.path);
      }
    }
  }

  Source& source_;
  OrganisationFile& file_;
  std::set<Uuid> ids_;
};

}  // namespace

OrganisationFile parse_organisation_file(std::string_view text, const Uuid& org) {
  OrganisationFile file;
  Source source(text, org, file.problems);
  std::size_t stopped_at = 0;
  auto tree = read_json(text, kOrganisationFileBytesMax, kDepthMax, stopped_at);
  if (!tree) {
    file.problems.push_back({source.line_at(stopped_at), "", tree.error().detail});
    return file;
  }
  FileReader(source, file).read(*tree);
  std::ranges::stable_sort(file.problems, {}, &FileProblem::line);
  return file;
}

const char* section_name(DocumentKind kind) { return std::ranges::find(kSections, kind, &Section::kind)->name; }

std::string to_text(const FileProblem& problem) {
  return "line " + std::to_string(problem.line) + ": " + (problem.path.empty() ? "" : problem.path + ": ") +
         problem.what;
}

}  // namespace foyer::wire
