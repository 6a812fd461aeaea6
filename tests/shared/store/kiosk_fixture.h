// A KioskStore in a folder of its own, with ops and pages in a line each.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "shared/domain/field_rules.h"
#include "shared/store/kiosk_store.h"
#include "tests/support/fakes.h"

namespace foyer::store {

class KioskFixture : public ::testing::Test {
 protected:
  KioskFixture() : store_(*KioskStore::open(dir_.path(), clock_, random_)) {}

  Uuid new_id() { return time_uuid(random_, clock_.now().wall_ms); }

  domain::Op check_in(const std::string& email, domain::Fields set = {}) {
    domain::CheckIn body;
    body.cid = new_id();
    body.email = email;
    body.fields.set = std::move(set);
    body.visit.id = new_id();
    clock_.advance(1000);
    return domain::make_check_in(new_id(), clock_.now(), std::move(body));
  }
  domain::Op check_out(const std::string& email) {
    clock_.advance(1000);
    return domain::make_check_out(new_id(), clock_.now(), {std::nullopt, email});
  }
  domain::Op void_of(const domain::Op& op) {
    clock_.advance(1000);
    return domain::make_void(new_id(), op.chain, clock_.now(), {visit_of(op)});
  }
  static Uuid visit_of(const domain::Op& op) { return std::get<domain::CheckIn>(op.body).visit.id; }
  static Uuid cid_of(const domain::Op& op) { return std::get<domain::CheckIn>(op.body).cid; }

  domain::Op submitted(domain::Op op) {
    EXPECT_TRUE(store_.submit(op).ok());
    return op;
  }

  // The centre carried all of them out, from `seq` on.
  static wire::PushReply reply_to(const Push& push, std::int64_t seq,
                                  wire::OpOutcome outcome = wire::OpOutcome::applied) {
    wire::PushReply reply;
    reply.epoch = "e1";
    reply.server_ms = 1'772'529'200'000;
    for (const Uuid& id : push.ids) {
      wire::OpResult result;
      result.id = id;
      result.outcome = outcome;
      result.seq = seq++;
      reply.results.push_back(result);
    }
    reply.head = seq - 1;
    return reply;
  }
  wire::PullPage page(std::vector<wire::FeedRow> rows, std::int64_t seq, bool more = false) {
    wire::PullPage page;
    page.epoch = "e1";
    page.rows = std::move(rows);
    page.cursor = wire::to_text({"e1", seq, "00aa"});
    page.more = more;
    page.head = seq;
    page.server_ms = clock_.now().wall_ms;
    return page;
  }
  Result<PageSummary> apply(const wire::PullPage& page) { return store_.apply_page(page, store_.sync_state()->cursor); }

  static wire::FeedRow contact_row(const Uuid& root, const std::string& email, domain::Fields fields,
                                   std::int64_t visits, std::int64_t seq) {
    return wire::to_row(wire::ContactRow{root, email, email, std::move(fields), visits, 5}, seq);
  }
  static wire::FeedRow visit_row(const Uuid& id, const std::optional<Uuid>& contact, std::int64_t at_ms,
                                 std::optional<std::int64_t> out_ms, std::int64_t seq) {
    wire::VisitRow row;
    row.id = id;
    row.contact = contact;
    row.kiosk = "Front door";
    row.checked_in_at = at_ms;
    row.checked_out_at = out_ms;
    return wire::to_row(row, seq);
  }

  support::TempDir dir_;
  support::FakeClock clock_;
  support::SeededRandom random_;
  KioskStore store_;
};

}  // namespace foyer::store
