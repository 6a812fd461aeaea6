// What a person may type into each field, and the reasons for the limits. The same rules run on the tablet (before the
// form is left), at the centre (again, on every op) and in importers. Pure; any thread; never fails on hostile bytes.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/domain/op.h"

namespace foyer::domain {

// One line of text at most: nothing that a person types in one field is longer than this in characters or bytes.
struct FieldRule {
  const char* name;            // as in Fields, or "host" and "email"
  std::size_t characters_max;  // as a person counts them (extended grapheme clusters)
  std::size_t bytes_max;       // UTF-8; keeps a row small when every character carries combining marks
};

inline constexpr FieldRule kFieldRules[] = {
    {"name", 200, 1024},     // the longest registered names are near 200 characters
    {"email", 254, 254},     // RFC 5321 4.5.3.1.3: 256 octets with the angle brackets
    {"phone", 40, 160},      // E.164 has 15 digits; the rest is for separators and an extension
    {"company", 200, 1024},  // as a name
    {"address", 500, 2048},  // five lines of a hundred
    {"host", 200, 1024},     // a typed name until hosts are synced
};
// For fields that this version does not know.
inline constexpr FieldRule kUnknownFieldRule = {"", 1000, 4096};
inline constexpr std::size_t kFieldNameBytesMax = 64;  // names of fields are words, not text
inline constexpr std::size_t kWordBytesMax = 64;       // what is consented to, the version of a text
inline constexpr std::size_t kSignatureDigits = 64;    // SHA-256
inline constexpr std::size_t kFieldsMax = 64;          // fields in one op; a form has five

const FieldRule& field_rule(std::string_view field);

// Fault::invalid when the text is not valid UTF-8, holds a control character (NUL included; line breaks are allowed in
// "address" only) or is longer than the rule; `detail` names the field and the rule, never the text.
Result<void> check_field(std::string_view field, std::string_view text);

// check_field() for every text of the op (emails by length and bytes only: parse_email() judges them), names of fields
// and their number. The first violation is returned.
Result<void> check_op(const Op& op);

// The op as it is stored and sent: texts without white space and invisible characters at the ends and otherwise as
// typed, empty sets dropped, a field that is both set and cleared is set, an empty email or host absent.
// canonical(canonical(op)) equals canonical(op). Texts that are not valid UTF-8 stay as they are; check_op() refuses
// them.
Op canonical(Op op);
FieldWrites canonical(FieldWrites writes);
// The same, and a set that equals what the form showed (after collapsed()) is no write either.
FieldWrites canonical(FieldWrites writes, const Fields& shown);

// The words of a name after case and accent folding, each once.
std::set<std::string> name_words(std::string_view name);
bool have_common_word(const std::set<std::string>& a, const std::set<std::string>& b);
// Rule I-05: no word in common after case and accent folding. An empty name agrees with every name.
bool names_disagree(std::string_view a, std::string_view b);

// The words of `type`, as in JSON and database.
inline constexpr std::string_view kCheckIn = "check_in";
inline constexpr std::string_view kContactEdit = "contact_edit";
inline constexpr std::string_view kCheckOut = "check_out";
inline constexpr std::string_view kVoid = "void";
inline constexpr std::string_view kReopen = "reopen";
inline constexpr std::string_view kConsent = "consent";
inline constexpr std::string_view kAgreement = "agreement";

// Ops of the known types, version 1. `chain` is the cid, the visit's chain, or the op's own id for a check-out.
Op make_check_in(const Uuid& id, const Instant& at, CheckIn body);
Op make_contact_edit(const Uuid& id, const Instant& at, ContactEdit body);
Op make_check_out(const Uuid& id, const Instant& at, CheckOut body);
Op make_void(const Uuid& id, const Uuid& chain, const Instant& at, VoidVisit body);
Op make_reopen(const Uuid& id, const Uuid& chain, const Instant& at, Reopen body);
Op make_consent(const Uuid& id, const Instant& at, Consent body);
Op make_agreement(const Uuid& id, const Instant& at, Agreement body);

}  // namespace foyer::domain
