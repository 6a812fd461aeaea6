#include "shared/store/kiosk_store.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/shared/store/kiosk_fixture.h"

namespace foyer::store {
namespace {

using KioskStoreTest = KioskFixture;

std::vector<std::string> files_like(const std::string& dir, const std::string& part) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(dir)) {
    const std::string name = entry.path().filename().string();
    if (name.find(part) != std::string::npos) found.push_back(name);
  }
  return found;
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST_F(KioskStoreTest, SubmittingTheSameOpTwiceIsOneOp) {
  const auto op = submitted(check_in("ann@example.com"));
  EXPECT_TRUE(store_.submit(op).ok());
  EXPECT_EQ(store_.counts()->pending, 1);
  EXPECT_EQ(store_.open_visits()->size(), 1U);
}

TEST_F(KioskStoreTest, WhatWasSubmittedIsThereAfterReopening) {
  submitted(check_in("ann@example.com", {{"name", "Ann Lee"}}));
  auto again = KioskStore::open(dir_.path(), clock_, random_);
  ASSERT_TRUE(again.ok());
  const auto contact = again->contact_by_email("ann@example.com");
  ASSERT_TRUE(contact.ok() && contact->has_value());
  EXPECT_EQ((*contact)->fields.at("name"), "Ann Lee");
}

TEST_F(KioskStoreTest, RefusesAnEmailThatIsNone) {
  const auto done = store_.submit(check_in("not an address"));
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().fault, Fault::invalid);
  EXPECT_EQ(store_.counts()->pending, 0);
}

TEST_F(KioskStoreTest, RefusesAnUnknownBodyThatIsNotJson) {
  EXPECT_FALSE(store_.submit({new_id(), new_id(), "later", 1, clock_.now(), domain::UnknownBody{"{"}}).ok());
  EXPECT_TRUE(store_.submit({new_id(), new_id(), "later", 1, clock_.now(), domain::UnknownBody{"{\"b\":1.50}"}}).ok());
  EXPECT_NE(store_.begin_push()->ops.at(0).find("\"body\":{\"b\":1.50}"), std::string::npos);
}

TEST_F(KioskStoreTest, TextFromHostileHandsIsKeptExactlyOrRefused) {
  const std::string kept[] = {"\U0001F468\u200D\U0001F469\u200D\U0001F467 family",
                              "\u05D3\u05D5\u05D3 \u05DB\u05D4\u05DF",
                              "Jo\u0308rg",
                              "Robert'); DROP TABLE op;--",
                              "<script>alert(1)</script>",
                              "a\u202Eb",
                              "%s%n",
                              "\"quoted\\\" \\u0000"};
  for (const std::string& text : kept) {
    const auto op = submitted(check_in("ann@example.com", {{"name", text}, {"company", text}}));
    const auto contact = *store_.contact_by_email("ann@example.com");
    EXPECT_EQ(contact->fields.at("name"), text);
    EXPECT_EQ(contact->fields.at("company"), text);
    const auto sent = wire::parse_push_request(
        wire::to_lines(wire::PushRequest{{3, op.id, 1, op.id, "", op.at, false}, store_.begin_push()->ops}));
    ASSERT_TRUE(sent.ok());
    EXPECT_EQ(std::get<domain::CheckIn>(sent->ops.back().op->body).fields.set.at("name"), text);
    ASSERT_TRUE(store_.cancel_push().ok());
  }
  const auto before = store_.counts()->pending;
  const std::string refused[] = {std::string("a\0b", 3), "a\nb", "\xff\xfe", std::string(64 * 1024, 'x'),
                                 "\xed\xa0\x80"};
  for (const std::string& text : refused) {
    for (const char* const field : {"name", "company", "phone", "something_new"}) {
      const auto done = store_.submit(check_in("ann@example.com", {{field, text}}));
      ASSERT_FALSE(done.ok());
      EXPECT_EQ(done.error().fault, Fault::invalid);
      EXPECT_EQ(done.error().detail.find(text), std::string::npos);
    }
    EXPECT_FALSE(store_.submit(check_in(text + "@example.com")).ok());
    EXPECT_FALSE(store_.submit(check_out(text + "@example.com")).ok());
    auto meeting = check_in("ann@example.com");
    std::get<domain::CheckIn>(meeting.body).visit.host = text;
    EXPECT_FALSE(store_.submit(meeting).ok());
  }
  EXPECT_EQ(store_.counts()->pending, before);
}

