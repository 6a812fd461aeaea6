// What the centre remembers, as plain values: one struct for each table (sync/server/sqlite/schema.sql names the
// columns). reconcile() reads them from a Snapshot and writes them into Changes; a ServerStore moves them to and from
// disk. Values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/domain/organisation.h"
#include "shared/domain/removal.h"
#include "shared/domain/visit.h"

namespace foyer::server {

// A point in the organisation's one order of writes: 48 bits of milliseconds since 1970, 16 bits of counter (stamps.h).
using Stamp = std::int64_t;
inline constexpr Stamp kStampMin = std::numeric_limits<Stamp>::min();
inline constexpr Stamp kStampMax = std::numeric_limits<Stamp>::max();

// A keyed hash of 32 bytes.
using Mac = std::array<std::uint8_t, 32>;

// The one row that a write transaction takes first: it is the lock and the order.
struct OrgHead {
  std::int64_t seq = 0;         // of the last row of the feed
  Stamp hlc = 0;                // no stamp is above it
  std::int64_t min_seq = 0;     // older cursors have to start anew
  std::int64_t backup_seq = 0;  // everything up to here is in a verified backup; save_head() leaves it alone
};

// One contact id that some tablet made. Ids whose `root` is the same are one contact. `parent` is how it became so
// (null: it stands for itself); `root` follows from the parents and is kept so that looking one up is one step.
struct Node {
  Uuid cid;
  std::optional<Uuid> parent;
  Uuid root;
  std::optional<Stamp> erased_at;  // of a root: the person was erased then
  Uuid erase_id;                   // of that erasure
  Stamp born = 0;
  std::int64_t created_seq = 0;

  bool operator==(const Node&) const = default;
};

enum class RegisterKind { set, clear };

// The last write of one field. Order: (stamp, op_id); `merge_register` in registers.h is the only comparison.
struct FieldValue {
  RegisterKind kind = RegisterKind::set;
  std::string value;
  Stamp stamp = 0;
  Uuid op_id;

  bool operator==(const FieldValue&) const = default;
};

// Kept under the cid that wrote it until the person is erased, so that joining two contacts rewrites nothing and can be
// undone.
struct Register {
  Uuid cid;
  std::string field;
  FieldValue value;
};

// Who owned an email key from `from` (included) to `to` (excluded). At most one interval of a key is open (to =
// kStampMax).
struct EmailOwner {
  std::string email_key;
  Uuid cid;
  Uuid root;  // of cid, kept as in Node
  Stamp from = kStampMin;
  Stamp to = kStampMax;
  Stamp primary_at = 0;  // when staff made it the address to write to; of a contact's open keys the latest is shown

  bool is_open() const { return to == kStampMax; }
  bool operator==(const EmailOwner&) const = default;
};

// An interval whose owner was erased. The key itself is gone; its keyed hash tells late ops apart.
struct ErasedKey {
  Mac key_mac{};
  Stamp from = kStampMin;
  Stamp to = kStampMax;
  Stamp erased_at = 0;
  Uuid erase_id;
  Uuid root;

  bool operator==(const ErasedKey&) const = default;
};

// The register that holds one address as it was last typed is named "email:" and its key, so that a contact with two
// addresses has both. Earlier versions had one of the bare name. No op may write a field by such a name.
inline constexpr std::string_view kEmailPrefix = "email:";
inline constexpr const char* kEmailField = "email";

// What staff wrote in a field stands in a register of its own, "staff:" and the field's name. While it holds a value it
// is what everyone is shown (rule I-07); what visitors write meanwhile is kept beside it.
inline constexpr std::string_view kStaffFieldPrefix = "staff:";

// Holds when staff last said that the names written under one address are all right (rule I-05).
inline constexpr std::string_view kSettledName = "settled:name";

// What one op or act of staff wrote to one contact id, whether or not it won: a line of contact_history. Goes with the
// person.
struct Writing {
  Uuid cid;
  Stamp stamp = 0;
  Uuid op_id;
  std::optional<Uuid> by;                                    // the tablet, or the token of staff; nothing: not known
  std::map<std::string, std::optional<std::string>> fields;  // by register; nothing: cleared

  bool operator==(const Writing&) const = default;
};

// A contact as everyone sees it: the maximum of its members' registers. Derived, and rebuilt from them when in doubt.
struct ContactView {
  Uuid root;
  std::string email_key;  // empty: none
  std::map<std::string, FieldValue> fields;
  std::int64_t visits = 0;
  std::int64_t created_ms = 0;

