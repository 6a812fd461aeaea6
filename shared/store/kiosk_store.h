// The tablet's database, kiosk.db: what people did here (ops, the outbox), what the centre said (its feed, applied),
// and the visitor's view, which is the second overlaid with the first. The kiosk and the agent each open their own;
// SQLite arbitrates. One KioskStore belongs to one thread. Every function is one transaction: after a failure nothing
// of it is there. submit() returns only when the op is on disk (one flush). A damaged file is set aside untouched, see
// open().
//
// The life of an op:  pending -> inflight (part of the push under way) -> acked (the centre has it; still shown from
// here until the feed brought it) -> retained (kept until it is in a backup of the centre or 30 days old) -> gone.
//   held: waits for a newer centre, or behind an op of its chain that waits or is dead.   dead: refused; staff look at
//   it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/random.h"
#include "shared/base/result.h"
#include "shared/domain/op.h"
#include "shared/domain/organisation.h"
#include "shared/domain/removal.h"
#include "shared/store/database.h"
#include "shared/wire/pull.h"
#include "shared/wire/push.h"
#include "shared/wire/snapshot.h"

namespace foyer::store {

class Meta;

inline constexpr std::string_view kKioskDatabase = "kiosk.db";
inline constexpr std::int64_t kRetainedDays = 30;  // longer than any backup cycle we support

// Why refuse() parked an op: what the centre said to the push with it alone (400, 413, 5xx).
inline constexpr std::string_view kPushMalformed = "push_malformed";
inline constexpr std::string_view kPushTooLarge = "push_too_large";
inline constexpr std::string_view kServerError = "server_error";

struct OutboxCounts {
  std::int64_t pending = 0;  // inflight included: the centre has not said that it has them
  std::int64_t held = 0;
  std::int64_t dead = 0;
  std::int64_t acked = 0;  // retained included
};

// Who this tablet is for the centre. The token is a secret.
struct Enrolment {
  Uuid device;
  Uuid org;
  std::string org_name;
  std::string kiosk;
  std::string site;
  std::string token;
  std::string server_url;
  std::string ca_file;  // empty: the system's
};

struct SyncState {
  std::optional<Enrolment> enrolment;
  std::string epoch;
  std::string cursor;  // empty: the beginning
  std::string known;   // the commit of the centre that has our last push; empty: none
  std::int64_t cursor_seq = 0;
  std::int64_t push_n = 0;  // of the last push begun
  std::int64_t backup_seq = 0;
  std::optional<std::int64_t> last_contact_ms;  // wall time of the last answer of the centre
  std::int64_t last_server_ms = 0;              // the centre's clock in it
  std::optional<std::int64_t> clock_offset_ms;  // the centre's clock minus ours
  std::string last_fault;      // fault_name() and detail of the last failed exchange; empty after a good one
  bool forked = false;         // the centre saw this database rolled back or cloned: push with fork, do not pull
  bool revoked = false;        // staff took its access away: push, do not pull, show nobody's data
  std::string load;            // the manifest of the snapshot that is being taken in, as JSON; empty: none
  std::int64_t load_next = 0;  // its next chunk
  std::optional<domain::Removal> removal;  // what the centre says is not believed yet: so much would go
  bool has_leftovers = false;              // of a snapshot that took over or was dropped: sweep() them before the next
  std::string set_aside;  // file name of a damaged database that was set aside; empty: none. Staff are told
};

// A push under way. Taken again after a crash it has the same push_n, push_id and ops.
struct Push {
  Uuid device;  // the enrolment it belongs to
  std::int64_t push_n = 0;
  Uuid push_id;
  std::vector<Uuid> ids;         // in the order of `ops`
  std::vector<std::string> ops;  // JSON as wire::to_json(Op) makes it
  std::string cursor;            // what we know of the centre's history, for it to compare
  std::string known;
};

struct PushSummary {
  std::size_t acked = 0;
  std::size_t dead = 0;
  std::size_t held = 0;
  std::size_t deferred = 0;  // each waits on its own, see pending_wait()
  bool unsettled = false;    // the feed may have brought these already: only its next page tells
};

struct PageSummary {
  std::size_t applied = 0;
  std::size_t kept_raw = 0;  // unknown or unreadable, kept for a newer version
  bool erased = false;       // call erase_traces() soon
  bool unsettled = false;    // ask once more: the page may stand before our last push
  bool is_held = false;      // nothing was applied: SyncState::removal says what would have gone
};

// A contact as the visitor's tablet sees it now.
struct ContactView {
  Uuid id;  // the centre's root, or the provisional cid
  std::optional<std::string> email;
  std::optional<std::string> email_key;
  domain::Fields fields;
  std::int64_t visits = 0;
  bool local = false;  // something of it is not confirmed by the feed yet
};

struct VisitView {
  Uuid id;
  std::optional<Uuid> contact;
  std::optional<std::string> email_key;
  domain::Reason reason = domain::Reason::drop_in;
  std::optional<std::string> host;
  domain::HostTold host_told = domain::HostTold::none;  // as of the centre's last word
  std::int64_t checked_in_at = 0;
  std::optional<std::int64_t> checked_out_at;
  bool voided = false;
  bool local = false;
};

struct DeadOp {
  Uuid id;
  std::string type;
  std::string code;  // why
  std::string json;  // the op; empty when the row could not be read
};

struct KioskStoreOptions {
  std::string vfs;     // a SQLite VFS of the tests
  bool check = false;  // quick_check at opening (the agent does; a kiosk starts faster without)
  int busy_timeout_ms = 5000;
};

class KioskStore {
 public:
  // Opens or creates `dir`/kiosk.db. A file that is damaged is renamed to kiosk.db.corrupt-<utc> (with its -wal and
  // -shm), untouched, and a fresh one is opened whose state says so (SyncState::set_aside). So is one that was in use
  // and is empty or missing now. REQUIRES: clock and random outlive it
  static Result<KioskStore> open(const std::string& dir, Clock& clock, Random& random,
                                 const KioskStoreOptions& options = {});
  // Whether `dir` has a database, or had one: open() would not just make the first.
  static bool is_there(const std::string& dir);
  // When a call returned Fault::corrupt: sets the file aside as open() does and goes on with a fresh one. When another
  // process has done so already, only opens that one.
  Result<void> recover();

