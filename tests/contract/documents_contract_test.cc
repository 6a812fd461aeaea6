// What the organisation tells its tablets, over every ServerStore: rows, feed, and the whole way of a file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/wire/document.h"
#include "sync/server/core/organisation.h"
#include "tests/contract/open_store.h"
#include "tests/support/server_fixture.h"

namespace foyer::server {
namespace {

using domain::DocumentKind;
using support::cid_of;
using support::op_id;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kRooms = R"({
  "settings": {"name": "Example Rooms", "language": "en"},
  "sites": [{"id": "hq", "name": "Head office", "time_zone": "Europe/Berlin"}],
  "hosts": [{"id": "ada", "name": "Ada Example", "email": "ada@example.com", "site": "hq"},
            {"id": "max", "name": "Max Example"}]
})";

class DocumentsContract : public ::testing::TestWithParam<Kind> {
 protected:
  DocumentsContract() : open_(open_store(GetParam())), centre_(store()) {}
  ServerStore& store() { return open_->store(); }

  void apply(const Changes& changes) {
    ASSERT_TRUE(store().write([&] { return store().apply(changes); }));
  }
  Snapshot load(const Keys& keys) {
    Snapshot snapshot;
    EXPECT_TRUE(store().read([&] { return store().load(keys, snapshot); }));
    return snapshot;
  }

  Applied apply_file(const std::string& text, ApplyMode mode = ApplyMode::apply) {
    auto applied = apply_organisation(store(), centre_.clock, centre_.random, text, mode);
    EXPECT_TRUE(applied) << (applied ? "" : applied.error().detail);
    return applied ? *applied : Applied{};
  }
  std::vector<std::string> problems(const std::string& text) {
    std::vector<std::string> all;
    for (const auto& one : apply_file(text).problems) all.push_back(to_text(one));
    return all;
  }
  std::vector<StoredDocument> stored() {
    std::vector<StoredDocument> all;
    EXPECT_TRUE(store().read([&]() -> Result<void> {
      all = *store().documents();
      return {};
    }));
    return all;
  }
  Uuid id_of(DocumentKind kind, const std::string& name) {
    return domain::document_id(store().identity().org, kind, name);
  }

  std::unique_ptr<OpenStore> open_;
  support::TestCentre centre_;
};

TEST_P(DocumentsContract, RowsComeBackByKindAndNameAndDeletedOnesAreStillLoaded) {
  Changes changes;
  changes.documents = {{op_id(1), DocumentKind::text, "b", "{\"x\":\"\xF0\x9F\x98\x80\"}"},
                       {op_id(2), DocumentKind::host, "z", "{}"},
                       {op_id(3), DocumentKind::host, "a", "{}"}};
  apply(changes);
  EXPECT_THAT(stored(), ElementsAre(changes.documents[2], changes.documents[1], changes.documents[0]));
  Changes later;
  later.documents = {{op_id(2), DocumentKind::host, {}, {}}};
  apply(later);
  EXPECT_THAT(stored(), SizeIs(2));
  Keys keys;
  keys.documents = {op_id(1), op_id(2), op_id(9)};
  const Snapshot snapshot = load(keys);
  EXPECT_THAT(snapshot.documents, SizeIs(2));
  EXPECT_TRUE(snapshot.documents.at(op_id(2)).is_deleted());
  EXPECT_EQ(snapshot.documents.at(op_id(1)), changes.documents[0]);
}

TEST_P(DocumentsContract, ApplyingAgainChangesNothing) {
  EXPECT_EQ(summary_of(apply_file(kRooms)), "4 added, 0 changed, 0 removed, 0 unchanged");
  support::Tablet tablet = centre_.enrol("Front desk");
  const auto page = centre_.page(tablet, "");
  EXPECT_EQ(summary_of(apply_file(kRooms)), "0 added, 0 changed, 0 removed, 4 unchanged");
  EXPECT_EQ(centre_.page(tablet, "").head, page.head);
  ASSERT_THAT(page.rows, SizeIs(4));
  EXPECT_EQ(page.rows[0].kind, "settings");
  EXPECT_EQ(page.rows[2].id, id_of(DocumentKind::host, "ada").text());
  for (const wire::FeedRow& row : page.rows) EXPECT_THAT(row.d, Not(HasSubstr("ada@example.com")));
}

TEST_P(DocumentsContract, OnlyWhatDiffersMovesAndWhatIsLeftOutIsATombstone) {
  apply_file(kRooms);
  support::Tablet tablet = centre_.enrol("Front desk");
  const std::string cursor = centre_.page(tablet, "").cursor;
  const std::string changed = R"({"hosts": [{"id": "ada", "name": "Ada Lovely", "site": "hq"}]})";
  EXPECT_EQ(summary_of(apply_file(changed, ApplyMode::dry_run)), "0 added, 1 changed, 1 removed, 0 unchanged");
  EXPECT_THAT(centre_.page(tablet, "cursor=" + cursor).rows, IsEmpty()) << "a dry run writes nothing";
  EXPECT_EQ(summary_of(apply_file(changed)), "0 added, 1 changed, 1 removed, 0 unchanged");
  const auto page = centre_.page(tablet, "cursor=" + cursor);
  ASSERT_THAT(page.rows, SizeIs(2));
  EXPECT_EQ(page.rows[0].seq, 5);
  EXPECT_THAT(page.rows[0].d, HasSubstr("Ada Lovely"));
  EXPECT_EQ(page.rows[1].id, id_of(DocumentKind::host, "max").text());
  EXPECT_EQ(page.rows[1].d, R"({"deleted":true})");
  EXPECT_EQ(summary_of(apply_file(kRooms)), "1 added, 1 changed, 0 removed, 2 unchanged");
}

