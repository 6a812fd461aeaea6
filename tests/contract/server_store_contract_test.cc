// Every ServerStore passes these; the core's rules are tested over one of them and hold for all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/server/core/server_store.h"
#include "tests/contract/open_store.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using support::cid_of;
using support::op_id;
using support::visit_id;
using ::testing::ElementsAre;
using ::testing::Field;

class ServerStoreContract : public ::testing::TestWithParam<Kind> {
 protected:
  ServerStoreContract() : open_(open_store(GetParam())) {}
  ServerStore& store() { return open_->store(); }

  void apply(const Changes& changes) {
    const auto done = store().write([&] { return store().apply(changes); });
    ASSERT_TRUE(done) << done.error().detail;
  }
  Snapshot load(const Keys& keys) {
    Snapshot snapshot;
    const auto done = store().read([&] { return store().load(keys, snapshot); });
    EXPECT_TRUE(done) << (done ? "" : done.error().detail);
    return snapshot;
  }

  std::unique_ptr<OpenStore> open_;
};

Node node(std::uint64_t number) {
  Node row;
  row.cid = cid_of(number);
  row.root = row.cid;
  row.born = static_cast<Stamp>(number);
  row.created_seq = 1;
  return row;
}

Visit visit(std::uint64_t number, std::uint64_t contact) {
  Visit row;
  row.id = visit_id(number);
  row.cid = cid_of(contact);
  row.root = cid_of(contact);
  row.email_key = "ann@example.com";
  row.device = support::id_of(0xDE, 1);
  row.site = "north";
  row.reason = domain::Reason::tour;
  row.host = "J\xC3\xB6nas \"O'Neill\" {\\,} \xF0\x9F\x98\x80";
  row.snapshot = "{}";
  row.op_id = op_id(number);
  row.stamp = static_cast<Stamp>(number) * 10;
  row.occurred_ms = static_cast<std::int64_t>(number);
  row.quality = domain::TimeQuality::estimated;
  return row;
}

ContactView view(std::uint64_t number) {
  ContactView row;
  row.root = cid_of(number);
  row.email_key = "ann@example.com";
  row.fields["name"] = {RegisterKind::set, std::string("A\0nn \xF0\x9F\x98\x80", 9), 5, op_id(1)};
  row.fields["phone"] = {RegisterKind::clear, "", 6, op_id(2)};
  row.visits = 3;
  row.created_ms = support::kMorningMs;
  return row;
}

TEST_P(ServerStoreContract, RowsComeBackAsTheyWereWritten) {
  Changes changes;
  changes.nodes = {node(1)};
  changes.views = {view(1)};
  changes.new_visits = {visit(1, 1)};
  changes.owners = {{"ann@example.com", cid_of(1), cid_of(1), kStampMin, kStampMax, 0}};
  VisitFact out;
  out.op_id = op_id(9);
  out.kind = VisitFactKind::check_out_email;
  out.email_key = "ann@example.com";
  out.site = "north";
  out.stamp = 40;
  out.occurred_ms = 41;
  changes.facts = {out};
  apply(changes);
  Keys keys;
  keys.nodes = {cid_of(1), cid_of(2)};
  keys.views = {cid_of(1), cid_of(2)};
  keys.visits = {visit_id(1), visit_id(2)};
  keys.emails = {{"ann@example.com", kStampMin}, {"bob@example.com", kStampMin}};
  const Snapshot snapshot = load(keys);
  EXPECT_EQ(snapshot.nodes, (std::unordered_map{std::pair(cid_of(1), node(1))}));
  EXPECT_EQ(snapshot.views, (std::unordered_map{std::pair(cid_of(1), view(1))}));
  EXPECT_EQ(snapshot.visits, (std::unordered_map{std::pair(visit_id(1), visit(1, 1))}));
  EXPECT_THAT(snapshot.owners.at("ann@example.com"), ::testing::ElementsAre(changes.owners[0]));
  EXPECT_THAT(snapshot.facts_by_email.at("ann@example.com"), ::testing::ElementsAre(out));
  EXPECT_FALSE(snapshot.owners.contains("bob@example.com"));
  EXPECT_TRUE(snapshot.loaded.nodes.contains(cid_of(2)));
}

