// What the tests of telling hosts share: a centre with a few hosts over a store, and visits for them. Not thread-safe.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "sync/server/core/host_mail.h"
#include "sync/server/core/organisation.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {

inline ServiceOptions telling() {
  ServiceOptions options;
  options.tells_hosts = true;
  return options;
}

struct HostSite {
  explicit HostSite(ServerStore& wanted, ServiceOptions options = telling()) : centre(wanted, options) {
    const auto applied = apply_organisation(wanted, centre.clock, centre.random,
                                            R"({"settings": {"name": "Example Rooms", "language": "en"},
          "sites": [{"id": "hq", "name": "Head office", "time_zone": "Europe/Berlin"}],
          "hosts": [{"id": "ada", "name": "Ada Example", "email": "ada@example.com", "site": "hq"},
                    {"id": "mute", "name": "No Address"}]})",
                                            ApplyMode::apply);
    EXPECT_TRUE(applied && applied->problems.empty());
    tablet = centre.enrol("Front desk");
  }

  domain::Op visit(std::uint64_t number, const std::string& host) {
    domain::CheckIn body;
    body.cid = support::cid_of(number);
    body.email = "v" + std::to_string(number) + "@example.com";
    body.fields.set["name"] = "Visitor " + std::to_string(number);
    body.visit.id = support::visit_id(number);
    body.visit.reason = domain::Reason::meeting;
    body.visit.host = host;
    body.visit.host_id = domain::document_id(centre.store.identity().org, domain::DocumentKind::host, host);
    return domain::make_check_in(support::op_id(number), centre.clock.now(), std::move(body));
  }
  std::int64_t now() const { return centre.clock.now().wall_ms; }
  std::vector<Notice> take(std::int64_t age_max_ms = 4 * 3'600'000) {
    auto work = take_notices(centre.store, centre.random, now(), age_max_ms, 100);
    EXPECT_TRUE(work) << (work ? "" : work.error().detail);
    return work ? work->notices : std::vector<Notice>{};
  }
  void settle(const Notice& notice, Delivery delivery, int code) {
    EXPECT_TRUE(settle_notice(centre.store, centre.random, notice.mail, delivery, code, now()));
  }
  // What tablets hear of a visit.
  domain::HostTold told(std::uint64_t number) {
    for (const wire::FeedRow& row : centre.page(tablet, "").rows) {
      if (row.kind != wire::kVisitKind || row.id != support::visit_id(number).text()) continue;
      const auto visit = wire::parse_visit_row(row);
      if (visit) return visit->host_told;
    }
    ADD_FAILURE() << "no such visit in the feed";
    return domain::HostTold::none;
  }

  support::TestCentre centre;
  support::Tablet tablet;
};

}  // namespace foyer::server
