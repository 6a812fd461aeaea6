// KioskStore: what the agent has to remember between two exchanges, and what is kept for how long.
#include "shared/store/kiosk_store.h"
#include "shared/store/meta.h"

namespace foyer::store {
namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
constexpr int kCleanUpRows = 1000;  // of one transaction: a visitor's commit never waits long behind it

std::optional<Enrolment> read_enrolment(Meta& values) {
  Enrolment enrolment{values.id(meta::kDevice),      values.id(meta::kOrg),     values.text(meta::kOrgName),
                      values.text(meta::kKiosk),     values.text(meta::kSite),  values.text(meta::kToken),
                      values.text(meta::kServerUrl), values.text(meta::kCaFile)};
  if (enrolment.device.is_nil()) return std::nullopt;
  return enrolment;
}

void write_enrolment(Meta& values, const Enrolment& enrolment) {
  values.set(meta::kDevice, enrolment.device);
  values.set(meta::kOrg, enrolment.org);
  values.set(meta::kOrgName, enrolment.org_name);
  values.set(meta::kKiosk, enrolment.kiosk);
  values.set(meta::kSite, enrolment.site);
  values.set(meta::kToken, enrolment.token);
  values.set(meta::kServerUrl, enrolment.server_url);
  values.set(meta::kCaFile, enrolment.ca_file);
}

// The feed starts again; what it brought stays in view until the new run has reached the head.
Result<void> rewind_feed(Meta& values, std::string_view epoch) {
  values.set(meta::kEpoch, epoch);
  values.set(meta::kCursor, std::string_view());
  values.set(meta::kCursorSeq, std::int64_t{0});
  values.set(meta::kKnown, std::string_view());
  values.set(meta::kSettledSeq, std::int64_t{0});
  values.set(meta::kBackupSeq, std::int64_t{0});
  values.set(meta::kRestarted, std::int64_t{1});
  values.set(meta::kLoad, std::string_view());
  values.set(meta::kRemoval, std::int64_t{0});
  values.set(meta::kMayRemove, std::int64_t{0});
  return values.result();
}

// The centre may have lost what it had; what it has it answers with `duplicate`.
Result<void> push_again(Database& db) {
  return db.exec(
      "UPDATE op SET state = 'pending', acked_seq = NULL WHERE state IN ('acked', 'retained');"
      "UPDATE op SET reported = NULL WHERE reported IS NOT NULL;");
}

}  // namespace

void KioskStore::note_contact(Meta& values, std::int64_t server_ms, std::int64_t backup_seq) {
  const std::int64_t now = clock_->now().wall_ms;
  values.set(meta::kLastContact, now);
  values.set(meta::kLastServer, server_ms);
  values.set(meta::kClockOffset, server_ms - now);
  values.set(meta::kLastFault, std::string_view());
  if (backup_seq > values.number(meta::kBackupSeq)) values.set(meta::kBackupSeq, backup_seq);
}

Result<std::int64_t> KioskStore::data_version() {
  if (auto fine = ready(); !fine) return fine.error();
  return db_.data_version();
}

Result<SyncState> KioskStore::sync_state() {
  if (auto fine = ready(); !fine) return fine.error();
  Meta values(db_);
  SyncState state;
  state.enrolment = read_enrolment(values);
  state.epoch = values.text(meta::kEpoch);
  state.cursor = values.text(meta::kCursor);
  state.known = values.text(meta::kKnown);
  state.cursor_seq = values.number(meta::kCursorSeq);
  state.push_n = values.number(meta::kPushN);
  state.backup_seq = values.number(meta::kBackupSeq);
  state.last_contact_ms = values.maybe_number(meta::kLastContact);
  state.last_server_ms = values.number(meta::kLastServer);
  state.clock_offset_ms = values.maybe_number(meta::kClockOffset);
  state.last_fault = values.text(meta::kLastFault);
  state.forked = values.number(meta::kForked) != 0;
  state.revoked = values.number(meta::kRevoked) != 0;
  if (values.number(meta::kRemoval) > 0) {
    state.removal = domain::Removal{values.number(meta::kRemoval), values.number(meta::kRemovalOf)};
  }
  state.load = values.text(meta::kLoad);
  state.load_next = values.number(meta::kLoadNext);
  state.has_leftovers = state.load.empty() && values.number(meta::kSideUsed) != 0;
  state.set_aside = values.text(meta::kSetAside);
  if (auto read = values.result(); !read) return read.error();
  return state;
}

