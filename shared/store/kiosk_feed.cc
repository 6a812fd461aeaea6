// KioskStore: what the centre says, applied.
#include "shared/store/anonymise.h"
#include "shared/store/feed_applier.h"
#include "shared/store/kiosk_store.h"
#include "shared/store/meta.h"

namespace foyer::store {
namespace {

// The feed is read from its beginning by pages, whatever was tried before: rows of the former run stay in view until
// this one reaches the head.
Result<void> begin_pages(Database& db, Meta& values) {
  values.set(meta::kLoad, std::string_view());
  const bool restarted = values.number(meta::kRestarted) != 0;
  if (auto written = values.result(); !written || !restarted) return written;
  const auto shown = db.integer("SELECT COUNT(*) FROM s_contact");
  if (!shown) return shown.error();
  values.set(meta::kFormerCount, *shown);
  if (auto written = values.result(); !written) return written;
  return db.exec(
      "UPDATE s_contact SET seq = 0; UPDATE s_alias SET seq = 0; UPDATE s_visit SET seq = 0;"
      "UPDATE s_document SET seq = 0; UPDATE s_raw SET seq = 0;");
}

// The feed was read to its head: everything up to `seq` is applied.
Result<void> settle(Database& db, Meta& values, std::int64_t seq) {
  values.set(meta::kSettledSeq, seq);
  if (values.number(meta::kMayRemove) != 0) values.set(meta::kMayRemove, std::int64_t{0});
  const bool restarted = values.number(meta::kRestarted) != 0;
  if (restarted) values.set(meta::kRestarted, std::int64_t{0});
  if (auto written = values.result(); !written) return written;
  if (restarted) {
    auto done = db.exec(
        "DELETE FROM s_contact WHERE seq = 0; DELETE FROM s_alias WHERE seq = 0;"
        "DELETE FROM s_visit WHERE seq = 0; DELETE FROM s_document WHERE seq = 0; DELETE FROM s_raw WHERE seq = 0;");
    if (!done) return done;
  }
  return {};
}

// Contacts of the former run that this one has not brought.
Result<domain::Removal> removal_by_settling(Database& db, Meta& values) {
  const bool restarted = values.number(meta::kRestarted) != 0;
  const std::int64_t of = values.number(meta::kFormerCount);
  if (auto read = values.result(); !read) return read.error();
  if (!restarted) return domain::Removal{};
  const auto gone = db.integer("SELECT COUNT(*) FROM s_contact WHERE seq = 0");
  if (!gone) return gone.error();
  return domain::Removal{*gone, of};
}

// Whether the feed has brought what the last push changed. A page that was asked for before that push was answered may
// be of another history of the centre than the push, if the centre was rolled back between the two; unless it ends with
// the push's own commit, only the next page tells.
bool is_past_last_push(const wire::PullPage& page, std::string_view asked_known, const std::string& known) {
  return known == asked_known || known == page.cursor;
}

}  // namespace

Result<PageSummary> KioskStore::apply_page(const wire::PullPage& page, std::string_view asked_cursor,
                                           std::string_view asked_known) {
  PageSummary summary;
  std::optional<domain::Removal> held;
  auto done = transact([&]() -> Result<void> {
    Meta values(db_);
    const std::string epoch = values.text(meta::kEpoch);
    const std::string cursor = values.text(meta::kCursor);
    const std::string known = values.text(meta::kKnown);
    if (auto read = values.result(); !read) return read;
    if (cursor != asked_cursor) return Error{Fault::conflict, "the cursor has moved since this page was asked for"};
    if (!epoch.empty() && epoch != page.epoch) return Error{Fault::conflict, "the page is of another epoch"};
    auto next = wire::parse_cursor(page.cursor);
    if (!next) return next.error();
    if (cursor.empty()) {
      if (auto begun = begin_pages(db_, values); !begun) return begun;
    }
    FeedApplier applier(db_, summary, clock_->now(), page.server_ms);
    if (auto read = applier.read_again(); !read) return read;
    for (std::size_t i = 0; i < page.rows.size(); ++i) {
      if (auto applied = applier.apply(page.rows[i], i); !applied) return applied;
    }
    values.set(meta::kEpoch, page.epoch);
    values.set(meta::kCursor, page.cursor);
    values.set(meta::kCursorSeq, next->seq);
    note_contact(values, page.server_ms, page.backup_seq);
    if (auto written = values.result(); !written) return written;
    if (page.more) return {};
    const auto removal = removal_by_settling(db_, values);
    if (!removal) return removal.error();
    const auto may_go = may_remove(*removal);
    if (!may_go) return may_go.error();
    if (!*may_go) {
      held = *removal;
      return Error{Fault::conflict, "too much would go"};
    }
    if (auto settled = settle(db_, values, next->seq); !settled) return settled;
    summary.unsettled = !is_past_last_push(page, asked_known, known);
    if (!summary.unsettled) {
      auto retain = db_.prepare("UPDATE op SET state = 'retained' WHERE state = 'acked' AND acked_seq <= ?");
      if (auto retained = retain.bind(next->seq).run(); !retained) return retained;
    }
    return forget_check_outs_of_nobody(db_);
  });
  if (!held) return done ? Result<PageSummary>(summary) : done.error();
  // Nothing of the page is there; that it waits is.
  auto noted = transact([&]() -> Result<void> {
    const auto may_go = may_remove(*held);
    return may_go ? Result<void>() : may_go.error();
  });
  if (!noted) return noted.error();
  summary = PageSummary();
  summary.is_held = true;
  return summary;
}

}  // namespace foyer::store
