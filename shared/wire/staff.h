// What staff ask of the centre about contacts, and its answers (/v1/staff/contacts/…):
//   correct-email {"act":UUID,"email":TEXT,"old":TEXT?}      old: which of its addresses; else the one that is shown
//   merge         {"act":UUID,"with":UUID,"primary":UUID?}   primary: the one whose address is shown
//   unmerge       {"act":UUID,"merge":UUID?}                 merge: the act to take back; else the last one
//   erase         {"act":UUID}
//   edit          {"act":UUID,"set":{NAME:TEXT,…}?,"clear":[NAME,…]?}   a value stays until staff change it; a name
//   that
//                 is cleared is the visitors' again
//   settle        {"act":UUID,"decision":WORD,"seq":N?}      of reviews/{id}; seq: the item as it was seen
//   find          {"email":TEXT}
//   confirm-removal (/v1/staff/tablets/{id}/…)  {"act":UUID,"contacts":N}   N: as the list of tablets says it
// `act` is made by the caller: the same request again is answered again and changes nothing. Answers:
//   to an act     {"ok":true,"act":UUID,"root":UUID,"cut":UUID?,"seq":N}
//   find          {"contacts":[CONTACT,…]}
//   history       {"writes":[{"id":OP OR ACT,"cid":UUID,"at":MS,"by":UUID|null,"fields":{REGISTER:TEXT|null,…}},…],
//                  "older":N}   the latest first; "staff:NAME" is what staff wrote, "email:KEY" an address as typed;
//                  null: cleared; older: how many more there are
//   reviews       {"reviews":[FEED ROW OF KIND review,…],"more":BOOL}   open ones in seq order; ?after=SEQ&limit=N
//   CONTACT       {"root":UUID,"cids":[UUID,…],"email":TEXT|null,"email_keys":[TEXT,…],"fields":{…},"visits":N,
//                  "created_at":MS,
//                  "consents":[{"kind":WORD,"given":BOOL,"wording":TEXT,"at":MS,"time_quality":WORD},…],
//                  "agreements":[{"kind":WORD,"wording":TEXT,"signature":HASH|null,"at":MS,"time_quality":WORD},…]}
//                 consents: what holds now of each kind; agreements: all of them, the oldest first
// Values and pure functions; any thread; no input makes them throw. Fault::invalid names the member, never a value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/wire/rows.h"

namespace foyer::wire {

struct CorrectEmailRequest {
  Uuid act;
  std::string email;
  std::optional<std::string> old;
};
struct MergeRequest {
  Uuid act;
  Uuid with;
  std::optional<Uuid> primary;
};
struct UnmergeRequest {
  Uuid act;
  std::optional<Uuid> merge;
};
struct EditRequest {
  Uuid act;
  domain::FieldWrites fields;
};
struct SettleRequest {
  Uuid act;
  std::string decision;
  std::optional<std::int64_t> seq;
};
struct EraseRequest {
  Uuid act;
};

Result<CorrectEmailRequest> parse_correct_email(std::string_view json);
Result<MergeRequest> parse_merge(std::string_view json);
Result<UnmergeRequest> parse_unmerge(std::string_view json);
Result<EditRequest> parse_edit(std::string_view json);
Result<SettleRequest> parse_settle(std::string_view json);
Result<EraseRequest> parse_erase(std::string_view json);
struct ConfirmRemovalRequest {
  Uuid act;
  std::int64_t contacts = 0;
};
Result<ConfirmRemovalRequest> parse_confirm_removal(std::string_view json);
Result<std::string> parse_find(std::string_view json);

struct ActReply {
  Uuid act;
  Uuid root;
  std::optional<Uuid> cut;
  std::int64_t seq = 0;
};
std::string to_json(const ActReply& reply);

// What a person said yes or no to, or signed.
struct Declared {
  std::string kind;
  bool given = true;
  std::string wording;
  std::optional<std::string> signature;
  std::int64_t at = 0;
  domain::TimeQuality time_quality = domain::TimeQuality::exact;
};

struct ContactDetail {
  ContactRow row;
  std::vector<Uuid> cids;
  std::vector<std::string> email_keys;
  std::vector<Declared> consents;
  std::vector<Declared> agreements;
};
std::string to_json(const ContactDetail& contact);

}  // namespace foyer::wire
