// What holds for every ServerStore that keeps its rows in tables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/open_store.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using support::cid_of;
using support::op_id;

class SqlStore : public ::testing::TestWithParam<Kind> {
 protected:
  SqlStore() : open_(open_store(GetParam())) {}
  ServerStore& store() { return open_->store(); }

  std::unique_ptr<OpenStore> open_;
};

TEST_P(SqlStore, TheLaterRegisterStaysWhateverComesLast) {
  for (const std::uint64_t stamp : {5U, 3U, 9U, 9U}) {
    Changes changes;
    changes.registers[{cid_of(1), "phone"}] = {RegisterKind::set, std::to_string(stamp), static_cast<Stamp>(stamp),
                                               op_id(stamp)};
    ASSERT_TRUE(store().write([&] { return store().apply(changes); }));
  }
  EXPECT_EQ(open_->sql("SELECT value FROM contact_reg"), "9");
  EXPECT_EQ(open_->sql("SELECT count(*) FROM contact_reg"), "1");
}

TEST_P(SqlStore, ADamagedRowOfAContactStopsNobody) {
  support::TestCentre centre(store());
  support::Tablet tablet = centre.enrol("Front desk");
  centre.push(tablet, {support::contact_edit(1, cid_of(1), "", {{{"phone", "17"}}, {}}, centre.clock.now()),
                       support::check_in(2, cid_of(2), "ann@example.com", {{"name", "Ann"}}, centre.clock.now()),
                       support::contact_edit(3, cid_of(1), "ann@example.com", {}, centre.clock.now()),
                       support::check_in(4, cid_of(4), "bob@example.com", {{"name", "Bob"}}, centre.clock.now())});
  const auto page = centre.page(tablet, "");
  ASSERT_FALSE(page.rows.empty());
  const std::string damaged = GetParam() == Kind::sqlite ? "x'FFFFFFFF'" : "'\\xFFFFFFFF'";
  open_->sql("UPDATE contact_view SET fields = " + damaged + " WHERE email_key = 'ann@example.com'");
  EXPECT_EQ(centre.page(tablet, "").rows, page.rows);
  ASSERT_EQ(centre.contacts().size(), 2U);
  EXPECT_EQ(centre.contacts()[0].name, "Ann");
  EXPECT_EQ(centre.contacts()[0].phone, "17");
  EXPECT_EQ(centre.visits().size(), 2U);
  centre.push(tablet, {support::contact_edit(5, cid_of(2), "ann@example.com", {{{"company", "Acme"}}, {}})});
  EXPECT_EQ(centre.contacts()[0].company, "Acme");
  EXPECT_EQ(centre.contacts()[0].phone, "17");
}

TEST_P(SqlStore, KeepsItsIdentityAndRowsAcrossAReopening) {
  const StoreIdentity before = store().identity();
  Changes changes;
  changes.nodes = {{cid_of(1), std::nullopt, cid_of(1), std::nullopt, {}, 1, 1}};
  ASSERT_TRUE(store().write([&] { return store().apply(changes); }));
  open_->reopen();
  EXPECT_EQ(store().identity().org, before.org);
  EXPECT_EQ(store().identity().epoch, before.epoch);
  EXPECT_EQ(store().identity().mac_key, before.mac_key);
  Keys keys;
  keys.nodes = {cid_of(1)};
  Snapshot snapshot;
  ASSERT_TRUE(store().read([&] { return store().load(keys, snapshot); }));
  EXPECT_EQ(snapshot.nodes.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Stores, SqlStore, ::testing::Values(Kind::sqlite, Kind::postgres),
                         [](const auto& suite) { return name_of(suite.param); });

}  // namespace
}  // namespace foyer::server