  bool operator==(const ContactView&) const = default;
};

// One visit. Everything but `root` and the closing and voiding facts is written once and never changes.
struct Visit {
  Uuid id;
  std::optional<Uuid> cid;   // as the op said; null for a person who was erased
  std::optional<Uuid> root;  // derived, as in Node
  std::string email_key;     // of the op; empty: none
  Uuid device;
  std::string site;
  domain::Reason reason = domain::Reason::drop_in;
  std::optional<std::string> host;  // as typed
  std::optional<Uuid> host_id;
  domain::HostTold host_told = domain::HostTold::none;  // of its row in host_mail
  std::optional<Uuid> pass;
  std::string snapshot;  // what was typed at this visit, as one JSON object; null for a person who was erased
  Uuid op_id;
  Stamp stamp = 0;
  std::int64_t occurred_ms = 0;
  domain::TimeQuality quality = domain::TimeQuality::exact;
  Stamp closed_stamp = kStampMax;  // kStampMax: still open
  Uuid closed_by;
  std::int64_t closed_ms = 0;
  std::optional<Uuid> voided_by;

  bool is_open() const { return closed_stamp == kStampMax; }
  bool operator==(const Visit&) const = default;
};

enum class VisitFactKind { check_out, check_out_email, void_visit, reopen };

// The message to the host of one visit (host_mail.h). The numbers are stored.
enum class MailState { waiting, sent, failed, too_old, dropped };
struct HostMail {
  Uuid visit_id;
  Uuid host_id;
  std::int64_t received_ms = 0;  // when the visit arrived here
  MailState state = MailState::waiting;
  std::int64_t attempts = 0;
  std::int64_t next_try_ms = 0;
  std::int64_t smtp_code = 0;  // the mail server's last answer
  std::int64_t done_ms = 0;    // when it was sent or given up; 0: not yet

  bool operator==(const HostMail&) const = default;
};

// What was said about a visit, kept because the visit itself may arrive later (rule I-08).
struct VisitFact {
  Uuid op_id;
  VisitFactKind kind = VisitFactKind::check_out;
  std::optional<Uuid> visit_id;
  std::optional<Uuid> takes_back;  // of a reopen: the check-out
  std::string email_key;
  std::string site;
  Stamp stamp = 0;
  std::int64_t occurred_ms = 0;

  bool operator==(const VisitFact&) const = default;
};

// The memory of one op: what makes a repeat change nothing and gives it the same stamp.
struct Receipt {
  Uuid op_id;
  Uuid device;
  Mac body_mac{};
  Stamp stamp = 0;
  domain::TimeQuality quality = domain::TimeQuality::exact;
  bool anonymised = false;
  std::optional<Uuid> cid;  // whose root the answer names
  std::int64_t seq = 0;
  std::int64_t received_ms = 0;

  bool operator==(const Receipt&) const = default;
};

// The class of `loser` becomes part of `root`'s: its nodes, owners and visits follow, its view is gone.
struct Join {
  Uuid loser;   // a root
  Uuid parent;  // the member of root's class that it hangs under
  Uuid root;

  bool operator==(const Join&) const = default;
};

// The visits under `from` that were made as `cid` are `to`'s.
struct VisitMove {
  Uuid cid;
  Uuid from;
  Uuid to;

  bool operator==(const VisitMove&) const = default;
};

// How two contacts became one; an undone one stays, marked.
enum class MergeReason { staff_merge, email_correct, same_email };
struct MergeRecord {
  Uuid id;  // of the act or op that did it
  Uuid loser;
  Uuid winner;
  MergeReason reason = MergeReason::staff_merge;
  Uuid actor;  // the token of whoever did it; nil: a tablet's op
  std::int64_t at_ms = 0;
  std::optional<std::int64_t> undone_ms;

  bool operator==(const MergeRecord&) const = default;
};

// The memory of one act of staff, as Receipt is of an op. `answer` names ids only.
struct StaffActRecord {
  Uuid id;
  Mac body_mac{};
  Uuid actor;
  Stamp stamp = 0;
  std::int64_t at_ms = 0;
  std::string answer;

  bool operator==(const StaffActRecord&) const = default;
};

// What a person said yes or no to, or signed (declarations.h). The numbers are stored.
enum class DeclarationKind { consent, agreement };
struct Declaration {
  Uuid op_id;
  Uuid cid;
  DeclarationKind kind = DeclarationKind::consent;
  std::string about;  // the word of the op's body.kind
  bool given = true;  // false: a consent is taken back
  std::string wording;
  std::string signature;  // of an agreement; empty: none
  Stamp stamp = 0;
  domain::TimeQuality quality = domain::TimeQuality::exact;
  Uuid device;

