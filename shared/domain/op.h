// An op: what was done on a tablet, once, under an id minted when its form opened. Ops are what tablets push and the
// only thing that changes the centre from a tablet; the centre's answer never edits one. A repeat of an id changes
// nothing. The catalogue's words (type) are the same in code, JSON and database; types that this version does not know
// are kept verbatim as UnknownBody, so that an older program never drops what a newer one wrote. Values; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/domain/visit.h"

namespace foyer::domain {

// Field name -> text. The name register is written whole: "name" is its `full` text (people write one name; given and
// family names are staff's). Known fields: name, company, phone, address. Unknown names are kept verbatim.
using Fields = std::map<std::string, std::string>;

// What one form wrote. An empty text is no write (rule I-04); only `clear` clears.
struct FieldWrites {
  Fields set;
  std::set<std::string> clear;

  bool operator==(const FieldWrites&) const = default;
};

struct CheckIn {
  Uuid cid;                          // provisional contact id minted by the tablet; the centre may alias it to another
  std::optional<std::string> email;  // as typed
  FieldWrites fields;
  std::optional<std::int64_t> seen_seq;  // what the tablet had applied when the form was shown
  VisitDraft visit;

  bool operator==(const CheckIn&) const = default;
};

// Leave contacts is one of these without a visit.
struct ContactEdit {
  Uuid cid;
  std::optional<std::string> email;
  FieldWrites fields;
  std::optional<std::int64_t> seen_seq;

  bool operator==(const ContactEdit&) const = default;
};

// By visit or by email (a tablet may not know the visit). With an email it closes every visit of that contact at the
// site whose stamp is not later than its own, those that arrive later included (rule I-08).
struct CheckOut {
  std::optional<Uuid> visit_id;
  std::optional<std::string> email;

  bool operator==(const CheckOut&) const = default;
};

// "That is not me": takes one check-in back.
struct VoidVisit {
  Uuid visit_id;

  bool operator==(const VoidVisit&) const = default;
};

// Takes one check-out back, for one visit.
struct Reopen {
  Uuid visit_id;
  Uuid check_out;  // the op

  bool operator==(const Reopen&) const = default;
};

// A person says yes or takes it back. `kind` is a word ("marketing"), `wording` the version of the text that was shown.
struct Consent {
  Uuid cid;
  std::optional<std::string> email;  // as typed
  std::string kind;
  bool given = false;
  std::string wording;

  bool operator==(const Consent&) const = default;
};

// A person signed something ("nda", "house_rules"), which nobody takes back.
struct Agreement {
  Uuid cid;
  std::optional<std::string> email;  // as typed
  std::string kind;
  std::string wording;
  std::string signature;  // SHA-256 of the picture of it as 64 hexadecimal digits; empty: only a tap

  bool operator==(const Agreement&) const = default;
};

// A type this version does not know: its body as JSON text, kept byte for byte.
struct UnknownBody {
  std::string json;

  bool operator==(const UnknownBody&) const = default;
};

using OpBody = std::variant<CheckIn, ContactEdit, CheckOut, VoidVisit, UnknownBody, Reopen, Consent, Agreement>;

struct Op {
  Uuid id;
  Uuid chain;        // ops of one chain are applied in order; the cid for ops about a contact
  std::string type;  // check_in, contact_edit, check_out, void, reopen, consent, agreement; or an unknown word
  int v = 1;
  Instant at;  // when it was captured, by the tablet's own clocks; the centre turns it into a stamp
  OpBody body;

  bool operator==(const Op&) const = default;
};

// Of an op about one person: under which id, with which address, and what it writes (null: nothing).
struct AboutPerson {
  const Uuid* cid = nullptr;
  const std::optional<std::string>* email = nullptr;
  const FieldWrites* fields = nullptr;
};
// Points into the body.
std::optional<AboutPerson> about_person(const OpBody& body);

}  // namespace foyer::domain
