// What the organisation says, on the tablet.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/wire/document.h"
#include "tests/shared/store/kiosk_fixture.h"

namespace foyer::store {
namespace {

using domain::DocumentKind;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class KioskDocumentsTest : public KioskFixture {
 protected:
  static wire::FeedRow host_row(const Uuid& id, const std::string& name, std::int64_t seq) {
    domain::Host host;
    host.name = name;
    return wire::document_row(DocumentKind::host, id, to_json(domain::DocumentBody(host), wire::Audience::tablets),
                              seq);
  }
  std::vector<std::string> hosts() {
    std::vector<std::string> names;
    const auto known = store_.known<domain::Host>();
    EXPECT_TRUE(known.ok());
    for (const auto& [id, host] : *known) names.push_back(host.name);
    return names;
  }
};

TEST_F(KioskDocumentsTest, ATabletKnowsWhatTheFeedBrought) {
  const Uuid ada = new_id();
  const domain::DocumentBody settings = domain::OrganisationSettings{"Example Rooms", "de", {"de"}};
  ASSERT_TRUE(
      apply(page({wire::document_row(DocumentKind::settings, new_id(), to_json(settings, wire::Audience::tablets), 1),
                  host_row(ada, "Ada", 2)},
                 2)));
  ASSERT_THAT(*store_.known<domain::OrganisationSettings>(), SizeIs(1));
  EXPECT_EQ(store_.known<domain::OrganisationSettings>()->front().second,
            std::get<domain::OrganisationSettings>(settings));
  EXPECT_THAT(hosts(), ::testing::ElementsAre("Ada"));
  EXPECT_THAT(*store_.known<domain::Site>(), IsEmpty());
}

TEST_F(KioskDocumentsTest, ATombstoneRemovesOneAndALaterRowBringsItBack) {
  const Uuid ada = new_id();
  ASSERT_TRUE(apply(page({host_row(ada, "Ada", 2)}, 2)));
  ASSERT_TRUE(apply(page({wire::document_row(DocumentKind::host, ada, {}, 3)}, 3)));
  EXPECT_THAT(hosts(), IsEmpty());
  ASSERT_TRUE(apply(page({host_row(ada, "Ada again", 4)}, 4)));
  EXPECT_THAT(hosts(), ::testing::ElementsAre("Ada again"));
}

TEST_F(KioskDocumentsTest, ARowThatCannotBeReadIsKeptUntilABetterOneComes) {
  const Uuid ada = new_id();
  const auto summary = apply(page({{"host", ada.text(), 2, R"({"name":7})"}}, 2));
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->kept_raw, 1U);
  EXPECT_THAT(hosts(), IsEmpty());
  ASSERT_TRUE(apply(page({host_row(ada, "Ada", 3)}, 3)));
  EXPECT_THAT(hosts(), ::testing::ElementsAre("Ada"));
  auto db = Database::open(dir_.path() + "/kiosk.db");
  EXPECT_EQ(*db->integer("SELECT COUNT(*) FROM s_raw"), 0);
}

TEST_F(KioskDocumentsTest, TheTabletKnowsWhetherTheHostWasTold) {
  wire::VisitRow row;
  row.id = new_id();
  row.host = "Ada";
  row.host_id = new_id();
  row.host_told = domain::HostTold::waiting;
  ASSERT_TRUE(apply(page({wire::to_row(row, 1)}, 1)));
  EXPECT_EQ((**store_.visit(row.id)).host_told, domain::HostTold::waiting);
  row.host_told = domain::HostTold::sent;
  ASSERT_TRUE(apply(page({wire::to_row(row, 2)}, 2)));
  EXPECT_EQ((**store_.visit(row.id)).host_told, domain::HostTold::sent);
}

TEST_F(KioskDocumentsTest, WhatAnOlderVersionKeptIsReadAgain) {
  const Uuid ada = new_id();
  auto db = Database::open(dir_.path() + "/kiosk.db");
  auto keep =
      db->prepare("INSERT INTO s_raw (kind, entity, seq, json, error) VALUES ('host', ?, 2, ?, 'unknown kind')");
  ASSERT_TRUE(keep.bind(ada.text()).bind(host_row(ada, "Ada", 2).d).run());
  ASSERT_TRUE(apply(page({}, 3)));
  EXPECT_THAT(hosts(), ::testing::ElementsAre("Ada"));
  EXPECT_EQ(*db->integer("SELECT COUNT(*) FROM s_raw"), 0);
}

TEST_F(KioskDocumentsTest, WhatARestoredCentreDoesNotHaveIsGoneAtTheNewHead) {
  ASSERT_TRUE(apply(page({host_row(new_id(), "Ada", 2), host_row(new_id(), "Max", 3)}, 3)));
  ASSERT_TRUE(store_.restart_feed("e1"));
  EXPECT_THAT(hosts(), SizeIs(2)) << "nobody stands before an empty list meanwhile";
  ASSERT_TRUE(apply(page({host_row(new_id(), "Kim", 1)}, 1, true)));
  EXPECT_THAT(hosts(), SizeIs(3));
  ASSERT_TRUE(apply(page({}, 2)));
  EXPECT_THAT(hosts(), ::testing::ElementsAre("Kim"));
}

}  // namespace
}  // namespace foyer::store