  bool operator==(const Declaration&) const = default;
};

// Something that staff are asked to look at (review.h). The numbers are stored.
enum class ReviewKind { name_mismatch, suggestion, overdraft, staff_request };
enum class ReviewState { open, settled, withdrawn };
struct Review {
  Uuid id;
  ReviewKind kind = ReviewKind::suggestion;
  ReviewState state = ReviewState::open;
  std::optional<Uuid> contact;  // the root of whom it is about
  Uuid subject;                 // what the id is made from: a writing, a pass, an op
  std::int64_t since_ms = 0;    // when its cause happened
  std::string detail;           // one JSON object; empty unless it is open
  std::string decision;         // once it is settled, as the two below
  std::optional<Uuid> settled_by;
  std::int64_t settled_ms = 0;
  std::int64_t seq = 0;  // of its last change in the feed

  bool operator==(const Review&) const = default;
};

// What a store has to forget about one person, and what stays of it (sync.md 3.8).
struct Erasure {
  struct Key {
    std::string email_key;  // to find what is to be forgotten; not kept; empty: nobody knows it any more
    ErasedKey kept;
  };
  Uuid erase_id;
  Stamp erased_at = 0;
  Uuid root;
  std::vector<Uuid> cids;  // of the class, the root with them
  std::vector<Key> keys;
  std::int64_t keep_until_ms = 0;  // the hashes of the keys go then
};

// Of everybody who was erased.
struct ErasedRows {
  struct Key {
    ErasedKey kept;
    std::int64_t keep_until_ms = 0;
  };
  std::vector<Node> nodes;  // all of their classes
  std::vector<Key> keys;
};

// One place in the feed that a changed entity moved to. 32 and above: a document of the kind 32 + DocumentKind.
enum class FeedKind { contact = 1, alias = 2, visit = 3, erased = 4, review = 5, document = 32 };
constexpr FeedKind feed_kind(domain::DocumentKind kind) {
  return static_cast<FeedKind>(static_cast<int>(FeedKind::document) + static_cast<int>(kind));
}
constexpr bool is_document(FeedKind kind) { return kind >= FeedKind::document; }
struct FeedEntry {
  std::int64_t seq = 0;
  FeedKind kind = FeedKind::contact;
  Uuid entity;

  bool operator==(const FeedEntry&) const = default;
};

// What the organisation tells its tablets (shared/domain/organisation.h). A deleted one keeps its id and nothing else.
struct StoredDocument {
  Uuid id;
  domain::DocumentKind kind = domain::DocumentKind::settings;
  std::string name;  // the operator's own
  std::string body;  // wire::to_json(…, Audience::centre); empty: deleted

  bool is_deleted() const { return body.empty(); }
  bool operator==(const StoredDocument&) const = default;
};

// A tablet's clocks beside ours at one moment.
struct Anchor {
  Instant device;
  std::int64_t server_ms = 0;

  bool operator==(const Anchor&) const = default;
};

enum class DeviceStatus { active, revoked };

struct Device {
  Uuid id;
  std::string name;
  std::string site;
  DeviceStatus status = DeviceStatus::active;
  Mac token_mac{};
  std::int64_t enrolled_ms = 0;
  std::int64_t push_n = 0;
  Uuid push_id;
  std::string push_answer;  // to the push above, sent again when that push comes again
  Stamp stamp_last = 0;
  std::int64_t last_seen_ms = 0;
  std::int64_t cursor_seq = 0;
  std::string app_version;
  int proto = 0;
  // What would go from its screen if it believed us; it waits for somebody to confirm that (shared/domain/removal.h).
  domain::Removal removal;
  std::int64_t removal_confirmed = 0;  // so many may go
  std::int64_t removal_confirmed_ms = 0;
};

struct EnrolCode {
  Mac code_mac{};
  std::string kiosk;
  std::string site;
  std::int64_t expires_ms = 0;
};

// What a token of staff or of another system may do: staff look after people, admins after the organisation as well.
enum class StaffRole { staff, admin };

struct ApiToken {
  Uuid id;
  std::string name;  // whose it is, for logs and the book of acts
  StaffRole role = StaffRole::staff;
  Mac token_mac{};
  std::int64_t created_ms = 0;
  std::optional<std::int64_t> revoked_ms;

  bool operator==(const ApiToken&) const = default;
};

// An op that a tablet could not get accepted, as it came, and whom it is about as far as it can be read.
struct DeadLetter {
  Uuid id;  // the first bytes of its keyed hash: the same text from two tablets is one letter to whoever reads it
  Uuid device;
  std::string raw;
  std::int64_t at_ms = 0;
  std::optional<Uuid> cid;
  std::optional<Mac> key_mac;
};

using Nonce = std::array<std::uint8_t, 8>;

}  // namespace foyer::server