Result<void> KioskStore::enrol(const Enrolment& enrolment, std::string_view epoch, std::int64_t server_ms) {
  return transact([&]() -> Result<void> {
    Meta values(db_);
    const Uuid old_org = values.id(meta::kOrg);
    const std::string old_epoch = values.text(meta::kEpoch);
    write_enrolment(values, enrolment);
    values.set(meta::kPushN, std::int64_t{0});
    values.set(meta::kPushId, Uuid());
    values.set(meta::kForked, std::int64_t{0});
    values.set(meta::kRevoked, std::int64_t{0});
    values.set(meta::kSetAside, std::string_view());  // staff were here
    note_contact(values, server_ms, 0);
    if (auto written = values.result(); !written) return written;
    auto done = take_back();
    if (!done) return done;
    if (!old_org.is_nil() && old_org != enrolment.org) {
      // Another organisation: what the old one has stays there, and nothing of it is shown or sent here.
      done = db_.exec(
          "DELETE FROM local_visit WHERE op_n IN (SELECT n FROM op WHERE state IN ('acked', 'retained'));"
          "DELETE FROM op WHERE state IN ('acked', 'retained'); DELETE FROM s_contact; DELETE FROM s_alias;"
          "DELETE FROM s_visit; DELETE FROM s_document; DELETE FROM s_raw; DELETE FROM n_contact; DELETE FROM n_alias;"
          "DELETE FROM n_visit; DELETE FROM n_document; DELETE FROM n_raw; DELETE FROM n_erased;");
      if (!done) return done;
    }
    if (old_org == enrolment.org && old_epoch == epoch) return {};
    if (auto rewound = rewind_feed(values, epoch); !rewound) return rewound;
    return push_again(db_);
  });
}

Result<void> KioskStore::restart_feed(std::string_view epoch) {
  return transact([&]() -> Result<void> {
    Meta values(db_);
    if (auto done = rewind_feed(values, epoch); !done) return done;
    values.set(meta::kPushId, Uuid());
    if (auto written = values.result(); !written) return written;
    if (auto done = take_back(); !done) return done;
    return push_again(db_);
  });
}

Result<void> KioskStore::set_forked(bool forked, const Uuid& device) {
  return transact([&]() -> Result<void> {
    Meta values(db_);
    if (values.id(meta::kDevice) != device) return values.result();
    values.set(meta::kForked, std::int64_t{forked ? 1 : 0});
    return values.result();
  });
}

Result<void> KioskStore::record_contact(std::int64_t server_ms) {
  return transact([&]() -> Result<void> {
    Meta values(db_);
    note_contact(values, server_ms, 0);
    return values.result();
  });
}

Result<void> KioskStore::record_fault(std::string_view fault) {
  return transact([&]() -> Result<void> {
    Meta values(db_);
    values.set(meta::kLastFault, fault);
    return values.result();
  });
}

Result<void> KioskStore::acknowledge_set_aside() {
  return transact([&]() -> Result<void> {
    Meta values(db_);
    values.set(meta::kSetAside, std::string_view());
    return values.result();
  });
}

// Both times are the centre's, so a tablet whose clock jumps forgets nothing early.
Result<std::int64_t> KioskStore::clean_up() {
  std::int64_t dropped = 0;
  std::int64_t last = kCleanUpRows;
  while (last == kCleanUpRows) {
    auto done = transact([&]() -> Result<void> {
      Meta values(db_);
      const std::int64_t backup_seq = values.number(meta::kBackupSeq);
      const std::int64_t old = values.number(meta::kLastServer) - kRetainedDays * kDayMs;
      if (auto read = values.result(); !read) return read;
      auto drop = db_.prepare(
          "DELETE FROM op WHERE n IN (SELECT n FROM op WHERE state = 'retained'"
          " AND (acked_seq <= ? OR acked_at < ?) ORDER BY n LIMIT ?)");
      // 0: there is no backup, and nothing is in it.
      if (auto run = drop.bind(backup_seq > 0 ? backup_seq : -1).bind(old).bind(kCleanUpRows).run(); !run) return run;
      last = db_.changes();
      dropped += last;
      if (last == 0) return {};
      return db_.exec("DELETE FROM local_visit WHERE NOT EXISTS (SELECT 1 FROM op WHERE op.n = local_visit.op_n)");
    });
    if (!done) return done.error();
  }
  return dropped;
}

}  // namespace foyer::store