TEST_P(DocumentsContract, NothingIsAppliedWhenAnythingIsWrong) {
  apply_file(kRooms);
  EXPECT_THAT(problems("{\"hosts\": [{\"id\": \"new\", \"name\": \"New\"},\n {\"id\": \"bad\", \"name\": \"\"}],\n"
                       "\"resources\": [{\"id\": \"r\", \"name\": \"Room\", \"site\": \"nowhere\"}]}"),
              ElementsAre("line 2: hosts[1].name: is empty",
                          "line 3: resources[0].site: names nothing that stands in \"sites\""));
  EXPECT_THAT(stored(), SizeIs(4));
}

TEST_P(DocumentsContract, WhatTheFileLeavesAloneKeepsWhatItNames) {
  apply_file(kRooms);
  apply_file(R"({"passes": [{"id": "p", "email": "p@example.com", "credits": 1, "code": "482915"}]})");
  EXPECT_THAT(
      problems("{\n\"sites\": [],\n\"events\": [{\"id\": \"e\", \"name\": \"E\", \"starts\": \"2026-11-30T09:00Z\","
               "\"ends\": \"2026-11-30T10:00Z\",\n\"guests\": [{\"name\": \"G\", \"code\": \"482915\"}]}]}"),
      ElementsAre("line 2: sites: leaves out what 1 of \"hosts\" name, and this file leaves those alone",
                  "line 4: events[0].guests[0].code: another document, which this file leaves alone, has the "
                  "code"));
  EXPECT_THAT(problems(R"({"sites": [], "hosts": []})"), IsEmpty());
}

TEST_P(DocumentsContract, OtherWordsNeedAHigherVersion) {
  const auto text = [](int version, const std::string& words) {
    return R"({"texts": [{"id": "rules", "use": "house_rules", "language": "en", "version": )" +
           std::to_string(version) + R"(, "words": ")" + words + "\"}]}";
  };
  EXPECT_THAT(problems(text(2, "Shoes off.")), IsEmpty());
  EXPECT_THAT(problems(text(2, "Shoes on.")), ElementsAre(HasSubstr("texts[0].version: the text differs")));
  EXPECT_THAT(problems(text(1, "Shoes off.")), ElementsAre(HasSubstr("write 3 or more")));
  EXPECT_EQ(summary_of(apply_file(text(2, "Shoes off."))), "0 added, 0 changed, 0 removed, 1 unchanged");
  EXPECT_THAT(problems(text(3, "Shoes on.")), IsEmpty());
}

TEST_P(DocumentsContract, APinIsHashedOnceAndKeptWhileItIsTheSame) {
  const auto staff = [](const std::string& pin) {
    return R"({"staff": [{"id": "rita", "name": "Rita", "role": "manager", "pin": ")" + pin + "\"}]}";
  };
  EXPECT_EQ(apply_file(staff("482913")).added, 1);
  ASSERT_THAT(stored(), SizeIs(1));
  EXPECT_THAT(stored()[0].body, Not(HasSubstr("482913")));
  const auto hash = std::get<domain::StaffMember>(wire::parse_document(DocumentKind::staff, stored()[0].body)->body);
  EXPECT_TRUE(is_pin_of("482913", hash.pin_hash));
  EXPECT_FALSE(is_pin_of("482914", hash.pin_hash));
  EXPECT_EQ(apply_file(staff("482913")).unchanged, 1);
  EXPECT_EQ(apply_file(staff("482914")).changed, 1);
  support::Tablet tablet = centre_.enrol("Front desk");
  EXPECT_THAT(centre_.page(tablet, "").rows.at(0).d, HasSubstr("$argon2id$")) << "tablets check PINs offline";
}

TEST_P(DocumentsContract, DeletingAHostDeletesNoVisit) {
  apply_file(kRooms);
  support::Tablet tablet = centre_.enrol("Front desk");
  centre_.push(tablet, {support::check_in(1, cid_of(1), "v@example.com", {{"name", "V"}}, centre_.clock.now())});
  EXPECT_EQ(apply_file(R"({"hosts": []})").removed, 2);
  EXPECT_THAT(centre_.visits(), SizeIs(1));
}

INSTANTIATE_TEST_SUITE_P(Stores, DocumentsContract, ::testing::Values(Kind::memory, Kind::sqlite, Kind::postgres),
                         [](const auto& suite) { return name_of(suite.param); });

}  // namespace
}  // namespace foyer::server
