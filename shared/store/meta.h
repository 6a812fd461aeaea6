// The table `meta` of kiosk.db: one value per name. The first failure sticks and result() returns it; reads after it
// are empty. Thread and transaction: those of the Database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "shared/store/database.h"

namespace foyer::store {

namespace meta {
inline constexpr std::string_view kDevice = "device";
inline constexpr std::string_view kOrg = "org";
inline constexpr std::string_view kOrgName = "org_name";
inline constexpr std::string_view kKiosk = "kiosk";
inline constexpr std::string_view kSite = "site";
inline constexpr std::string_view kToken = "token";
inline constexpr std::string_view kServerUrl = "server_url";
inline constexpr std::string_view kCaFile = "ca_file";
inline constexpr std::string_view kEpoch = "epoch";
inline constexpr std::string_view kCursor = "cursor";
inline constexpr std::string_view kCursorSeq = "cursor_seq";
inline constexpr std::string_view kSettledSeq = "settled_seq";    // the cursor when the feed was last read to its head
inline constexpr std::string_view kKnown = "known";               // the commit that the last push's answer named
inline constexpr std::string_view kPushSettled = "push_settled";  // settled_seq when the push under way was sent
inline constexpr std::string_view kRestarted = "restarted";       // 1 while the feed is read again from its beginning
inline constexpr std::string_view kLoad = "load";                 // the manifest of the snapshot under way; empty: none
inline constexpr std::string_view kLoadNext = "load_next";        // its next chunk
inline constexpr std::string_view kFormerCount = "former_count";  // contacts shown when the feed began again
inline constexpr std::string_view kRemoval = "removal";           // contacts that would go, while that is not confirmed
inline constexpr std::string_view kRemovalOf = "removal_of";
inline constexpr std::string_view kMayRemove = "may_remove";  // so many the centre has confirmed
inline constexpr std::string_view kSideUsed = "side_used";    // 1: there may be rows in the tables n_…
inline constexpr std::string_view kPushN = "push_n";
inline constexpr std::string_view kPushId = "push_id";  // of the push under way; empty: none
inline constexpr std::string_view kBackupSeq = "backup_seq";
inline constexpr std::string_view kLastContact = "last_contact";
inline constexpr std::string_view kLastServer = "last_server";
inline constexpr std::string_view kClockOffset = "clock_offset";
inline constexpr std::string_view kLastFault = "last_fault";
inline constexpr std::string_view kForked = "forked";
inline constexpr std::string_view kRevoked = "revoked";  // 1: what the centre told is hidden, or wiped already
inline constexpr std::string_view kSetAside = "set_aside";
inline constexpr std::string_view kAcceptedAt = "accepted_at";  // our wall clock when the centre last took an op
inline constexpr std::string_view kCheckpointed = "checkpointed";
}  // namespace meta

class Meta {
 public:
  explicit Meta(Database& db) : db_(db) {}

  std::string text(std::string_view name);  // empty when missing
  std::int64_t number(std::string_view name);
  std::optional<std::int64_t> maybe_number(std::string_view name);
  Uuid id(std::string_view name);

  void set(std::string_view name, std::string_view text);
  void set(std::string_view name, std::int64_t number);
  void set(std::string_view name, const Uuid& id);

  Result<void> result() const { return error_ ? Result<void>(*error_) : Result<void>(); }

 private:
  void note(const Result<void>& outcome);

  Database& db_;
  std::optional<Error> error_;
};

}  // namespace foyer::store