  // --- the visitor's side -------------------------------------------------------------------------------------------
  // Canonicalises, checks (Fault::invalid) and stores one op with its effect on the tablet's own view. The same id
  // again changes nothing and succeeds. A check-out by email closes the person's visits in the tablet's view.
  Result<void> submit(const domain::Op& op);
  // These four find nothing on a revoked tablet.
  Result<std::optional<ContactView>> contact_by_email(std::string_view email_key);
  Result<std::vector<ContactView>> contacts(std::size_t count_max = 1000);
  Result<std::vector<VisitView>> open_visits(std::size_t count_max = 1000);
  Result<std::optional<VisitView>> visit(const Uuid& id);

  // What the organisation says of one kind, in the order of ids; T is a body of shared/domain/organisation.h. What this
  // version cannot read is left out.
  template <typename T>
  Result<std::vector<std::pair<Uuid, T>>> known() {
    std::vector<std::pair<Uuid, T>> all;
    auto done = each_document(domain::kind_of(T{}), [&](const Uuid& id, domain::DocumentBody body) {
      all.emplace_back(id, std::get<T>(std::move(body)));
    });
    if (!done) return done.error();
    return all;
  }

  // --- both ---------------------------------------------------------------------------------------------------------
  Result<OutboxCounts> counts();
  // counts().pending > 0, at a price that does not grow with what is kept.
  Result<bool> has_pending();
  Result<SyncState> sync_state();
  Result<std::vector<DeadOp>> dead_ops(std::size_t count_max = 100);
  Result<std::int64_t> data_version();
  // Moves the WAL into the database; never from the visitor's path. Cheap when there is little to do.
  Result<void> checkpoint();