TEST_F(KioskStoreTest, AFailureInTheMiddleLeavesNothingHalfDone) {
  {
    auto db = Database::open(dir_.path() + "/kiosk.db");
    ASSERT_TRUE(db.ok());
    ASSERT_TRUE(db->exec("CREATE TRIGGER full BEFORE INSERT ON local_visit BEGIN SELECT RAISE(ABORT, 'no'); END").ok());
  }
  EXPECT_FALSE(store_.submit(check_in("ann@example.com")).ok());
  EXPECT_EQ(store_.counts()->pending, 0);
  EXPECT_TRUE(store_.open_visits()->empty());
}

TEST_F(KioskStoreTest, ADamagedFileIsSetAsideUntouchedAndStaffAreTold) {
  support::TempDir dir;
  const std::string damaged = "this is not a database, and somebody may want to look at it" + std::string(5000, '?');
  std::ofstream(dir.path() + "/kiosk.db", std::ios::binary) << damaged;
  auto store = KioskStore::open(dir.path(), clock_, random_);
  ASSERT_TRUE(store.ok());
  EXPECT_TRUE(store->submit(check_in("ann@example.com")).ok());
  const std::string aside = store->sync_state()->set_aside;
  EXPECT_EQ(aside, "kiosk.db.corrupt-20260303T091204Z");
  EXPECT_EQ(bytes_of(dir.path() + "/" + aside), damaged);
  EXPECT_TRUE(store->acknowledge_set_aside().ok());
  EXPECT_EQ(store->sync_state()->set_aside, "");
}

TEST_F(KioskStoreTest, ANewFolderOpensSilently) {
  support::TempDir dir;
  EXPECT_FALSE(KioskStore::is_there(dir.path()));
  for (int i = 0; i < 3; ++i) {
    auto store = KioskStore::open(dir.path(), clock_, random_);
    ASSERT_TRUE(store.ok());
    EXPECT_EQ(store->sync_state()->set_aside, "");
    EXPECT_TRUE(KioskStore::is_there(dir.path()));
  }
}

TEST_F(KioskStoreTest, AnEmptiedOrMissingDatabaseIsNotTakenForANewOne) {
  for (const bool is_missing : {false, true}) {
    for (const bool keeps_wal : {false, true}) {
      support::TempDir dir;
      const std::string path = dir.path() + "/kiosk.db";
      auto store = KioskStore::open(dir.path(), clock_, random_);
      ASSERT_TRUE(store->submit(check_in("ann@example.com")).ok());
      if (is_missing) {
        std::filesystem::remove(path);
      } else {
        std::filesystem::resize_file(path, 0);
      }
      if (!keeps_wal) std::filesystem::remove(path + "-wal");
      auto again = KioskStore::open(dir.path(), clock_, random_);
      ASSERT_TRUE(again.ok());
      const std::string aside = again->sync_state()->set_aside;
      EXPECT_NE(aside, "");
      EXPECT_TRUE(std::filesystem::exists(dir.path() + "/" + aside));
      EXPECT_EQ(std::filesystem::exists(dir.path() + "/" + aside + "-wal"), keeps_wal);
      EXPECT_TRUE(again->submit(check_in("bob@example.com")).ok());
      EXPECT_EQ(store->counts()->pending, 1);  // the other process follows
      ASSERT_TRUE(again->enrol({new_id(), new_id(), "", "", "", "t", "", ""}, "e1", 1).ok());
      EXPECT_EQ(again->sync_state()->set_aside, "");  // staff were here
      EXPECT_EQ(KioskStore::open(dir.path(), clock_, random_)->counts()->pending, 1);
    }
  }
}

