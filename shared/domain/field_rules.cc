#include "shared/domain/field_rules.h"

#include <algorithm>
#include <utility>

#include "shared/base/text.h"

namespace foyer::domain {
namespace {

Error violation(std::string_view field, std::string_view rule) {
  return Error{Fault::invalid, std::string(field) + ": " + std::string(rule)};
}

Result<void> check_writes(const FieldWrites& writes) {
  if (writes.set.size() + writes.clear.size() > kFieldsMax) return violation("fields", "too many");
  for (const auto& [name, text] : writes.set) {
    if (name.empty() || name.size() > kFieldNameBytesMax || !is_valid_utf8(name)) {
      return violation("fields", "a field's name is not acceptable");
    }
    if (auto fine = check_field(name, text); !fine) return fine;
  }
  for (const auto& name : writes.clear) {
    if (name.empty() || name.size() > kFieldNameBytesMax || !is_valid_utf8(name)) {
      return violation("fields", "a field's name is not acceptable");
    }
  }
  return {};
}

Result<void> check_optional(std::string_view field, const std::optional<std::string>& text) {
  return text ? check_field(field, *text) : Result<void>();
}

Result<void> check_person(const std::optional<std::string>& email, const FieldWrites& fields) {
  if (auto fine = check_optional("email", email); !fine) return fine;
  return check_writes(fields);
}

Result<void> check_word(std::string_view name, std::string_view word) {
  if (word.empty() || word.size() > kWordBytesMax || !is_plain_line(word)) return violation(name, "not a word");
  return {};
}

Result<void> check_declared(const std::optional<std::string>& email, std::string_view kind, std::string_view wording) {
  if (auto fine = check_optional("email", email); !fine) return fine;
  if (auto fine = check_word("kind", kind); !fine) return fine;
  return check_word("wording", wording);
}

struct Checker {
  Result<void> operator()(const CheckIn& body) const {
    if (auto fine = check_person(body.email, body.fields); !fine) return fine;
    return check_optional("host", body.visit.host);
  }
  Result<void> operator()(const ContactEdit& body) const { return check_person(body.email, body.fields); }
  Result<void> operator()(const CheckOut& body) const {
    if (!body.visit_id && !body.email) return violation("check_out", "names neither a visit nor an email");
    return check_optional("email", body.email);
  }
  Result<void> operator()(const VoidVisit&) const { return {}; }
  Result<void> operator()(const Reopen&) const { return {}; }
  Result<void> operator()(const Consent& body) const { return check_declared(body.email, body.kind, body.wording); }
  Result<void> operator()(const Agreement& body) const {
    if (auto fine = check_declared(body.email, body.kind, body.wording); !fine) return fine;
    const bool is_hash = body.signature.size() == kSignatureDigits &&
                         body.signature.find_first_not_of("0123456789abcdef") == std::string::npos;
    return body.signature.empty() || is_hash ? Result<void>() : violation("signature", "not a hash");
  }
  Result<void> operator()(const UnknownBody&) const { return {}; }
};

void canonicalise(std::optional<std::string>& text) {
  if (!text) return;
  *text = trimmed(*text);
  if (text->empty()) text.reset();
}

template <typename Body>
void canonicalise_declared(Body& body) {
  canonicalise(body.email);
  body.kind = trimmed(body.kind);
  body.wording = trimmed(body.wording);
}

struct Canonicaliser {
  void operator()(CheckIn& body) const {
    canonicalise(body.email);
    body.fields = canonical(std::move(body.fields));
    canonicalise(body.visit.host);
  }
  void operator()(ContactEdit& body) const {
    canonicalise(body.email);
    body.fields = canonical(std::move(body.fields));
  }
  void operator()(CheckOut& body) const { canonicalise(body.email); }
  void operator()(VoidVisit&) const {}
  void operator()(Reopen&) const {}
  void operator()(Consent& body) const { canonicalise_declared(body); }
  void operator()(Agreement& body) const { canonicalise_declared(body); }
  void operator()(UnknownBody&) const {}
};

}  // namespace

const FieldRule& field_rule(std::string_view field) {
  for (const FieldRule& rule : kFieldRules) {
    if (field == rule.name) return rule;
  }
  return kUnknownFieldRule;
}

Result<void> check_field(std::string_view field, std::string_view text) {
  const FieldRule& rule = field_rule(field);
  const std::string_view name = *rule.name == '\0' ? std::string_view("field") : std::string_view(rule.name);
  if (text.size() > rule.bytes_max) return violation(name, "too long");
  const auto points = decode_utf8(text);
  if (!points) return violation(name, "not valid UTF-8");
  for (const char32_t c : *points) {
    if (is_control(c) && !(c == '\n' && name == "address")) return violation(name, "has a control character");
  }
  if (grapheme_count(text) > rule.characters_max) return violation(name, "too long");
  return {};
}

Result<void> check_op(const Op& op) { return std::visit(Checker{}, op.body); }

FieldWrites canonical(FieldWrites writes) {
  Fields kept;
  for (const auto& [name, text] : writes.set) {
    std::string value = trimmed(text);
    if (!value.empty()) kept.emplace(name, std::move(value));
  }
  for (const auto& [name, text] : kept) writes.clear.erase(name);
  writes.set = std::move(kept);
  return writes;
}

FieldWrites canonical(FieldWrites writes, const Fields& shown) {
  writes = canonical(std::move(writes));
  std::erase_if(writes.set, [&shown](const auto& write) {
    const auto found = shown.find(write.first);
    return found != shown.end() && collapsed(found->second) == collapsed(write.second);
  });
  return writes;
}

Op canonical(Op op) {
  std::visit(Canonicaliser{}, op.body);
  return op;
}

// Words of letters and digits, folded.
std::set<std::string> name_words(std::string_view name) {
  std::set<std::string> words;
  std::string word;
  const auto points = decode_utf8(folded(name));
  if (!points) return words;
  for (const char32_t c : *points) {
    const bool separates = is_white_space(c) || is_invisible(c) || is_control(c) ||
                           (c < 0x80 && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z'));
    if (!separates) {
      word += encode_utf8(c);
      continue;
    }
    if (!word.empty()) words.insert(std::exchange(word, {}));
  }
  if (!word.empty()) words.insert(word);
  return words;
}

bool have_common_word(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&b](const auto& word) { return b.contains(word); });
}

bool names_disagree(std::string_view a, std::string_view b) {
  const auto left = name_words(a);
  const auto right = name_words(b);
  return !left.empty() && !right.empty() && !have_common_word(left, right);
}

}  // namespace foyer::domain