TEST_P(ServerStoreContract, ReceiptsAreFoundByOp) {
  Receipt receipt;
  receipt.op_id = op_id(1);
  receipt.device = support::id_of(0xDE, 1);
  receipt.body_mac.fill(7);
  receipt.stamp = 123;
  receipt.quality = domain::TimeQuality::unknown;
  receipt.anonymised = true;
  receipt.seq = 4;
  receipt.received_ms = 5;
  Changes changes;
  changes.receipts = {receipt};
  apply(changes);
  Snapshot snapshot;
  const std::vector<Uuid> ids = {op_id(1), op_id(2)};
  ASSERT_TRUE(store().read([&] { return store().load_receipts(ids, snapshot); }));
  EXPECT_EQ(snapshot.receipts, (std::unordered_map{std::pair(op_id(1), receipt)}));
}

TEST_P(ServerStoreContract, AFailedTransactionLeavesNothing) {
  Changes changes;
  changes.nodes = {node(1)};
  const auto done = store().write([&]() -> Result<void> {
    if (auto applied = store().apply(changes); !applied) return applied;
    return Error{Fault::conflict, "changed our mind"};
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::conflict);
  Keys keys;
  keys.nodes = {cid_of(1)};
  EXPECT_TRUE(load(keys).nodes.empty());
  apply(changes);
  EXPECT_EQ(load(keys).nodes.size(), 1U);
}

TEST_P(ServerStoreContract, AReceiptIsWrittenOnceOnly) {
  Receipt receipt;
  receipt.op_id = op_id(1);
  Changes changes;
  changes.receipts = {receipt};
  apply(changes);
  EXPECT_FALSE(store().write([&] { return store().apply(changes); }));
}

TEST_P(ServerStoreContract, TheFeedIsInOrderAndAnEntityStandsInItOnce) {
  Changes changes;
  changes.feed = {
      {1, FeedKind::contact, cid_of(1)}, {2, FeedKind::visit, visit_id(1)}, {3, FeedKind::contact, cid_of(2)}};
  apply(changes);
  changes.feed = {{4, FeedKind::contact, cid_of(1)}};
  apply(changes);
  std::vector<FeedEntry> all;
  std::vector<FeedEntry> some;
  ASSERT_TRUE(store().read([&]() -> Result<void> {
    all = *store().feed(0, 100);
    some = *store().feed(2, 1);
    return {};
  }));
  EXPECT_THAT(all, ::testing::ElementsAre(FeedEntry{2, FeedKind::visit, visit_id(1)},
                                          FeedEntry{3, FeedKind::contact, cid_of(2)},
                                          FeedEntry{4, FeedKind::contact, cid_of(1)}));
  EXPECT_THAT(some, ::testing::ElementsAre(FeedEntry{3, FeedKind::contact, cid_of(2)}));
}

TEST_P(ServerStoreContract, TheHeadAndItsCommitsAreKept) {
  const Nonce first{1};
  const Nonce second{2};
  ASSERT_TRUE(store().write([&] { return store().save_head({3, 77, 0}, first, 1); }));
  ASSERT_TRUE(store().write([&] { return store().save_head({3, 78, 0}, std::nullopt, 2); }));
  ASSERT_TRUE(store().write([&] { return store().save_head({5, 79, 0}, second, 3); }));
  ASSERT_TRUE(store().read([&]() -> Result<void> {
    EXPECT_EQ(store().head()->seq, 5);
    EXPECT_EQ(store().head()->hlc, 79);
    EXPECT_EQ(*store().nonce_at(1), first);
    EXPECT_EQ(*store().nonce_at(3), first);
    EXPECT_EQ(*store().nonce_at(4), second);
    EXPECT_EQ(*store().nonce_at(6), std::nullopt);
    return {};
  }));
}

TEST_P(ServerStoreContract, ClosingFindsTheVisitsThatHadNotEnded) {
  Changes changes;
  changes.nodes = {node(1), node(2)};
  Visit ended = visit(2, 1);
  ended.closed_stamp = 50;
  ended.closed_by = op_id(8);
  ended.closed_ms = 51;
  changes.new_visits = {visit(1, 1), ended, visit(3, 2)};
  apply(changes);
  const auto closing = [&](Stamp from) {
    Keys keys;
    keys.closing = {{cid_of(1), from}};
    std::set<Uuid> ids;
    for (const auto& [id, row] : load(keys).visits) ids.insert(id);
    return ids;
  };
  EXPECT_EQ(closing(49), (std::set{visit_id(1), visit_id(2)}));
  EXPECT_EQ(closing(50), (std::set{visit_id(1)}));
}

TEST_P(ServerStoreContract, AJoinMovesWhatIsDerived) {
  Changes changes;
  changes.nodes = {node(1), node(2)};
  changes.views = {view(1), view(2)};
  changes.new_visits = {visit(1, 1)};
  apply(changes);
  Changes join;
  join.joins = {{cid_of(1), cid_of(2), cid_of(2)}};
  apply(join);
  Keys keys;
  keys.nodes = {cid_of(1)};
  keys.views = {cid_of(1), cid_of(2)};
  keys.visits = {visit_id(1)};
  const Snapshot snapshot = load(keys);
  EXPECT_EQ(snapshot.nodes.at(cid_of(1)).parent, cid_of(2));
  EXPECT_EQ(snapshot.nodes.at(cid_of(1)).root, cid_of(2));
  EXPECT_EQ(snapshot.visits.at(visit_id(1)).root, cid_of(2));
  EXPECT_EQ(snapshot.visits.at(visit_id(1)).cid, cid_of(1));
  EXPECT_FALSE(snapshot.views.contains(cid_of(1)));
}

TEST_P(ServerStoreContract, DevicesKeepTheirPushAndAreFoundByToken) {
  Device device;
  device.id = support::id_of(0xDE, 1);
  device.name = "Front desk";
  device.token_mac.fill(9);
  ASSERT_TRUE(store().write([&] { return store().add_device(device); }));
  device.push_n = 41;
  device.push_id = op_id(3);
  device.push_answer = "{}";
  device.stamp_last = 88;
  ASSERT_TRUE(store().write([&] { return store().save_push(device); }));
  const std::vector<Anchor> anchors = {{{op_id(1), 2, 3}, 4}, {{op_id(2), 5, 6}, 7}};
  ASSERT_TRUE(store().write([&] { return store().save_anchors(device.id, anchors); }));
  ASSERT_TRUE(store().write([&] { return store().save_anchors(device.id, anchors); }));
  ASSERT_TRUE(store().read([&]() -> Result<void> {
    const auto found = *store().device_by_token(device.token_mac);
    EXPECT_TRUE(found);
    EXPECT_EQ(found->id, device.id);
    EXPECT_EQ(found->push_n, 41);
    EXPECT_EQ(found->push_id, op_id(3));
    EXPECT_EQ(found->push_answer, "{}");
    EXPECT_EQ(found->stamp_last, 88);
    EXPECT_FALSE(*store().device_by_token(Mac{}));
    EXPECT_FALSE(*store().device(op_id(7)));
    EXPECT_EQ(*store().anchors(device.id), anchors);
    return {};
  }));
  ASSERT_TRUE(store().write([&]() -> Result<void> {
    EXPECT_EQ(*store().revoke_devices(device.name), 1);
    EXPECT_EQ(*store().revoke_devices(device.name), 0);
    EXPECT_EQ((*store().device(device.id))->status, DeviceStatus::revoked);
    return {};
  }));
}

TEST_P(ServerStoreContract, WhatATabletWouldLoseIsKeptBesideItsPushes) {
  Device device;
  device.id = support::id_of(0xDE, 1);
  device.token_mac.fill(9);
  ASSERT_TRUE(store().write([&] { return store().add_device(device); }));
  device.removal = {812, 900};
  device.removal_confirmed = 812;
  device.removal_confirmed_ms = 77;
  ASSERT_TRUE(store().write([&] { return store().save_removal(device); }));
  ASSERT_TRUE(store().write([&] { return store().save_push(device); }));
  ASSERT_TRUE(store().read([&]() -> Result<void> {
    const auto found = *store().device(device.id);
    EXPECT_EQ(found->removal, (domain::Removal{812, 900}));
    EXPECT_EQ(found->removal_confirmed, 812);
    EXPECT_EQ(found->removal_confirmed_ms, 77);
    return {};
  }));
}

TEST_P(ServerStoreContract, TabletsAndTheirDeadLettersAreListed) {
  Device front, back;
  front.id = op_id(1);
  front.name = "Front desk";
  front.token_mac.fill(1);
  back.id = op_id(2);
  back.name = "Back door";
  back.token_mac.fill(2);
  const std::string raw("{\"broken\0\xFF", 11);
  ASSERT_TRUE(store().write([&]() -> Result<void> {
    EXPECT_TRUE(store().add_device(front));
    EXPECT_TRUE(store().add_device(back));
    EXPECT_TRUE(store().add_dead_letter({Uuid(), front.id, "later", 20, std::nullopt, std::nullopt}));
    EXPECT_TRUE(store().add_dead_letter({Uuid(), back.id, raw, 10, std::nullopt, std::nullopt}));
    EXPECT_TRUE(store().add_dead_letter({Uuid(), back.id, raw, 30, std::nullopt, std::nullopt}));
    return {};
  }));
  Uuid first;
  ASSERT_TRUE(store().read([&]() -> Result<void> {
    const auto devices = *store().devices();
    EXPECT_THAT(devices, ElementsAre(Field(&Device::id, back.id), Field(&Device::id, front.id)));
    const auto letters = *store().dead_letters(9);
    EXPECT_THAT(letters, ElementsAre(Field(&DeadLetter::raw, raw), Field(&DeadLetter::raw, "later")));
    EXPECT_EQ(store().dead_letters(1)->size(), 1U);
    EXPECT_EQ(letters.front().device, back.id);
    EXPECT_NE(letters.front().id, letters.back().id);
    first = letters.front().id;
    return {};
  }));
  ASSERT_TRUE(store().write([&]() -> Result<void> {
    EXPECT_TRUE(*store().drop_dead_letter(first));
    EXPECT_FALSE(*store().drop_dead_letter(first));
    EXPECT_EQ(store().dead_letters(9)->size(), 1U);
    return {};
  }));
}

TEST_P(ServerStoreContract, TokensAreFoundByTheirHashAndEndedByName) {
  ApiToken token{op_id(1), "Reception", StaffRole::admin, {}, 5, std::nullopt};
  token.token_mac.fill(9);
  ASSERT_TRUE(store().write([&] { return store().add_api_token(token); }));
  ASSERT_TRUE(store().write([&]() -> Result<void> {
    EXPECT_EQ(*store().api_token(token.token_mac), token);
    EXPECT_EQ(*store().api_token(Mac{}), std::nullopt);
    EXPECT_EQ(*store().revoke_api_tokens("Office", 6), 0);
    EXPECT_EQ(*store().revoke_api_tokens("Reception", 7), 1);
    EXPECT_EQ(*store().revoke_api_tokens("Reception", 8), 0);
    EXPECT_EQ((*store().api_token(token.token_mac))->revoked_ms, 7);
    return {};
  }));
}

TEST_P(ServerStoreContract, TheWholeServiceRunsOverIt) {
  support::TestCentre centre(store());
  support::Tablet tablet = centre.enrol("Front desk");
  for (std::uint64_t i = 1; i <= 40; ++i) {
    const std::string email = "p" + std::to_string(i % 7) + "@example.com";
    centre.push(tablet,
                {support::check_in(i, cid_of(i), email, {{"name", "N" + std::to_string(i)}}, centre.clock.now())});
    centre.clock.turn(1000);
  }
  centre.push(tablet, {support::check_out(50, "P1@example.com", centre.clock.now())});
  EXPECT_EQ(centre.contacts().size(), 7U);
  const auto visits = centre.visits();
  EXPECT_EQ(visits.size(), 40U);
  EXPECT_EQ(std::ranges::count_if(visits, [](const auto& line) { return line.checked_out_at.has_value(); }), 6);
  EXPECT_EQ(visits[0].kiosk, "Front desk");
  EXPECT_EQ(visits[0].email, "p1@example.com");
}

INSTANTIATE_TEST_SUITE_P(Stores, ServerStoreContract, ::testing::Values(Kind::memory, Kind::sqlite, Kind::postgres),
                         [](const auto& suite) { return name_of(suite.param); });

}  // namespace
}  // namespace foyer::server