  // --- the agent's side ---------------------------------------------------------------------------------------------
  // A new enrolment; the outbox stays, the feed starts again when the centre is another one.
  Result<void> enrol(const Enrolment& enrolment, std::string_view epoch, std::int64_t server_ms);
  // The push under way, or a new one of pending ops (oldest first, whole chains in order; none that waits for its next
  // try, nor those behind it). An op that was refused alone before goes alone. `ops` empty: nothing to push now.
  Result<Push> begin_push(const wire::PushLimits& limits = {});
  // The centre's answer to that push. Fault::conflict when `push_id` is not the push under way.
  Result<PushSummary> record_results(const Uuid& push_id, const wire::PushReply& reply);
  // The push was refused as a whole (400, 413, 5xx): its ops are pending again and the next push may be smaller.
  Result<void> cancel_push();
  // Sets one op aside; later ops of its chain are held.
  Result<void> park(const Uuid& op_id, std::string_view code);
  // How long until a pending op may be sent: 0 is now, nothing: none is pending.
  Result<std::optional<std::int64_t>> pending_wait();
  // A push with this op alone was refused as a whole, for one of the codes below: takes the push back and lets the op
  // wait. True: it was parked, after five refusals in an hour or more in which the centre took others.
  Result<bool> refuse(const Uuid& op_id, std::string_view code);
  Result<std::int64_t> parked();  // dead by refuse(), not by the centre's verdict
  Result<void> retry_parked();    // a second chance for all of them
  // A dead op that the centre has not been shown yet; `json` also of a damaged one. Of a revoked tablet, held ones too.
  Result<std::optional<DeadOp>> next_dead_letter();
  Result<void> mark_reported(const Uuid& op_id);
  // Staff or a newer centre: dead or held ops are pending again.
  Result<void> retry_dead(const Uuid& op_id);
  Result<void> retry_held(int server_proto);
  // One page that was asked for with `asked_cursor` and SyncState::known as it was then. Fault::conflict when the
  // cursor has moved since or the epoch differs.
  Result<PageSummary> apply_page(const wire::PullPage& page, std::string_view asked_cursor,
                                 std::string_view asked_known = {});
  // A snapshot in place of the feed's beginning. Each of these is made of short transactions; what was shown goes on
  // being shown until finish_load(). Fault::conflict when something else has begun: look at sync_state() again.
  Result<void> begin_load(const wire::SnapshotManifest& manifest);
  Result<void> load_chunk(const Uuid& snapshot, std::int64_t n, std::span<const wire::FeedRow> rows);
  // Every chunk is in and the digest is the manifest's (else Fault::conflict: drop it): the snapshot is what is shown,
  // and the feed goes on behind it. Ops stay over it until the feed has been read to its head.
  Result<PageSummary> finish_load(const Uuid& snapshot);
  Result<void> drop_load();
  // The centre has confirmed that so many contacts may go. Holds until the feed has been read to its head.
  Result<void> allow_removal(std::int64_t contacts);
  Result<bool> sweep();  // some leftovers; true: all are gone
  // The centre was restored, rolled back or cannot continue from our cursor (409 epoch, 410): the feed starts again,
  // acknowledged ops are pushed again (the centre dedupes them by id), and what the push under way is answered from now
  // on counts no more.
  Result<void> restart_feed(std::string_view epoch);
  // Staff revoked `device`: what the centre told is hidden at once, capture goes on.
  Result<void> set_revoked(const Uuid& device);
  // Forgets everything of a revoked tablet, its enrolment included, and leaves no byte of it in the file.
  // Fault::conflict while the centre does not have all that was captured.
  Result<void> wipe();
  // Of `device` alone: the answer to a tablet's former self says nothing about its new enrolment.
  Result<void> set_forked(bool forked, const Uuid& device);
  // After an exchange that none of the above has recorded (record_results and apply_page do so themselves).
  Result<void> record_contact(std::int64_t server_ms);
  Result<void> record_fault(std::string_view fault);
  // Drops what need not be retained. Returns how many ops.
  Result<std::int64_t> clean_up();
  // Empties the WAL after an erasure, so that no erased byte stays in it.
  Result<void> erase_traces() { return db_.checkpoint_and_truncate(); }
  // Staff have seen that a database was set aside.
  Result<void> acknowledge_set_aside();

 private:
  Result<void> each_document(domain::DocumentKind kind,
                             const std::function<void(const Uuid&, domain::DocumentBody)>& use);
  KioskStore(std::string dir, Clock& clock, Random& random, KioskStoreOptions options, Database db);
  bool was_replaced() const;
  Result<void> reopen();
  Result<void> take_back();  // REQUIRES: in a transaction. What is in flight is pending again
  Result<bool> is_hidden();  // nobody's data is shown
  Result<void> ready();      // follows when another process has set the file aside
  Result<void> transact(const std::function<Result<void>()>& work);
  // Whether so much may go; else it is remembered for staff. REQUIRES: in a transaction
  Result<bool> may_remove(const domain::Removal& removal);
  // The centre has answered: its clock, and how far its backup reaches.
  void note_contact(Meta& values, std::int64_t server_ms, std::int64_t backup_seq);

  std::string dir_;
  Clock* clock_;
  Random* random_;
  KioskStoreOptions options_;
  Database db_;
  std::pair<std::uint64_t, std::uint64_t> file_;  // device and inode of the open file
};

}  // namespace foyer::store