TEST_F(KioskStoreTest, DamageInTheMiddleIsFoundByTheCheck) {
  for (int i = 0; i < 200; ++i) submitted(check_in("p" + std::to_string(i) + "@example.com"));
  support::TempDir dir;
  {
    auto db = Database::open(dir_.path() + "/kiosk.db");
    ASSERT_TRUE(db->backup_to(dir.path() + "/kiosk.db").ok());
  }
  const std::string path = dir.path() + "/kiosk.db";
  const auto size = std::filesystem::file_size(path);
  {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(size / 2));
    file << std::string(static_cast<std::size_t>(size / 4), '\x5a');
  }
  KioskStoreOptions checked;
  checked.check = true;
  auto store = KioskStore::open(dir.path(), clock_, random_, checked);
  ASSERT_TRUE(store.ok());
  EXPECT_EQ(store->counts()->pending, 0);
  EXPECT_NE(store->sync_state()->set_aside, "");
}

TEST_F(KioskStoreTest, TheOtherProcessFollowsWhenTheFileIsSetAside) {
  submitted(check_in("ann@example.com"));
  auto agent = KioskStore::open(dir_.path(), clock_, random_);
  ASSERT_TRUE(agent.ok());
  ASSERT_TRUE(agent->recover().ok());
  EXPECT_EQ(files_like(dir_.path(), ".corrupt-").size(), 3U);  // the file, its -wal and its -shm
  submitted(check_in("bob@example.com"));
  EXPECT_EQ(agent->counts()->pending, 1);
  EXPECT_EQ(store_.counts()->pending, 1);
  ASSERT_TRUE(store_.recover().ok());  // sets the fresh one aside too: it was asked for
  EXPECT_EQ(store_.counts()->pending, 0);
}

TEST_F(KioskStoreTest, ADatabaseOfANewerProgramIsRefusedNotSetAside) {
  {
    auto db = Database::open(dir_.path() + "/kiosk.db");
    ASSERT_TRUE(db->exec("PRAGMA user_version = 99").ok());
  }
  const auto store = KioskStore::open(dir_.path(), clock_, random_);
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().fault, Fault::outdated);
  EXPECT_TRUE(files_like(dir_.path(), ".corrupt-").empty());
}

TEST_F(KioskStoreTest, OnlyTheOwnerMayReadTheFile) {
  const auto mode = std::filesystem::status(dir_.path() + "/kiosk.db").permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(KioskStoreTest, EnrollingWithAnotherOrganisationShowsNothingOfTheFirst) {
  const Enrolment first{new_id(), new_id(), "First", "Door", "", "secret", "http://127.0.0.1:1", ""};
  ASSERT_TRUE(store_.enrol(first, "e1", 1).ok());
  const auto op = submitted(check_in("ann@example.com"));
  const auto push = store_.begin_push();
  ASSERT_TRUE(store_.record_results(push->push_id, reply_to(*push, 7)).ok());
  ASSERT_TRUE(apply(page({contact_row(cid_of(op), "ann@example.com", {}, 1, 7)}, 7)).ok());
  submitted(check_in("bob@example.com"));
  auto second = first;
  second.org = new_id();
  ASSERT_TRUE(store_.enrol(second, "e9", 1).ok());
  const auto contacts = store_.contacts();
  ASSERT_EQ(contacts->size(), 1U);
  EXPECT_EQ(contacts->at(0).email_key, "bob@example.com");
  EXPECT_EQ(store_.sync_state()->cursor, "");
  EXPECT_EQ(store_.sync_state()->enrolment->token, "secret");
}

}  // namespace
}  // namespace foyer::store
