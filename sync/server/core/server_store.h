// The seam between what the centre decides and where it is kept. A store moves whole sets of rows and knows no rule;
// every implementation passes tests/contract, and every statement of one names the organisation. Calls of one store
// come from one thread. Texts are UTF-8 without NUL, as check_op() lets them through. Failures: busy, full and offline
// (ask again; only after offline it may have been written), anything else is unexpected.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/wire/export_lines.h"
#include "sync/server/core/reconcile.h"
#include "sync/server/core/secrets.h"
#include "sync/server/core/snapshot.h"

namespace foyer::server {

// Made once with the database.
struct StoreIdentity {
  Uuid org;
  Uuid epoch;  // another one after every restore from a backup
  MacKey mac_key{};
};

class ServerStore {
 public:
  using Work = std::function<Result<void>()>;

  virtual ~ServerStore() = default;

  virtual const StoreIdentity& identity() const = 0;

  // One transaction that holds the organisation's row from the start; all of it or, when `work` fails, nothing of it.
  virtual Result<void> write(const Work& work) = 0;
  // Everything that `work` reads is of one moment.
  virtual Result<void> read(const Work& work) = 0;

  // Grows when the database may be another one than before: one that was restored behind the same address.
  virtual std::int64_t connections() const { return 1; }

  // Outside of both: leaves no byte of what was deleted in the files. Fault::busy while somebody reads: ask again.
  virtual Result<void> erase_traces() { return {}; }

  // What follows is called inside of write() or read().

  virtual Result<OrgHead> head() = 0;
  // Of the commit that wrote `seq`; nothing when no such commit is known.
  virtual Result<std::optional<Nonce>> nonce_at(std::int64_t seq) = 0;
  // The seq of the last `erased` in the feed; 0: none.
  virtual Result<std::int64_t> last_erasure() = 0;
  // Changed entities after `seq`, in order.
  virtual Result<std::vector<FeedEntry>> feed(std::int64_t after_seq, std::int64_t limit) = 0;

  virtual Result<void> load_receipts(std::span<const Uuid> op_ids, Snapshot& snapshot) = 0;
  // Adds the rows that exist and calls mark_loaded().
  virtual Result<void> load(const Keys& keys, Snapshot& snapshot) = 0;

  virtual Result<std::optional<Device>> device(const Uuid& id) = 0;
  virtual Result<std::optional<Device>> device_by_token(const Mac& token_mac) = 0;
  // Every tablet that was ever enrolled, by name.
  virtual Result<std::vector<Device>> devices() = 0;
  virtual Result<std::vector<Anchor>> anchors(const Uuid& device) = 0;

  virtual Result<std::optional<ApiToken>> api_token(const Mac& token_mac) = 0;
  // Every document that is not deleted, by kind and name.
  virtual Result<std::vector<StoredDocument>> documents() = 0;
  // Messages to hosts that wait and whose next try has come, the longest waiting first.
  virtual Result<std::vector<HostMail>> due_mails(std::int64_t now_ms, std::int64_t limit) = 0;

  // Open ones whose last change is after `seq`, in that order.
  virtual Result<std::vector<Review>> open_reviews(std::int64_t after_seq, std::int64_t limit) = 0;
  virtual Result<std::optional<StaffActRecord>> staff_act(const Uuid& id) = 0;
  virtual Result<ErasedRows> erased() = 0;
  // Every email key that stands with an owner or with a check-out, once.
  virtual Result<std::vector<std::string>> email_keys() = 0;

  // The longest waiting first.
  virtual Result<std::vector<DeadLetter>> dead_letters(std::int64_t limit) = 0;

  // By time of their making.
  virtual Result<void> each_contact(const std::function<void(const wire::ContactLine&)>& visit) = 0;
  virtual Result<void> each_visit(const std::function<void(const wire::VisitLine&)>& visit) = 0;

  // What follows is called inside of write().

  virtual Result<void> apply(const Changes& changes) = 0;
  // The new head and, when the feed grew, the commit that wrote it.
  virtual Result<void> save_head(const OrgHead& head, const std::optional<Nonce>& nonce, std::int64_t now_ms) = 0;

  // Hashes of erased addresses that are kept until `now_ms` at the latest. How far in the feed their erasures stand.
  virtual Result<std::int64_t> drop_erased_keys(std::int64_t now_ms) = 0;

  virtual Result<void> add_device(const Device& device) = 0;
  // What changes with a push: push_n, push_id, push_answer, stamp_last, last_seen_ms, cursor_seq, proto.
  virtual Result<void> save_push(const Device& device) = 0;
  // Its members about a removal.
  virtual Result<void> save_removal(const Device& device) = 0;
  virtual Result<void> save_anchors(const Uuid& device, std::span<const Anchor> anchors) = 0;

  // Every active tablet of that name; how many there were.
  virtual Result<std::int64_t> revoke_devices(std::string_view name) = 0;

  virtual Result<void> add_code(const EnrolCode& code) = 0;
  // The code, which is gone afterwards; nothing when there is none or its time is over.
  virtual Result<std::optional<EnrolCode>> take_code(const Mac& code_mac, std::int64_t now_ms) = 0;

  virtual Result<void> add_api_token(const ApiToken& token) = 0;
  // Every token of that name that still holds; how many there were.
  virtual Result<std::int64_t> revoke_api_tokens(std::string_view name, std::int64_t now_ms) = 0;

  // Kept as it came, for staff. The same letter of the same tablet is kept once.
  virtual Result<void> add_dead_letter(const DeadLetter& letter) = 0;
  // Whether there was one.
  virtual Result<bool> drop_dead_letter(const Uuid& id) = 0;
};

}  // namespace foyer::server
