// What the centre's feed carries: the latest state of one entity under its seq.
//   {"k":KIND,"id":UUID,"seq":N,"d":{…}}
//   contact  {"email":TEXT|null,"email_key":TEXT|null,"fields":{"name":{"full":TEXT},"company":TEXT,…},"visits":N,
//             "created_at":MS}                                                        id = the contact's root
//   alias    {"root":UUID}                                        id = the cid that became part of it
//   visit {"contact":ROOT|null,"reason":WORD,"host":TEXT|null,"kiosk":TEXT,"checked_in_at":MS,"checked_out_at":MS|null,
//             "time_quality":WORD,"voided":BOOL,"host_id":UUID,"host_told":"none"|"waiting"|"sent"|"failed"}
//             host_id is missing when the host is only a typed name
//   review   {"kind":WORD,"state":"open"|"settled"|"withdrawn","contact":ROOT|null,"since":MS,"detail":{…}|null,
//             "decision":TEXT|null,"settled_at":MS|null}       detail: of an open one; sync/server/core/review.h
//   erased   {"cids":[UUID,…],"stamp":N}    id = root; the members with it; what was stamped from N on is somebody
//   else's
// A FeedRow's `d` is the row's text byte for byte, which is what a tablet stores: what this version does not know (a
// kind, a member) is not lost. The typed rows hold what it knows; unknown members and field values that are not text
// are skipped. Values and pure functions; any thread; no input makes them throw.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/op.h"
#include "shared/domain/visit.h"

namespace foyer::wire {

inline constexpr std::string_view kContactKind = "contact";
inline constexpr std::string_view kAliasKind = "alias";
inline constexpr std::string_view kVisitKind = "visit";
inline constexpr std::string_view kErasedKind = "erased";
inline constexpr std::string_view kReviewKind = "review";

inline constexpr std::size_t kRowBytesMax = std::size_t{256} * 1024;  // of one row's `d`

struct FeedRow {
  std::string kind;
  std::string id;
  std::int64_t seq = 0;
  std::string d;  // JSON text; empty when absent

  bool operator==(const FeedRow&) const = default;
};

struct ContactRow {
  Uuid root;
  std::optional<std::string> email;
  std::optional<std::string> email_key;
  domain::Fields fields;
  std::int64_t visits = 0;
  std::int64_t created_at = 0;

  bool operator==(const ContactRow&) const = default;
};

struct AliasRow {
  Uuid cid;
  Uuid root;

  bool operator==(const AliasRow&) const = default;
};

struct VisitRow {
  Uuid id;
  std::optional<Uuid> contact;
  domain::Reason reason = domain::Reason::drop_in;
  std::optional<std::string> host;
  std::string kiosk;
  std::int64_t checked_in_at = 0;
  std::optional<std::int64_t> checked_out_at;
  domain::TimeQuality time_quality = domain::TimeQuality::exact;
  bool voided = false;
  std::optional<Uuid> host_id;
  domain::HostTold host_told = domain::HostTold::none;

  bool operator==(const VisitRow&) const = default;
};

// What staff are asked to look at. The words are the centre's.
struct ReviewRow {
  Uuid id;
  std::string kind;
  std::string state;
  std::optional<Uuid> contact;
  std::int64_t since = 0;
  std::string detail;  // one JSON object; empty: none
  std::optional<std::string> decision;
  std::optional<std::int64_t> settled_at;

  bool operator==(const ReviewRow&) const = default;
};

struct ErasedRow {
  Uuid root;
  std::vector<Uuid> cids;
  std::optional<std::int64_t> stamp = std::nullopt;

  bool operator==(const ErasedRow&) const = default;
};

FeedRow to_row(const ContactRow& row, std::int64_t seq);
FeedRow to_row(const AliasRow& row, std::int64_t seq);
FeedRow to_row(const VisitRow& row, std::int64_t seq);
FeedRow to_row(const ErasedRow& row, std::int64_t seq);
FeedRow to_row(const ReviewRow& row, std::int64_t seq);

// Fault::invalid for a row of another kind or with wrong types; `detail` names the member.
Result<ContactRow> parse_contact_row(const FeedRow& row);
Result<AliasRow> parse_alias_row(const FeedRow& row);
Result<VisitRow> parse_visit_row(const FeedRow& row);
Result<ErasedRow> parse_erased_row(const FeedRow& row);

// Fields as the JSON object of rows and ops ({"name":{"full":…},…}).
std::string fields_to_json(const domain::Fields& fields);
Result<domain::Fields> parse_fields(std::string_view json);

}  // namespace foyer::wire
